"""The body of a news page: its paragraphs, and what among them is not the report.

In: a parsed page.  Out: text with Skipped spans.  One walk over the tree collects paragraphs with the
elements they stand in; then the element is chosen that holds nearly all long paragraphs.  Teasers,
captions and the like stay in the text, marked; what stands outside that element is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import Skipped, Span
from kg.sources.markup import HEADINGS, NEVER
from kg.sources.page_title import fold
from kg.sources.page_walk import LONG, Block, Cue, Walk, walk_page

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MIN_BODY = 200  # characters; less is hardly a report
_MOST = 0.92  # share of the long paragraphs that the chosen element must hold
_FORGIVEN = 0.4  # share of the running text from which on a cue is not believed
_STRAY = 40
_LONG_HEADING = 90  # characters; a heading this long above the text is its lead
_LUMP, _COPIES = 2000, 5  # characters of a paragraph; others that stand in it, itself included
_LINKED = 0.8  # share of a line
_LABEL = 60  # characters of a label before a link
_CARD = 600  # characters of another article's headline, date and teaser
_VIDEO = re.compile(r"\|\s*(?:\d{1,2}:)?\d{1,2}:\d\d(?:\s*min\.?)?$")  # “18.04.2024 | 0:21 min”
_SCATTERED = 6  # paragraphs with parents of their own
_HEADINGS = HEADINGS | {"h1"}
_LOOSE = frozenset(("p", "div", "section", "article", "main", "body", "header"))
_ENDS = tuple('.!?…:;"”“»’)')


@dataclass(slots=True)
class Body:
    """Paragraphs of a page joined by blank lines, and the spans that are not the report."""

    text: str
    skipped: tuple[Skipped, ...]
    report: int  # characters that are not skipped


def read_body(root: LexborNode, description: str = "", title: str = "") -> Body:
    """Return the body of a page; `description` is the page's own summary, which may stand above it."""
    return body_of(walk_page(root), description, title)


def body_of(walk: Walk, description: str = "", title: str = "") -> Body:
    """Choose among the paragraphs of a page."""
    blocks = walk.blocks
    if not blocks:
        return Body("", (), 0)
    _judge(blocks)
    first, last, chosen = _container(blocks, walk.markers)
    inside = [block for block in blocks[first:last] if chosen in block.path]
    _mark(inside)
    title = fold(title)
    above = blocks[_below_headline(walk, first, chosen, title) : first]
    _restore_lead([*above, *inside], description)
    lead = [b for b in above if b.why is None and _is_lead(b, description)]
    return _joined([*lead, *_without_headline(inside, title)])


def _judge(blocks: Sequence[Block]) -> None:
    """Say of each paragraph why it is not the report.

    Cues that would take most of the running text away are not believed: a ticker's page is all ticker.
    """
    held: dict[Cue, int] = {}
    total = 0
    for block in blocks:
        weight = block.weight()
        if not weight or any(why in NEVER for why, _ in block.cues):
            continue
        total += weight
        for cue in set(block.cues):
            held[cue] = held.get(cue, 0) + weight
    forgiven = {cue for cue, weight in held.items() if weight > _FORGIVEN * total}
    for block in blocks:
        block.why = next((why for why, _ in block.cues if why in NEVER), None) or next(
            (cue[0] for cue in block.cues if cue not in forgiven), None
        )


def _container(blocks: Sequence[Block], markers: dict[int, str]) -> tuple[int, int, int]:
    """Choose the innermost element that holds nearly all running text; return its blocks and its number."""
    held: dict[int, int] = {}
    for block in blocks:
        weight = block.weight() if block.why is None else 0
        for number in block.path:
            held[number] = held.get(number, 0) + weight
    chosen = blocks[0].path[0] if blocks[0].path else 0
    total = held.get(chosen, 0)
    for kind, share in (("itemprop", 0.4), ("article", 0.3), ("main", 0.3)):
        best = max(
            (n for n, k in markers.items() if k == kind), key=lambda n: (held.get(n, 0), n), default=None
        )
        if best is not None and held.get(best, 0) >= max(1, share * total):
            chosen = best
            break
    chosen = _without_neighbours(blocks, _innermost(blocks, held, chosen))
    places = [i for i, block in enumerate(blocks) if chosen in block.path]
    return (places[0], places[-1] + 1, chosen) if places else (0, len(blocks), chosen)


def _innermost(blocks: Sequence[Block], held: dict[int, int], chosen: int) -> int:
    """Go down while one child holds nearly everything."""
    need = _MOST * held.get(chosen, 0)
    if not need:
        return chosen
    deepest = max((b for b in blocks if chosen in b.path and b.weight()), key=Block.weight, default=None)
    if deepest is None:
        return chosen
    inner = [n for n in deepest.path[:-1] if held.get(n, 0) >= need]
    return inner[-1] if inner and inner[-1] >= chosen else chosen


def _without_neighbours(blocks: Sequence[Block], chosen: int) -> int:
    """Choose the parent of most paragraphs when the others are scattered: teasers of other articles."""
    held: dict[int, int] = {}
    for block in blocks:
        if block.why is None and chosen in block.path and len(block.path) > 1 and (weight := block.weight()):
            parent = block.path[-2 if block.tag == "p" else -1]
            held[parent] = held.get(parent, 0) + weight
    best = max(held, key=lambda n: held[n], default=None)
    if best is None or best < chosen:
        return chosen
    others = [weight for parent, weight in held.items() if parent != best]
    scattered = len(others) >= _SCATTERED and max(others) < 0.15 * held[best] and sum(others) < held[best]
    return best if scattered else chosen


def _without_headline(blocks: Sequence[Block], title: str) -> Iterator[Block]:
    """Leave out main headings, and the headline above the text, kicker included, in a lesser one."""
    above = True
    for block in blocks:
        above = above and not block.weight()
        if block.tag == "h1" or (
            above and title and block.tag in HEADINGS and fold(block.text).endswith(title)
        ):
            continue
        yield block


def _mark(blocks: Sequence[Block]) -> None:
    """Mark links, teasers, stray words, and headings with nothing but marked parts below them."""
    _mark_cards(blocks)
    for block in blocks:
        if block.why is None and _is_link(block):
            block.why = "teaser"
        elif block.why is None and _VIDEO.search(block.text):
            block.why = "caption"
        elif block.why is None and _is_stray(block):
            block.why = "boilerplate"
    below = True
    for block in reversed(blocks):
        if block.tag in HEADINGS and block.why is None and below:
            block.why = "teaser"
        if block.why in (None, "teaser", "newsletter"):
            below = block.why is not None


def _mark_cards(blocks: Sequence[Block]) -> None:
    """Mark the lines below a headline that is a link: those that share a small element with it."""
    held: dict[int, int] = {}
    for block in blocks:
        for number in block.path:
            held[number] = held.get(number, 0) + len(block.text)
    most = min(_CARD, max(held.values(), default=0) // 3)
    cards = {
        number
        for block in blocks
        if block.tag in HEADINGS and block.linked >= _LINKED * len(block.text)
        for number in block.path
        if held[number] <= most
    }
    for block in blocks:
        if block.why is None and cards.intersection(block.path):
            block.why = "teaser"


def _is_link(block: Block) -> bool:
    """Say whether a line is the headline of another article: all link, or a link behind a label.

    “Economy: *What the tariffs cost*” in a list, “Read on: *What the tariffs cost*” anywhere.
    """
    size = len(block.text)
    if block.linked >= _LINKED * size:
        return True
    if block.after > 2 or block.before > _LABEL or block.linked < size // 3 or block.text.endswith("."):
        return False
    return block.tag == "li" or block.text[: block.before].rstrip().endswith((":", "?"))


def _is_stray(block: Block) -> bool:
    """Say whether a line is a label of the page: short, no heading, no item of a list, no full stop.

    Several words that are all in bold are a heading.
    """
    if block.bold >= _LINKED * len(block.text) and " " in block.text:
        return False
    return len(block.text) < _STRAY and block.tag in _LOOSE and not block.text.endswith(_ENDS)


def _below_headline(walk: Walk, first: int, chosen: int, title: str) -> int:
    """Return the place behind the headline above the body, or where the article begins that it is in."""
    blocks = walk.blocks
    path = next((block.path for block in blocks[first:] if chosen in block.path), ())
    outer = next((n for n in reversed(path) if n < chosen and n in walk.markers), None)
    for i in range(first - 1, -1, -1):
        block = blocks[i]
        own = block.tag == "h1" and (outer is None or outer in block.path)  # not the site's name
        if own or (block.tag in _HEADINGS and _is_headline(block, title)):
            return i + 1
    return next((i for i in range(first) if outer in blocks[i].path), first)


def _is_headline(block: Block, title: str) -> bool:
    text = fold(block.text)
    return bool(title) and (text.endswith(title) or (len(text) >= _STRAY // 2 and title.endswith(text)))


def _restore_lead(blocks: Sequence[Block], description: str) -> None:
    """Take back the mark of the first paragraph: many pages call a report's own lead its teaser."""
    for block in blocks:
        if block.why in (None, "teaser") and 5 * block.linked < len(block.text) and block.weight():
            block.why = None
            return
        if block.weight() and description and block.text[:60] in description:
            block.why = None


def _is_lead(block: Block, description: str) -> bool:
    """Say whether a paragraph between headline and body belongs to the report."""
    if description and len(block.text) > 30 and block.text[:60] in description:
        return True
    return (bool(block.weight()) or len(block.text) >= _LONG_HEADING) and block.text.endswith(_ENDS)


def _joined(blocks: Sequence[Block]) -> Body:
    parts: list[str] = []
    skipped: list[Skipped] = []
    here = report = 0
    for block in _unique(blocks):
        parts.append(block.text)
        end = here + len(block.text)
        if block.why:
            why = "boilerplate" if block.why == "consent" else block.why
            skipped.append(Skipped(Span(here, end), why))
        else:
            report += len(block.text)
        here = end + 2
    return Body("\n\n".join(parts), tuple(skipped), report)


def _unique(blocks: Sequence[Block]) -> Iterator[Block]:
    """Leave out what stands on the page twice: paragraphs for phones, and the whole text as one lump."""
    seen: set[str] = set()
    large = max(_LUMP, sum(len(block.text) for block in blocks) // 4)  # no more than four are so large
    for block in blocks:
        if len(block.text) >= large and sum(b.text in block.text for b in blocks if b.weight()) > _COPIES:
            continue
        if len(block.text) >= LONG:
            if block.text in seen:
                continue
            seen.add(block.text)
        yield block
