"""The parties of a sentence: which preposition marks them, how they hang on nouns, who stands with whom."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.extractors import Context
from kg.model import Link, Sentence, Span
from kg.ontology import Language
from kg.syntax.clauses import preposition_words
from kg.syntax.coordination import coordinate
from kg.syntax.ground import WALK, Ground
from kg.syntax.groups import with_owners
from kg.syntax.records import Party
from kg.vocab import SKOS

_OFFICE_WIDTH = 12  # words from the office word to the name
_APPOSED = 70  # characters from a name to the office behind its comma
_STEM = 4  # letters that the cases of a country's name share


@dataclass(frozen=True, slots=True)
class Known:
    """What the lexicon knows of a sentence's words: verbs, nouns for those who act and for deeds,
    names with endings."""

    verbs: frozenset[int]
    actors: frozenset[int]
    deeds: frozenset[int]
    inflected: frozenset[tuple[int, int, str]]
    nouns: frozenset[int] = frozenset()  # nouns that tell of an event


def find_parties(
    sentence: Sentence,
    links: Sequence[Link],
    clause_of: Sequence[int],
    offices: Mapping[tuple[str, str], list[Span]],
    known: Known,
    context: Context,
) -> tuple[Party, ...]:
    """Return the entities of a sentence in their grammatical surroundings, in the order of the text."""
    if not links:
        return ()
    marks = preposition_words(context.language)
    found = (_party(sentence, link, clause_of, context) for link in links)
    rows = [p for p in found if p is not None and not _means_they(sentence, p, context)]
    rows = [_with_office(sentence, p, offices.get((p.ref, p.span.part), ())) for p in rows]
    rows = with_owners(rows, sentence.words, context)
    rows = _drop_places(rows, sentence, context.language)
    rows = _attributes(sentence, rows, context)
    rows = _drop_inside_offices(rows, sentence)
    rows = _drop_apposed(rows, sentence, offices, context.language)
    named = {i for p in rows for i in range(p.first, p.last)}
    if context.language.marks_case:
        rows = [_with_case(p, known, sentence, context) for p in rows]
    verbs = known.verbs
    ended = known.inflected if context.language.nouns_capitalised else frozenset()
    ground = Ground(sentence, marks, verbs, known.actors - named, known.deeds, ended, known.nouns, context)
    rows = [ground.marked(p, rows) for p in rows]
    return tuple(coordinate(sentence, rows, verbs, context))


def _party(sentence: Sentence, link: Link, clause_of: Sequence[int], context: Context) -> Party | None:
    span = link.mention.span
    first, last = bisect_left(sentence.starts, span.start), bisect_left(sentence.starts, span.end)
    if first == last:
        return None
    return Party(
        ref=link.entity,
        kind=link.entity.split("/", 1)[0],
        rule=link.mention.provenance.rule,
        first=first,
        last=last,
        phrase=first,
        clause=clause_of[first],
        span=span,
        group=first * len(sentence.starts) + last,  # of its own, until it is coordinated
        oblique=link.mention.provenance.rule == "pronoun"
        and context.language.is_("objectDeterminer", sentence.words[first]),
    )


def _means_they(sentence: Sentence, party: Party, context: Context) -> bool:
    """*Nun fordern sie Gleichberechtigung*: a pronoun beside a verb in the plural is no single person."""
    plural = context.language.words["pluralVerb"]
    if not plural or party.rule != "pronoun":
        return False
    words = ["", *sentence.words, ""]
    before, after = words[party.first], words[party.last + 1]
    opens = not before[:1].isalnum() or context.language.is_("conjunction", before)
    return _fits(before, plural) or (opens and _fits(after, plural))  # fordern sie; , sie fordern


def _with_case(party: Party, known: Known, sentence: Sentence, context: Context) -> Party:
    """*Зеленського прийняв Мерц*: a name with an ending of another case is no subject.

    Countries stand in the lexicon in all their forms; the label is the form of the subject.
    """
    if party.rule == "adjective" or party.oblique:
        return party
    oblique = (party.first, party.last, party.ref) in known.inflected
    if party.kind == "organisation" and not oblique:  # Krajowej Rady Sądownictwa
        endings = tuple(context.language.words["adjectiveEnding"])
        oblique = endings != () and any(
            w.endswith(endings) for w in sentence.words[party.first : party.last][:2]
        )
    if party.kind == "country" and party.rule != "demonym" and party.last - party.first == 1:
        code, word = context.language.code, sentence.words[party.first]
        labels = context.lexicon.blocks.get(party.ref, {}).get(SKOS.prefLabel, ())
        oblique = any(
            lang == code and label != word and label[:_STEM] == word[:_STEM] for label, lang in labels
        )
    return replace(party, oblique=True) if oblique else party


def _fits(word: str, patterns: frozenset[str]) -> bool:
    return word.islower() and any(word == p or (p[0] == "*" and word.endswith(p[1:])) for p in patterns)


def _with_office(sentence: Sentence, party: Party, offices: Sequence[Span]) -> Party:
    """*der Leiter des Präsidialamtes, Andrij Jermak*: the noun phrase begins with the office."""
    for office in offices if not party.rule.startswith("pronoun") else ():
        if office.end <= party.span.start and sentence.span.covers(office):
            start = next(i for i, s in enumerate(sentence.starts) if s >= office.start)
            if party.first - start <= _OFFICE_WIDTH:
                return replace(party, phrase=start)
    return party


def _attributes(sentence: Sentence, rows: Sequence[Party], context: Context) -> list[Party]:
    """Say how each party hangs on the noun behind it: *russische* Truppen, *US*-Angriff, *Israels* Armee."""
    words, language = sentence.words, context.language
    people = {p.first for p in rows if p.kind == "person"}
    done = []
    for party in rows:
        attribute = None
        nxt = words[party.last] if party.last < len(words) else ""
        if party.rule == "adjective" and nxt:
            attribute = "adjective"
        elif (
            nxt == "-"
            and party.last + 1 < len(words)
            and sentence.ends[party.last] == sentence.starts[party.last + 1]
        ):
            attribute = "compound"
        elif _has_clitic(words, party.last, language) or _owns_noun(sentence, party, people, context):
            attribute = "possessive"
        done.append(party.hanging(attribute, mark=party.mark, oblique=party.oblique) if attribute else party)
    return done


def _has_clitic(words: Sequence[str], last: int, language: Language) -> bool:
    """*Macron's visit*."""
    return last + 1 < len(words) and words[last] in "'’" and words[last + 1] in language.name_clitics


def _owns_noun(sentence: Sentence, party: Party, people: Collection[int], context: Context) -> bool:
    """*Macrons Besuch*: a name with an ending, right before a noun."""
    if not context.language.nouns_capitalised or party.last >= len(sentence.words) or party.last in people:
        return False
    return sentence.words[party.last][:1].isupper() and context.language.has_name_ending(
        sentence.words[party.last - 1]
    )


def _drop_inside_offices(rows: Sequence[Party], sentence: Sentence) -> list[Party]:
    """*der ukrainische Präsident Selenskyj*, *der Präsident der Ukraine, Selenskyj*: the country belongs
    to the person behind it.  *Der französische UN-Gesandte* acts for France."""
    kept = []
    for i, party in enumerate(rows):
        if any(other.phrase <= party.first < other.first for other in rows if other is not party):
            continue
        if any(o.first <= party.first and party.last <= o.last for o in rows[:i] if o.last - o.first > 1):
            continue  # Rzecznik | Kremla
        if i and (_is_of_office(sentence, rows[i - 1], party) or _is_branch(sentence, rows[i - 1], party)):
            continue
        if party.rule == "adjective" and _is_of_apposition(sentence, party, rows[i + 1 : i + 2]):
            continue
        left = rows[i - 1] if i else party
        behind = left.attribute == "adjective" and left.last == party.first
        if behind and party.attribute == "compound" and party.kind == "organisation":
            continue
        nxt = rows[i + 1] if i + 1 < len(rows) else None
        whole = nxt is not None and nxt.attribute != "compound" and nxt.first == party.last
        belongs = (
            party.attribute in ("adjective", "compound", "possessive")
            and nxt is not None
            and (nxt.kind == "person" or (party.attribute == "adjective" and whole))
            and nxt.phrase - party.last <= 4
            and not any(w in ",;:()" for w in sentence.words[party.last : nxt.phrase])
        )
        if not belongs:
            kept.append(party)
    return kept


def _is_of_apposition(sentence: Sentence, party: Party, behind: Sequence[Party]) -> bool:
    """*su homólogo francés, Macron*: the adjective of a noun that the name behind it explains."""
    words, named = sentence.words, behind[0] if behind and behind[0].kind == "person" else None
    noun = party.first > 0 and words[party.first - 1].islower() and words[party.first - 1].isalpha()
    return noun and named is not None and words[party.last] == "," and named.phrase == party.last + 1


def _drop_apposed(
    rows: Sequence[Party],
    sentence: Sentence,
    offices: Mapping[tuple[str, str], list[Span]],
    language: Language,
) -> list[Party]:
    """*Pistorius, the German minister, …*, *Rutte, the head of NATO, …*: what an office is of."""
    spans = [
        (p.last, bisect_left(sentence.starts, o.start), bisect_left(sentence.starts, o.end))
        for p in rows if p.kind == "person" and not p.rule.startswith(("pronoun", "office"))
        for o in offices.get((p.ref, p.span.part), ())
        if p.span.end < o.start and sentence.span.covers(o)
        and sentence.words[p.last] == "," and o.start - p.span.end < _APPOSED
    ]  # fmt: skip
    if not spans:
        return list(rows)

    def belongs(party: Party) -> bool:
        small = language.words["ofPreposition"] | language.words["determiner"]
        for person, first, last in spans:
            if first <= party.first and party.last <= last:
                return True  # die Präsidentin der Europäischen Kommission
            before = sentence.words[party.last : first]
            if person < party.first and party.last <= first and all(w != "," for w in before):
                return True
            behind = sentence.words[last : party.first]
            if last <= party.first and len(behind) <= 2 and all(w.lower() in small for w in behind):
                return True
        return False

    return [p for p in rows if p.kind == "person" or not belongs(p)]


def _is_of_office(sentence: Sentence, office: Party, place: Party) -> bool:
    """*Prezydent USA*, *le président russe*: the country right behind an office that means its holder."""
    behind = place.first == office.last and sentence.ends[office.last - 1] < sentence.starts[place.first]
    return behind and office.rule.startswith("office:") and place.kind != "person"


def _is_branch(sentence: Sentence, body: Party, place: Party) -> bool:
    """*Amnesty International Italia*, *Radikale Partei Serbiens*: the country ends the name."""
    named = place.kind == "country" and place.rule == "alias" and body.kind == "organisation"
    return named and place.first == body.last and sentence.ends[body.last - 1] + 1 == place.span.start


def _drop_places(rows: Sequence[Party], sentence: Sentence, language: Language) -> list[Party]:
    """*US-Präsident Trump*, *NATO Secretary General Rutte*: a name right before an office belongs to it."""
    offices = {p.phrase for p in rows if p.phrase < p.first}
    joins = {"-", "'", "’", *language.name_clitics}
    kept = []
    for party in rows:
        gap = min((o - party.last for o in offices if o >= party.last), default=WALK)
        between = sentence.words[party.last : party.last + gap]
        if party.kind == "person" or gap > 2 or any(w not in joins for w in between):
            kept.append(party)
    return kept
