"""Pictures as SVG: well-formed for any names, with text that fits, and without anything that reaches out of it."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from drawing_models import folded_graphs, grid_of_blocks
from hypothesis import given
from hypothesis import strategies as st

from inspector.drawing.draw import draw
from inspector.drawing.lettering import cut, subtitle, title
from inspector.drawing.measure import text_width
from inspector.drawing.palette import DARK, LIGHT, PALETTES
from inspector.drawing.picture import Box, Line, Options, Picture
from inspector.drawing.shapes import text_right, title_right
from inspector.drawing.svg import to_svg

SVG = "{http://www.w3.org/2000/svg}"
EVERYTHING = Picture(
    (
        Box("frame", "frame", 10, 10, 300, 300, "outer", frozen="some"),
        Box("block:b", "block", 30, 60, 160, 54, "inner", "3 layers", "core", frozen="some"),
        Box("a", "layer", 30, 200, 160, 54, "layer a", "Dense 4", "core", frozen="all", edited=True),
    ),
    (Line("block:b", "a", ((110, 118), (110, 150), (140, 170), (140, 200)), "7×7", (116, 128)),),
    320.0,
    320.0,
)


def parsed(picture: Picture, **look: object) -> ElementTree.Element:
    return ElementTree.fromstring(to_svg(picture, look.pop("palette", LIGHT), **look))


def texts(root: ElementTree.Element) -> list[str]:
    return [element.text for element in root.iter(f"{SVG}text")]


def test_everything_that_is_written_on_a_picture_is_text():
    assert texts(parsed(EVERYTHING)) == ["outer", "inner", "3 layers", "layer a", "Dense 4", "7×7"]


def test_it_says_what_it_is_and_how_large():
    root = parsed(EVERYTHING, title="my <model>", scale=2.0)
    assert root.find(f"{SVG}title").text == "my <model>"
    assert (root.get("width"), root.get("viewBox")) == ("640", "0 0 320 320")


@given(st.text(max_size=30), st.sampled_from(["layer", "block", "frame"]))
def test_any_name_gives_a_well_formed_file(name, kind):
    box = Box(name, kind, 0, 0, 320, 54, name, name, name)
    parsed(Picture((box,), (Line(name, name, ((0, 0), (0, 9)), name),), 320, 54))


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_the_colours_are_those_of_the_theme(palette):
    written = to_svg(EVERYTHING, palette)
    for colour in (palette.canvas, palette.frame, palette.edge, palette.frozen_hatch, palette.edited, palette.muted):
        assert colour in written
    other = DARK if palette is LIGHT else LIGHT
    assert other.canvas not in written


def test_a_transparent_picture_has_nothing_in_the_colour_of_the_canvas():
    assert LIGHT.canvas in to_svg(EVERYTHING, LIGHT)
    assert LIGHT.canvas not in to_svg(EVERYTHING, LIGHT, transparent=True)


def test_several_can_stand_in_one_page():
    """No style sheet, which would reach other pictures; what is referred to by name is the same in all of a theme."""
    written = to_svg(EVERYTHING, LIGHT) + to_svg(EVERYTHING, DARK)
    assert "<style" not in written
    assert set(re.findall(r'id="([^"]*)"', written)) == {"frozen-light", "frozen-dark"}
    assert set(re.findall(r"url\(#([^)]*)\)", written)) == {"frozen-light", "frozen-dark"}


@given(folded_graphs())
def test_text_stays_inside_its_box(drawn):
    graph, blocks, opened, options = drawn
    for box in draw(graph, blocks, opened, replace(options, show_dtype=True, show_trainable=True)).boxes:
        assert title(box).x + title(box).width <= title_right(box) + 4
        assert subtitle(box).x + subtitle(box).width <= text_right(box) + 4


@given(st.text(max_size=60), st.floats(0, 400), st.sampled_from(["middle", "end"]))
def test_a_cut_text_fits_and_keeps_its_ends(text, room, where):
    kept = cut(text, room, 13, where=where)
    if kept and kept != text:
        assert text_width(kept, 13) <= room
        head, _, tail = kept.rpartition("…") if where == "middle" else (kept[:-1], "", "")
        assert text.startswith(head)
        assert text.endswith(tail)
    if text_width(text, 13) <= room:
        assert kept == text


def test_what_is_cut_is_told_whole_in_the_tooltip():
    name = "a_very_long_name_of_a_layer" * 3
    root = parsed(Picture((Box(name, "layer", 0, 0, 160, 54, name, "Dense 4"),), (), 160, 54))
    assert name not in texts(root)
    assert root.find(f"{SVG}g/{SVG}title").text.startswith(name)


def test_the_options_are_words_in_the_boxes():
    graph, blocks = grid_of_blocks()
    graph = replace(graph, layers=tuple(replace(layer, weights=None) for layer in graph.layers))
    plain = Options(show_shapes=False)
    told = Options(show_shapes=False, show_dtype=True, show_trainable=True)
    frozen = frozenset({"stem"})
    before = {box.id: box.subtitle for box in draw(graph, blocks, frozenset(), plain, frozen=frozen).boxes}
    after = {box.id: box.subtitle for box in draw(graph, blocks, frozenset(), told, frozen=frozen).boxes}
    assert after["stem"] == f"{before['stem']} · float32 · frozen"
    assert after["block:outer"] == f"{before['block:outer']} · float32 · trainable"
