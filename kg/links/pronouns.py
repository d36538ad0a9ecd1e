"""Personal pronouns that can mean only one person.

In: a linked document.  Out: links for *er*, *sie*, *he*, *she* whose antecedent is clear: the person
the sentence before speaks of first, where nobody else came between.  Everything else stays open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.extractors import VERSION, Context, links_by_sentence
from kg.model import Document, Link, Mention, Provenance, Sentence, Span

CONFIDENCE = 0.6
_LOOK_BACK = 2  # sentences


def link_pronouns(document: Document, context: Context) -> tuple[Link, ...]:
    """Return links for pronouns, with the antecedent as reason."""
    people = links_by_sentence(document, [ln for ln in document.links if ln.entity.startswith("person/")])
    found: list[Link] = []
    done: dict[tuple[int, str], Link] = {}  # sentence and pronoun → whom it went back to
    pronouns = context.language.pronouns
    for number, sentence in enumerate(document.sentences):
        if sentence.span.part == "title":
            continue
        for i, word in enumerate(sentence.words):
            if (i == 0 or word.islower()) and word.lower() in pronouns:
                start = sentence.starts[i]
                if context.language.is_attached(sentence.words, i):
                    start = sentence.span.start  # Wagner, dit-il, s’est …
                own = context.language.is_("objectDeterminer", word) and _one_clause(
                    sentence, people[number], i, context
                )
                start = -1 if own else start
                antecedent = _antecedent(people, document.sentences, number, start, done, word.lower())
                if antecedent is not None:
                    done[number, word.lower()] = antecedent
                    found.append(_link(document, sentence, i, antecedent))
    return tuple(found)


def _antecedent(
    people: Sequence[Sequence[Link]],
    sentences: Sequence[Sentence],
    number: int,
    start: int,
    done: Mapping[tuple[int, str], Link],
    pronoun: str,
) -> Link | None:
    before = [ln for ln in people[number] if ln.mention.span.end <= start]
    if before:
        return before[0] if len({ln.entity for ln in before}) == 1 else None
    for back in _before(number):
        if sentences[back].span.part == "title":
            return None
        if (back, pronoun) in done:
            return done[back, pronoun]  # Trump empfing ihn. Er …, er …: the pronoun goes on
        if people[back]:
            # Der Kritiker des Präsidenten, Sondhi, sprach. Er …: who is named comes before an office.
            named = (ln for ln in people[back] if not ln.mention.provenance.rule.startswith("office"))
            return next(named, people[back][0])
    return None


def _one_clause(sentence: Sentence, people: Sequence[Link], i: int, context: Context) -> bool:
    """*Mary McDonald accused him*: an object is not the subject of its own clause."""
    language = context.language
    last = [
        j for j, start in enumerate(sentence.starts[:i]) if any(p.mention.span.end > start for p in people)
    ]
    opens = (
        "complementiser",
        "subordinator",
        "relativePronoun",
        "subjectPronoun",
        "bodyPronoun",
        "questionWord",
    )
    between = sentence.words[last[-1] + 1 : i] if last else ()
    return bool(last) and not any(language.is_(name, word) for word in between for name in opens)


def _before(number: int) -> Iterator[int]:
    yield from range(number - 1, max(-1, number - 1 - _LOOK_BACK), -1)


def _link(document: Document, sentence: Sentence, i: int, antecedent: Link) -> Link:
    span = Span(sentence.starts[i], sentence.ends[i], sentence.span.part)
    provenance = Provenance("links", VERSION, "pronoun", CONFIDENCE)
    mention = Mention(span, document.article.slice(span), "person", (antecedent.entity,), provenance)
    return Link(mention, antecedent.entity, CONFIDENCE, (f"goes back to {antecedent.mention.text}",))
