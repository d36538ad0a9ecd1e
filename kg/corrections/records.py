"""A correction: what somebody knows better than the program, in one line of a file.

```yaml
- {same: [person/volodymyr-zelenskyy, person/wolodymyr-selenski], by: anna, on: 2025-07-05, because: one man}
- {distinct: [event/5d1c9a0b7e3f2a64, event/77aa01bc90d2e3f4], by: anna, on: 2025-07-05}
- {alias: Merzens, of: person/friedrich-merz, lang: de, by: anna, on: 2025-07-05}
- {reject: event/5d1c9a0b7e3f2a64, by: anna, on: 2025-07-05}
- {retype: event/5d1c9a0b7e3f2a64, type: CONSULT, mode: call, by: anna, on: 2025-07-05}
- {speaker: person/emmanuel-macron, of: quotation/0a1b2c3d4e5f6071, by: anna, on: 2025-07-05}
```

In: the fields of a line as texts.  Out: a checked record, or a CorrectionError that says what to write.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kg.errors import CorrectionError

#: Kind → its own fields, and the kinds of things it may be about.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "same": (), "distinct": (), "alias": ("of", "lang"), "reject": ("in",), "retype": ("type", "mode"),
    "speaker": ("of",),
}  # fmt: skip
ABOUT: Mapping[str, tuple[str, ...]] = {
    "same": ("person", "organisation", "event"), "distinct": ("person", "organisation", "event"),
    "reject": ("person", "organisation", "event", "quotation"), "retype": ("event",),
}  # fmt: skip
SIGNED = ("by", "on", "because")
_REF = re.compile(r"[a-z]+/[^\s/<>\"{}|\\^`]+\Z")


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction.  `refs` are what it is about, the one that stays first; `value` and `more` the rest.

    `value` is an alias, a type or a speaker; `more` a language, a mode or the hash of an article.
    """

    kind: str
    refs: tuple[str, ...]
    value: str = ""
    more: str = ""
    by: str = ""
    on: str = ""
    because: str = ""
    place: str = field(default="", compare=False)

    @property
    def key(self) -> str:
        """Return a hash of what it says, whoever says it and wherever."""
        text = "|".join((self.kind, *self.refs, self.value, self.more))
        return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:16]

    @property
    def reason(self) -> str:
        """Return who corrected what, in words: the reason of a link, the label of the correction."""
        signed = " ".join(filter(None, (self.by and f"by {self.by}", self.on and f"on {self.on}")))
        return ", ".join(filter(None, (f"corrected {signed}".strip(), self.because)))

    def fields(self) -> dict[str, str | list[str]]:
        """Return the fields of its line, in the order in which they are written."""
        own: dict[str, str | list[str]]
        match self.kind:
            case "same" | "distinct":
                own = {self.kind: list(self.refs)}
            case "alias":
                own = {"alias": self.value, "of": self.refs[0], "lang": self.more}
            case "speaker":
                own = {"speaker": self.value, "of": self.refs[0]}
            case "retype":
                own = {"retype": self.refs[0], "type": self.value, "mode": self.more}
            case _:
                own = {"reject": self.refs[0], "in": self.more}
        signed = {"by": self.by, "on": self.on, "because": self.because}
        return {name: value for name, value in {**own, **signed}.items() if value}


def to_correction(fields: Mapping[str, object], place: str) -> Correction:
    """Check the fields of one line; `place` is file and line, for messages."""
    found = [kind for kind in FIELDS if kind in fields]
    if len(found) != 1:
        raise CorrectionError(f"{place}: write one of {', '.join(FIELDS)} in each line")
    kind = found[0]
    strange = sorted(set(fields) - {kind, *FIELDS[kind], *SIGNED})
    if strange:
        known = ", ".join((*FIELDS[kind], *SIGNED))
        raise CorrectionError(f"{place}: {strange[0]!r} is no field of {kind}. Known: {known}")
    made = _made(kind, fields, place)
    if made.on and not _is_day(made.on):
        raise CorrectionError(f"{place}: on: {made.on!r} is not a day; write it as 2025-07-05")
    return made


def _made(kind: str, fields: Mapping[str, object], place: str) -> Correction:
    def text(name: str, *, needed: bool = False) -> str:
        value = fields.get(name, "")
        if not isinstance(value, str) or (needed and not value.strip()):
            raise CorrectionError(f"{place}: {kind} needs {name}: with one text")
        return value.strip()

    signed = {name: text(name) for name in SIGNED}
    if kind in ("same", "distinct"):
        refs = _several(kind, fields[kind], place)
        return Correction(kind, refs, place=place, **signed)
    if kind == "alias":
        refs = (_ref(text("of", needed=True), ("person", "organisation", "country"), place),)
        return Correction(kind, refs, text(kind, needed=True), text("lang"), place=place, **signed)
    if kind == "speaker":
        refs = (_ref(text("of", needed=True), ("quotation",), place),)
        who = _ref(text(kind, needed=True), ("person", "organisation", "country", "group"), place)
        return Correction(kind, refs, who, place=place, **signed)
    refs = (_ref(text(kind, needed=True), ABOUT[kind], place),)
    if kind == "retype":
        return Correction(kind, refs, text("type", needed=True), text("mode"), place=place, **signed)
    return Correction(kind, refs, more=text("in"), place=place, **signed)


def _several(kind: str, value: object, place: str) -> tuple[str, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) < 2:
        raise CorrectionError(f"{place}: write {kind}: [the one that stays, another …] with two or more refs")
    refs = tuple(dict.fromkeys(_ref(str(item), ABOUT[kind], place) for item in value))
    if len({ref.partition("/")[0] for ref in refs}) > 1 or len(refs) < 2:
        raise CorrectionError(f"{place}: {kind} needs different things of one kind")
    return refs


def _ref(text: str, kinds: tuple[str, ...], place: str) -> str:
    text = text.strip()
    if not _REF.match(text) or text.partition("/")[0] not in kinds:
        wanted = " or ".join(f"{kind}/…" for kind in kinds)
        raise CorrectionError(f"{place}: {text!r} is no ref here; write {wanted} as kg explain prints it")
    return text


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
