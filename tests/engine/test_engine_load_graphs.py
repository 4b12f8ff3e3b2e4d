"""What is loaded besides files, and what is not."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.engine

from inspector.engine.errors import EngineError  # noqa: E402
from inspector.engine.load import load  # noqa: E402


@pytest.mark.parametrize("name", ["folder", "graph.pb", "graph.pbtxt", "graph.meta"])
def test_a_graph_of_operations_is_refused_with_what_to_do(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.mkdir() if name == "folder" else path.write_bytes(b"\x0a\x00")
    with pytest.raises(EngineError, match="inspector upgrade"):
        load(path)


def test_a_folder_that_an_archive_was_unpacked_to_loads_like_the_archive(tmp_path: Path) -> None:
    import keras

    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    model.save(tmp_path / "model.keras")
    with zipfile.ZipFile(tmp_path / "model.keras") as archive:
        archive.extractall(tmp_path / "model")
    found = load(tmp_path / "model")
    assert (found.get_weights()[0] == model.get_weights()[0]).all()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model", "model.keras"]
