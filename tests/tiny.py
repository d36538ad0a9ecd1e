"""A reader of very small articles, for tests of what comes after reading: no lexicon, no linguistics.

`Alder called Birch on 2025-07-04.` is a call of two people, `Alder attacked Birch.` an attack, `Alder: "…"` a
quotation.  Every span is where the words stand, so the documents are as good as read ones.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kg.corrections import Correction, correct
from kg.errors import ArticleError
from kg.model import (
    Article,
    Document,
    Entity,
    Event,
    Link,
    Mention,
    OfficeHolding,
    Participant,
    Provenance,
    Quotation,
    Span,
    TopicAssignment,
    When,
)  # fmt: skip
from kg.ontology import Lexicon

SURE = Provenance("tiny", "1", "alias", 0.9)
_EVENT = re.compile(
    r"(?P<a>[A-Z]\w+) (?P<verb>called|attacked|denies calling) (?P<b>[A-Z]\w+)(?: on (?P<day>[\d-]+))?"
)
_SAID = re.compile(r"(?P<who>[A-Z]\w+): \"(?P<words>[^\"]+)\"")
_VERBS = {
    "called": ("CONSULT", "call", "happened"),
    "attacked": ("ASSAULT", None, "happened"),
    "denies calling": ("CONSULT", "call", "denied"),
}


def article(text: str, name: str = "a", **more: object) -> Article:
    """Return an article of 5 July 2025."""
    made = Article(
        id=f"{name}.txt", source=f"in/{name}.txt", title="News", text=text, lang="en", date=date(2025, 7, 5)
    )
    return replace(made, **more)  # type: ignore[arg-type]


@dataclass(frozen=True)
class TinyReader:
    """Stands in for `kg.pipeline.Reader`."""

    lexicon: Lexicon
    version: str = "tiny-1"
    finders: tuple[tuple[str, object], ...] = ()
    corrections: tuple[Correction, ...] = ()

    def corrected(self, corrections: Sequence[Correction]) -> TinyReader:
        """Return a reader that replays corrections."""
        return replace(self, corrections=tuple(corrections))

    def read(self, article: Article) -> Document:
        """Read one article; one that says POISON cannot be read."""
        return correct(self.read_alone(article), self.corrections, self.lexicon)

    def read_alone(self, article: Article) -> Document:
        """Read one article without corrections."""
        if "POISON" in article.text:
            raise ArticleError(f"{article.source}: could not be read")
        events = tuple(_event(article, m) for m in _EVENT.finditer(article.text))
        quotations = tuple(_quotation(article, m) for m in _SAID.finditer(article.text))
        names = list(re.finditer(r"\b(?:Alder|Birch|Cedar|Doyle)\b", article.text))
        links = tuple(_link(m) for m in names)
        entities = tuple(
            Entity(ref, "person", ref[7:].title(), ref[7:].title(), country="UKR", person_kind="politician")
            for ref in dict.fromkeys(ln.entity for ln in links)
        )
        holding = OfficeHolding(
            "person/alder", "president", "UKR", None, Span(0, 5), replace(SURE, rule="office:president")
        )
        return Document(
            article,
            article.lang or "en",
            links=links,
            entities=entities,
            topics=(TopicAssignment("topic/diplomacy", 1.0, (Span(0, 4, "title"),)),),
            offices=(holding,) if article.text.startswith("Alder") else (),
            events=events,
            quotations=quotations,
        )


@dataclass(frozen=True)
class DeadlyReader(TinyReader):
    """A reader whose process ends on some articles, never comes back from others, or takes its time."""

    def read(self, article: Article) -> Document:
        """Read one article, unless it says DEADLY or ENDLESS."""
        if "DEADLY" in article.text:
            os._exit(9)
        if "ENDLESS" in article.text:
            time.sleep(600)
        if "SLOW" in article.text:
            time.sleep(0.02)
        return TinyReader.read(self, article)


def _link(found: re.Match[str]) -> Link:
    ref = f"person/{found[0].lower()}"
    return Link(Mention(Span(*found.span()), found[0], "person", (), SURE), ref, 0.8, ("alias", "only one"))


def _event(article: Article, found: re.Match[str]) -> Event:
    kind, mode, status = _VERBS[found["verb"]]
    a, b = f"person/{found['a'].lower()}", f"person/{found['b'].lower()}"
    day = found["day"]
    key = hashlib.sha256(f"{kind}|{a}|{b}|{day or article.id}".encode()).hexdigest()[:16]
    second = "agent" if kind == "CONSULT" else "target"
    return Event(
        f"event/{key}", kind, mode, status,  # type: ignore[arg-type]
        (Participant("agent", a, Span(*found.span("a"))), Participant(second, b, Span(*found.span("b")))),  # type: ignore[arg-type]
        When(day, {10: "day", 7: "month", 4: "year"}[len(day)], "text") if day else None,  # type: ignore[arg-type]
        "PT90M", "country/USA", ("topic/diplomacy",), Span(*found.span("verb")), Span(*found.span()), True,
        replace(SURE, rule="frame/call-en"),
    )  # fmt: skip


def _quotation(article: Article, found: re.Match[str]) -> Quotation:
    key = hashlib.sha256(f"{article.id}|{found.start()}".encode()).hexdigest()[:16]
    return Quotation(
        f"quotation/{key}", "direct", Span(*found.span("words")), found["words"],
        f"person/{found['who'].lower()}",
        Span(*found.span("who")), "person/birch" if found["who"] != "Birch" else None, None, None,
        Span(*found.span()), "thanks", ("topic/diplomacy",), replace(SURE, rule="cue/say-en"),
    )  # fmt: skip
