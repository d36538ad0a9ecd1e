"""One pass over the words of a sentence that finds every pattern of the lexicon.

A pattern is a sequence of word shapes (`Kiew`, `telefonier*`, `*gespräch*`); each distinct shape is an
atom, a pattern a path of atoms in a trie.  `atoms(word)` is remembered, so a word that was seen before
costs one dictionary look-up, whatever the number of patterns.  Parts of a discontinuous pattern
(`führ* … Gespräch*`) are matched one by one and joined by whoever knows the clause; where one of them is
missing from the sentence, the others are dropped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from typing import Any

from kg.errors import OntologyError
from kg.ontology.matches import Match

TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., z.B.
    r"|\d+(?:[.,:]\d+)*"  # 40, 1.200, 20:45
    r"|[\u0400-\u04ff]+(?:['’ʼ][\u0400-\u04ff]+)+"  # п'ять: the apostrophe is a letter
    r"|[^\W\d_]+|\w|\S"
)
_MEMORY = 50_000  # words remembered; where they are full, those of the time before go
_FOLD = str.maketrans({"’": "'", "ʼ": "'", "ё": "е", "Ё": "Е", "\u00ad": None})
_MAX_EXPANSION = 400
_LONGEST = 80  # letters; what is longer is no compound
_SHORTEST = 3  # letters of what may stand inside or at the end of a word
_WHOLE, _PART = -1, -2  # keys of a trie node under which its entries stand; atoms are not negative


def normalise(word: str) -> str:
    """Fold what never distinguishes two words: apostrophes, ё/е, composed and decomposed letters."""
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", word).translate(_FOLD)


_made = tuple.__new__  # makes a Match in half the time of its own constructor


class _Parts:
    """Parts of discontinuous patterns that end at one node, by pattern, each with its place in the order.

    `first` and `second` are the patterns whose first or second part is among them: a pattern that lacks
    either in a sentence is not looked at any further.
    """

    __slots__ = ("by_pattern", "first", "second")

    def __init__(self) -> None:
        self.by_pattern: dict[int, list[tuple[int, str, Any]]] = {}
        self.first: set[int] = set()
        self.second: set[int] = set()

    def append(self, pattern: int, place: int, kind: str, value: Any) -> None:
        """Add one part; `place` grows from part to part."""
        self.by_pattern.setdefault(pattern, []).append((place, kind, value))
        if value.index < 2:
            (self.second if value.index else self.first).add(pattern)


_Entries = tuple[tuple[str, Any], ...]  # (kind, value)
_Node = dict[int, Any] | _Entries  # of the trie, by atom; a last node of a sealed one is its entries
#: Parts found: first word, last word (exclusive), which, whether an ending was taken off.
_Piece = tuple[int, int, _Parts, bool]
#: Entries that end with a word, parts of discontinuous ones, the patterns that go on after it (or None),
#: whether an ending was taken off.
_Root = tuple[_Entries, _Parts | None, dict[int, Any] | None, bool]
#: What is remembered of a word: the atoms it matches, and what begins with it.
_Known = tuple[tuple[tuple[int, bool], ...], tuple[_Root, ...]]


def expand(pattern: str) -> list[list[tuple[str, ...]]]:
    """Split a pattern at `…` and return, per part, every sequence of word shapes it stands for."""
    return [_sequences(part) for part in pattern.split("…") if part.strip()]


def _sequences(part: str) -> list[tuple[str, ...]]:
    choices = [[_shapes(choice) for choice in word.split("|") if choice] for word in part.split()]
    found = [tuple(s for shapes in combination for s in shapes) for combination in product(*choices)]
    if len(found) > _MAX_EXPANSION:
        raise OntologyError(
            f"pattern {part!r} stands for {len(found)} word sequences; split it into several patterns"
        )
    return found


def _shapes(choice: str) -> tuple[str, ...]:
    """Tokenise one alternative, keeping the stars: `Patriot-System*` is three shapes."""
    lead, core, tail = choice.startswith("*"), choice.strip("*"), choice.endswith("*")
    words = [normalise(w) for w in TOKEN.findall(core)]
    if not words:
        return (choice,)
    words[0] = ("*" if lead else "") + words[0]
    words[-1] = words[-1] + ("*" if tail else "")
    return tuple(words)


class _Memory(dict[str, _Known]):
    """What is known of the words of late; a new one is read when it is asked for."""

    def __init__(self, read: Callable[[str], _Known]) -> None:
        self.read = read
        self.before: dict[str, _Known] = {}

    def __missing__(self, word: str) -> _Known:
        if len(self) >= _MEMORY:
            self.before = dict(self)
            self.clear()
        known = self.before.get(word) or self.read(word)
        self[word] = known
        return known


class Matcher:
    """All patterns of one language; filled once with `add`, then sealed and only asked."""

    def __init__(
        self, *, name_endings: Sequence[tuple[str, str]] = (), nouns_capitalised: bool = False
    ) -> None:
        self._endings = tuple(name_endings)
        self._all_endings = tuple(ending for ending, _ in name_endings)
        self._strict_case = nouns_capitalised
        self._atom_ids: dict[tuple[str, bool], int] = {}
        self._exact: dict[str, int] = {}
        self._names: dict[str, int] = {}
        self._prefix: dict[str, int] = {}
        self._suffix: dict[str, int] = {}
        self._inside: dict[str, dict[str, int]] = {}  # first letters → what begins so
        self._trie: dict[int, Any] = {}
        self._parts = 0
        self._patterns: dict[tuple[str, int], int] = {}  # discontinuous ones, numbered
        self._forget()

    def seal(self) -> None:
        """Fold the trie once it is full, to half its size: most patterns end at a node of their own."""
        kept: dict[tuple[str, int], _Entries] = {}
        self._trie = {atom: _folded(node, kept) for atom, node in self._trie.items()}
        self._atom_ids.clear()
        self._forget()

    def _forget(self) -> None:
        self._inner = _Memory(lambda word: self._read(word, initial=False))
        self._initial = _Memory(lambda word: self._read(word, initial=True))

    def __getstate__(self) -> dict[str, Any]:
        """Pack without the words seen so far: a cluster knows a reader by its bytes."""
        return {name: v for name, v in vars(self).items() if name not in ("_inner", "_initial")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._forget()

    def add(self, words: Sequence[str], kind: str, value: Any, *, name: bool = False) -> None:
        """Add one sequence of word shapes; with `name`, endings of names are accepted on each word."""
        self._forget()
        node = self._trie
        for word in words:
            node = node.setdefault(self._atom(word, name), {})
        if getattr(value, "total", 1) == 1:
            node.setdefault(_WHOLE, []).append((kind, value))
        else:
            self._parts += 1
            pattern = self._patterns.setdefault((kind, value.pattern), len(self._patterns))
            node.setdefault(_PART, _Parts()).append(pattern, self._parts, kind, value)

    def add_name(self, text: str, kind: str, value: Any) -> None:
        """Add a name as it stands in a text; it holds no notation, and takes endings of names."""
        self.add([normalise(word) for word in TOKEN.findall(text)], kind, value, name=True)

    def add_pattern(self, pattern: str, kind: str, value: Any, *, name: bool = False) -> None:
        """Add a continuous pattern (no `…`) in the notation of ontology/README.md."""
        for part in expand(pattern):
            for words in part:
                self.add(words, kind, value, name=name)

    def _atom(self, shape: str, name: bool) -> int:
        key = (shape, name)
        if key not in self._atom_ids:
            number = len(self._atom_ids)
            self._atom_ids[key] = number
            table, stem = self._table(shape, name)
            table[stem] = number
        return self._atom_ids[key]

    def _table(self, shape: str, name: bool) -> tuple[dict[str, int], str]:
        stem = shape.strip("*") or shape
        if stem == shape:
            return (self._names if name else self._exact), stem
        if shape.startswith("*") and shape.endswith("*"):
            return self._inside.setdefault(stem.lower()[:_SHORTEST], {}), stem.lower()
        return (self._suffix, stem.lower()) if shape.startswith("*") else (self._prefix, stem)

    def atoms(self, word: str, initial: bool) -> tuple[tuple[int, bool], ...]:
        """Return the atoms a word matches, each with whether an ending of a name was taken off."""
        return (self._initial if initial else self._inner)[word][0]

    def _read(self, word: str, *, initial: bool) -> _Known:
        atoms = tuple(self._find_atoms(normalise(word), initial))
        roots = [(self._trie[atom], ended) for atom, ended in atoms if atom in self._trie]
        return atoms, tuple(_root(node, ended) for node, ended in roots)

    def _find_atoms(self, word: str, initial: bool) -> Iterator[tuple[int, bool]]:
        lower = word.lower()
        spellings = (word, lower) if lower != word and (initial or not self._strict_case) else (word,)
        for spelling in spellings:
            if spelling in self._exact:
                yield self._exact[spelling], False
            for length in range(1, min(len(spelling), _LONGEST) + 1):
                if spelling[:length] in self._prefix:
                    yield self._prefix[spelling[:length]], False
        yield from ((atom, False) for atom in self._inner_atoms(lower))
        if word in self._names:
            yield self._names[word], False
        if not word.endswith(self._all_endings):
            return
        for ending, base in self._endings:
            if word.endswith(ending) and word[: -len(ending)] + base in self._names:
                yield self._names[word[: -len(ending)] + base], True

    def _inner_atoms(self, lower: str) -> Iterator[int]:
        suffixes, inside = self._suffix, self._inside
        if (not inside and not suffixes) or len(lower) > _LONGEST:
            return
        found = set()
        for start in range(len(lower) - _SHORTEST + 1):
            if lower[start:] in suffixes:
                found.add(suffixes[lower[start:]])
            if (opening := lower[start : start + _SHORTEST]) in inside:
                found.update(n for stem, n in inside[opening].items() if lower.startswith(stem, start))
        yield from sorted(found)

    def find(self, words: Sequence[str], initials: Iterable[int] = (0,)) -> list[Match]:
        """Return every pattern that stands in `words`; `initials` are positions where a sentence begins."""
        known = list(map(self._inner.__getitem__, words))
        for i in initials:
            if i < len(words):
                known[i] = self._initial[words[i]]
        found: list[Match] = []
        pieces: list[_Piece] = []
        last = len(words)
        for first, (_, roots) in enumerate(known):
            here = first + 1
            for entries, parts, longer, ended in roots:
                for kind, value in entries:
                    found.append(_made(Match, (first, here, kind, value, ended)))
                if parts is not None:
                    pieces.append((first, here, parts, ended))
                if longer is not None and here < last and known[here][0]:
                    _descend(longer, known, first, here, ended, found, pieces)
        return found + _complete(pieces) if pieces else found


def _complete(pieces: list[_Piece]) -> list[Match]:
    """The parts of those discontinuous patterns of which every part is there."""
    firsts: set[int] = set().union(*[parts.first for _, _, parts, _ in pieces])
    likely: set[int] = set().union(*[firsts & parts.second for _, _, parts, _ in pieces])
    if not likely:
        return []
    matches: list[Match] = []
    seen: dict[tuple[str, int], int] = {}
    for first, last, parts, ended in pieces:
        here = parts.by_pattern
        found = [part for pattern in likely if pattern in here for part in here[pattern]]
        for _, kind, value in sorted(found) if len(found) > 1 else found:
            matches.append(Match(first, last, kind, value, ended))
            seen[kind, value.pattern] = seen.get((kind, value.pattern), 0) | 1 << value.index
    return [m for m in matches if seen[m.kind, m.value.pattern] == (1 << m.value.total) - 1]


def _folded(node: dict[int, Any], kept: dict[tuple[str, int], _Entries]) -> _Node:
    """Return a node with its entries as a tuple, shared by equal nodes; a last node is that tuple alone."""
    entries: _Entries = ()
    if row := node.get(_WHOLE):
        entries = tuple(row)
        if len(row) == 1:
            kind, value = row[0]
            entries = kept.setdefault((kind, id(value)), entries)
        if len(node) == 1:
            return entries
    folded = {key: _folded(child, kept) for key, child in node.items() if key >= 0}
    if _PART in node:
        folded[_PART] = node[_PART]
    if entries:
        folded[_WHOLE] = entries
    return folded


def _root(node: _Node, ended: bool) -> _Root:
    """What the trie holds under the first word of a pattern: entries that end there, and longer ones."""
    if isinstance(node, tuple):
        return node, None, None, ended
    longer = node if _goes_on(node) else None
    return tuple(node.get(_WHOLE, ())), node.get(_PART), longer, ended


def _goes_on(node: dict[int, Any]) -> bool:
    return len(node) > (_WHOLE in node) + (_PART in node)


def _descend(
    node: dict[int, Any],
    known: list[_Known],
    first: int,
    here: int,
    ended: bool,
    found: list[Match],
    pieces: list[_Piece],
) -> None:
    """Follow the patterns that go on with the word at `here`."""
    for atom, more in known[here][0]:
        child = node.get(atom)
        if child is None:
            continue
        if type(child) is tuple:
            for kind, value in child:
                found.append(_made(Match, (first, here + 1, kind, value, ended or more)))
        else:
            for kind, value in child.get(_WHOLE, ()):
                found.append(_made(Match, (first, here + 1, kind, value, ended or more)))
            if _PART in child:
                pieces.append((first, here + 1, child[_PART], ended or more))
            if here + 1 < len(known) and _goes_on(child):
                _descend(child, known, first, here + 1, ended or more, found, pieces)
