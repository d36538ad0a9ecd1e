"""Topics: the examples of the lexicon, what makes a text be about something, and what does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from kg.model import Document
from kg.ontology import Lexicon, load_lexicon
from kg.vocab import KG, RDF, SKOS

Read = Callable[..., Document]


def _examples() -> Iterator[tuple[str, str, str]]:
    blocks = load_lexicon().blocks
    for ref in sorted(blocks):
        if KG.TopTopic in blocks[ref].get(RDF.type, ()):
            for text, lang in blocks[ref].get(SKOS.example, ()):
                yield ref, lang, text


def _refs(document: Document) -> list[str]:
    return [topic.ref for topic in document.topics]


@pytest.mark.parametrize(("ref", "lang", "text"), list(_examples()))
def test_example_yields_its_topic(read: Read, ref: str, lang: str, text: str) -> None:
    """The example sentence of a top topic has that topic."""
    assert ref in _refs(read(text, lang=lang))


def test_every_top_topic_has_german_and_english_examples(lexicon: Lexicon) -> None:
    """No top topic lacks an example in German or English."""
    tops = {ref for ref in lexicon.topics if lexicon.topics[ref].top == ref}
    found = {(ref, lang) for ref, lang, _ in _examples()}
    assert found >= {(ref, lang) for ref in tops for lang in ("de", "en")}


def test_every_topic_is_at_most_two_levels_below_a_top_topic(lexicon: Lexicon) -> None:
    """Narrower topics lead up to a top topic in one or two steps."""
    for ref in lexicon.topics:
        steps, here = 0, ref
        while KG.TopTopic not in lexicon.blocks[here].get(RDF.type, ()):
            broader = lexicon.blocks[here][SKOS.broader]
            assert len(broader) == 1, ref
            here, steps = broader[0].removeprefix("https://w3id.org/newskg/id/"), steps + 1
            assert steps <= 2, ref


@pytest.mark.parametrize("code", ["de", "en", "fr", "es", "it", "pl", "uk", "ru"])
def test_every_top_topic_has_words_in_every_language(lexicon: Lexicon, code: str) -> None:
    """Each language can name each top topic."""
    tops = {ref for ref in lexicon.topics if lexicon.topics[ref].top == ref}
    spoken = {ref for ref in tops if any(lang == code for _, lang in lexicon.blocks[ref].get(KG.trigger, ()))}
    assert spoken == tops


def test_no_topic_word_is_discontinuous(lexicon: Lexicon) -> None:
    """Topic words stand next to each other; the matcher would take the parts of others one by one."""
    words = [
        (ref, text)
        for ref in lexicon.topics
        for how in (KG.trigger, KG.hint)
        for text, _ in lexicon.blocks[ref].get(how, ())
    ]
    assert [pair for pair in words if "…" in pair[1]] == []


def test_headline_counts_more_than_body(read: Read) -> None:
    """Beside another topic, one word in the headline is enough and one word deep in the body is not."""
    padding = "Die Bundestagswahl ist vorbei. " + "Am Morgen regnete es. " * 8
    late = read(
        padding + "Danach ging es kurz um die Waffenruhe.", title="Bundestagswahl: Stichwahl im Herbst"
    )
    early = read(padding, title="Waffenruhe hält")
    assert "topic/ceasefire" not in _refs(late)
    assert "topic/ceasefire" in _refs(early)


def test_commonplace_topics_need_more(lexicon: Lexicon, read: Read) -> None:
    """*Staatsanwaltschaft* stands in reports about anything, *Waffenruhe* does not."""
    assert lexicon.topics["topic/justice"].commonplace
    assert not lexicon.topics["topic/ceasefire"].commonplace
    text = "Die Bundestagswahl ist vorbei. " + "Am Morgen regnete es. " * 4
    padding = " Am Abend regnete es." * 8
    told = text + "Die Staatsanwaltschaft sprach von einer Waffenruhe und neuer Waffenruhe." + padding
    refs = _refs(read(told, title="Bundestagswahl: Stichwahl im Herbst"))
    assert "topic/ceasefire" in refs
    assert "topic/justice" not in refs


def test_a_word_said_again_counts_less(read: Read) -> None:
    """Two words for a topic say more than one word twice."""
    again = read(
        "Die Waffenruhe hält. " + "Am Morgen regnete es. " * 6 + "Die Waffenruhe hält.",
        title="Bundestagswahl",
    )
    other = read(
        "Die Waffenruhe hält. " + "Am Morgen regnete es. " * 6 + "Die Feuerpause hält.",
        title="Bundestagswahl",
    )

    def score(document: Document) -> float:
        scores = {t.ref: t.score for t in document.topics}
        return scores["topic/ceasefire"] / scores["topic/elections"]

    assert score(again) < score(other)


def test_short_report_is_about_the_one_thing_it_names(read: Read) -> None:
    """Where nothing stands beside it, one trigger deep in the body is enough; a hint is not."""
    padding = "Am Morgen regnete es. " * 8
    assert "topic/ceasefire" in _refs(read(padding + "Danach ging es um die Waffenruhe."))
    assert _refs(read(padding + "Danach fuhr ein Soldat vorbei.")) == []


def test_general_words_alone_are_no_topic(read: Read) -> None:
    """A government that is merely named does not make an article about government."""
    assert "topic/government" not in _refs(read("Die Regierung schwieg dazu. Ein Minister winkte."))


def test_narrower_topic_is_reported_below_its_top_topic(read: Read) -> None:
    """A word of a narrower topic gives the top topic and names the narrower one."""
    document = read("Bei dem Gefangenenaustausch kamen 40 Soldaten heim.", title="Gefangenenaustausch")
    topic = next(t for t in document.topics if t.ref == "topic/prisoners")
    assert "topic/prisoner-exchange" in topic.narrower


def test_evidence_spans_slice_back_to_the_words(read: Read) -> None:
    """Each span of a topic covers words of the text that tell of it."""
    document = read("Die Luftabwehr schoss Drohnen ab. Die Luftabwehr ist knapp.")
    topic = next(t for t in document.topics if t.ref == "topic/air-defence")
    assert {document.article.slice(span) for span in topic.spans} == {"Luftabwehr"}


def test_topics_come_strongest_first_and_are_few(read: Read) -> None:
    """At most five topics, by falling score, the strongest with score 1."""
    text = " ".join(text for _, lang, text in _examples() if lang == "de")
    scores = [topic.score for topic in read(text).topics]
    assert len(scores) <= 5
    assert scores[0] == 1.0
    assert scores == sorted(scores, reverse=True)


def test_text_without_topic_words_has_no_topics(read: Read) -> None:
    """Nothing said, nothing found."""
    assert read("Gestern schien die Sonne.").topics == ()


@pytest.mark.parametrize(
    ("lang", "text", "wanted"),
    [
        (
            "fr",
            "Le cessez-le-feu tient, les pourparlers de paix reprennent à Genève.",
            "ceasefire peace-talks",
        ),
        ("es", "Miles de manifestantes apoyaron la huelga general en Madrid.", "protest"),
        ("it", "L'Unione europea ha approvato nuove sanzioni contro la Russia.", "eu sanctions"),
        ("pl", "Unia Europejska przyjęła nowy pakiet sankcji wobec Rosji.", "eu sanctions"),
        ("uk", "Сили ППО збили вночі двадцять дронів, уламки пошкодили підстанцію.", "air-defence"),
        ("ru", "Стороны договорились об обмене пленными и прекращении огня.", "prisoners ceasefire"),
    ],
)
def test_topics_in_other_languages(read: Read, lang: str, text: str, wanted: str) -> None:
    """The six other languages find topics as German and English do."""
    assert {f"topic/{name}" for name in wanted.split()} <= set(_refs(read(text, lang=lang)))


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("Das Restaurant serviert Suppe, der Transporter bringt Gemüse.", {"nuclear-weapons", "sport"}),
        ("Er versucht, das Angebot zu prüfen, und besucht die Stempelstelle.", {"drugs", "religion"}),
        ("Die Protestanten feiern, die Kommissarin gratuliert.", {"protest", "war-crimes"}),
    ],
)
def test_inside_words_do_not_mislead(read: Read, text: str, unwanted: set[str]) -> None:
    """Letters of a topic word inside an unrelated one are no evidence."""
    assert not {f"topic/{name}" for name in unwanted} & set(_refs(read(text)))


@pytest.mark.parametrize(
    ("lang", "text", "wanted", "unwanted"),
    [
        ("de", "Der Präsident der Islamischen Republik Iran reiste ab.", "", "religion"),
        ("fr", "Le président de la République islamique d'Iran est reparti.", "", "religion"),
        ("es", "El presidente de la República Islámica de Irán se marchó.", "", "religion"),
        ("it", "Il presidente della Repubblica islamica dell'Iran è ripartito.", "", "religion"),
        ("pl", "Delegacja odleciała z Islamabadu.", "", "religion"),
        ("uk", "Президент Ісламської Республіки Іран поїхав.", "", "religion"),
        ("ru", "Президент Исламской Республики Иран уехал.", "", "religion"),
        ("fr", "Les pertes s'élèvent à deux millions.", "", "society"),
        ("es", "Los representantes firmaron el acta.", "", "human-rights"),
        ("es", "Se fueron sin embargo a casa.", "", "sanctions"),
        ("pl", "Rząd odrzucił wniosek.", "", "health"),
        ("ru", "Он пытался уехать в Пенсильванию.", "", "human-rights society"),
        ("uk", "Реформу провели поетапно, нове освітлення вже є.", "", "culture society"),
        (
            "uk",
            "Лавров відлетів, повідомило агентство. Стратегію схвалено.",
            "",
            "religion espionage human-rights",
        ),
        ("uk", "Протокол підписали консультанти у траншеї.", "", "maritime finance"),
        ("ru", "Поэтому семь членов казначейства остались.", "", "culture society human-rights"),
        ("ru", "Прошли проливные дожди, выпали осадки.", "", "maritime ground-war"),
        (
            "pl",
            "Był ważny powód: obrady trwały długo, co rocznie się powtarza.",
            "",
            "disaster finance society",
        ),
        ("pl", "Kości i szyi nie złamał, a wózek pociągnął.", "", "religion transport"),
        ("it", "Attorno al tavolo si registra un'ottima impressione.", "", "culture economy"),
        ("fr", "Le déraillement d'un train a fait dix morts.", "disaster", ""),
        ("es", "La huelga general paralizó los ferrocarriles.", "protest transport", ""),
        ("it", "La Corte costituzionale ha respinto il ricorso.", "justice", ""),
        ("pl", "Sejm przyjął nowelizację o praworządności, KRS protestuje.", "justice", ""),
        ("uk", "Північний потік знову зупинено, транзит газу завершено.", "energy", ""),
        ("ru", "Центробанк сохранил ключевую ставку.", "finance", ""),
    ],
)
def test_words_of_narrower_topics(read: Read, lang: str, text: str, wanted: str, unwanted: str) -> None:
    """They tell of their top topic; stems that begin other words, and names of states, do not."""
    found = set(_refs(read(text, lang=lang, title=text)))
    assert {f"topic/{name}" for name in wanted.split()} <= found
    assert not {f"topic/{name}" for name in unwanted.split()} & found


@pytest.mark.parametrize(
    ("code", "text", "wrong"),
    [
        ("de", "Der Schiedsrichter pfiff die Partie ab.", "justice"),
        ("it", "La tregua gira attorno alla città.", "culture"),
        ("pl", "Rozmowa trwała długo, jak w Gruzji.", "finance"),
        ("pl", "Gwałtowny wiatr ucichł, mieszkańcy chcą tu zamieszkać.", "protest"),
        ("uk", "Він прийде наступного дня.", "ground-war"),
        ("uk", "Стратегія компанії містить розбіжності.", "human-rights"),
        ("uk", "Протоколів ніхто не читав.", "maritime"),
        ("ru", "Поэтому он пытался уйти.", "culture"),
        ("ru", "Поэтому он пытался уйти.", "human-rights"),
        ("ru", "Казначейство кардинально сменило электронный адрес.", "human-rights"),
        ("es", "El municipal contó los votos.", "arms-supply"),
    ],
)
def test_words_that_only_begin_alike_are_no_topic(read: Read, code: str, text: str, wrong: str) -> None:
    """A frequent word that begins like a trigger does not speak for its topic."""
    assert f"topic/{wrong}" not in _refs(read(text, lang=code, title=text))
