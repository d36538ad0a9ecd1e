"""The GLiNER finder, on a model made here: one layer of random weights, saved to disk.

Run only where the extra `gliner` is installed (with PyTorch, several GB): `pip install '.[gliner]'`.
"""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from finding import read, ruled

from kg.errors import ExtractorError
from kg.pipeline import Reader

gliner = pytest.importorskip("gliner")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch
    from transformers import BertConfig, BertTokenizerFast

    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("gliner")
    letters = list(string.ascii_lowercase + ".,")
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{c}" for c in letters)]
    (folder / "vocab.txt").write_text("\n".join(vocabulary) + "\n")
    BertTokenizerFast(vocab_file=str(folder / "vocab.txt")).save_pretrained(folder)
    size = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    BertConfig(vocab_size=len(vocabulary), **size).save_pretrained(folder)
    config = gliner.GLiNERConfig(
        model_name=str(folder), hidden_size=16, max_width=4, max_len=64, span_mode="markerV0", has_rnn=False
    )
    made = gliner.GLiNER.from_config(config, backbone_from_pretrained=False)
    made.save_pretrained(folder / "tiny-model")
    return folder / "tiny-model"


def test_what_the_model_marks_is_linked_and_slices_to_its_text(model: Path) -> None:
    """Random weights mark something at threshold 0; kg itself refuses spans that do not slice."""
    facts = read(f"gliner:model={model},threshold=0")
    marked = [
        m for kind in ("persons", "organisations") for e in facts[kind] for m in e["mentions"]
        if m["rule"].startswith("gliner:")
    ]  # fmt: skip
    assert marked
    assert all(0 < m["confidence"] < 1 for m in marked)
    assert all(facts["text"][m["start"] : m["end"]] == m["text"] for m in marked)


def test_the_threshold_holds(model: Path) -> None:
    facts = read(f"gliner:model={model},threshold=1")
    assert ruled(facts, "persons", "gliner") + ruled(facts, "organisations", "gliner") == []


def test_two_runs_agree(model: Path) -> None:
    assert read(f"gliner:model={model},threshold=0.5") == read(f"gliner:model={model},threshold=0.5")


def test_a_missing_model_is_named_before_anything_is_fetched(tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match=r"no GLiNER model at 'urchade/gliner_small'.*folder"):
        Reader.load(finders=["gliner:urchade/gliner_small"])
    with pytest.raises(ExtractorError, match="not a GLiNER model"):
        Reader.load(finders=[f"gliner:{tmp_path}"])
