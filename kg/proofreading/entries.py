"""A new word or entity for the lexicon: lines put into a file, everything else in it untouched.

In: the files, and what is to be added.  Out: the file before and after.  Nothing is written.  RDF writers
would drop comments and order, so the text itself is changed, and then proved: the new file must state
exactly what the old one stated and what was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import pairwise

from kg.errors import OntologyError
from kg.ontology import Lexicon
from kg.ontology.matcher import expand
from kg.proofreading.blocks import read_block
from kg.proofreading.files import LexiconFile, Statement, parse, to_key
from kg.proofreading.writing import PATTERNS, order_of
from kg.vocab import DEFAULT_BASE, KG, RDF, SKOS, VOCABULARIES

_WIDEST = 110  # characters of a line
_LONGEST = 200  # characters of a word or pattern
_HEADING = re.compile(r"^# -{2,}.*$", re.M)
_KEY = re.compile(r"[a-z]+:[A-Za-z0-9][\w-]*\Z")

#: What a word may be to a thing: kind of thing → word → predicate; the first is meant when nothing is said.
ROLES: Mapping[str, Mapping[str, str]] = {
    "person": {"name": "skos:altLabel", "surname": "kg:surname"},
    "country": {
        "name": "skos:altLabel", "adjective": "kg:adjective", "demonym": "kg:demonym",
        "metonym": "kg:metonym", "unless": "kg:unless",
    },
    "organisation": {"name": "skos:altLabel", "metonym": "kg:metonym", "unless": "kg:unless"},
    "office": {"word": "kg:word"},
    "group": {"word": "kg:word", "wordBeside": "kg:wordBeside"},
    "topic": {"trigger": "kg:trigger", "hint": "kg:hint"},
    "frame": {"verb": "kg:verb", "noun": "kg:noun", "phrase": "kg:phrase", "unless": "kg:unless"},
    "cue": {
        "word": "kg:word", "verb": "kg:verb", "noun": "kg:noun", "before": "kg:before", "after": "kg:after",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Addition:
    """A file with something added; `line` is where it stands now."""

    before: LexiconFile
    after: LexiconFile
    line: int


def add_word(
    files: Sequence[LexiconFile],
    lexicon: Lexicon,
    *,
    key: str,
    text: str,
    lang: str,
    role: str | None = None,
    shared: bool = False,
) -> Addition:
    """Add a name, word or pattern to a thing; `shared` allows a name that another thing has.

    Raises OntologyError when it is there already, or may not be added.
    """
    kind = kind_of(key, lexicon)
    predicate = _predicate(kind, role)
    if lang != "mul" and lang not in lexicon.languages:
        raise OntologyError(f"no language {lang!r}; there are {', '.join(sorted(lexicon.languages))} and mul")
    _check_text(text, predicate)
    wanted = Statement(_iri(key), _full(predicate), text, True, lang)
    _refuse_known(files, lexicon, wanted, shared=shared)
    file = _file_for(files, key, lang)
    after, offset = _with_word(file, key, predicate, f'"{_escaped(text)}"@{lang}', lang)
    return _proved(file, after, offset, {wanted})


def add_block(files: Sequence[LexiconFile], name: str, lines: str) -> Addition:
    """Add a whole block (with the blocks behind it that belong to it) at its alphabetical place in a file.

    Raises OntologyError when the file does not exist, or the block's key has a block already.
    """
    file = next((one for one in files if one.name == name), None)
    if file is None:
        near = get_close_matches(name, [one.name for one in files], n=1)
        raise OntologyError(
            f"there is no file lexicon/{name}." + (f" Did you mean {near[0]}?" if near else "")
        )
    key = lines.split(maxsplit=1)[0]
    for one in files:
        if any(k == key for k, _ in one.blocks) and " a " in lines.split("\n", 1)[0]:
            raise OntologyError(f"{one.place(_iri(key))}: {key} is there already")
    head = "".join(f"@prefix {found} .\n" for found in re.findall(r"^@prefix (.+?) \.\s*$", file.text, re.M))
    wanted = set(parse(name, head + lines))
    after, offset = _with_block(file, key, lines)
    return _proved(file, after, offset, wanted)


def entity_block(key: str, label: str, country: str | None, classification: str | None) -> str:
    """Return the block of a new person or organisation."""
    rows = [f'skos:prefLabel "{_escaped(label)}"@en']
    if key.startswith("person:"):
        rows += [f"schema:nationality country:{country}"] if country else []
        return _block(key, "schema:Person", rows)
    rows += [f'org:classification "{_escaped(classification)}"'] if classification else []
    rows += [f"schema:location country:{country}"] if country else []
    return _block(key, "org:Organization", rows)


def tenure_block(key: str, office: str, country: str, since: str | None, source: str) -> str:
    """Return the block of an office that a person holds; it says that nobody verified it."""
    year = f"-{since[:4]}" if since else ""
    rows = [f"org:member {key}", f"org:role office:{office}", f"org:organization country:{country}"]
    rows += [f'kg:start "{since}"^^xsd:date'] if since else []
    rows += ['kg:verification "unverified"', f'dcterms:source "{_escaped(source)}"']
    return _block(f"tenure:{key.partition(':')[2]}{year}-{office}", "kg:Tenure", rows)


def _block(key: str, kind: str, rows: Sequence[str]) -> str:
    return f"{key} a {kind} ;\n    " + " ;\n    ".join(rows) + " .\n"


def home_of(files: Sequence[LexiconFile], kind: str, country: str | None, classification: str | None) -> str:
    """Return the file that holds most things of a kind with the same country or classification."""
    best, name = 0, ""
    for file in files:
        like = sum(
            one.value in (f"{DEFAULT_BASE}country/{country}", classification)
            and one.subject.startswith(f"{DEFAULT_BASE}{kind}/")
            for one in file.statements
        )
        if like > best:
            best, name = like, file.name
    if not name:
        raise OntologyError("no file holds such things yet: say where, with --file")
    return name


def kind_of(key: str, lexicon: Lexicon) -> str:
    """Return the kind of a thing; a key nobody introduced is answered with the nearest."""
    ref = key.replace(":", "/", 1)
    kind = key.partition(":")[0]
    if not _KEY.match(key) or kind not in ROLES:
        raise OntologyError(f"{key!r} is no key; write kind:key with a kind of {', '.join(ROLES)}")
    if RDF.type not in lexicon.blocks.get(ref, {}):
        known = [to_key(one) for one in lexicon.blocks if one.startswith(f"{kind}/")]
        near = get_close_matches(key, known, n=3)
        hint = f" Did you mean {' or '.join(near)}?" if near else " A new person or organisation needs --new."
        raise OntologyError(f"there is no {key}.{hint}")
    return kind


def _predicate(kind: str, role: str | None) -> str:
    roles = ROLES[kind]
    if role is None:
        return next(iter(roles.values()))
    if role not in roles:
        raise OntologyError(f"a word of {kind}: can be {', '.join(roles)}, not {role}")
    return roles[role]


def _check_text(text: str, predicate: str) -> None:
    if not text.strip() or text != text.strip() or len(text) > _LONGEST or not text.isprintable():
        raise OntologyError(f"{text!r}: must be words on one line, at most {_LONGEST} characters")
    if _full(predicate) in PATTERNS and not all(words for part in expand(text) or [[()]] for words in part):
        raise OntologyError(f"the pattern {text!r} stands for no words")


def _refuse_known(files: Sequence[LexiconFile], lexicon: Lexicon, wanted: Statement, *, shared: bool) -> None:
    for file in files:
        if wanted in file.statements:
            raise OntologyError(
                f"{file.place(wanted.subject)}: {wanted.value!r}@{wanted.lang} is there already"
            )
    if shared or wanted.predicate not in (SKOS.altLabel, KG.surname):
        return
    own = wanted.subject.removeprefix(DEFAULT_BASE)
    for ref, names in lexicon.names.items():
        if ref != own and (wanted.value, wanted.lang) in names:
            raise OntologyError(
                f"{wanted.value!r}@{wanted.lang} is a name of {to_key(ref)} already; "
                "with --shared it becomes a name of both, and what stands around it decides"
            )


def _file_for(files: Sequence[LexiconFile], key: str, lang: str) -> LexiconFile:
    """Choose the file of the language that has, or could have, such a block; else where it is introduced."""
    having = [file for file in files if any(name == key for name, _ in file.blocks)]
    iri = _iri(key)
    home = next(f for f in having if any(s.subject == iri and s.predicate == RDF.type for s in f.statements))
    for file in having:
        if file.lang == lang:
            return file
    folder, kind = home.name.rpartition("/")[0], key.partition(":")[0]
    siblings = [f for f in files if f.lang == lang and f.name.rpartition("/")[0] == folder]
    fitting = [(sum(n.startswith(f"{kind}:") for n, _ in f.blocks), f.name, f) for f in siblings]
    return max(fitting)[2] if any(number for number, _, _ in fitting) and not home.lang else home


def _with_word(file: LexiconFile, key: str, predicate: str, written: str, lang: str) -> tuple[str, int]:
    """Return the text with an object added, and the offset where it stands."""
    if not any(name == key for name, _ in file.blocks):
        return _with_block(file, key, f"{key}\n    {predicate} {written} .\n")
    begun = re.search(rf"^{re.escape(key)}(?=\s)", file.text, re.M)
    assert begun is not None
    try:
        block = read_block(file.text, begun.start())
    except OntologyError as error:
        raise OntologyError(f"{file.name}: {error}") from error
    at = block.place_for(predicate, lang)
    if at is None:
        return _insert(file.text, block.last, f" ;\n    {predicate} {written}")
    line = file.text[file.text.rfind("\n", 0, at) + 1 :].partition("\n")[0]
    if len(line) + len(written) + 3 <= _WIDEST:
        return _insert(file.text, at, f" , {written}")
    at = block.place_for(predicate, "") or at  # no line is broken in its middle
    line = file.text[file.text.rfind("\n", 0, at) + 1 :].partition("\n")[0]
    indent = re.match(r'\s*(?=")', line)
    return _insert(file.text, at, f" ,\n{indent[0] if indent else ' ' * 8}{written}")


def _with_block(file: LexiconFile, key: str, lines: str) -> tuple[str, int]:
    """Return the text with a block at its alphabetical place, and the offset where it stands."""
    start, end = _section(file, key)
    found = [m for m in re.finditer(r"^([a-z]+:[\w-]+)\s", file.text, re.M) if start <= m.start() < end]
    later = [
        m for m in found if not m[1].startswith("tenure:")
        and order_of(m[1], file.lang) > order_of(key, file.lang)
    ]  # fmt: skip
    if later:
        at = later[0].start()
        while above := re.search(r"^#[^\n]*\n\Z", file.text[:at], re.M):  # comments above belong to the block
            at = above.start()
        return _insert(file.text, at, f"{lines}\n")
    at = len(file.text[:end].rstrip())
    return _insert(file.text, at, f"\n\n{lines.rstrip()}")


def _section(file: LexiconFile, key: str) -> tuple[int, int]:
    """Return the stretch between headings in which blocks of this kind and order stand."""
    cuts = [0, *(m.start() for m in _HEADING.finditer(file.text)), len(file.text)]
    kind = key.partition(":")[0]
    best = (0, len(file.text))
    for start, end in pairwise(cuts):
        names = re.findall(rf"^({kind}:[\w-]+)\s", file.text[start:end], re.M)
        if names:
            best = (start, end)
            if order_of(names[0], file.lang) <= order_of(key, file.lang) <= order_of(names[-1], file.lang):
                break
    return best


def _insert(text: str, at: int, more: str) -> tuple[str, int]:
    if "\r\n" in text:
        more = more.replace("\n", "\r\n")
    return text[:at] + more + text[at:], at + len(more) - len(more.lstrip(" ;,\r\n"))


def _proved(file: LexiconFile, text: str, offset: int, wanted: set[Statement]) -> Addition:
    """Return the addition when the new text states what the old one did and what is wanted, nothing else."""
    after = replace(file, text=text)
    if set(after.statements) != set(file.statements) | wanted or len(after.statements) != len(
        file.statements
    ) + len(wanted):
        raise OntologyError(f"{file.name}: cannot add this without changing something else; add it by hand")
    return Addition(file, after, text.count("\n", 0, offset) + 1)


def _iri(key: str) -> str:
    return DEFAULT_BASE + key.replace(":", "/", 1)


def _full(name: str) -> str:
    prefix, _, term = name.partition(":")
    return VOCABULARIES[prefix] + term


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
