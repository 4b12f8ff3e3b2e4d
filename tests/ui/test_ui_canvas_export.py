"""Pictures as PNG files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from inspector.ui.export import LARGEST_SIDE, ExportError, export_png
from PIL import Image

from inspector.drawing.picture import Box, Line, Picture
from inspector.ui.colours import DARK, LIGHT

PICTURE = Picture(
    (
        Box("a", "layer", 24, 24, 160, 54, "first", "Dense 4", "core"),
        Box("b", "layer", 24, 124, 160, 54, "second", "Conv2D", "convolution", frozen="all"),
    ),
    (Line("a", "b", ((104, 78), (104, 124)), "4", (112, 100)),),
    208.0,
    202.0,
)


def column(height: int) -> Picture:
    boxes = tuple(Box(f"b{y}", "layer", 24, y, 160, 54, f"b{y}", "", "core") for y in range(24, height, 400))
    return Picture(boxes, (), 208.0, float(height))


def test_the_file_has_the_pictures_size_times_the_scale(qapp, tmp_path):
    result = export_png(PICTURE, tmp_path / "graph.png", scale=2.0)
    assert (result.width, result.height, result.note) == (416, 404, "")
    with Image.open(tmp_path / "graph.png") as written:
        assert (written.format, written.size) == ("PNG", (416, 404))


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_file_has_the_themes_colours_and_the_boxes_marks(qapp, tmp_path, theme):
    export_png(PICTURE, tmp_path / "graph.png", theme)
    with Image.open(tmp_path / "graph.png") as written:
        colours = {colour for _, colour in written.convert("RGB").getcolors(1 << 20)}
    for wanted in (theme.canvas, theme.frozen, theme.text):
        assert tuple(bytes.fromhex(wanted[1:])) in colours


def test_a_picture_too_large_for_qt_is_made_smaller_and_that_is_said(qapp, tmp_path):
    result = export_png(column(40_000), tmp_path / "graph.png")
    assert result.height == LARGEST_SIDE
    assert "82% of its natural size instead of 200%" in result.note
    with Image.open(tmp_path / "graph.png") as written:
        assert written.size == (result.width, result.height)
        bottom = written.crop((0, result.height - 2000, result.width, result.height)).convert("RGB")
    assert len(bottom.getcolors(1 << 20)) > 10


def test_a_picture_that_no_size_makes_legible_is_refused_in_words(qapp, tmp_path):
    with pytest.raises(ExportError, match=r"found one of 208 × 400,000: fold some blocks"):
        export_png(column(400_000), tmp_path / "graph.png")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_graph_is_refused(qapp, tmp_path):
    with pytest.raises(ExportError, match="open a model first"):
        export_png(Picture((), (), 0, 0), tmp_path / "graph.png")


def test_a_folder_that_is_not_there_is_named(qapp, tmp_path):
    with pytest.raises(ExportError, match=r"nowhere/graph\.png, found: No such file or directory"):
        export_png(PICTURE, tmp_path / "nowhere" / "graph.png")


def test_an_earlier_file_stays_whole_when_writing_fails(qapp, tmp_path):
    target = tmp_path / "graph.png"
    target.mkdir()
    (target / "kept").touch()
    with pytest.raises(ExportError):
        export_png(PICTURE, target)
    assert [path.name for path in tmp_path.iterdir()] == ["graph.png"]
    assert (target / "kept").exists()


def test_an_earlier_file_is_replaced_and_nothing_else_is_left(qapp, tmp_path):
    target = tmp_path / "graph.png"
    target.write_bytes(b"old")
    export_png(PICTURE, target)
    assert target.read_bytes().startswith(b"\x89PNG")
    assert [path.name for path in tmp_path.iterdir()] == ["graph.png"]


def test_no_screen_and_no_application_are_needed(tmp_path):
    code = (
        "import sys; from inspector.drawing.picture import Box, Picture; from inspector.ui.export import export_png;"
        "export_png(Picture((Box('a', 'layer', 10, 10, 160, 54, 'title', '', 'core'),), (), 180.0, 74.0), sys.argv[1])"
    )
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    target = tmp_path / "graph.png"
    subprocess.run([sys.executable, "-c", code, str(target)], check=True, env=environment, timeout=60)
    with Image.open(target) as written:
        assert written.size == (360, 148)
        assert len(written.convert("RGB").getcolors(1 << 20)) > 20
