"""Mentions from a spaCy pipeline that the user names (extra `spacy`).

    kg extract news/ --finder spacy:de_core_news_lg
    kg extract news/ --finder spacy:model=./my-pipeline,score=0.8

In: headline and body, whole, as spaCy wants them.  Out: its people, organisations and those places
that the lexicon knows as countries.  Which pipeline suits which language is the user's choice.
"""

from __future__ import annotations

from typing import Any

from kg.errors import ExtractorError
from kg.extractors import Context
from kg.mentions.labelled import Labelled, number, parts_of, to_mentions
from kg.model import Document, Mention

#: Labels of the tag sets that spaCy's pipelines use (OntoNotes, WikiNER, NKJP, Nerus) → kinds.
KINDS = {
    "PERSON": "person", "PER": "person", "persName": "person",
    "ORG": "organisation", "orgName": "organisation",
    "GPE": "country", "LOC": "country", "placeName": "country",
}  # fmt: skip


class SpacyFinder:
    """A loaded pipeline; `model` is an installed package or a folder, `score` the confidence it gets.

    spaCy's entity recognisers give no scores, so all mentions get the same.  Raises ExtractorError when
    spaCy or the pipeline is missing.
    """

    def __init__(self, model: str, score: str = "0.7") -> None:
        try:
            import spacy
        except ImportError as error:
            raise ExtractorError("the finder 'spacy' needs spaCy: pip install 'newskg[spacy]'") from error
        try:
            self._pipeline: Any = spacy.load(model)
        except (OSError, ValueError) as error:
            raise ExtractorError(
                f"no spaCy pipeline {model!r}: install it (python -m spacy download NAME) or name its folder"
            ) from error
        self._score = number("score", score)
        meta = self._pipeline.meta
        self.version = f"spacy-{meta['lang']}-{meta['name']}-{meta['version']}"

    def __call__(self, document: Document, context: Context) -> tuple[Mention, ...]:
        """Return the pipeline's people, organisations and countries."""
        found = [
            Labelled(e.start_char, e.end_char, KINDS[e.label_], e.label_, self._score, part)
            for part, text in parts_of(document)
            for e in self._pipeline(text).ents
            if e.label_ in KINDS
        ]
        return to_mentions(found, document, context, "spacy", self.version)
