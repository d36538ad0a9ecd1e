"""The map as two tables (names; ties with a sentence each), for readers without script or eyesight.

In: the content that `map.py` made and the words of one language.  Out: HTML, everything escaped.
The page's script hides and sorts these rows but never writes them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

#: Partners listed beside a name; the table of ties has them all.
_PARTNERS = 12


def render_tables(content: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """Return the table of names and the table of ties."""
    return _names(content, words) + _ties(content, words)


def _names(content: Mapping[str, Any], words: Mapping[str, str]) -> str:
    nodes = content["nodes"]
    partners: list[dict[int, int]] = [{} for _ in nodes]
    for tie in content["ties"]:
        for one, other in ((tie["from"], tie["to"]), (tie["to"], tie["from"])):
            partners[one][other] = tie["value"]
    heads = ("col_name", "col_kind", "col_about", "col_partners")
    rows = []
    for number, node in enumerate(nodes):
        ranked = sorted(partners[number], key=lambda other: (-partners[number][other], other))
        linked = ", ".join(_name(nodes, other) for other in ranked[:_PARTNERS])
        more = len(ranked) - _PARTNERS
        linked += f" … +{more}" if more > 0 else ""
        rows.append(
            f'<tr id="n{number}"><th scope="row"><bdi>{escape(node["label"])}</bdi></th>'
            f"<td>{escape(words['kind_' + node['group']])}</td>"
            f'<td dir="auto">{escape(node["about"])}</td><td>{linked}</td></tr>'
        )
    return _table("names", words["table_names"], [words[head] for head in heads], rows)


def _ties(content: Mapping[str, Any], words: Mapping[str, str]) -> str:
    nodes = content["nodes"]
    heads = ("col_who", "col_relation", "col_whom", "col_sign", "col_when", "col_count", "col_evidence")
    rows = []
    for number, relation in enumerate(content["relations"]):
        sign = words[("sign_neutral", "sign_cooperation", "sign_conflict")[relation["g"]]]
        rows.append(
            f'<tr id="r{number}"><td>{_name(nodes, relation["s"])}</td><td>{escape(relation["l"])}</td>'
            f"<td>{_name(nodes, relation['o'])}</td><td>{escape(sign)}</td><td>{_period(relation)}</td>"
            f"<td>{relation['n']}</td><td>{_evidence(relation, content)}</td></tr>"
        )
    return _table("ties", words["table_ties"], [words[head] for head in heads], rows)


def _table(name: str, caption: str, heads: Sequence[str], rows: Sequence[str]) -> str:
    cells = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = "\n".join(rows)
    return (
        f'<table id="table-{name}"><caption>{escape(caption)}</caption><thead><tr>{cells}</tr></thead>'
        f"<tbody>\n{body}\n</tbody></table>"
    )


def _name(nodes: Sequence[Mapping[str, Any]], number: int) -> str:
    return f'<a href="#n{number}"><bdi>{escape(nodes[number]["label"])}</bdi></a>'


def _period(relation: Mapping[str, Any]) -> str:
    first, last = relation["f"] or "", relation["u"] or ""
    return escape(first if first == last or not last else f"{first} – {last}")


def _evidence(relation: Mapping[str, Any], content: Mapping[str, Any]) -> str:
    """Return the newest sentence with its words marked, and where it stands."""
    if not relation["v"]:
        return ""
    _, sentence, article, *_ = relation["v"][0]
    before, marked, after = (escape(part) for part in content["sentences"][sentence])
    title, publisher, url, _ = content["articles"][article]
    source = escape(f"{publisher}: {title}" if publisher else title)
    if url:
        source = f'<a href="{escape(url)}" rel="noopener noreferrer" target="_blank">{source}</a>'
    mark = f"<mark>{marked}</mark>" if marked else ""
    return f'<q dir="auto">{before}{mark}{after}</q> <cite dir="auto">{source}</cite>'
