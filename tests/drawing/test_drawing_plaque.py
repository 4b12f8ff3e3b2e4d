"""Legends above pictures: in rows that fit, beside nothing else, in colours that a picture's boxes have."""

from __future__ import annotations

from itertools import combinations

import pytest
from drawing_models import dense, model

from inspector.drawing.colouring import Colouring
from inspector.drawing.overlays import Key, Legend
from inspector.drawing.palette import PALETTES
from inspector.drawing.picture import Options, Picture
from inspector.drawing.plaque import plaque, sheet
from inspector.drawing.scene import Scene
from inspector.drawing.svg import to_svg

RAMP = Legend(
    "Parameters", (Key("#39424e", "none"), Key("#39424f", "not known")), ("#d3ebc4", "#0c2c6a"), "36", "5.00 k"
)
MANY = Legend("Category", tuple(Key("#000000", f"category {number}") for number in range(12)))
GRAPH = model([dense("small", 10), dense("large", 10_000)], [("small", "large")])


def rects(made):
    boxes = [patch.rect for patch in made.patches]
    return boxes + [(words.x, words.y - words.pixels, words.width, words.pixels) for words in made.words]


@pytest.mark.parametrize("legend", [RAMP, MANY], ids=["ramp", "many"])
@pytest.mark.parametrize("width", [100.0, 260.0, 700.0, 5000.0])
def test_nothing_of_a_legend_lies_on_something_else_or_beyond_its_edge(legend, width):
    made = plaque(legend, width)
    placed = rects(made)
    for (x, y, wide, high), (left, top, broad, tall) in combinations(placed, 2):
        assert x + wide <= left or left + broad <= x or y + high <= top or top + tall <= y
    assert all(x >= 0 and x + wide <= made.width and 0 <= y <= made.height - high for x, y, wide, high in placed)
    assert {words.text for words in made.words} >= {legend.title, *(key.words for key in legend.keys)}


def test_a_wide_picture_takes_a_legend_in_one_row_and_a_narrow_one_in_several():
    assert plaque(MANY, 5000.0).height < plaque(MANY, 300.0).height / 3


def test_a_narrow_picture_stands_in_the_middle_under_its_legend():
    laid = sheet(Picture((), (), 100.0, 50.0), RAMP)
    assert laid.width == laid.plaque.width > 100
    assert laid.origin == ((laid.width - 100) / 2, laid.plaque.height)
    assert laid.height == laid.plaque.height + 50


def test_a_legend_that_says_nothing_takes_no_room():
    assert plaque(Legend("Parameters"), 300.0) is None
    assert sheet(Picture((), (), 100.0, 50.0), Legend()).height == 50


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_picture_is_coloured_and_says_by_what(theme):
    scene = Scene(GRAPH, options=Options())
    picture, overlay = scene.shown(None, Colouring("parameters"), theme)
    text = to_svg(picture, PALETTES[theme], overlay=overlay)
    assert overlay.tints["small"].fill != overlay.tints["large"].fill
    assert all(f'fill="{tint.fill}"' in text for tint in overlay.tints.values())
    assert all(f">{words}</text>" in text for words in ("Parameters", "10", "10.0 k"))
    assert PALETTES[theme].canvas in text


def test_a_part_has_the_colours_it_has_in_the_whole():
    scene = Scene(GRAPH, options=Options())
    whole = scene.shown(None, Colouring("parameters"))[1]
    part = scene.shown(lambda picture: Picture(picture.boxes[:1], (), 100.0, 100.0), Colouring("parameters"))[1]
    assert part == whole


def test_a_legend_can_be_left_out():
    overlay = Scene(GRAPH, options=Options()).shown(None, Colouring("parameters", legend=False))[1]
    assert overlay.tints
    assert overlay.legend == Legend()
