"""A store as files for other programs; the suffix says which format.  *I/O*

`rdf.py` writes RDF, `tables.py` rows for spreadsheets and statistics, `networks.py` graph files of a
networkx graph that the caller made, `ftm.py` and `polecat.py` what other models call the same things.  Every
file is written beside its place and renamed when complete; the same store gives the same bytes.
docs/exports.md describes them for those who load them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ExportError
from kg.exports.atomic import PACKED, format_of, new_file
from kg.exports.filters import Selection
from kg.exports.ftm import SUFFIXES as FTM
from kg.exports.ftm import write_ftm
from kg.exports.networks import NETWORKS, write_network
from kg.exports.polecat import SUFFIXES as POLECAT
from kg.exports.polecat import write_polecat
from kg.exports.rdf import DATASETS, FLAT, Form, write_rdf
from kg.exports.tables import TABLES, WHAT, write_table

if TYPE_CHECKING:
    import networkx as nx

    from kg.store import Store

SUFFIXES = (*DATASETS, *FLAT, *NETWORKS, *TABLES)
#: Other models, and the suffixes of their files.
MODELS = {"ftm": FTM, "polecat": POLECAT}
_NOT_PACKED = (*NETWORKS, ".parquet")

__all__ = [
    "MODELS", "NETWORKS", "SUFFIXES", "TABLES", "WHAT", "Form", "export", "format_of", "is_network", "is_rdf",
    "new_file",
]  # fmt: skip


def is_network(file: str | Path) -> bool:
    """Say whether the suffix means a graph file, for which `export` wants a `network`."""
    return format_of(Path(file)) in NETWORKS


def is_rdf(file: str | Path) -> bool:
    """Say whether the suffix means a format of RDF."""
    return format_of(Path(file)) in (*DATASETS, *FLAT)


def export(
    store: Store, file: str | Path, *, graph: str | None = None, since: str | None = None,
    topic: str | None = None, provenance: bool = False, form: Form | None = None, what: str = "events",
    network: nx.Graph[str] | None = None, raw: bool = False, model: str | None = None,
) -> int:  # fmt: skip
    """Write the store to a file and return how many statements, rows, edges or entities it holds.

    `graph` names one graph (`derived`, `article/…`); `since` (ISO date) and `topic` (its key) keep the
    articles published then or later and about it; `provenance` adds which run read what, with its times;
    `form` says how RDF is written; `what` chooses the table; `model` is another model (ftm, polecat).  `raw`
    leaves cells as they are that a spreadsheet would take for a formula.  A suffix `.gz` behind the format
    packs the file.  Raises ExportError.
    """
    path, selection = Path(file), Selection(graph, since, topic, provenance)
    if provenance and (graph or selection.chosen):
        raise ExportError(f"{path}: provenance goes with the whole store, or alone: --graph provenance")
    if model is not None:
        return _write_model(store, path, selection, model, raw=raw)
    suffix = _suffix(path)
    if suffix in NETWORKS:
        if network is None:
            raise ExportError(f"{path}: a graph file needs the network that is to be written")
        return write_network(network, path)
    if suffix in TABLES:
        return write_table(store, path, selection, what=what, raw=raw)
    return write_rdf(store, path, selection, form)


def _write_model(store: Store, path: Path, selection: Selection, model: str, *, raw: bool) -> int:
    if model not in MODELS:
        raise ExportError(f"no model {model!r}. Known: {', '.join(MODELS)}")
    if format_of(path) not in MODELS[model]:
        raise ExportError(f"{path}: {model} is written to files that end in {' '.join(MODELS[model])}")
    if selection.graph or selection.provenance:
        raise ExportError(f"{path}: {model} is made of all graphs. Choose articles with --since and --topic.")
    if model == "ftm":
        return write_ftm(store, path, selection)
    return write_polecat(store, path, selection, raw=raw)


def _suffix(path: Path) -> str:
    suffix = format_of(path)
    if suffix not in SUFFIXES:
        raise ExportError(
            f"{path}: no format has the suffix {suffix or '(none)'!r}. Known: {' '.join(sorted(SUFFIXES))}"
        )
    if suffix in _NOT_PACKED and path.suffix.lower() == PACKED:
        raise ExportError(f"{path}: {suffix} files are not packed. Leave out {PACKED}.")
    return suffix
