"""The notation of the lexicon, and what it matches."""

import pickle

import pytest

from kg.errors import OntologyError
from kg.ontology.matcher import TOKEN, Matcher, expand, normalise


def found(matcher: Matcher, text: str) -> list[tuple[str, str]]:
    """Return (value, matched words) for every match in a text."""
    words = TOKEN.findall(text)
    return [(m.value, " ".join(words[m.first : m.last])) for m in matcher.find(words)]


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("Kiew", "Er fuhr nach Kiew.", True),
        ("Kiew", "Er fuhr nach kiew.", False),
        ("telefonier*", "Sie telefonierten lange.", True),
        ("telefonier*", "Sie haben herumtelefoniert.", False),
        ("*gespräch*", "Nach dem Krisengespräch schwieg er.", True),
        ("*gespräch*", "Gespräche begannen.", True),
        ("*präsident", "Der Bundespräsident kam.", True),
        ("*präsident", "Der Präsidentenpalast brannte.", False),
        ("Foreign Minister", "Kenyan Foreign Minister Mudavadi spoke.", True),
        ("Foreign Minister", "Foreign aid, Minister said.", False),
        ("meet|meets|met with", "She met with him.", True),
        ("meet|meets|met with", "She meets with him.", True),
        ("meet|meets|met with", "She met him with joy.", False),
        ("Patriot-System*", "Zwei Patriot-Systeme kamen an.", True),
        ("U.S.", "The U.S. agreed.", True),
        ("п'ять", "Вони п’ять днів чекали.", True),
    ],
)
def test_notation(pattern: str, text: str, matches: bool) -> None:
    """Every sign of the notation matches what the README of the ontology says."""
    matcher = Matcher()
    matcher.add_pattern(pattern, "x", "value")
    assert bool(found(matcher, text)) is matches


def test_lower_case_pattern_matches_at_the_beginning_of_a_sentence() -> None:
    """A verb written in lower case is found where a sentence begins with it."""
    matcher = Matcher(nouns_capitalised=True)
    matcher.add_pattern("treffen", "x", "verb")
    assert found(matcher, "Treffen wollen sich beide.") == [("verb", "Treffen")]


def test_lower_case_pattern_is_no_noun_in_german() -> None:
    """*das Treffen* in mid-sentence is not the verb *treffen*."""
    matcher = Matcher(nouns_capitalised=True)
    matcher.add_pattern("treffen", "x", "verb")
    assert found(matcher, "Nach dem Treffen schwieg er.") == []


def test_names_take_the_endings_of_the_language() -> None:
    """*Trumps* is *Trump* with the ending -s, and the match says so."""
    matcher = Matcher(name_endings=(("s", ""), ("ого", "ий")))
    matcher.add_pattern("Trump", "x", "trump", name=True)
    matcher.add_pattern("Зеленський", "x", "zelenskyy", name=True)
    words = TOKEN.findall("Trumps Brief an Зеленського")
    assert [(m.value, m.inflected) for m in matcher.find(words)] == [("trump", True), ("zelenskyy", True)]


def test_ordinary_words_take_no_endings() -> None:
    """Endings of names are not accepted on cues."""
    matcher = Matcher(name_endings=(("s", ""),))
    matcher.add_pattern("Angriff", "x", "attack")
    assert found(matcher, "Des Angriffs wegen.") == []


def test_all_overlapping_patterns_are_reported() -> None:
    """The matcher decides nothing: *European Union* and *Union* are both found."""
    matcher = Matcher()
    matcher.add_pattern("European Union", "x", "eu")
    matcher.add_pattern("Union", "x", "union")
    assert {value for value, _ in found(matcher, "The European Union agreed.")} == {"eu", "union"}


def test_discontinuous_pattern_is_split_into_its_parts() -> None:
    """`führ* … Gespräch*` are two parts; the clause joins them later."""
    assert expand("führ* … Gespräch*") == [[("führ*",)], [("Gespräch*",)]]


def test_pattern_with_too_many_alternatives_is_refused() -> None:
    """A pattern that stands for thousands of sequences is an error of the file, and says so."""
    with pytest.raises(OntologyError, match="split it"):
        expand(" ".join(["a|b|c|d|e"] * 5))


@pytest.mark.parametrize(("word", "folded"), [("ещё", "еще"), ("п’ять", "п'ять"), ("Koalition", "Koalition")])
def test_normalise_folds_what_never_distinguishes(word: str, folded: str) -> None:
    """Apostrophes and ё are folded, everything else stays."""
    assert normalise(word) == folded


def test_a_matcher_travels_packed() -> None:
    """To worker processes, without what it has looked up so far: a cluster knows a reader by its bytes."""
    matcher = Matcher()
    matcher.add_name("Kenya", "name", "country/KEN")
    fresh = pickle.dumps(matcher)
    there = pickle.loads(fresh)
    assert found(there, "Kenya") == [("country/KEN", "Kenya")]
    assert pickle.dumps(there) == pickle.dumps(pickle.loads(fresh))
