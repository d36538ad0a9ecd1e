"""Figures, differences and comparisons as rows of text, for tables of any format."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg.evaluation.comparing import Change, Moved
from kg.evaluation.figures import ALL, Table
from kg.evaluation.scoring import KINDS, SHARES, ArticleScore

FIGURES = ("kind", "precision", "recall", "F1", "gold", "found")
LONG = ("kind", "language", "precision", "recall", "f1", "share", "right", "gold", "found")
SIDES = ("", "what", "gold", "found")
DIFFERENCES = ("article", "language", "verdict", "what", "gold", "found")
MOVED = ("kind", "language", "earlier", "now", "change")
CHANGES = ("article", "now", "what", "gold", "before", "after")
MARKS = {"missed": "−", "spurious": "+", "differs": "≠", "mistaken": "✗"}
LEGEND = "− missed   + not in gold   ≠ a detail is wrong   ✗ other parties or another speaker"


def figure_rows(table: Table) -> list[tuple[str, ...]]:
    """Return precision, recall and F1 over all languages."""
    return [
        (kind, *(f"{v:.4f}" for v in (f.precision, f.recall, f.f1)), str(f.gold), str(f.found))
        for kind, f in table.figures[ALL].items()
    ]


def language_table(table: Table) -> tuple[list[str], list[list[str]]]:
    """Return the header and rows of F1, and of the shares of right details, by language."""
    langs = list(table.articles)
    rows = [["articles", *(str(table.articles[lang]) for lang in langs)]]
    for kind in (*KINDS, *SHARES):
        values = [table.value(kind, lang) for lang in langs]
        rows.append([kind, *("–" if value is None else f"{value:.4f}" for value in values)])
    return ["F1, share", *langs], rows


def long_rows(table: Table) -> list[tuple[Any, ...]]:
    """Return every figure in a row of its own (`LONG`), for programs."""
    rows: list[tuple[Any, ...]] = []
    for lang, figures in table.figures.items():
        for kind, f in figures.items():
            exact = (round(f.precision, 4), round(f.recall, 4), round(f.f1, 4))
            rows.append((kind, lang, *exact, None, f.right, f.gold, f.found))
        for key, s in table.shares[lang].items():
            share = round(s.share, 4) if s.of else None
            rows.append((key, lang, None, None, None, share, s.right, s.of, None))
    return rows


def to_object(table: Table) -> dict[str, Any]:
    """Return figures and shares by language as plain values."""
    return {
        lang: {
            "articles": table.articles[lang],
            **{
                kind: {
                    "precision": round(f.precision, 4),
                    "recall": round(f.recall, 4),
                    "f1": round(f.f1, 4),
                    "gold": f.gold,
                    "found": f.found,
                }
                for kind, f in figures.items()
            },
            **{
                key: {"right": s.right, "of": s.of, "share": round(s.share, 4) if s.of else None}
                for key, s in table.shares[lang].items()
            },
        }
        for lang, figures in table.figures.items()
    }


def side_rows(score: ArticleScore) -> list[tuple[str, ...]]:
    """Return what differs in an article, gold beside found (`SIDES`)."""
    return [(MARKS[d.verdict], d.kind, d.gold, d.found) for d in score.differences]


def difference_rows(scores: Sequence[ArticleScore]) -> list[tuple[str, ...]]:
    """Return what differs in all articles (`DIFFERENCES`)."""
    return [(s.id, s.lang, d.verdict, d.kind, d.gold, d.found) for s in scores for d in s.differences]


def moved_rows(moved: Sequence[Moved]) -> list[tuple[str, ...]]:
    """Return the figures that moved (`MOVED`)."""
    return [(m.kind, m.lang, f"{m.earlier:.4f}", f"{m.now:.4f}", f"{m.now - m.earlier:+.4f}") for m in moved]


def change_rows(changes: Sequence[Change]) -> list[tuple[str, ...]]:
    """Return what is read better or worse (`CHANGES`)."""
    return [
        (c.article, "better" if c.better else "worse", c.kind, c.gold, c.before, c.after) for c in changes
    ]
