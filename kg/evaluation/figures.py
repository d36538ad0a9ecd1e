"""Counts of articles → precision, recall and F1, over all and per language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.evaluation.scoring import KINDS, SHARES, ArticleScore

ALL = "all"


@dataclass(frozen=True, slots=True)
class Figure:
    """Precision, recall and F1 of one kind, with the numbers behind them."""

    right: int
    gold: int
    found: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of gold that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Share:
    """How often a detail of what was found is right."""

    right: int
    of: int

    @property
    def share(self) -> float:
        """The share, 0 where there was nothing to judge."""
        return self.right / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Table:
    """Figures and shares by language (`all` first), each with its number of articles."""

    articles: Mapping[str, int]
    figures: Mapping[str, Mapping[str, Figure]]
    shares: Mapping[str, Mapping[str, Share]]

    def value(self, kind: str, lang: str) -> float | None:
        """Return F1 of a kind, or a share; None where gold holds nothing to judge."""
        figure = self.figures.get(lang, {}).get(kind)
        if figure is not None:
            return figure.f1 if figure.gold or figure.found else None
        share = self.shares.get(lang, {}).get(kind)
        return share.share if share is not None and share.of else None


def tabulate(scores: Iterable[ArticleScore]) -> Table:
    """Add up articles (micro average: every person counts the same, whatever the article)."""
    scores = tuple(scores)
    groups = {ALL: scores} | {
        lang: tuple(s for s in scores if s.lang == lang) for lang in sorted({s.lang for s in scores})
    }
    return Table(
        articles={lang: len(group) for lang, group in groups.items()},
        figures={lang: {kind: _figure(kind, group) for kind in KINDS} for lang, group in groups.items()},
        shares={lang: {key: _share(key, group) for key in SHARES} for lang, group in groups.items()},
    )


def _figure(kind: str, scores: tuple[ArticleScore, ...]) -> Figure:
    counts = [score.counts[kind] for score in scores]
    return Figure(*(sum(column) for column in zip(*counts, strict=True))) if counts else Figure(0, 0, 0)


def _share(key: str, scores: tuple[ArticleScore, ...]) -> Share:
    return Share(sum(s.shares[key][0] for s in scores), sum(s.shares[key][1] for s in scores))
