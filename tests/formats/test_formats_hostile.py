"""Files that mean harm: a sentence or a picture, nothing run, nothing written, nothing asked of other files."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile import REFUSED, SHOWN, Builder

from inspector.drawing.text import summary
from inspector.formats import FormatError, open_model
from inspector.formats.safe_text import clean_name
from inspector.graph.grouping import blocks

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for one file, which is also the working directory; nothing may be new in or beside it at the end."""
    place = tmp_path / "a" / "b" / "place"
    place.mkdir(parents=True)
    monkeypatch.chdir(place)
    yield place
    assert [each.name for each in tmp_path.iterdir()] == ["a"]
    assert not list(tmp_path.rglob("*outside*"))
    assert not Path("/tmp/outside").exists()


def held(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


@pytest.mark.parametrize("builder", REFUSED, ids=lambda builder: builder.__name__)
def test_is_refused_in_a_sentence(builder: Builder, folder: Path) -> None:
    path = builder(folder)
    before = held(folder)
    with pytest.raises(FormatError) as caught:
        open_model(path)
    sentence = str(caught.value)
    assert sentence.startswith("Cannot ")
    assert sentence.endswith(".")
    assert clean_name(sentence) == sentence
    assert len(sentence) < 600
    assert held(folder) == before


@pytest.mark.parametrize("builder", SHOWN, ids=lambda builder: builder.__name__)
def test_is_shown_as_far_as_it_goes(builder: Builder, folder: Path) -> None:
    path = builder(folder)
    before = held(folder)
    graph = open_model(path)
    assert graph.layers
    blocks(graph)
    assert "root:" not in summary(graph)  # of /etc/passwd
    assert held(folder) == before


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no such limit")
def test_a_library_that_turns_in_circles_is_ended_by_its_computing_time() -> None:
    program = (
        "from inspector.formats import hdf5_helper, limits\n"
        "limits.HELPER_CPU_SECONDS = 1\n"
        "hdf5_helper._confine()\n"
        "while True: pass\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=60).returncode < 0
