"""Indirect speech: which words of a sentence a reporting cue reports.

In: a parsed sentence and one cue with its speaker.  Out: the span of what is said.  Four shapes: the
clause behind the cue (*sagte, dass …*, *said …*), the clause before it (*…, sagte X*), the sentence
behind a source clause (*wie X mitteilte, …*), and the sentence around a source (*laut X …*).
"""

from __future__ import annotations

from kg.extractors import Context
from kg.model import Article, Span
from kg.quotes.commas import comma_after
from kg.quotes.complements import complement, opener_behind
from kg.quotes.cues import ReportingCue
from kg.quotes.moods import has_infinitive, is_subjunctive, subjunctives
from kg.quotes.phrases import is_dash, noun_phrase
from kg.quotes.speakers import Speaker
from kg.syntax import Parsed
from kg.syntax.clauses import is_preposition

_TRIM = " \t\n,;:–—-"
_REACH = 25  # words between a verb and the comma that closes its source clause
_BESIDE = 8  # words that stand close beside a cue, a source or a place
_ADVERBS = 3  # words between a verb behind a dash and its subject
_TAIL = 6  # words behind a cue that ends its sentence
_QUOTES = frozenset('"“„«‘')
_CLAUSE = 4  # fewer words behind a verb are no clause but a day: said last week


class Reported:
    """Finds what is reported in one sentence; `cues` are all its cues."""

    def __init__(
        self, article: Article, parsed: Parsed, cues: tuple[ReportingCue, ...], context: Context
    ) -> None:
        self.article, self.parsed, self.cues, self.context = article, parsed, cues, context
        self.words = parsed.sentence.words
        self.end = len(self.words)
        while self.end > 1 and self.words[self.end - 1] in ".!?…":
            self.end -= 1

    def clause(self, cue: ReportingCue) -> Span | None:
        """Return the clause that a verb governs: behind it, before it, or as its complement."""
        if self._is_participle(cue):
            comma = comma_after(self, cue)
            return None if comma is None else self.behind(comma + 1)
        aside = self._aside(cue)
        if aside is not None and not _QUOTES.isdisjoint(self.words[cue.head :]):
            opened = aside < _CLAUSE or self.is_("subordinator", 0) or self.is_preposition(0)
            return None if opened else self.trimmed(0, aside)  # …, he said, but “…”
        if (opener := opener_behind(self, cue)) is not None:
            return self.behind(opener)
        if self._is_inserted(cue):
            colon = next((i for i in range(cue.anchor - 1, 0, -1) if self.words[i] in ":;"), -1)
            return self.trimmed(colon + 1, self.end)
        source = self._behind_source_clause(cue)
        if source is not None:
            return source
        if not self.context.language.nouns_capitalised and self.is_("complementiser", cue.positions[-1] + 1):
            return self.behind(cue.positions[-1] + 1)  # Rama, intervistato ieri, ha assicurato che …
        comma = None if self._follows_content(cue) else comma_after(self, cue)
        if comma is not None:
            return self.behind(comma + 1)
        told = self._told(cue)
        if told is not None:
            return told
        if self._opens_with_place(cue) and (behind := complement(self, cue)) is not None:
            return behind
        before = self._comma_before(cue) if cue.anchor > 3 else None
        if before is not None and not self._has_cue(before) and not self.is_apposition(cue, before):
            return self.trimmed(0, before)
        return None if self.context.language.nouns_capitalised else complement(self, cue)

    def _is_participle(self, cue: ReportingCue) -> bool:
        """*…, отметив, что план готов*; *zaznaczając, że …*: such a form has its content behind it alone."""
        endings = self.context.language.words["adverbialParticiple"]
        return bool(endings) and self.words[cue.head].lower().endswith(tuple(endings))

    def _told(self, cue: ReportingCue) -> Span | None:
        """*The leader of the council, Labour's Ada Marsh, told the meeting that …*: the word says where."""
        if not self.context.language.words["omittedComplementiser"] or cue.anchor < 2:
            return None
        i = next(
            (
                i
                for i in range(cue.positions[-1] + 1, self.clause_end(cue.head))
                if self.is_("complementiser", i)
            ),
            0,
        )
        if i and self.words[cue.anchor - 1] == ",":
            return complement(self, cue)
        said = any(self.is_(n, cue.positions[-1] + 1) for n in ("subjectPronoun", "bodyPronoun"))
        return complement(self, cue) if said and self.words[cue.anchor - 1] not in ',"”' else None

    def _opens_with_place(self, cue: ReportingCue) -> bool:
        """*In an interview with the BBC, Streeting said he …*: no clause stands before the comma."""
        commas = [i for i in range(1, cue.anchor) if self.words[i] == ","]
        fronted = len(commas) == 1 and commas[0] <= _BESIDE and self.is_preposition(0)
        return fronted and self.end - cue.positions[-1] > _CLAUSE

    def around(self, cue: ReportingCue, source: Speaker | None) -> Span | None:
        """Return what a source phrase covers: the rest behind it, or the whole sentence around it."""
        edge = max(source.last if source else 0, cue.positions[-1] + 1)
        start = min(cue.head, source.first) if source else cue.head
        if start <= 2:
            if source is None:  # Selon l'administration militaire régionale, un quartier …
                near = range(edge, min(edge + _BESIDE, self.end))
                edge = next((i + 1 for i in near if self.words[i] == ","), edge)
            edge = self._behind_relative(edge)
            while edge < self.end and self.words[edge] in "\"“”»«',":
                edge += 1
            return self.trimmed(edge, self.end)
        if edge >= self.end - 1:
            return self.trimmed(0, start)
        opener = next(
            (i for i in range(edge, self.clause_end(edge) + 2) if self.is_("complementiser", i)), None
        )
        if opener is not None:  # Die Auswertung zeigt laut Bundesamt jedoch, dass …
            return self.behind(opener)
        colon = next((i for i in range(start - 1, 0, -1) if self.words[i] in ":;"), -1)
        return self.trimmed(colon + 1, self.end)

    def _behind_relative(self, edge: int) -> int:
        """*Secondo Hamas, che ha confermato l'intesa, …*: what is said of the source is not what it says."""
        if self.context.language.nouns_capitalised or edge >= self.end or self.words[edge] != ",":
            return edge
        close = self.clause_end(edge + 1)
        relative = self.is_("relativePronoun", edge + 1) and close < self.end - 2
        return close if relative or self._is_description(edge + 1, close) else edge

    def _is_description(self, first: int, close: int) -> bool:
        """*Selon le colonel Diallo, porte-parole de l'armée, …*: what the source is, without a verb."""
        word = self.words[first] if close < self.end - 2 and self.words[close] == "," else ""
        if not word.isalpha() or not word.islower() or close - first > _BESIDE or self.is_preposition(first):
            return False
        names = (
            "determiner",
            "pastAuxiliary",
            "passiveAuxiliary",
            "adverb",
            "subjectPronoun",
            "subordinator",
        )
        opens = not any(self.is_(name, first) for name in names) and not self.is_("stopWord", first)
        return opens and self.parsed.verbs.isdisjoint(range(first, close))

    def sentence(self) -> Span | None:
        """Return the whole sentence without its full stop."""
        return self.trimmed(0, self.end)

    def behind(self, first: int) -> Span | None:
        """Return what a reported clause that opens at `first` says."""
        return self.trimmed(self._content(first), self.end)

    def until(self, span: Span, last: int) -> Span | None:
        """Return the part of a span in front of word `last`."""
        first = next((i for i, s in enumerate(self.parsed.sentence.starts) if s >= span.start), last)
        return self.trimmed(first, last)

    def connector(self, cue: ReportingCue) -> int | None:
        """The word that joins a second verb to the first (*…, précisant que*, *und forderte*), if any."""
        i, language = cue.anchor - 1, self.context.language
        if i < 1:
            return None
        joins = language.is_("conjunction", self.words[i]) or self.words[i] in "–—"
        if not language.nouns_capitalised:
            joins = joins or self.words[i] == ","
        return i if joins else None

    def _is_inserted(self, cue: ReportingCue) -> bool:
        """*Das Ziel, sagt Balaous, müsse …*: verb and speaker stand between two commas."""
        if self._aside(cue) is not None:
            return True
        if not 1 < cue.anchor < self.end - 3 or self.words[cue.anchor - 1] != ",":
            return False
        colon = next((i + 1 for i in range(cue.anchor - 1, 0, -1) if self.words[i] in ":;"), 0)
        if not self.context.language.nouns_capitalised and cue.anchor - colon > _BESIDE:
            return False  # a whole clause stands before it: *…, a indiqué le maire, précisant que …*
        close = next(
            (i for i in range(cue.positions[-1] + 1, min(cue.head + 9, self.end)) if self.words[i] == ","),
            None,
        )
        if close is None or close + 2 >= self.end:
            return False
        named = (p.last for p in self.parsed.parties if p.first == close + 1 and p.kind == "person")
        close = next(
            (i for i in named if i < self.end - 2 and self.words[i] == ","), close
        )  # sagt der Chef, X, …
        behind = self.words[close + 1]
        language = self.context.language
        if any(language.is_attached(self.words, i) for i in range(cue.anchor, close)):
            return True  # Sous sa conduite, a-t-il assuré, le pays …: verbs in no other clause do so
        if is_subjunctive(self.words, close + 2, self.context) and not language.is_("subjunctive", behind):
            return False  # … sagte Thaksin, man werde kämpfen
        if has_infinitive(
            self.words[close + 1 : self.clause_end(close + 1)], self.context
        ) and not language.is_("subjunctive", behind):
            return False  # … forderte die Junta auf, bald zurückzukehren
        return behind[0].islower() and not (
            language.is_("subordinator", behind)
            or language.is_("relativePronoun", behind)
            or language.is_("determiner", behind)
        )

    def _aside(self, cue: ReportingCue) -> int | None:
        """*The wall would be moved, Starmer said, at a cost not yet known*: the comma before the speaker."""
        language, after = self.context.language, cue.positions[-1] + 1
        if not language.words["omittedComplementiser"] or after >= self.end - 2 or self.words[after] != ",":
            return None
        subject = next((p for p in self.parsed.parties if p.last == cue.anchor and p.mark is None), None)
        pronoun = language.is_("subjectPronoun", self.words[cue.anchor - 1])
        first = subject.phrase if subject is not None else cue.anchor - 1 if pronoun else 0
        if first < 2 or self.words[first - 1] != ",":
            return None
        joined = any(c.head == after + 1 for c in self.cues)  # …, he said, adding that …
        return None if joined else first - 1

    def _follows_content(self, cue: ReportingCue) -> bool:
        """*Das sei falsch, warnte er, da …*: a main clause before the verb is what it reports."""
        if cue.anchor < 4 or self.words[cue.anchor - 1] != ",":
            return False
        if (
            self.is_("subordinator", 0)
            or self._has_cue(cue.anchor - 1)
            or self.is_apposition(cue, cue.anchor - 1)
        ):
            return False
        close = self.clause_end(cue.anchor)
        if not self.has_subjunctive(0, cue.anchor) and (
            self.has_subjunctive(close, self.end)
            or has_infinitive(self.words[close : self.clause_end(close + 1)], self.context)
        ):
            return False  # In einer Botschaft, die gestern kam, sagte er, man werde kämpfen
        return noun_phrase(self.words, cue.anchor + 1, self.context) is not None

    def has_subjunctive(self, first: int, last: int) -> bool:
        return bool(subjunctives(self.words[first:last], self.context, opens=first == 0))

    def _has_cue(self, comma: int) -> bool:
        """Say whether another verb reports before a comma; a participle right before it is what is said."""
        return any(
            c.how == "verb"
            and c.positions[-1] < comma - 1
            and not is_subjunctive(self.words, c.head, self.context)  # es drohe ein Wettlauf
            for c in self.cues
        )

    def is_apposition(self, cue: ReportingCue, comma: int) -> bool:
        """*Der Bürgermeister, Vitali Klitschko, kritisierte …*, *Yermak, the head of the office, praised …*.

        A name between two commas, or in front of them, is the subject; nothing is reported before it.
        """
        for party in self.parsed.parties:
            if party.kind != "person" or party.last > comma or party.last >= cue.head:
                continue
            if party.last == comma and party.first > 0 and self.words[party.first - 1] == ",":
                return True
            if party.phrase <= 1 and party.last < comma and self._ends_name(party.last):
                return True
        return False

    def _ends_name(self, i: int) -> bool:
        """*John Cornyn, the number two, said*, *John Cornyn of Texas, the number two, said*."""
        last = i + 2 if self.is_preposition(i) else i
        return last < len(self.words) and self.words[last] == ","

    def _behind_source_clause(self, cue: ReportingCue) -> Span | None:
        """*Wie Merz mitteilte, …* and *…, wie Merz mitteilte*: the rest of the sentence is reported."""
        opener = next((i for i in range(cue.head, -1, -1) if self.words[i] == "," or i == 0), 0)
        opener += self.words[opener] == ","
        if opener >= cue.head or not self.context.language.is_("sourceOpener", self.words[opener]):
            return None
        close = next((i for i in range(cue.head + 1, self.end) if self.words[i] == ","), None)
        if opener == 0 and close is not None and close - cue.head <= _REACH:
            return self.trimmed(close + 1, self.end)
        return self.trimmed(0, opener - 1) if opener > 2 else None

    def is_(self, category: str, i: int) -> bool:
        return i < self.end and self.context.language.is_(category, self.words[i])

    def _content(self, first: int) -> int:
        """Where what is said begins: behind *dass*, *qu’*; *ob* and *wenn* belong to it."""
        while self.is_("complementiser", first) or (first < self.end and self.words[first] in "'’"):
            first += 1
        return first

    def clause_end(self, first: int) -> int:
        """The end of the clause that opens at `first`."""
        return next((i for i in range(first, self.end) if self.words[i] == ","), self.end)

    def _comma_before(self, cue: ReportingCue) -> int | None:
        """`…, sagte Merz` and `…, Dorsey said`: the comma right before the cue or before its subject."""
        reach = 1 if self.context.language.nouns_capitalised else _ADVERBS  # – podała w piątek straż
        named = any(0 <= p.phrase - cue.positions[-1] - 1 <= reach for p in self.parsed.parties)
        if self.words[cue.anchor - 1] == "," or (named and is_dash(self.parsed, cue.anchor - 1)):
            return cue.anchor - 1
        if self.context.language.nouns_capitalised or not self._may_follow_subject():
            return None
        subject = [p for p in self.parsed.parties if p.last <= cue.head and cue.head - p.last <= 3]
        if subject and "," in self.words[subject[-1].last : cue.head]:
            return None  # an apposition: *Le porte-parole, Lin Jian, a appelé …*
        first = subject[-1].first if subject else cue.head - 1
        while first > 0 and self.words[first - 1] not in ',"”' and cue.head - first < 8:
            first -= 1
        if self.is_("conjunction", first):
            return None  # zaprosił związkowców, ale wykluczył …: a second deed
        closes = self._closes(cue.positions[-1]) - cue.positions[-1] <= _TAIL
        return first - 1 if first > 1 and self.words[first - 1] == "," and closes else None

    def _closes(self, last: int) -> int:
        """Where a clause that names the speaker ends: with the sentence, or before *…, adding that …*."""
        joint = next(
            (c.head - 1 for c in self.cues if c.how == "verb" and c.head > last + 1), len(self.words)
        )
        comma = joint < len(self.words) and self.words[joint] == ","
        return joint if comma else len(self.words)

    def _may_follow_subject(self) -> bool:
        """*…, Dorsey said*; French inverts (*…, dit Dorsey*), so that *…, Dorsey dit* says something else."""
        return bool(self.context.language.words["omittedComplementiser"])

    def is_preposition(self, i: int) -> bool:
        word = self.words[i].lower()
        return word in self.context.free_prepositions or is_preposition(word, self.context)

    def trimmed(self, first: int, last: int) -> Span | None:
        """Return the characters of words `first` to `last` without marks and blanks at the edges."""
        if last <= first:
            return None
        span = self.parsed.span(first, last)
        text = self.article.slice(span)
        start = span.start + len(text) - len(text.lstrip(_TRIM))
        end = span.end - (len(text) - len(text.rstrip(_TRIM)))
        return Span(start, end, span.part) if end > start else None
