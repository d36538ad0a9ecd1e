"""What a language lacks beside the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.ontology import Lexicon, load_lexicon
from kg.proofreading import ASPECTS, Coverage, survey
from kg.vocab import prefixes

HEAD = "\n".join(f"@prefix {name}: <{iri}> ." for name, iri in sorted(prefixes().items())) + "\n"
WORDS = """
language:{0} a kg:Language ; kg:nounsCapitalised false ; kg:stopWord "the"@{0} ; kg:quotePair "“ ”" ;
    kg:relativeDay "today=0" .
month:1 skos:altLabel "one"@{0} .
country:ABC skos:altLabel "Abc"@{0} ; kg:adjective "abcian"@{0} .
office:king kg:word "king"@{0} .
cue:say-{0} a kg:ReportingCue ; kg:stance "says" ; kg:verb "a"@{0} , "b"@{0} , "c"@{0} , "d"@{0} .
cue:not-{0} a kg:NegationCue ; kg:word "not"@{0} .
frame:call-{0} a kg:Frame ; kg:mode mode:call ; kg:verb "phone*"@{0} .
topic:trade kg:trigger "trade"@{0} .
"""
COMMON = """
country:ABC a schema:Country ; skos:prefLabel "Abc"@en .
office:king a kg:Office ; skos:prefLabel "king"@en .
person:ana a schema:Person ; skos:prefLabel "Ana"@en .
tenure:ana a kg:Tenure ; org:member person:ana ; org:role office:king ; org:organization country:ABC .
mode:call skos:broader type:CONSULT .
type:CONSULT a kg:EventType .
topic:trade a skos:Concept , kg:TopTopic ; skos:prefLabel "trade"@en .
"""


def coverage(folder: Path, changes: dict[str, str]) -> Coverage:
    """Survey a lexicon of three languages, one of which (cc) lacks what `changes` takes away."""
    (folder / "lexicon").mkdir(parents=True)
    texts = [WORDS.format(lang) for lang in ("aa", "bb")]
    third = WORDS.format("cc")
    for old, new in changes.items():
        assert old in third
        third = third.replace(old, new)
    (folder / "lexicon" / "all.ttl").write_text(HEAD + COMMON + "".join([*texts, third]), encoding="utf-8")
    return survey(load_lexicon(folder))


def test_equal_languages_lack_nothing(tmp_path: Path) -> None:
    """Three languages with the same words have no gaps."""
    assert coverage(tmp_path, {}).gaps == ()


@pytest.mark.parametrize(
    ("old", "new", "aspect", "thing"),
    [
        ('kg:adjective "abcian"@cc', 'kg:metonym "Abctown"@cc', "country adjectives", "country/ABC"),
        ('office:king kg:word "king"@cc .', "", "offices", "office/king"),
        ('month:1 skos:altLabel "one"@cc .', "", "months", "month/1"),
        ('kg:relativeDay "today=0"', 'kg:relativeDay "tomorrow=1"', "relative days", "+0 days"),
        ('"not"@cc', '"not"@aa', "cues of status", "NegationCue"),
        ('kg:verb "phone*"@cc', "kg:priority 1", "kinds of events", "mode/call"),
        ('topic:trade kg:trigger "trade"@cc .', "", "top topics", "topic/trade"),
        (' , "b"@cc , "c"@cc , "d"@cc', "", "words that report", "says"),
    ],
)
def test_a_gap_is_named(old: str, new: str, aspect: str, thing: str, tmp_path: Path) -> None:
    """What the two others have and this one has not, or has far fewer words for."""
    gaps = [gap for gap in coverage(tmp_path, {old: new}).gaps if gap.lang == "cc"]
    assert (aspect, thing) in {(gap.aspect.name, gap.thing) for gap in gaps}
    assert all(set(gap.others) == {"aa", "bb"} for gap in gaps)
    assert all("cc" in gap.where or "*" in gap.where for gap in gaps if "{}" in gap.aspect.where)


def test_what_one_other_language_has_is_no_gap(tmp_path: Path) -> None:
    """Only what at least two others have is expected of a language."""
    found = coverage(
        tmp_path, {'kg:adjective "abcian"@cc': 'kg:adjective "abcian"@cc ; kg:metonym "Abctown"@cc'}
    )
    assert found.gaps == ()


def test_leaders_need_a_name_in_the_script_of_the_language(lexicon: Lexicon) -> None:
    """English names serve Polish articles, not Russian ones."""
    found = survey(lexicon)
    lacking = {gap.lang for gap in found.gaps if gap.aspect.name == "leaders in office"}
    assert lacking <= {"ru", "uk"}


def test_cells_count_what_is_there_and_what_lacks(lexicon: Lexicon) -> None:
    """Every aspect has a cell for every language; all countries have names in all of them."""
    found = survey(lexicon)
    names = next(aspect for aspect in ASPECTS if aspect.name == "country names")
    assert {found.cell(names, lang) for lang in lexicon.languages} == {"250"}
    for aspect in ASPECTS:
        for lang in lexicon.languages:
            assert found.cell(aspect, lang).split()[0].replace(",", "").isdigit(), (aspect.name, lang)
