"""All checks of an ontology folder, one after the other.  *I/O*"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.ontology import load_lexicon
from kg.pipeline import Reader
from kg.proofreading.entries import Addition
from kg.proofreading.examples import check_examples
from kg.proofreading.faults import Fault
from kg.proofreading.files import LexiconFile, read_files
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


def check_addition(folder: Path, files: Sequence[LexiconFile], addition: Addition) -> list[Fault]:
    """Return the mistakes that a lexicon with an addition has and the one without it has not.

    Raises OntologyError when the lexicon could not be loaded any more.
    """
    after = [addition.after if file == addition.before else file for file in files]
    with TemporaryDirectory() as place:
        shutil.copytree(folder / "lexicon", Path(place) / "lexicon")
        (Path(place) / "lexicon" / addition.after.name).write_text(addition.after.text, "utf-8", newline="")
        lexicon = load_lexicon(Path(place))
        for code in [addition.after.lang] if addition.after.lang in lexicon.languages else ["en"]:
            lexicon.matcher(code)
    terms = [KG[name] for name in KG]
    before = {f.message for f in _of(files, addition.before, lexicon.languages, terms)}
    return [f for f in _of(after, addition.after, lexicon.languages, terms) if f.message not in before]


def _of(
    files: Sequence[LexiconFile], file: LexiconFile, languages: Collection[str], terms: Collection[str]
) -> list[Fault]:
    return [*check_file(file, languages), *check_together(files, terms)]
