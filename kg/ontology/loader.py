"""Read `ontology/` into a frozen Lexicon.  *I/O*

Turtle is parsed by pyoxigraph.  The words of a language become a `Matcher` only when an article of that
language is read (`words.py`).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

from kg.errors import OntologyError
from kg.ontology.assemble import to_entity, to_frame, to_group, to_office, to_tenure, to_topic
from kg.ontology.blocks import Block, Blocks, find_line, parse_file
from kg.ontology.languages import to_language
from kg.ontology.lexicon import Lexicon
from kg.ontology.pause import without_collection
from kg.ontology.records import Office, Tenure
from kg.vocab import DEFAULT_BASE, KG, SKOS


def ontology_folder() -> Path:
    """Return the folder `ontology/`: inside the installed package, else beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_ontology", package.parent / "ontology"):
        if (folder / "lexicon").is_dir():
            return folder
    raise OntologyError(f"no ontology beside {package}; reinstall newskg")


@lru_cache(maxsize=4)
@without_collection()
def load_lexicon(folder: Path | None = None) -> Lexicon:
    """Read the ontology below `folder` (default: the one that ships with kg).

    Raises OntologyError naming the file and line.
    """
    folder = folder or ontology_folder()
    files = sorted((folder / "lexicon").rglob("*.ttl"))
    if not files:
        raise OntologyError(f"{folder} holds no lexicon; expected lexicon/**/*.ttl")
    digest = hashlib.sha256()
    raw: dict[str, Block] = {}
    for path in files:
        data = path.read_bytes()
        digest.update(data)
        parse_file(path, data, raw)
    start = len(DEFAULT_BASE)
    blocks = {iri[start:]: block for iri, block in raw.items() if iri.startswith(DEFAULT_BASE)}
    try:
        return _assemble(folder, digest.hexdigest()[:16], blocks)
    except OntologyError as error:
        ref = str(error).partition(":")[0]
        raise OntologyError(f"{find_line(folder, ref)}: {error}") from error


def _assemble(folder: Path, version: str, blocks: Blocks) -> Lexicon:
    by_kind: dict[str, list[str]] = defaultdict(list)
    for ref in sorted(blocks):
        by_kind[ref.partition("/")[0]].append(ref)
    named = [ref for kind in ("person", "country", "organisation") for ref in by_kind[kind]]
    entities = {ref: to_entity(ref, blocks[ref]) for ref in named if SKOS.prefLabel in blocks[ref]}
    offices = {ref: to_office(ref, blocks) for ref in by_kind["office"]}
    tenures = [to_tenure(ref, blocks[ref]) for ref in by_kind["tenure"]]
    types = frozenset(ref.removeprefix("type/") for ref in by_kind["type"])
    return Lexicon(
        version=version,
        folder=folder,
        entities=entities,
        offices=offices,
        tenures=_by_person(tenures),
        holders=_by_office(tenures, offices),
        topics={ref: to_topic(ref, blocks) for ref in by_kind["topic"] if ref != "topic/scheme"},
        types=types,
        frames={ref: to_frame(ref, blocks, types) for ref in by_kind["frame"]},
        groups={ref: to_group(ref, blocks[ref]) for ref in by_kind["group"]},
        languages={code: to_language(code, blocks) for ref in by_kind["language"] for code in [ref[9:]]},
        credit_lines={
            text.casefold(): ref
            for ref in by_kind["organisation"]
            for text, _ in blocks[ref].get(KG.creditLine, ())
        },
        names={ref: blocks[ref].get(SKOS.altLabel, []) + blocks[ref][SKOS.prefLabel] for ref in entities},
        blocks=blocks,
    )


def _by_person(tenures: list[Tenure]) -> dict[str, tuple[Tenure, ...]]:
    found: dict[str, list[Tenure]] = defaultdict(list)
    for tenure in tenures:
        found[tenure.person].append(tenure)
    return {person: tuple(held) for person, held in found.items()}


def _by_office(
    tenures: list[Tenure], offices: dict[str, Office]
) -> dict[tuple[str, str], tuple[Tenure, ...]]:
    """Index tenures by (office, place); one counts for every broader office too."""
    found: dict[tuple[str, str], list[Tenure]] = defaultdict(list)
    for tenure in tenures:
        place = tenure.organisation or (f"country/{tenure.country}" if tenure.country else None)
        known = [offices[ref] for ref in tenure.offices if ref in offices]
        for ref in sorted({ref for office in known for ref in (office.ref, *office.ancestors)}):
            if place is not None:
                found[ref, place].append(tenure)
    return {key: tuple(held) for key, held in found.items()}
