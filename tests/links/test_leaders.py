"""Leaders under their many spellings and case forms, and in the offices they held on a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kg.model import Document, Entity
from kg.ontology import Lexicon

#: language, sentence, day, the person meant, the office printed.
NAMED = [
    (
        "de",
        "Selenskyj und Trump telefonierten miteinander.",
        "2025-07-04",
        "volodymyr-zelenskyy",
        "president",
    ),
    ("de", "Wladimir Selenskij reiste nach Rom.", "2025-07-04", "volodymyr-zelenskyy", "president"),
    (
        "de",
        "Laut Jermak war das Treffen nützlich.",
        "2025-07-04",
        "andrii-yermak",
        "head of the presidential office",
    ),
    (
        "de",
        "Der Kreml-Sprecher Dmitri Peskow wich der Frage aus.",
        "2025-07-04",
        "dmitry-peskov",
        "spokesperson",
    ),
    (
        "de",
        "US-Außenministerin Condoleezza Rice flog nach Kairo.",
        "2005-06-20",
        "condoleezza-rice",
        "secretary of state",
    ),
    ("de", "Ahmadineschad drohte mit Vergeltung.", "2008-06-03", "mahmoud-ahmadinejad", "president"),
    (
        "de",
        "IAEA-Chef Mohammed el-Baradei mahnte zur Geduld.",
        "2006-02-02",
        "mohamed-elbaradei",
        "IAEA director general",
    ),
    (
        "de",
        "Bundestagspräsident Wolfgang Thierse mahnte zur Ruhe.",
        "2004-03-04",
        "wolfgang-thierse",
        "president of the Bundestag",
    ),
    ("de", "Achmed al-Scharaa versprach Wahlen.", "2025-07-04", "ahmed-al-sharaa", "president"),
    ("en", "Lukashenka pardoned fourteen prisoners.", "2025-07-04", "alexander-lukashenko", "president"),
    ("en", "J.D. Vance spoke in Munich.", "2025-07-04", "jd-vance", "vice president"),
    ("en", "Moammar Gadhafi vowed to fight on.", "2011-03-18", "muammar-gaddafi", "head of state"),
    ("fr", "Nétanyahou a rencontré des députés.", "2025-07-04", "benjamin-netanyahu", "prime minister"),
    ("es", "Según Zelenski, la ayuda llegó tarde.", "2025-07-04", "volodymyr-zelenskyy", "president"),
    ("it", "Ieri Shoigu è arrivato a Teheran.", "2019-07-04", "sergey-shoygu", "defence minister"),
    ("pl", "Nawrocki spotkał się z Wołodymyrem Zełenskim.", "2025-12-19", "volodymyr-zelenskyy", "president"),
    ("pl", "Premier rozmawiał z Macronem o obronie.", "2025-07-04", "emmanuel-macron", "president"),
    ("uk", "Зустріч із Мерцом тривала годину.", "2025-07-04", "friedrich-merz", "chancellor"),
    ("uk", "Про це стало відомо від Лукашенка.", "2025-07-04", "alexander-lukashenko", "president"),
    ("ru", "Встреча с Зеленским состоится в четверг.", "2025-07-04", "volodymyr-zelenskyy", "president"),
    ("ru", "Он позвонил Эрдогану.", "2025-07-04", "recep-tayyip-erdogan", "president"),
]

#: language, sentence with an office alone, day, its holder.
HELD = [
    ("de", "Der US-Präsident reiste nach Prag.", "2009-04-05", "barack-obama"),
    ("de", "Der US-Präsident reiste nach Prag.", "2018-04-05", "donald-trump"),
    ("de", "Der US-Präsident reiste nach Prag.", "2024-04-05", "joe-biden"),
    ("de", "Die US-Außenministerin sagte ab.", "2010-03-05", "hillary-clinton"),
    ("de", "Der Kremlchef lehnte ab.", "2010-03-05", "dmitry-medvedev"),
    ("de", "Der Kremlchef lehnte ab.", "2025-03-05", "vladimir-putin"),
    ("de", "Die CDU-Vorsitzende widersprach.", "2010-07-04", "angela-merkel"),
    ("de", "Der EZB-Präsident senkte die Zinsen.", "2008-12-04", "jean-claude-trichet"),
    ("de", "Der Bundestagspräsident rief zur Ordnung.", "2015-07-04", "norbert-lammert"),
    ("de", "Der Papst betete für den Frieden.", "2008-07-04", "benedict-xvi"),
    ("de", "Der UN-Generalsekretär forderte eine Waffenruhe.", "2025-07-04", "antonio-guterres"),
    ("en", "The Treasury secretary flew to Geneva.", "2025-05-10", "scott-bessent"),
    ("fr", "Le chancelier allemand a reçu des ministres.", "2003-01-22", "gerhard-schroder"),
    ("fr", "Le chancelier allemand a reçu des ministres.", "2024-01-22", "olaf-scholz"),
]

#: language, sentence, day, person, office with its modifier.
FORMER = [
    (
        "de",
        "Der frühere US-Präsident Barack Obama trat in Chicago auf.",
        "2025-07-04",
        "barack-obama",
        "former president",
    ),
    (
        "en",
        "Former German chancellor Gerhard Schröder defended the pipeline.",
        "2022-03-04",
        "gerhard-schroder",
        "former chancellor",
    ),
    (
        "de",
        "Donald Rumsfeld veröffentlichte seine Erinnerungen.",
        "2011-02-08",
        "donald-rumsfeld",
        "former secretary of defense",
    ),
]


def _person(document: Document, key: str) -> Entity:
    people = [e for e in document.entities if e.kind == "person"]
    found = [e for e in people if e.ref == f"person/{key}"]
    assert found, f"{key} not among {[e.ref for e in people]}"
    return found[0]


@pytest.mark.parametrize(("lang", "text", "day", "key", "office"), NAMED)
def test_leader_is_known_by_every_usual_form(
    lang: str, text: str, day: str, key: str, office: str, read: Callable[..., Document]
) -> None:
    """A usual spelling, in any case of the language, leads to the person and the office of that day."""
    assert _person(read(text, lang=lang, day=date.fromisoformat(day)), key).office == office


@pytest.mark.parametrize(("lang", "text", "day", "key"), HELD)
def test_office_alone_means_the_holder_of_the_day(
    lang: str, text: str, day: str, key: str, read: Callable[..., Document]
) -> None:
    """The same words mean whoever held the office when the article appeared."""
    links = read(text, lang=lang, day=date.fromisoformat(day)).links
    assert {ln.entity for ln in links if ln.entity.startswith("person/")} == {f"person/{key}"}


@pytest.mark.parametrize(("lang", "text", "day", "key", "office"), FORMER)
def test_who_has_left_office_is_a_former_holder(
    lang: str, text: str, day: str, key: str, office: str, read: Callable[..., Document]
) -> None:
    """Said in the text or known from the dates: the office is a former one."""
    assert _person(read(text, lang=lang, day=date.fromisoformat(day)), key).office == office


def test_son_is_not_his_father(read: Callable[..., Document]) -> None:
    """Donald Trump Jr. is a person of his own, also where only the surname follows."""
    document = read("Donald Trump Jr. trat in Texas auf. Trump lobte seinen Vater.")
    assert {e.ref for e in document.entities if e.kind == "person"} == {"person/donald-trump-jr"}


def test_no_term_ends_before_it_begins(lexicon: Lexicon) -> None:
    """Dates of every term of office are in order."""
    terms = [t for held in lexicon.tenures.values() for t in held if t.start and t.end]
    assert [t for t in terms if t.end < t.start] == []  # type: ignore[operator]


@pytest.mark.parametrize("year", [2003, 2009, 2015, 2021, 2025])
@pytest.mark.parametrize("place", ["USA", "DEU", "FRA", "GBR", "UKR", "RUS", "POL", "ISR"])
def test_great_offices_have_one_holder(place: str, year: int, lexicon: Lexicon) -> None:
    """No two people are head of state, or foreign minister, of one country on one day."""
    for office in ("head-of-state", "foreign-minister"):
        held = lexicon.holders_of(f"office/{office}", f"country/{place}", date(year, 7, 4))
        assert len({t.person for t in held}) == 1, f"{office}: {sorted(t.person for t in held)}"
