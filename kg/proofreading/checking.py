"""All checks of an ontology folder, one after the other.  *I/O*"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from kg.ontology import load_lexicon
from kg.pipeline import Reader
from kg.proofreading.examples import check_examples
from kg.proofreading.faults import Fault
from kg.proofreading.files import read_files
from kg.proofreading.names import check_lexicon
from kg.proofreading.shapes import FOLDERS, can_check_shapes, check_shapes
from kg.proofreading.writing import check_file, check_together
from kg.vocab import KG


def check_ontology(
    folder: Path, languages: Collection[str] = (), advance: Callable[[], object] = lambda: None
) -> list[Fault]:
    """Return what is wrong in an ontology folder; with `languages`, only their examples and names.

    Raises OntologyError for what keeps the lexicon from being loaded, naming file and line.
    """
    files = read_files(folder)
    lexicon = load_lexicon(folder)
    faults: list[Fault] = []
    for file in files:
        faults += check_file(file, lexicon.languages)
        advance()
    faults += check_together(files, [KG[name] for name in KG])
    faults += [fault for fault in check_lexicon(lexicon) if _concerns(fault, languages)]
    if can_check_shapes():
        for name in FOLDERS:
            faults += check_shapes(folder, name)
            advance()
    only = frozenset(languages) if languages else None
    return [*faults, *check_examples(Reader.load(ontology=folder), only, advance)]


def _concerns(fault: Fault, languages: Collection[str]) -> bool:
    return fault.grave or not languages or not fault.lang or fault.lang in languages
