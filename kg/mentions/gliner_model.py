"""Mentions from a GLiNER model that the user names (extra `gliner`).

    kg extract news/ --finder gliner:./gliner_multi-v2.1
    kg extract news/ --finder gliner:model=./gliner_multi-v2.1,threshold=0.6

In: sentences, since GLiNER reads a few hundred words at a time.  Out: people, organisations and countries
with the model's scores.  The model is read from its folder; nothing is downloaded.
Source: Zaratiana et al., GLiNER: Generalist Model for Named Entity Recognition, NAACL 2024.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kg.errors import ExtractorError
from kg.extractors import Context
from kg.mentions.labelled import Labelled, number, to_mentions
from kg.model import Document, Mention, Span

#: What the model is asked for → kinds.
KINDS = {"person": "person", "organization": "organisation", "country": "country"}


class GlinerFinder:
    """A loaded model; `model` is its folder, `threshold` the least score (0 to 1) that counts.

    Raises ExtractorError when the library or the model is missing.
    """

    def __init__(self, model: str, threshold: str = "0.5") -> None:
        try:
            from gliner import GLiNER
        except ImportError as error:
            raise ExtractorError(
                "the finder 'gliner' needs the library: pip install 'newskg[gliner]'"
            ) from error
        folder = Path(model).expanduser()
        if not folder.is_dir():
            raise ExtractorError(f"no GLiNER model at {model!r}: name the folder of a downloaded model")
        try:
            self._model: Any = GLiNER.from_pretrained(str(folder), local_files_only=True)
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise ExtractorError(f"{model}: not a GLiNER model that can be loaded ({error})") from error
        self._model.eval()
        self._threshold = number("threshold", threshold)
        self.version = f"gliner-{folder.resolve().name}"

    def __call__(self, document: Document, context: Context) -> tuple[Mention, ...]:
        """Return the model's people, organisations and countries, sentence by sentence."""
        spans = [s.span for s in document.sentences]
        texts = [document.article.slice(span) for span in spans]
        answers = (
            self._model.inference(texts, list(KINDS), threshold=self._threshold, batch_size=8)
            if texts
            else []
        )
        found = [
            _labelled(span, entity)
            for span, entities in zip(spans, answers, strict=True)
            for entity in entities
        ]
        return to_mentions(found, document, context, "gliner", self.version)


def _labelled(sentence: Span, entity: dict[str, Any]) -> Labelled:
    start, end, label = int(entity["start"]), int(entity["end"]), str(entity["label"])
    return Labelled(
        sentence.start + start,
        sentence.start + end,
        KINDS[label],
        label,
        float(entity["score"]),
        sentence.part,
    )
