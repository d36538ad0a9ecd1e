"""Copies of articles as newsrooms make them, by a seeded script, and who recognises them.

Every source text is given copies that are cut to 50 to 90 %, reordered by paragraphs or sentences, edited in
3 to 10 % of the words, have a paragraph of another article set in, or carry an agency's credit: one to three
of these at once.  Between them stand look-alikes: other reports of the same event, forms that are filled in
again with other numbers, and different news above the same background, which is two fifths to half of the
text.  Scored are pairs of texts of one group.
"""

from __future__ import annotations

import random
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from kg.across.signatures import imprint
from kg.ledger import Ledger
from kg.model import Article, Document
from kg.sources import read_articles

ROOT = Path(__file__).parent.parent
SOURCES = ("benchmarks/stories/articles.jsonl", "examples/articles", "tests/gold/articles.jsonl")
COPIES = 5  # of each source
GIVEN = {"2025-07-17-kensington-elbkurier.txt"}  # an example that copies another one as it is
LEAST = 60  # words of a source
FILLED = 6  # times each form is filled in
_SENTENCE = re.compile(r"(?<=[.!?»”“\"])\s+")

#: Forms of the kind that agencies fill in every day; `{}` is a number.
FORMS = (
    "Guten Morgen! Das Wetter in den Bergen: Am Vormittag scheint bei {} Grad die Sonne, am Nachmittag "
    "ziehen von Westen Wolken auf, und in {} von {} Tälern fällt Regen. Die Höchstwerte liegen bei {} "
    "Grad, in der Nacht kühlt es auf {} Grad ab. Der Wind weht mit {} Kilometern in der Stunde aus "
    "Südwest. In den nächsten Tagen bleibt es wechselhaft, die Schneefallgrenze liegt bei {} Metern.",
    "Stocks closed higher on the Ostmark exchange as investors bought banks and utilities. The index rose"
    " {} points to {}, its best finish in {} weeks, with {} shares gaining and {} losing. Turnover came "
    "to {} million crowns. The bank of the port added {} percent, the ferry company {} percent. The crown"
    " traded at {} to the dollar. Brokers said that the market would now wait for figures on inflation, "
    "which are due at the end of the week.",
    "Un séisme de magnitude {} a été enregistré au large des îles à {} heures {}, a indiqué l'institut de"
    " physique du globe. L'épicentre se trouvait à {} kilomètres de la côte et à {} kilomètres de "
    "profondeur. Aucun dégât n'a été signalé, et il n'y a pas eu d'alerte au tsunami. Les pompiers ont "
    "reçu {} appels d'habitants inquiets. Les îles se trouvent sur une faille très active; {} secousses y"
    " ont été ressenties depuis le début de l'année.",
    "Генеральний штаб повідомив про обстановку на ранок: протягом доби відбулося {} бойових зіткнень. "
    "Противник завдав {} ракетних і {} авіаційних ударів, скинув {} керованих бомб та здійснив {} "
    "обстрілів. Найбільше атак, а саме {}, захисники відбили на східному напрямку. Втрати противника "
    "склали {} осіб, знешкоджено {} танків і {} артилерійських систем. Підрозділи й надалі утримують "
    "визначені рубежі, ситуація на півночі не змінилася.",
)  # fmt: skip
CREDITS = {"de": "dpa", "en": "Reuters", "fr": "AFP", "es": "EFE", "uk": "Укрінформ"}


@dataclass(frozen=True, slots=True)
class Text:
    """An article and the group it belongs to: texts of one group are copies."""

    article: Article
    group: str


@dataclass(frozen=True, slots=True)
class Pairs:
    """How many pairs are copies, how many were said to be, and how many of them rightly."""

    wanted: int
    said: int
    right: int

    @property
    def precision(self) -> float:
        """The share of what was said that is right."""
        return self.right / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        """The share of what is right that was said."""
        return self.right / self.wanted if self.wanted else 1.0


def sources() -> list[Article]:
    """Return the articles that copies are made of."""
    found = read_articles([str(ROOT / name) for name in SOURCES])
    articles = [a for a in found if isinstance(a, Article) and len(a.text.split()) >= LEAST]
    return [a for a in articles if Path(a.source).name not in GIVEN]


def make_copies(articles: Sequence[Article], seed: int = 4) -> list[Text]:
    """Return the articles, their copies, and the look-alikes."""
    dice = random.Random(seed)
    by_language: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        by_language[article.lang or ""].append(article)
    texts = []
    for n, article in enumerate(articles):
        texts.append(Text(replace(article, id=f"s{n}"), f"s{n}"))
        for i in range(COPIES):
            text = _copy(article, by_language[article.lang or ""], dice)
            day = (article.date or date(2025, 7, 4)) + timedelta(days=dice.randint(0, 3))
            made = replace(article, id=f"s{n}-{i}", text=text, date=day, publisher=f"Copyist {i}")
            texts.append(Text(made, f"s{n}"))
    return texts + _forms(dice) + _with_background(articles, dice)


def _with_background(articles: Sequence[Article], dice: random.Random) -> list[Text]:
    """Set the same last paragraphs under different news, as an outlet does day after day."""
    made = []
    for lang in CREDITS:
        news = [a for a in articles if a.lang == lang]
        background = dice.choice(news).text
        for i, article in enumerate(dice.sample([a for a in news if a.text != background], 4)):
            words = article.text.split()[:80]
            below = background.split()[: round(len(words) * dice.uniform(0.67, 1.0))]
            text = f"{' '.join(words)}\n\n{' '.join(below)}"
            day = date(2025, 10, 1) + timedelta(days=i)
            made.append(
                Text(Article(f"b{lang}{i}", "background", "News", text, lang=lang, date=day), f"b{lang}{i}")
            )
    return made


def _forms(dice: random.Random) -> list[Text]:
    made = []
    for n, form in enumerate(FORMS):
        for i in range(FILLED):
            text = form.format(*(dice.randint(2, 9999) for _ in range(form.count("{}"))))
            day = date(2025, 7, 1) + timedelta(days=i)
            made.append(Text(Article(f"f{n}-{i}", "forms", "Form", text, date=day), f"f{n}-{i}"))
    return made


def _copy(article: Article, others: Sequence[Article], dice: random.Random) -> str:
    steps: list[Callable[[str], str]] = [
        lambda text: _cut(text, dice),
        lambda text: _reorder(text, dice),
        lambda text: _edit(text, others, dice),
        lambda text: _set_in(text, article, others, dice),
        lambda text: f"{text}\n\n({CREDITS.get(article.lang or '', 'AP')})",
    ]
    text = article.text
    for i in sorted(dice.sample(range(len(steps)), dice.randint(1, 3))):
        text = steps[i](text)
    return text


def _cut(text: str, dice: random.Random) -> str:
    """Drop words from the end, as an editor does, down to the end of a sentence."""
    parts = _SENTENCE.split(text)
    words = len(text.split())
    left = max(dice.uniform(0.5, 0.9), 45 / words) * words
    kept: list[str] = []
    while parts and sum(len(p.split()) for p in kept) < left:
        kept.append(parts.pop(0))
    return " ".join(kept)


def _reorder(text: str, dice: random.Random) -> str:
    paragraphs = [p for p in text.split("\n") if p.strip()]
    if len(paragraphs) > 2 and dice.random() < 0.5:
        dice.shuffle(paragraphs)
        return "\n\n".join(paragraphs)
    sentences = _SENTENCE.split(text)
    dice.shuffle(sentences)
    return " ".join(sentences)


def _edit(text: str, others: Sequence[Article], dice: random.Random) -> str:
    """Replace words by others of the language, drop some, set some in."""
    vocabulary = dice.choice(others).text.split()
    words = text.split(" ")
    for i in sorted(
        dice.sample(range(len(words)), round(dice.uniform(0.03, 0.1) * len(words))), reverse=True
    ):
        kind = dice.random()
        if kind < 0.6:
            words[i] = dice.choice(vocabulary)
        elif kind < 0.8:
            del words[i]
        else:
            words.insert(i, dice.choice(vocabulary))
    return " ".join(words)


def _set_in(text: str, article: Article, others: Sequence[Article], dice: random.Random) -> str:
    """Set a paragraph of another article in."""
    other = dice.choice([o for o in others if o is not article] or [article])
    box = dice.choice([p for p in other.text.split("\n") if p.strip()])
    paragraphs = text.split("\n\n")
    paragraphs.insert(dice.randint(1, len(paragraphs)), box)
    return "\n\n".join(paragraphs)


def kg_pairs(texts: Sequence[Text]) -> Pairs:
    """Let kg find the stories, as it does in a store."""
    with tempfile.TemporaryDirectory() as temporary:
        ledger = Ledger.create(Path(temporary) / "ledger.sqlite")
        with ledger.transaction():
            for text in texts:
                a = text.article
                day = a.date.isoformat() if a.date else ""
                made = imprint(Document(a, a.lang or "und", a.skipped))
                ledger.across.put(a.id, day, a.lang or "und", a.publisher or "", made, ())
            ledger.across.tell_stories(t.article.id for t in texts)
        found = {t.article.id: ledger.across.story(t.article.id) or t.article.id for t in texts}
        ledger.close()
    return count_pairs(texts, found)


def datasketch_pairs(texts: Sequence[Text], threshold: float) -> Pairs | None:
    """Let datasketch's MinHashLSH find them in shingles of three words; None where it is not installed."""
    try:
        from datasketch import MinHash, MinHashLSH
    except ImportError:
        return None
    index = MinHashLSH(threshold=threshold, num_perm=128)
    group: dict[str, str] = {}
    for text in texts:
        words = re.findall(r"\w+", text.article.text.casefold())
        hashed = MinHash(num_perm=128)
        hashed.update_batch({" ".join(words[i : i + 3]).encode() for i in range(max(1, len(words) - 2))})
        me = text.article.id
        group[me] = me
        for other in index.query(hashed):
            old, new = group[other], group[me]
            group = {a: new if g == old else g for a, g in group.items()}
        index.insert(me, hashed)
    return count_pairs(texts, group)


def count_pairs(texts: Sequence[Text], found: dict[str, str]) -> Pairs:
    """Count pairs of texts by the group they should be in and the one they were found in."""
    wanted, said, right = (_pairs(texts, key) for key in (
        lambda t: t.group, lambda t: found[t.article.id], lambda t: (t.group, found[t.article.id]),
    ))  # fmt: skip
    return Pairs(wanted, said, right)


def _pairs(texts: Sequence[Text], key: Callable[[Text], object]) -> int:
    sizes: dict[object, int] = defaultdict(int)
    for text in texts:
        sizes[key(text)] += 1
    return sum(n * (n - 1) // 2 for n in sizes.values())
