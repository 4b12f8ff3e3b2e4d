"""Colours that tell a fact, and the legends that explain them."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

import pytest

from inspector.drawing.overlays import TITLES, Overlay, overlay
from inspector.drawing.picture import Box, Frozen
from inspector.drawing.ramps import CLASSES, UNKNOWN, luminance, on_ramp, ramp, tint
from inspector.graph.fact_sheet import FactSheet
from inspector.graph.model import Edge, Layer, ModelGraph, Weight

LAYERS = (
    Layer("image", "image", "InputLayer", output_shapes=((None, 8),), weights=()),
    Layer(
        "small",
        "small",
        "Dense",
        config={"units": 4},
        output_shapes=((None, 4),),
        weights=(Weight("kernel", (8, 4)), Weight("bias", (4,))),
    ),
    Layer(
        "large",
        "large",
        "Dense",
        config={"units": 1000},
        output_shapes=((None, 1000),),
        dtype="float16",
        weights=(Weight("kernel", (4, 1000)), Weight("bias", (1000,))),
    ),
    Layer("own", "own", "Mystery"),
)
GRAPH = ModelGraph("m", "Functional", LAYERS, (Edge("image", "small"), Edge("small", "large"), Edge("large", "own")))
FACTS = FactSheet(GRAPH)


def box(path: str, frozen: Frozen = "no") -> Box:
    return Box(path, "layer", 0, 0, 100, 40, path, category="core", layers=(path,), frozen=frozen)


BOXES = (
    Box("block:all", "frame", 0, 0, 400, 400, "all", layers=("small", "large")),
    *(box(each.path) for each in LAYERS),
)


def made(kind: str, boxes: tuple[Box, ...] = BOXES, dark: bool = False, **factors: float) -> Overlay:
    return overlay(kind, boxes, FACTS, factors, dark=dark)


def test_the_category_leaves_every_box_its_colour_and_names_those_that_are_there() -> None:
    shown = made("category")
    assert not shown.tints
    assert [key.words for key in shown.legend.keys] == ["Dense"]


@pytest.mark.parametrize("dark", [False, True])
def test_amounts_run_along_the_ramp_and_what_has_none_stands_outside_it(dark: bool) -> None:
    shown = made("parameters", dark=dark)
    assert shown.tints["small"].fill == ramp(dark)[0]
    assert shown.tints["large"].fill == ramp(dark)[-1]
    assert shown.tints["image"].fill == shown.tints["own"].fill == UNKNOWN[dark]
    assert (shown.legend.low, shown.legend.high) == ("36", "5.00 k")
    assert [key.words for key in shown.legend.keys] == ["none", "not known"]
    assert "block:all" not in shown.tints


def test_a_folded_block_has_the_sum_of_what_is_in_it() -> None:
    block = Box("block:all", "block", 0, 0, 100, 40, "all", layers=("small", "large"))
    assert made("parameters", (block,)).legend.high == "5.04 k"


def test_frozen_trainable_and_weightless_layers_have_colours_of_their_own() -> None:
    boxes = (box("image"), box("small", "all"), box("large"))
    shown = made("frozen", boxes)
    assert [key.words for key in shown.legend.keys] == ["frozen", "trainable", "no weights"]
    assert len({shown.tints[each.id].fill for each in boxes}) == 3
    assert made("frozen", boxes[1:2]).tints["small"] == shown.tints["small"], "whatever else is there"


def test_multipliers_are_told_for_what_trains() -> None:
    shown = made("rate", small=0.1, large=1.0)
    assert (shown.legend.low, shown.legend.high) == ("0.1", "1")
    assert [key.words for key in shown.legend.keys] == ["does not train"]


def test_the_change_of_weights_is_told_in_parts_of_what_they_were() -> None:
    moved = {"small": (4.0, 400.0), "large": (0.0, 9.0), "own": (1.0, 0.0)}
    shown = overlay("moved", BOXES, FACTS, {}, moved, dark=False)
    assert (shown.legend.low, shown.legend.high) == ("10 %", "10 %")
    assert shown.tints["large"].fill == shown.tints["own"].fill == UNKNOWN[False]
    assert [key.words for key in shown.legend.keys] == ["none", "new, or not in a run"]
    block = Box("block:all", "block", 0, 0, 100, 40, "all", layers=("small", "large"))
    whole = overlay("moved", (block,), FACTS, {}, {"small": (4.0, 16.0), "large": (0.0, 9.0)}, dark=False)
    assert whole.legend.high == "40 %"


def test_types_of_values_are_classes() -> None:
    shown = made("dtype")
    assert {key.words for key in shown.legend.keys} >= {"float16", "float32"}
    assert shown.tints["small"] != shown.tints["large"]


@pytest.mark.parametrize("kind", TITLES)
def test_a_picture_without_boxes_has_an_overlay_too(kind: str) -> None:
    assert not made(kind, ()).tints


@pytest.mark.parametrize("dark", [False, True])
def test_lightness_alone_tells_the_steps_of_a_ramp_apart(dark: bool) -> None:
    steps = [luminance(on_ramp(share / 20, dark)) for share in range(21)]
    assert all((later > earlier) == dark for earlier, later in pairwise(steps))


@pytest.mark.parametrize("dark", [False, True])
def test_text_on_every_tint_is_legible(dark: bool) -> None:
    fills = [on_ramp(share / 20, dark) for share in range(21)] + [*CLASSES, UNKNOWN[dark]]
    for fill in fills:
        lights = sorted((luminance(fill), luminance(tint(fill).text)))
        assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 4.5, fill


def test_classes_differ_for_red_green_blind_eyes() -> None:
    """Deuteranopia after Viénot and others (1999), on the first six colours."""
    seen = [_deuteranope(colour) for colour in CLASSES[:6]]
    assert min(math.dist(one, other) for one, other in combinations(seen, 2)) > 20


def _deuteranope(colour: str) -> tuple[float, ...]:
    linear = [(int(colour[at : at + 2], 16) / 255) ** 2.2 for at in (1, 3, 5)]
    red_green = 0.29275 * linear[0] + 0.70725 * linear[1]
    blue = -0.02234 * linear[0] + 0.02234 * linear[1] + linear[2]
    return tuple(255 * max(value, 0.0) ** (1 / 2.2) for value in (red_green, red_green, blue))
