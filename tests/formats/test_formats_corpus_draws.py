"""Every real file becomes a picture; how many do is printed (-s)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector.drawing.draw import draw
from inspector.drawing.picture import Options
from inspector.formats import open_model
from inspector.graph.grouping import blocks

pytestmark = pytest.mark.slow

CORPUS = Path(os.environ.get("INSPECTOR_SHARED", Path(__file__).parents[3] / "shared")) / "corpus"
FOLDERS = sorted(path for path in CORPUS.glob("*") if path.is_dir())
ENDINGS = (".keras", ".h5", ".hdf5", ".pb")


@pytest.fixture(scope="module")
def drawn() -> Iterator[list[str]]:
    found: list[str] = []
    yield found
    print(f"\n{len(found)} of {len(FOLDERS)} real files are drawn")


def model_in(folder: Path) -> Path:
    """The folder itself where it is a SavedModel, else the model file in it."""
    if (folder / "saved_model.pb").is_file():
        return folder
    (path,) = (each for each in folder.iterdir() if each.suffix in ENDINGS)
    return path


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_real_file_is_drawn(folder: Path, drawn: list[str]) -> None:
    graph = open_model(model_in(folder))
    assert graph.layers
    picture = draw(graph, blocks(graph), frozenset(), Options())
    assert picture.boxes
    drawn.append(folder.name)
