"""A map of invented reports on the diplomacy of 2025, large enough to judge how it looks and works."""

from __future__ import annotations

from datetime import date

from kg.views.map import MapData, MapEdge, MapEvidence, MapNode, NodeKind, Sign

WIKIDATA = "https://www.wikidata.org/wiki/"

# key: label, kind, weight, Wikidata id, who this is, aliases
NAMES: dict[str, tuple[str, NodeKind, float, str, str, tuple[str, ...]]] = {
    "zelenskyy": (
        "Volodymyr Zelenskyy",
        "person",
        19,
        "Q3874799",
        "President of Ukraine",
        ("Selenskyj", "Зеленський", "Zelensky"),
    ),
    "trump": ("Donald Trump", "person", 24, "Q22686", "President of the United States", ("Трамп",)),
    "putin": ("Vladimir Putin", "person", 14, "Q7747", "President of Russia", ("Путин", "Poutine")),
    "merz": ("Friedrich Merz", "person", 12, "Q566257", "Federal Chancellor of Germany", ("Мерц",)),
    "macron": ("Emmanuel Macron", "person", 12, "Q3052772", "President of France", ("Макрон",)),
    "starmer": ("Keir Starmer", "person", 9, "Q6383803", "Prime Minister of the United Kingdom", ()),
    "erdogan": ("Recep Tayyip Erdoğan", "person", 8, "Q39259", "President of Türkiye", ("Erdogan",)),
    "rubio": ("Marco Rubio", "person", 8, "Q324546", "Secretary of State of the United States", ()),
    "lavrov": ("Sergey Lavrov", "person", 6, "Q58217", "Foreign Minister of Russia", ("Lawrow", "Лавров")),
    "wang": ("Wang Yi", "person", 5, "Q701801", "Foreign Minister of China", ("王毅",)),
    "xi": ("Xi Jinping", "person", 7, "Q15031", "President of China", ("习近平",)),
    "rutte": ("Mark Rutte", "person", 7, "Q57792", "Secretary General of NATO", ()),
    "leyen": ("Ursula von der Leyen", "person", 7, "Q60772", "President of the European Commission", ()),
    "kallas": ("Kaja Kallas", "person", 5, "Q11869065", "High Representative of the European Union", ()),
    "netanyahu": ("Benjamin Netanyahu", "person", 8, "Q43723", "Prime Minister of Israel", ("Нетаньягу",)),
    "pezeshkian": ("Masoud Pezeshkian", "person", 4, "Q5933752", "President of Iran", ()),
    "yermak": (
        "Andrii Yermak",
        "person",
        4,
        "Q65200615",
        "Head of the Office of the President of Ukraine",
        ("Jermak",),
    ),
    "wadephul": ("Johann Wadephul", "person", 4, "Q1696501", "Foreign Minister of Germany", ()),
    "meloni": ("Giorgia Meloni", "person", 4, "Q451791", "Prime Minister of Italy", ()),
    "tusk": ("Donald Tusk", "person", 4, "Q946", "Prime Minister of Poland", ()),
    "modi": ("Narendra Modi", "person", 4, "Q1058", "Prime Minister of India", ()),
    "lula": ("Luiz Inácio Lula da Silva", "person", 4, "Q37181", "President of Brazil", ("Lula",)),
    "guterres": ("António Guterres", "person", 4, "Q311440", "Secretary-General of the United Nations", ()),
    "mbs": (
        "Mohammad bin Salman",
        "person",
        3,
        "Q6892571",
        "Crown Prince of Saudi Arabia",
        ("محمد بن سلمان",),
    ),
    "ukraine": ("Ukraine", "country", 15, "Q212", "", ("Україна",)),
    "russia": ("Russia", "country", 15, "", "", ("Россия", "Russland")),
    "usa": ("United States", "country", 13, "", "", ("USA", "Washington")),
    "israel": ("Israel", "country", 7, "", "", ()),
    "iran": ("Iran", "country", 8, "", "", ()),
    "china": ("China", "country", 7, "", "", ()),
    "turkiye": ("Türkiye", "country", 4, "", "", ("Turkey",)),
    "qatar": ("Qatar", "country", 3, "", "", ()),
    "nato": ("NATO", "organisation", 8, "Q7184", "", ("North Atlantic Treaty Organization",)),
    "eu": ("European Union", "organisation", 9, "Q458", "", ("EU",)),
    "iaea": ("IAEA", "organisation", 4, "Q41984", "International Atomic Energy Agency", ()),
    "un": ("United Nations", "organisation", 4, "Q1065", "", ("UN",)),
    "brics": ("BRICS", "organisation", 3, "", "", ()),
    "air-defence": ("air defence", "topic", 6, "", "", ("Luftverteidigung",)),
    "ceasefire": ("ceasefire", "topic", 7, "", "", ("Waffenruhe",)),
    "tariffs": ("trade and tariffs", "topic", 5, "", "", ("Zölle",)),
    "nuclear": ("nuclear energy", "topic", 4, "", "", ()),
    "norway": ("Norway", "country", 1, "", "", ()),
    "kenya": ("Kenya", "country", 1, "", "", ()),
    "mudavadi": ("Musalia Mudavadi", "person", 1, "", "Foreign Minister of Kenya", ()),
}

CONSULT, SUPPORT, ACCUSE, THREATEN, ATTACK, DISCUSS = (
    "consult",
    "support",
    "accuse",
    "threaten",
    "assault",
    "discuss",
)
AIR, CEASE, TRADE, ATOM, ARMS, SANCTIONS = (
    "air defence", "ceasefire", "trade and tariffs", "nuclear energy", "arms supply", "sanctions",
)  # fmt: skip

PRISONERS, RELIEF = "prisoners and hostages", "humanitarian aid"

# source, target, relation, event type, sign, count, first and last day, topics
TIES: tuple[tuple[str, str, str, str, Sign, int, str, str, tuple[str, ...]], ...] = (
    ("zelenskyy", "trump", "consulted", CONSULT, 1, 9, "2025-04-26", "2025-08-18", (AIR, ARMS, CEASE)),
    ("zelenskyy", "trump", "thanked", SUPPORT, 1, 3, "2025-07-04", "2025-08-18", (AIR,)),
    ("trump", "zelenskyy", "criticised", ACCUSE, -1, 2, "2025-04-23", "2025-04-24", (CEASE,)),
    ("trump", "putin", "consulted", CONSULT, 1, 7, "2025-05-19", "2025-08-15", (CEASE, "diplomacy")),
    ("trump", "putin", "threatened", THREATEN, -1, 3, "2025-07-14", "2025-08-06", (SANCTIONS,)),
    ("merz", "zelenskyy", "consulted", CONSULT, 1, 6, "2025-05-10", "2025-08-13", (AIR, ARMS)),
    ("merz", "zelenskyy", "supported", SUPPORT, 1, 4, "2025-05-28", "2025-07-21", (ARMS,)),
    ("macron", "zelenskyy", "consulted", CONSULT, 1, 5, "2025-05-10", "2025-07-10", (CEASE,)),
    ("starmer", "zelenskyy", "consulted", CONSULT, 1, 4, "2025-05-10", "2025-08-14", (CEASE,)),
    ("merz", "macron", "consulted", CONSULT, 1, 5, "2025-05-07", "2025-07-23", ("diplomacy", TRADE)),
    ("starmer", "macron", "consulted", CONSULT, 1, 4, "2025-05-10", "2025-07-10", (ATOM, "migration")),
    ("starmer", "merz", "agreed with", "agree", 1, 2, "2025-07-17", "2025-07-17", ("security guarantees",)),
    ("tusk", "merz", "consulted", CONSULT, 1, 2, "2025-05-07", "2025-06-18", ("migration",)),
    ("tusk", "zelenskyy", "supported", SUPPORT, 1, 2, "2025-05-10", "2025-07-02", (ARMS,)),
    ("meloni", "trump", "consulted", CONSULT, 1, 2, "2025-04-17", "2025-06-16", (TRADE,)),
    ("meloni", "leyen", "consulted", CONSULT, 1, 2, "2025-05-18", "2025-07-14", (TRADE,)),
    ("erdogan", "putin", "consulted", CONSULT, 1, 3, "2025-05-11", "2025-08-06", (CEASE,)),
    ("erdogan", "zelenskyy", "consulted", CONSULT, 1, 3, "2025-05-15", "2025-07-22", (CEASE,)),
    ("turkiye", "ukraine", "hosted talks of", CONSULT, 1, 3, "2025-05-16", "2025-07-23", (CEASE, PRISONERS)),
    ("turkiye", "russia", "hosted talks of", CONSULT, 1, 3, "2025-05-16", "2025-07-23", (CEASE, PRISONERS)),
    ("rubio", "lavrov", "consulted", CONSULT, 1, 4, "2025-05-17", "2025-07-10", (CEASE,)),
    ("rubio", "wang", "consulted", CONSULT, 1, 2, "2025-07-11", "2025-07-11", (TRADE,)),
    ("rubio", "kallas", "consulted", CONSULT, 1, 1, "2025-05-28", "2025-05-28", (SANCTIONS,)),
    ("rubio", "wadephul", "consulted", CONSULT, 1, 2, "2025-05-15", "2025-05-28", (CEASE,)),
    ("lavrov", "wang", "consulted", CONSULT, 1, 3, "2025-07-10", "2025-07-13", ("diplomacy",)),
    ("wadephul", "wang", "criticised", ACCUSE, -1, 1, "2025-07-03", "2025-07-03", (TRADE,)),
    ("xi", "putin", "consulted", CONSULT, 1, 3, "2025-05-08", "2025-06-19", ("energy", "diplomacy")),
    ("xi", "trump", "consulted", CONSULT, 1, 1, "2025-06-05", "2025-06-05", (TRADE,)),
    ("trump", "china", "threatened", THREATEN, -1, 4, "2025-04-09", "2025-05-30", (TRADE,)),
    ("xi", "lula", "consulted", CONSULT, 1, 2, "2025-05-13", "2025-08-12", (TRADE,)),
    ("trump", "lula", "threatened", THREATEN, -1, 2, "2025-07-09", "2025-07-30", (TRADE,)),
    ("lula", "brics", "hosted", CONSULT, 1, 2, "2025-07-06", "2025-07-07", (TRADE,)),
    ("modi", "brics", "consulted", CONSULT, 1, 1, "2025-07-06", "2025-07-06", (TRADE,)),
    ("trump", "brics", "threatened", THREATEN, -1, 2, "2025-07-06", "2025-07-08", (TRADE,)),
    ("modi", "trump", "rejected", "reject", -1, 1, "2025-06-18", "2025-06-18", (CEASE,)),
    ("rutte", "trump", "consulted", CONSULT, 1, 5, "2025-04-24", "2025-07-14", (ARMS, AIR)),
    ("rutte", "nato", "spoke for", CONSULT, 0, 4, "2025-06-02", "2025-07-14", ("NATO",)),
    ("rutte", "zelenskyy", "consulted", CONSULT, 1, 3, "2025-04-15", "2025-07-14", (ARMS,)),
    ("nato", "ukraine", "supported", SUPPORT, 1, 5, "2025-06-24", "2025-07-21", (ARMS, AIR)),
    ("nato", "russia", "accused", ACCUSE, -1, 3, "2025-05-14", "2025-06-25", ("espionage",)),
    ("leyen", "trump", "agreed with", "agree", 1, 4, "2025-05-25", "2025-07-27", (TRADE,)),
    ("leyen", "eu", "spoke for", CONSULT, 0, 3, "2025-05-16", "2025-07-27", ("European Union",)),
    ("eu", "russia", "sanctioned", "sanction", -1, 4, "2025-05-20", "2025-07-18", (SANCTIONS, "energy")),
    ("eu", "ukraine", "aided", "aid", 1, 4, "2025-05-21", "2025-07-10", ("reconstruction",)),
    ("kallas", "eu", "spoke for", CONSULT, 0, 2, "2025-05-20", "2025-07-15", ("European Union",)),
    ("kallas", "russia", "accused", ACCUSE, -1, 2, "2025-06-10", "2025-07-15", (SANCTIONS,)),
    ("kallas", "netanyahu", "demanded of", "request", -1, 1, "2025-07-22", "2025-07-22", (RELIEF,)),
    ("netanyahu", "trump", "consulted", CONSULT, 1, 4, "2025-04-07", "2025-07-08", (CEASE, ATOM)),
    ("israel", "iran", "attacked", ATTACK, -1, 6, "2025-06-13", "2025-06-24", ("air strikes", ATOM)),
    ("iran", "israel", "attacked", ATTACK, -1, 5, "2025-06-13", "2025-06-24", ("air strikes",)),
    ("usa", "iran", "attacked", ATTACK, -1, 3, "2025-06-22", "2025-06-22", ("air strikes", ATOM)),
    ("usa", "iran", "consulted", CONSULT, 1, 4, "2025-04-12", "2025-05-23", (ATOM,)),
    ("iran", "qatar", "attacked", ATTACK, -1, 1, "2025-06-23", "2025-06-23", ("air strikes",)),
    ("qatar", "israel", "mediated for", CONSULT, 1, 2, "2025-07-06", "2025-07-20", (CEASE,)),
    ("pezeshkian", "iaea", "rejected", "reject", -1, 2, "2025-07-02", "2025-07-06", (ATOM,)),
    ("iaea", "iran", "accused", ACCUSE, -1, 2, "2025-06-12", "2025-06-12", (ATOM,)),
    ("pezeshkian", "macron", "consulted", CONSULT, 1, 2, "2025-06-21", "2025-06-29", (ATOM,)),
    ("pezeshkian", "iran", "acted for", CONSULT, 0, 2, "2025-06-21", "2025-07-06", ()),
    ("netanyahu", "israel", "acted for", CONSULT, 0, 3, "2025-06-13", "2025-07-08", ()),
    ("macron", "netanyahu", "criticised", ACCUSE, -1, 3, "2025-05-13", "2025-08-10", (RELIEF,)),
    ("macron", "mbs", "consulted", CONSULT, 1, 2, "2025-06-19", "2025-07-24", ("diplomacy",)),
    ("mbs", "trump", "consulted", CONSULT, 1, 2, "2025-05-13", "2025-05-14", ("arms industry",)),
    ("guterres", "un", "spoke for", CONSULT, 0, 2, "2025-06-22", "2025-07-22", ()),
    ("guterres", "israel", "criticised", ACCUSE, -1, 2, "2025-06-13", "2025-07-22", (RELIEF,)),
    ("guterres", "russia", "criticised", ACCUSE, -1, 1, "2025-07-05", "2025-07-05", ("air strikes",)),
    ("russia", "ukraine", "attacked", ATTACK, -1, 14, "2025-04-13", "2025-08-21", ("air strikes", AIR)),
    ("ukraine", "russia", "attacked", ATTACK, -1, 5, "2025-06-01", "2025-08-10", ("air strikes",)),
    ("ukraine", "russia", "cooperated with", "cooperate", 1, 3, "2025-05-23", "2025-07-04", (PRISONERS,)),
    ("usa", "ukraine", "supported", SUPPORT, 1, 4, "2025-04-30", "2025-07-14", (ARMS,)),
    ("yermak", "zelenskyy", "acted for", CONSULT, 0, 3, "2025-07-04", "2025-07-10", ()),
    ("yermak", "rubio", "consulted", CONSULT, 1, 2, "2025-07-04", "2025-07-10", (AIR,)),
    ("zelenskyy", "ukraine", "acted for", CONSULT, 0, 6, "2025-05-10", "2025-08-18", ()),
    ("putin", "russia", "acted for", CONSULT, 0, 5, "2025-05-11", "2025-08-15", ()),
    ("trump", "usa", "acted for", CONSULT, 0, 6, "2025-04-09", "2025-08-18", ()),
    ("xi", "china", "acted for", CONSULT, 0, 3, "2025-05-08", "2025-08-12", ()),
    ("zelenskyy", "air-defence", "discussed", DISCUSS, 0, 5, "2025-05-28", "2025-08-13", (AIR,)),
    ("trump", "air-defence", "discussed", DISCUSS, 0, 4, "2025-06-25", "2025-07-14", (AIR,)),
    ("merz", "air-defence", "discussed", DISCUSS, 0, 3, "2025-05-28", "2025-07-14", (AIR,)),
    ("putin", "ceasefire", "discussed", DISCUSS, 0, 3, "2025-05-11", "2025-08-15", (CEASE,)),
    ("trump", "ceasefire", "discussed", DISCUSS, 0, 5, "2025-05-19", "2025-08-18", (CEASE,)),
    ("trump", "tariffs", "discussed", DISCUSS, 0, 6, "2025-04-09", "2025-07-30", (TRADE,)),
    ("leyen", "tariffs", "discussed", DISCUSS, 0, 3, "2025-05-25", "2025-07-27", (TRADE,)),
    ("iaea", "nuclear", "discussed", DISCUSS, 0, 2, "2025-06-12", "2025-07-06", (ATOM,)),
    ("iran", "nuclear", "discussed", DISCUSS, 0, 3, "2025-04-12", "2025-07-06", (ATOM,)),
    ("mudavadi", "kenya", "acted for", CONSULT, 0, 1, "2025-06-25", "2025-06-25", ("protest",)),
)  # fmt: skip

OUTLETS = ("The Morning Ledger", "Tagesblick", "Le Courrier du Soir", "Harbour Wire")
SCENES = (
    "{day} {source} {words} {target}, and officials on both sides spoke of a substantial exchange.",
    "According to people close to the talks, {source} {words} {target} once again before the week was out.",
    "It was the shortest of the meetings, yet {source} {words} {target} in terms that left no doubt.",
)
DAYS = (
    "Late on Friday evening",
    "Hours after the air raid sirens fell silent",
    "On the margins of the summit",
)


def demo_map(title: str = "Who deals with whom, spring and summer 2025") -> MapData:
    """Return the whole demonstration map."""
    nodes = tuple(
        MapNode(
            id=key, label=label, kind=kind, aliases=aliases, weight=weight,
            wikidata=WIKIDATA + wikidata if wikidata else None, about=about,
        )
        for key, (label, kind, weight, wikidata, about, aliases) in NAMES.items()
    )  # fmt: skip
    return MapData(title, nodes, tuple(_edge(number) for number in range(len(TIES))))


def _edge(number: int) -> MapEdge:
    source, target, relation, event_type, sign, count, first, last, topics = TIES[number]
    mutual = relation in ("consulted", "agreed with", "cooperated with")
    return MapEdge(
        id=f"edge-{number:03}", source=source, target=target, relation=relation, event_type=event_type,
        sign=sign, count=count, first_date=first, last_date=last, topics=topics, directed=not mutual,
        evidence=tuple(_evidence(number, turn) for turn in range(count)),
    )  # fmt: skip


def _evidence(number: int, turn: int) -> MapEvidence:
    """Write the report of one day between the first and the last one."""
    source, target, relation, _, _, count, first, last, _ = TIES[number]
    names = {"source": NAMES[source][0], "target": NAMES[target][0], "words": relation}
    sentence = SCENES[(number + turn) % 3].format(day=DAYS[turn % 3], **names)
    if not sentence.startswith(DAYS) and number % 3 == 0:
        sentence = "🕊 " + sentence
    start = sentence.index(f"{relation} {names['target']}")
    outlet = OUTLETS[(number * 2 + turn) % 4]
    return MapEvidence(
        date=_between(first, last, turn, count),
        sentence=sentence,
        start=start,
        end=start + len(relation),
        title=f"{names['source']} and {names['target']}: what is known",
        publisher=outlet,
        url=f"https://example.org/{outlet.lower().replace(' ', '-')}/{number}-{turn}",
        status="planned" if (number + turn) % 11 == 5 else "happened",
        rule=f"frame {relation.replace(' ', '-')}-en",
        confidence=0.62 + 0.05 * ((number + turn) % 7),
    )


def _between(first: str, last: str, turn: int, count: int) -> str:
    """Return a date on the way from first to last, the last turn being the last day."""
    start, end = date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()
    return date.fromordinal(start + (end - start) * turn // max(count - 1, 1)).isoformat()
