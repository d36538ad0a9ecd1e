"""What the ledger keeps to compare articles: imprints, copies, event mentions and links of events.  *I/O*

Rows of an article come and go with it; `story`, `told_by` and the links are worked out by `kg/deriving.py`
from those rows alone, so that the order of reading decides nothing.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from kg.across.identity import EventLink, Profile, block_keys, meeting_keys, profile, window
from kg.across.records import EventMention, Imprint, Teller, Told
from kg.across.signatures import DAYS, are_copies, bands
from kg.across.stories import first_of, story_around, teller_of
from kg.graph import Tie

_MENTION = (
    "article, event, type, mode, status, date, dated, duration, place, agents, targets, mediators, topics, "
    "acts_for, main, start"
)
_AT_ONCE = 500


class Across:
    """The part of an open ledger that looks from one article to the others."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    # articles come and go ------------------------------------------------------

    def put(
        self, article: str, day: str, lang: str, outlet: str, imprint: Imprint,
        mentions: Sequence[EventMention],
    ) -> None:  # fmt: skip
        """Keep what an article is compared by, and find its copies.  Its old rows must be gone."""
        teller = teller_of(day, article, lang, outlet, [(imprint.agency, outlet)])
        self._db.execute(
            "INSERT INTO imprints VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (article, day, lang, outlet, imprint.signature, imprint.size, imprint.agency, "", teller.told_by),
        )
        for other in sorted(self._find_copies(article, day, imprint)):
            pairs = [(article, other), (other, article)]
            self._db.executemany("INSERT OR IGNORE INTO copies VALUES (?, ?)", pairs)
        rows = [(key, day, article) for key in bands(imprint.signature)]
        self._db.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?, ?)", rows)
        for m in mentions:
            self._put_mention(m, day)
        self._db.execute(
            "INSERT INTO told SELECT DISTINCT edge, ?, ?, hash FROM ties WHERE hash = ? AND evidence != ''",
            (not day, day, article),
        )
        self._count(article, 1)

    def _count(self, article: str, by: int) -> None:
        """Count an article among those that tell its relations, or no more; its ties must be there."""
        told = self._db.execute("SELECT told_by, lang FROM imprints WHERE article = ?", (article,)).fetchone()
        self._db.execute(
            "INSERT INTO sources SELECT DISTINCT edge, ?, ?, ? FROM ties WHERE hash = ? AND evidence != '' "
            "ON CONFLICT (edge, told_by, lang) DO UPDATE SET articles = articles + excluded.articles",
            (*told, by, article),
        )
        if by < 0:
            self._db.execute(
                "DELETE FROM sources WHERE edge IN (SELECT edge FROM ties WHERE hash = ?) "
                "AND told_by = ? AND lang = ? AND articles = 0",
                (article, *told),
            )

    def _put_mention(self, m: EventMention, published: str) -> None:
        lists = (m.agents, m.targets, m.mediators, m.topics, m.acts_for)
        self._db.execute(
            f"INSERT OR REPLACE INTO mentions ({_MENTION}) VALUES ({', '.join('?' * 16)})",
            (
                m.article, m.event, m.type, m.mode, m.status, m.date, m.dated, m.duration, m.place,
                *(json.dumps(rows) for rows in lists), m.main, m.start,
            ),
        )  # fmt: skip
        rows = [(key, m.date or published, m.event, m.article) for key in block_keys(m)]
        self._db.executemany("INSERT OR IGNORE INTO blocks VALUES (?, ?, ?, ?)", rows)

    def forget(self, article: str) -> None:
        """Drop everything an article is compared by."""
        row = self._db.execute("SELECT signature, day FROM imprints WHERE article = ?", (article,)).fetchone()
        if row is None:
            return
        self._count(article, -1)
        self._db.execute(
            "DELETE FROM told WHERE edge IN (SELECT edge FROM ties WHERE hash = ?) "
            "AND undated = ? AND day = ? AND article = ?",
            (article, not row[1], row[1], article),
        )
        self._db.executemany(
            "DELETE FROM bands WHERE key = ? AND article = ?", [(key, article) for key in bands(row[0])]
        )
        for other in self.copies(article):
            self._db.execute("DELETE FROM copies WHERE article = ? AND other = ?", (other, article))
        self._db.execute("DELETE FROM copies WHERE article = ?", (article,))
        for table in ("imprints", "mentions", "blocks"):
            self._db.execute(f"DELETE FROM {table} WHERE article = ?", (article,))

    # copies and stories --------------------------------------------------------

    def _find_copies(self, article: str, day: str, imprint: Imprint) -> set[str]:
        seen: set[str] = set()
        keys = bands(imprint.signature)
        marks = ", ".join("?" * len(keys))
        for low, high in _around(day) if keys else ():
            rows = self._db.execute(
                f"SELECT article FROM bands WHERE key IN ({marks}) AND day BETWEEN ? AND ?",
                (*keys, low, high),
            )
            seen.update(other for (other,) in rows)
        seen.discard(article)
        return {other for other in seen if are_copies(imprint, self._imprint(other))}

    def _imprint(self, article: str) -> Imprint:
        row = self._db.execute(
            "SELECT signature, size, agency FROM imprints WHERE article = ?", (article,)
        ).fetchone()
        return Imprint(*row)

    def copies(self, article: str) -> list[str]:
        """Return the articles that are the same text."""
        rows = self._db.execute("SELECT other FROM copies WHERE article = ? ORDER BY other", (article,))
        return [other for (other,) in rows]

    def copied(self) -> list[str]:
        """Return every article that has a copy, or had one when stories were told last."""
        rows = self._db.execute(
            "SELECT article FROM copies UNION SELECT article FROM imprints WHERE story != ''"
        )
        return [article for (article,) in rows]

    def tell_stories(self, articles: Iterable[str], new: Iterable[str] = ()) -> dict[str, str]:
        """Work out story and source of articles and of their copies.

        Those that are `new` join a story where that changes nothing for its other articles, of which there
        may be thousands.  Returns the articles where either changed, with the story that each was in before,
        or an empty text.
        """
        changed: dict[str, str] = {}
        done: set[str] = set()
        for article in sorted(new):
            if self._joins(article):
                changed[article] = ""
                done |= {article, *self.copies(article)}
        for article in sorted(articles):
            if (
                article not in done
                and self._db.execute("SELECT 1 FROM imprints WHERE article = ?", (article,)).fetchone()
            ):
                members = story_around(article, self.copies)
                done |= members
                changed |= self._tell_story(members)
        return changed

    def _joins(self, article: str) -> bool:
        """Put an article into the one story of all its copies, unless it is the first or says whose it is."""
        stories = self._db.execute(
            "SELECT DISTINCT story FROM copies JOIN imprints ON imprints.article = copies.other "
            "WHERE copies.article = ?",
            (article,),
        ).fetchall()
        if len(stories) != 1 or not stories[0][0]:
            return False
        story = stories[0][0]
        mine, first = (
            self._db.execute("SELECT day, agency, told_by FROM imprints WHERE article = ?", (key,)).fetchone()
            for key in (article, story)
        )
        if (not mine[0], mine[0], article) <= (not first[0], first[0], story):
            return False
        if mine[1] and mine[1] != first[2]:
            return False
        source = f"article/{article}" if first[2].startswith("article/") else first[2]
        self._set_story(article, story, source)
        return True

    def _set_story(self, article: str, story: str, source: str) -> None:
        self._count(article, -1)
        self._db.execute(
            "UPDATE imprints SET story = ?, told_by = ? WHERE article = ?", (story, source, article)
        )
        self._count(article, 1)

    def _tell_story(self, members: set[str]) -> dict[str, str]:
        rows = {
            a: self._db.execute(
                "SELECT day, lang, outlet, agency, story, told_by FROM imprints WHERE article = ?", (a,)
            ).fetchone()
            for a in sorted(members)
        }
        order = sorted(rows, key=lambda a: (not rows[a][0], rows[a][0], a))
        story = first_of({a: rows[a][0] for a in order}) if len(order) > 1 else ""
        credits = [(rows[a][3], rows[a][2]) for a in order]
        changed = {}
        for a, (day, lang, outlet, _, old_story, old_source) in rows.items():
            source = teller_of(day, a, lang, outlet, credits).told_by
            if (story, source) != (old_story, old_source):
                changed[a] = old_story
                self._set_story(a, story, source)
        return changed

    def untold(self, articles: Iterable[str]) -> set[str]:
        """Return those of some articles that are there and in no story yet."""
        query = "SELECT 1 FROM imprints WHERE article = ? AND story = ''"
        return {article for article in articles if self._db.execute(query, (article,)).fetchone()}

    def story(self, article: str) -> str:
        """Return the story of an article: the hash of its first article, or an empty text."""
        row = self._db.execute("SELECT story FROM imprints WHERE article = ?", (article,)).fetchone()
        return row[0] if row else ""

    def stories(self) -> Iterator[str]:
        """Yield every story of more than one article, sorted."""
        rows = self._db.execute("SELECT DISTINCT story FROM imprints WHERE story != '' ORDER BY story")
        return (story for (story,) in rows.fetchall())

    def in_stories(self) -> Iterator[tuple[str, str]]:
        """Yield every article that has copies, and the first one of its story, sorted."""
        yield from self._db.execute("SELECT article, story FROM imprints WHERE story > '' ORDER BY article")

    def members(self, story: str) -> list[Teller]:
        """Return the articles of a story, the first one first."""
        rows = self._db.execute(
            "SELECT day, article, lang, outlet, told_by FROM imprints WHERE story = ?", (story,)
        )
        return sorted((Teller(*row) for row in rows), key=lambda t: (not t.date, t))

    def tellers(self, articles: Iterable[str]) -> list[Teller]:
        """Return who tells these articles, in the order of their dates; without a date last."""
        found = []
        for part in _parts(sorted(set(articles))):
            marks = ", ".join("?" * len(part))
            found += self._db.execute(
                f"SELECT day, article, lang, outlet, told_by FROM imprints WHERE article IN ({marks})", part
            ).fetchall()
        return sorted((Teller(*row) for row in found), key=lambda t: (not t.date, t))

    def counted(self, what: str) -> int:
        """Return how many `copies` (of the first article of a story) or `names` (linked events) there are."""
        row = self._db.execute("SELECT number FROM counts WHERE what = ?", (what,)).fetchone()
        return int(row[0])

    def told_by(self) -> dict[str, str]:
        """Return, for every article, whose words it has: the ref of an agency, an outlet or the article."""
        return dict(self._db.execute("SELECT article, told_by FROM imprints").fetchall())

    def told(self, tie: Tie) -> Told | None:
        """Return who tells a relation, all together; None when no article gives evidence for it."""
        edge = self._db.execute(
            "SELECT id FROM edges WHERE subject = ? AND relation = ? AND object = ?",
            (tie.subject, tie.relation, tie.object),
        ).fetchone()
        first = (
            edge
            and self._db.execute(
                "SELECT article, day FROM told WHERE edge = ? ORDER BY undated, day, article LIMIT 1", edge
            ).fetchone()
        )
        if not first:
            return None
        articles, sources = self._db.execute(
            "SELECT sum(articles), count(DISTINCT told_by) FROM sources WHERE edge = ?", edge
        ).fetchone()
        langs = self._db.execute("SELECT DISTINCT lang FROM sources WHERE edge = ?", edge)
        return Told(articles, sources, tuple(sorted(lang for (lang,) in langs)), *first)

    # events --------------------------------------------------------------------

    def events(self) -> Iterator[str]:
        """Yield every event, sorted."""
        last = ""
        while rows := self._db.execute(
            "SELECT DISTINCT event FROM mentions WHERE event > ? ORDER BY event LIMIT 500", (last,)
        ).fetchall():
            yield from (event for (event,) in rows)
            last = rows[-1][0]

    def events_by_day(self) -> Iterator[str]:
        """Yield every event, sorted by the day on which it is put: neighbours follow each other."""
        rows = self._db.execute(
            "SELECT event, min(CASE date WHEN '' THEN day ELSE date END) AS told FROM mentions "
            "JOIN imprints USING (article) GROUP BY event ORDER BY told, event"
        )
        return (event for event, _ in rows)

    def events_of(self, article: str) -> set[str]:
        """Return the events an article tells of."""
        rows = self._db.execute("SELECT DISTINCT event FROM mentions WHERE article = ?", (article,))
        return {event for (event,) in rows}

    def told_in(self, article: str) -> list[EventMention]:
        """Return every event mention of an article, sorted."""
        rows = self._db.execute(f"SELECT {_MENTION} FROM mentions WHERE article = ?", (article,))
        return sorted(map(_mention, rows))

    def mentions(self, event: str) -> list[EventMention]:
        """Return every mention of an event, sorted."""
        rows = self._db.execute(f"SELECT {_MENTION} FROM mentions WHERE event = ?", (event,))
        return sorted(map(_mention, rows))

    def profile(self, event: str) -> Profile | None:
        """Return an event as its mentions show it, or None when no article tells of it."""
        found = self.mentions(event)
        if not found:
            return None
        rows = self._db.execute(
            "SELECT article, day, story FROM imprints "
            "WHERE article IN (SELECT article FROM mentions WHERE event = ?)",
            (event,),
        ).fetchall()
        return profile(found, {a: day for a, day, _ in rows}, {a: story for a, _, story in rows if story})

    def neighbours(self, event: str) -> set[str]:
        """Return the events that share a type, a party (or its country) and about a day with this one."""
        found: set[str] = set()
        keys = {own: others for m in self.mentions(event) for own, others in meeting_keys(m).items()}
        for key, day in self._db.execute(
            "SELECT DISTINCT blocks.key, blocks.day FROM mentions JOIN blocks USING (article, event) "
            "WHERE mentions.event = ?",
            (event,),
        ).fetchall():
            for other in keys.get(key, ()) if day else ():
                rows = self._db.execute(
                    "SELECT DISTINCT event FROM blocks WHERE key = ? AND day BETWEEN ? AND ?",
                    (other, *window(day)),
                )
                found.update(near for (near,) in rows)
        found.discard(event)
        return found

    def link(self, event: str) -> EventLink | None:
        """Return the link of an event to a better told one, if it has one."""
        row = self._db.execute(
            "SELECT event, leading, score, reasons FROM links WHERE event = ?", (event,)
        ).fetchone()
        return EventLink(row[0], row[1], row[2], tuple(json.loads(row[3]))) if row else None

    def set_link(self, event: str, link: EventLink | None) -> None:
        """Keep the link of an event, or that it has none."""
        if link is None:
            self._db.execute("DELETE FROM links WHERE event = ?", (event,))
            return
        self._db.execute(
            "INSERT INTO links VALUES (?, ?, ?, ?) ON CONFLICT (event) DO UPDATE SET "
            "leading = excluded.leading, score = excluded.score, reasons = excluded.reasons",
            (event, link.leading, link.score, json.dumps(link.reasons)),
        )

    def linked_to(self, leading: str) -> list[str]:
        """Return the events whose link goes to this one, sorted."""
        rows = self._db.execute("SELECT event FROM links WHERE leading = ? ORDER BY event", (leading,))
        return [event for (event,) in rows]

    def links(self) -> Iterator[tuple[str, str]]:
        """Yield every event that has a link, and the event that the links lead to in the end, sorted."""
        for (event,) in self._db.execute("SELECT event FROM links ORDER BY event"):
            yield event, self.leading(event)

    def clear_links(self) -> None:
        """Forget all links."""
        self._db.execute("DELETE FROM links")

    def leading(self, event: str) -> str:
        """Return the best told event that links lead to from this one: itself, if it has none."""
        while link := self._db.execute("SELECT leading FROM links WHERE event = ?", (event,)).fetchone():
            event = link[0]
        return event

    def led(self, leading: str) -> list[str]:
        """Return all events that links lead to this one, itself first, then sorted."""
        found, todo = {leading}, [leading]
        while todo:
            rows = self.linked_to(todo.pop())
            todo += [event for event in rows if event not in found]
            found.update(rows)
        return [leading, *sorted(found - {leading})]


def _mention(row: Sequence[object]) -> EventMention:
    *lists, pairs = (json.loads(str(text)) for text in row[9:14])
    values = [*row[:9], *map(tuple, lists), tuple(map(tuple, pairs)), bool(row[14]), row[15]]
    return EventMention(*values)  # type: ignore[arg-type]


def _around(day: str) -> tuple[tuple[str, str], ...]:
    """Return the days (first, last) on which a copy may stand; one without a date may stand anywhere."""
    if not day:
        return (("", "9999"),)
    middle = date.fromisoformat(day)
    low, high = (middle - timedelta(days=DAYS)).isoformat(), (middle + timedelta(days=DAYS)).isoformat()
    return ((low, high), ("", ""))


def _parts(rows: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(rows), _AT_ONCE):
        yield rows[start : start + _AT_ONCE]
