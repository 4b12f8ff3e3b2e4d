"""Pictures as PNG files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from inspector.drawing.picture import Box, Line, Picture
from inspector.drawing.scene import Style
from inspector.ui.colours import DARK, LIGHT, Theme
from inspector.ui.pictures.errors import PictureError
from inspector.ui.pictures.files import write_picture
from inspector.ui.pictures.png import LARGEST_SIDE

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


def test_the_file_has_the_pictures_size_times_the_scale_and_its_dots_per_inch(qapp, tmp_path):
    assert write_picture(PICTURE, tmp_path / "graph.png", Style()).endswith("416 × 404 pixels.")
    with Image.open(tmp_path / "graph.png") as written:
        assert (written.format, written.size) == ("PNG", (416, 404))
        assert written.info["dpi"] == pytest.approx((192, 192), abs=0.1)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_file_has_the_themes_colours_and_the_boxes_marks(qapp, tmp_path: Path, theme: Theme):
    write_picture(PICTURE, tmp_path / "graph.png", Style(theme.name))
    with Image.open(tmp_path / "graph.png") as written:
        colours = {colour for _, colour in written.convert("RGB").getcolors(1 << 20)}
    for wanted in (theme.canvas, theme.frozen, theme.text):
        assert tuple(bytes.fromhex(wanted[1:])) in colours


def test_a_transparent_picture_has_no_ground_but_whole_boxes(qapp, tmp_path):
    write_picture(PICTURE, tmp_path / "graph.png", Style(transparent=True, scale=1.0))
    with Image.open(tmp_path / "graph.png") as written:
        alpha = written.getchannel("A")
        assert alpha.getpixel((2, 2)) == alpha.getpixel((110, 93)) == 0
        assert alpha.getpixel((150, 30)) == 255


def test_a_picture_too_large_for_qt_is_made_smaller_and_that_is_said(qapp, tmp_path):
    told = write_picture(column(40_000), tmp_path / "graph.png", Style())
    assert f"{LARGEST_SIDE} pixels" in told
    assert "82% of its natural size instead of 200%" in told
    assert ".svg or .pdf" in told
    with Image.open(tmp_path / "graph.png") as written:
        assert written.height == LARGEST_SIDE
        bottom = written.crop((0, written.height - 2000, written.width, written.height)).convert("RGB")
    assert len(bottom.getcolors(1 << 20)) > 10


def test_a_picture_that_no_size_makes_legible_is_refused_in_words(qapp, tmp_path):
    with pytest.raises(PictureError, match=r"found one of 208 × 150,000: write it as \.svg or \.pdf"):
        write_picture(column(150_000), tmp_path / "graph.png", Style())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["graph.png", "graph.svg", "graph.pdf"])
def test_an_empty_graph_is_refused(qapp, tmp_path, name):
    with pytest.raises(PictureError, match="open a model"):
        write_picture(Picture((), (), 0, 0), tmp_path / name, Style())


@pytest.mark.parametrize("name", ["graph.png", "graph.svg", "graph.pdf"])
def test_a_folder_that_is_not_there_is_named(qapp, tmp_path, name):
    with pytest.raises(PictureError, match=rf"nowhere/{name}, found: No such file or directory"):
        write_picture(PICTURE, tmp_path / "nowhere" / name, Style())


def test_an_earlier_file_stays_whole_when_writing_fails(qapp, tmp_path):
    target = tmp_path / "graph.png"
    target.mkdir()
    (target / "kept").touch()
    with pytest.raises(PictureError):
        write_picture(PICTURE, target, Style())
    assert [path.name for path in tmp_path.iterdir()] == ["graph.png"]
    assert (target / "kept").exists()


def test_an_earlier_file_is_replaced_and_nothing_else_is_left(qapp, tmp_path):
    target = tmp_path / "graph.png"
    target.write_bytes(b"old")
    write_picture(PICTURE, target, Style())
    assert target.read_bytes().startswith(b"\x89PNG")
    assert [path.name for path in tmp_path.iterdir()] == ["graph.png"]


@pytest.mark.parametrize("ending", ["png", "pdf"])
def test_no_screen_and_no_application_are_needed(tmp_path, ending):
    code = (
        "import sys; from pathlib import Path; from inspector.drawing.picture import Box, Picture;"
        "from inspector.drawing.scene import Style; from inspector.ui.pictures.files import write_picture;"
        "picture = Picture((Box('a', 'layer', 10, 10, 160, 54, 'title', '', 'core'),), (), 180.0, 74.0);"
        "write_picture(picture, Path(sys.argv[1]), Style())"
    )
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    target = tmp_path / f"graph.{ending}"
    subprocess.run([sys.executable, "-c", code, str(target)], check=True, env=environment, timeout=60)
    assert target.read_bytes()[:4] == {"png": b"\x89PNG", "pdf": b"%PDF"}[ending]
