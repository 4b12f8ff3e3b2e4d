"""``export``: one model or many, what is drawn of them, and what it says when that cannot be."""

from __future__ import annotations

import shutil
import struct
import subprocess
import sys
from pathlib import Path

from inspector.resources import resource

SAMPLE = resource("samples/sample.keras")


def export(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "inspector", "export", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_folder_of_models_is_drawn_in_one_command(tmp_path: Path) -> None:
    models = tmp_path / "models"
    (models / "new").mkdir(parents=True)
    for name in ("a.keras", "new/b.keras", "new/b.h5", "other.keras"):
        shutil.copyfile(SAMPLE, models / name)
    (models / "broken.keras").write_text("no model")
    (models / "notes.txt").write_text("nothing")

    (tmp_path / "here").mkdir()
    shutil.copyfile(SAMPLE, tmp_path / "here" / "other.keras")
    found = export(tmp_path, models, SAMPLE, "here/other.keras", "-o", "pictures", "--format", "dot")

    assert found.returncode == 1
    assert found.stderr.startswith("inspector: Cannot open 'broken.keras'")
    assert len(found.stderr.splitlines()) == 1
    written = {str(path.relative_to(tmp_path / "pictures")) for path in (tmp_path / "pictures").rglob("*.*")}
    assert written == {
        "a.dot",
        "sample.dot",
        "new/b.keras.dot",
        "new/b.h5.dot",
        "models-other.keras.dot",
        "here-other.keras.dot",
    }
    assert "--overwrite" in export(tmp_path, models / "a.keras", "-o", "pictures", "--format", "dot").stderr


def test_several_models_need_a_folder(tmp_path: Path) -> None:
    found = export(tmp_path, SAMPLE, SAMPLE, "-o", "graph.svg")
    assert found.returncode == 1
    assert "Expected a folder for the pictures of 2 models" in found.stderr


def test_a_folder_without_models_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found = export(tmp_path, "empty", "-o", "pictures")
    assert (found.returncode, found.stderr) == (1, "inspector: Expected models to draw, found none.\n")


def test_what_is_drawn_can_be_chosen(tmp_path: Path) -> None:
    def svg(*options: str) -> str:
        found = export(tmp_path, SAMPLE, "-o", "graph.svg", "--overwrite", *options)
        assert found.returncode == 0, found.stderr
        return (tmp_path / "graph.svg").read_text()

    plain = svg()
    assert "float32" not in plain
    assert "trainable" not in plain
    told = svg("--show-dtype", "--show-trainable", "--no-show-layer-names", "--no-show-shapes")
    assert "float32 · trainable" in told
    assert told.count("<text") < plain.count("<text")
    assert svg("--unfold", "none").count("<g><title>") < plain.count("<g><title>")
    assert svg("--only", "stem_conv").count("<g><title>") == 1
    coloured = svg("--only", "Conv2D", "--overlay", "parameters")
    assert "<g><title>stem_conv" in coloured
    assert "BatchNormalization" not in coloured
    assert ">Parameters</text>" in coloured
    assert ">Parameters</text>" not in svg("--overlay", "parameters", "--no-legend")


def test_a_layer_that_is_not_drawn_cannot_be_chosen(tmp_path: Path) -> None:
    found = export(tmp_path, SAMPLE, "-o", "graph.svg", "--only", "nowhere")
    assert found.returncode == 1
    assert "Expected a name, type or block of the model, found 'nowhere'" in found.stderr


def test_the_size_is_in_times_or_in_dots_per_inch(tmp_path: Path) -> None:
    def width(*options: str) -> int:
        assert export(tmp_path, SAMPLE, "-o", "graph.png", "--overwrite", *options).returncode == 0
        return struct.unpack(">I", (tmp_path / "graph.png").read_bytes()[16:20])[0]

    natural = width("--scale", "1")
    assert abs(width("--dpi", "192") - 2 * natural) <= 1
    assert export(tmp_path, SAMPLE, "-o", "x.png", "--scale", "1", "--dpi", "96").returncode == 2
    assert export(tmp_path, SAMPLE, "-o", "x.png", "--scale", "0").returncode == 2
