"""Decides which entity each mention means, and gathers the entities of one article.

In: a document with all mentions.  Out: links (with score, reasons and runners-up), entities, offices
held as stated.  People nobody listed get a stable identity from name and country; two people of one
name stay two unless a full name, an office or a country joins them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256

from kg.extractors import VERSION, Context
from kg.links.entities import Gatherer, parties_in_brackets
from kg.links.features import Situation, score
from kg.links.forms import NameForms, are_forms
from kg.links.groups import link_groups
from kg.links.holders import Holders
from kg.links.offices import office_phrases
from kg.links.romanise import romanise
from kg.links.soundalike import bearers, fold, skeleton, sounds_like
from kg.model import Document, Entity, Link, Mention, OfficeHolding, Provenance, Span
from kg.vocab import slug

SAME_GIVEN_NAME = 0.62  # similarity at which two spellings of a given name are one (Wladimir, Wolodymyr)
#: What a mention says of the country an article is about; a capital is often only where somebody goes.
WEIGHTS = {"adjective": 2, "demonym": 2, "metonym": 0}
#: Bodies of one state: where they act, its affairs are spoken of.
_DOMESTIC = frozenset({"party", "ministry", "parliament", "court", "agency", "government", "military"})
OFFICE_SCORE, REPEAT_SCORE = 0.75, 0.8


@dataclass(frozen=True, slots=True)
class Linked:
    """All decisions about one document."""

    links: tuple[Link, ...]
    entities: tuple[Entity, ...]
    offices: tuple[OfficeHolding, ...]


def link_mentions(document: Document, context: Context) -> Linked:
    """Link every mention that can be linked; the rest stays out."""
    return _Linker(document, context).run()


class _Linker:
    """The decisions for one document, in the order of the steps in `run`."""

    def __init__(self, document: Document, context: Context) -> None:
        self.document, self.context, self.lexicon = document, context, context.lexicon
        self.day = document.article.date
        self.mentions = sorted(
            document.mentions, key=lambda m: (m.span.part != "title", m.span.start, m.span.end)
        )
        self.phrases = office_phrases(document, context)
        # The first one counts: "Vizepräsident J. D. Vance, der Sondergesandte Steve Witkoff und …".
        self.phrase_of = {id(p.person): p for p in reversed(self.phrases) if p.person is not None}
        for phrase in self.phrases:  # der Berater Prem Tinsulanonda, ein ehemaliger Ministerpräsident
            if phrase.person is not None and not phrase.definite and phrase.modifiers:
                self.phrase_of[id(phrase.person)] = phrase
        self.forms = NameForms(context.language, context.lexicon.matcher(context.language.code))
        self.links: dict[int, Link] = {}
        self.people: dict[str, list[str]] = defaultdict(list)  # name word → refs, latest last
        self._names: set[str] = set()
        self._bodies: list[str] = []  # names of unlisted bodies, in the form that came first
        self.unlisted: dict[str, str] = {}  # ref → fullest name
        self._by_surname: dict[str, list[tuple[int, str]]] = {}  # form → unlisted people, by when they came
        self.short_forms: dict[str, str] = {}  # abbreviation → ref
        self.countries: Counter[str] = Counter()
        self.plain: Counter[str] = Counter()  # the same, by what the words say of the country spoken of
        self.full_names: Counter[str] = Counter()
        self.around: Counter[str] = Counter()  # the same, by the listed people and bodies
        self.holders = Holders(
            self.lexicon,
            self.day,
            self.phrases,
            self.links,
            self.countries,
            self.plain,
            self.around,
            context.language.home_country,
        )

    def run(self) -> Linked:
        self._link_countries()
        self._count_full_names()
        before: Mention | None = None
        for mention in self.mentions:
            if mention.kind == "organisation":
                if before is not None:
                    self._note_short_form(before, mention)
                self._link_organisation(mention)
                before = mention
        self._count_domestic()
        self._link_people()
        self._link_offices()
        groups = list(link_groups(self.document, self.context, self.links, self.holders.main_country()))
        self.links.update((id(link.mention), link) for link in groups)
        links = tuple(self.links[id(m)] for m in self.mentions if id(m) in self.links)
        entities = Gatherer(
            self.holders,
            self.phrase_of,
            self.unlisted,
            self.context.language,
            parties_in_brackets(self.document, self.mentions, self.links, self.lexicon),
        ).entities(links)
        return Linked(links, entities, self.holders.holdings())

    # countries ---------------------------------------------------------------

    def _link_countries(self) -> None:
        for mention in self.mentions:
            if mention.kind == "country" and len(mention.candidates) == 1:
                country = mention.candidates[0].removeprefix("country/")
                self.countries[country] += 1
                self.plain[country] += WEIGHTS.get(mention.provenance.rule, 1)
        for mention in self.mentions:
            if mention.kind == "country":
                self._choose(mention, [r for r in mention.candidates if not r.startswith("person/")])

    def _count_domestic(self) -> None:
        """*Bundesanwaltschaft*, *CDU*, *Friedrich Merz*: bodies and leaders tell of their country as its name
        does."""
        known = self.lexicon.entities
        bodies = [e for link in self.links.values() if (e := known.get(link.entity))]
        people = [e for ref in self.full_names if (e := known.get(ref)) and e.kind == "person"]
        for entity in (*(e for e in bodies if e.classification in _DOMESTIC), *people):
            if entity.country:
                self.plain[entity.country] += 1

    # candidates from the lexicon ----------------------------------------------

    def _count_full_names(self) -> None:
        seen: set[str] = set()
        for mention in self.mentions:
            if mention.kind in ("person", "organisation") and len(mention.candidates) == 1:
                entity = self.lexicon.entities.get(mention.candidates[0])
                if entity is not None and entity.country and entity.ref not in seen:
                    seen.add(entity.ref)
                    self.around[entity.country] += 1
            if mention.provenance.rule == "alias" and len(mention.candidates) == 1:
                self.full_names[mention.candidates[0]] += 1

    def _choose(self, mention: Mention, refs: Iterable[str]) -> str | None:
        situation = Situation(
            mention, self.lexicon, self.day, self.countries, self.phrase_of.get(id(mention)), self.full_names,
            self.context.language.home_country,
        )  # fmt: skip
        ranked = sorted(
            (
                (*score(self.lexicon.entities[ref], situation), ref)
                for ref in refs
                if ref in self.lexicon.entities
            ),
            key=lambda row: (-row[0], row[2]),
        )
        if not ranked:
            return None
        best, reasons, ref = ranked[0]
        others = tuple((other, value) for value, _, other in ranked[1:4])
        self.links[id(mention)] = Link(mention, ref, min(1.0, max(0.05, best)), reasons, others)
        return ref

    def _link_organisation(self, mention: Mention) -> None:
        if mention.candidates:
            self._choose(mention, mention.candidates)
            return
        if mention.text in self.short_forms:
            self.links[id(mention)] = Link(
                mention, self.short_forms[mention.text], REPEAT_SCORE, ("short form in brackets",)
            )
            return
        name = self._same_body(self._base(mention.text))
        ref = f"organisation/{slug(romanise(name, self.context.language))}"
        if mention.provenance.rule == "name:alone":  # every country has a Verfassungsgericht
            ref += f"-{(self.holders.main_country() or self.document.lang).lower()}"
        self.unlisted.setdefault(ref, name)
        self.links[id(mention)] = Link(
            mention, ref, mention.provenance.confidence, (mention.provenance.rule,)
        )

    def _note_short_form(self, long: Mention, short: Mention) -> None:
        """*Netherlands Organisation for Applied Scientific Research (TNO)*: both name one body."""
        gap = Span(long.span.end, short.span.start, long.span.part)
        if (
            short.candidates
            or long.span.part != short.span.part
            or self.document.article.slice(gap).strip() != "("
        ):
            return
        if len(short.text) < len(long.text) and id(long) in self.links:
            self.short_forms.setdefault(short.text, self.links[id(long)].entity)

    def _base(self, text: str) -> str:
        """Take off the genitive -s of the last word where the bare form stands in the article too."""
        for ending, base in self.context.language.name_endings:
            if text.endswith(ending) and not base and text[: -len(ending)] in self._forms():
                return text[: -len(ending)]
        return text

    def _forms(self) -> set[str]:
        return {m.text for m in self.mentions}

    def _same_body(self, name: str) -> str:
        """The form in which the article names a body first (*Невский вестник*, *Невского вестника*)."""
        if not self.context.language.marks_case:
            return name
        known = next((other for other in self._bodies if are_forms(name, other)), None)
        if known is None:
            self._bodies.append(name)
        return known or name

    # people --------------------------------------------------------------------

    def _link_people(self) -> None:
        people = [m for m in self.mentions if m.kind == "person"]
        for mention in people:
            if not self._is_short(mention) and mention.provenance.rule != "name:repeat":
                self._link_full_name(mention)
        for mention in people:
            if id(mention) not in self.links:
                self._link_short_name(mention)

    def _is_short(self, mention: Mention) -> bool:
        """A surname alone, with or without its particles: *Schlein*, *De Luca*, *von der Leyen*."""
        *before, _ = mention.text.split()
        return all(self.context.language.is_("nameParticle", word.lower()) for word in before)

    def _link_full_name(self, mention: Mention) -> None:
        if mention.candidates:
            ref = self._choose(mention, mention.candidates)
        else:
            ref = self._listed_under_other_spelling(mention) or self._unlisted_person(mention)
        if ref is not None:
            self._remember(ref, mention.text)

    def _remember(self, ref: str, text: str) -> None:
        for word in text.split():
            for form in self.forms.spellings(word):
                if ref in self.people[form]:
                    self.people[form].remove(ref)
                self.people[form].append(ref)

    def _listed_under_other_spelling(self, mention: Mention) -> str | None:
        """A listed surname under a similar given name is the listed person (Wladimir Selenskyj)."""
        words = mention.text.split()
        refs = self._surname_bearers(words[-1])
        alike = [ref for ref in refs if self._similar_given_name(ref, words[0])]
        if not alike and len(words) > 2:  # Sayyid Ali Hosseini Khamenei
            alike = [ref for ref in refs if any(self._has_given_name(ref, word) for word in words[1:-1])]
        if not alike and self.context.language.romanisation:
            alike = self._listed_in_latin(words)
        return self._choose(mention, alike) if alike else None

    def _listed_in_latin(self, words: Sequence[str]) -> list[str]:
        """A listed person whose spelling in this script nobody listed (Сержа Саргсяна)."""
        language = self.context.language
        given, surname = sorted(self.forms.spellings(words[0])), sorted(self.forms.spellings(words[-1]))
        names = [f"{g} {f}" for f in surname for g in given]
        found = {ref for name in names for ref in sounds_like(romanise(name, language), self.lexicon)}
        return sorted(found)

    def _surname_bearers(self, surname: str) -> list[str]:
        matcher = self.lexicon.matcher(self.context.language.code)
        matches = matcher.find([surname])
        return sorted(
            {m.value.ref for m in matches if m.kind == "entity" and m.value.ref.startswith("person/")}
        )

    def _similar_given_name(self, ref: str, given: str) -> bool:
        listed = {text.split()[0] for text, _ in self.lexicon.names.get(ref, ()) if " " in text}
        return any(
            SequenceMatcher(None, given.lower(), name.lower()).ratio() >= SAME_GIVEN_NAME for name in listed
        )

    def _has_given_name(self, ref: str, word: str) -> bool:
        return any(text.startswith(f"{word} ") for text, _ in self.lexicon.names.get(ref, ()))

    def _unlisted_person(self, mention: Mention) -> str:
        name = self.forms.nominative(mention.text, self._shown())
        surnames = self.forms.spellings(name.split()[-1])
        namesakes = {met for form in surnames for met in self._by_surname.get(form, ())}
        for _, ref in sorted(namesakes):
            if self.forms.may_be_one(name, self.unlisted[ref]):
                return self._link_new(mention, ref)
        phrase = self.phrase_of.get(id(mention))
        country = self.holders.home_of(phrase) if phrase else None
        ref = f"person/{slug(romanise(name, self.context.language))}"
        if country is not None:
            ref += f"-{country.lower()}"
        elif " " not in name:  # a surname alone says who it is in this article only
            ref += f"-in-{sha256(self.document.article.id.encode()).hexdigest()[:8]}"
        if ref in self.lexicon.entities:
            ref += "-unlisted"
        self.unlisted[ref] = name
        for form in surnames:
            self._by_surname.setdefault(form, []).append((len(self.unlisted), ref))
        return self._link_new(mention, ref)

    def _shown(self) -> set[str]:
        """The names of people in the article, whole and word by word."""
        if not self._names:
            texts = [m.text for m in self.mentions if m.kind == "person"]
            self._names = {*texts, *(word for text in texts for word in text.split())}
        return self._names

    def _link_new(self, mention: Mention, ref: str) -> str:
        self.links[id(mention)] = Link(
            mention, ref, mention.provenance.confidence, (mention.provenance.rule,)
        )
        return ref

    def _link_short_name(self, mention: Mention) -> None:
        met = [
            ref
            for form in sorted(self.forms.spellings(mention.text.split()[-1]))
            for ref in self.people.get(form, ())
        ]
        if met:
            listed = [ref for ref in met if ref in mention.candidates]
            ref = (listed or met)[-1]
            self.links[id(mention)] = Link(mention, ref, REPEAT_SCORE, ("named in full in the article",))
        elif mention.candidates:
            chosen = self._choose(mention, mention.candidates)
            if chosen:
                self._remember(chosen, mention.text)
        elif mention.provenance.rule != "name:repeat":
            ref = self._holder_of_that_name(mention) or self._unlisted_person(mention)
            self._remember(ref, mention.text)

    def _holder_of_that_name(self, mention: Mention) -> str | None:
        """*Premierminister Johnson*: who of that surname has held the office named beside it."""
        phrase = self.phrase_of.get(id(mention))
        if phrase is None:
            return None
        spellings = self.forms.spellings(mention.text.split()[-1])
        names = {fold(romanise(word, self.context.language)) for word in spellings}
        country = self.holders.country_of(phrase)
        found = [
            ref
            for ref in sorted({ref for name in names for ref in bearers(name, self.lexicon)})
            if self._has_name(ref, names)
            and self.holders.has_held(ref, phrase)
            and country in (None, self.lexicon.entities[ref].country)
        ]
        return self._choose(mention, found) if found else None

    def _has_name(self, ref: str, names: set[str]) -> bool:
        surname = fold(self.lexicon.entities[ref].canonical.split()[-1])
        exact = not self.context.language.romanisation
        return surname in names if exact else any(skeleton(surname) == skeleton(n) for n in names)

    # offices -------------------------------------------------------------------

    def _link_offices(self) -> None:
        """An office that stands alone means its holder at the date, or the holder met in the article."""
        for phrase in self.phrases:
            former = phrase.modifiers == {"former"}
            if phrase.person is not None or phrase.named or not phrase.definite:
                continue
            if phrase.modifiers and not former:
                continue
            ref, reason = self.holders.former(phrase) if former else self.holders.holder(phrase)
            if ref is not None:
                provenance = Provenance(
                    "links", VERSION, "office:" + phrase.mention.candidates[0], OFFICE_SCORE
                )
                mention = Mention(phrase.mention.span, phrase.mention.text, "person", (ref,), provenance)
                self.links[id(phrase.mention)] = Link(mention, ref, OFFICE_SCORE, (reason,))
