"""Blocks built alike are counted, layers say their parameters, lines how much goes along them."""

from __future__ import annotations

import itertools

from inspector.drawing.alike import alike
from inspector.drawing.draw import draw
from inspector.drawing.picture import Options, Picture
from inspector.graph.blocks import Block
from inspector.graph.model import Edge, Layer, ModelGraph, Weight

KINDS = (("Dense", {"units": 4}), ("Activation", {"activation": "relu"}), ("Dropout", {"rate": 0.2}))


def stage(name: str, units: int = 4) -> tuple[Layer, ...]:
    weights = (Weight("kernel", (4, 4)),)
    return tuple(
        Layer(
            f"{name}_{kind}",
            f"{name}_{kind}",
            kind,
            config={**config, "units": units} if kind == "Dense" else config,
            output_shapes=((None, units),),
            weights=weights if kind == "Dense" else (),
        )
        for kind, config in KINDS
    )


STAGES = {"a": stage("a"), "b": stage("b"), "wide": stage("wide", 8)}
LAYERS = tuple(layer for stage in STAGES.values() for layer in stage)
GRAPH = ModelGraph(
    "m",
    "Functional",
    LAYERS,
    tuple(Edge(one.path, two.path, one.output_shape) for one, two in itertools.pairwise(LAYERS)),
)
BLOCKS = tuple(Block(name, name, tuple(layer.path for layer in stage)) for name, stage in STAGES.items())


def drawn(*opened: str, **options: bool) -> Picture:
    return draw(GRAPH, BLOCKS, frozenset(opened), Options(**options))


def titles(picture: Picture) -> dict[str, str]:
    return {box.id: box.title for box in picture.boxes}


def test_blocks_with_the_same_types_and_settings_are_alike_whatever_their_names() -> None:
    assert alike(GRAPH, BLOCKS) == {"a": ("a", "b"), "b": ("a", "b")}


def test_two_layers_that_are_the_same_make_no_block_alike() -> None:
    small = [Block(name, name, tuple(layer.path for layer in STAGES[name][1:])) for name in STAGES]
    assert not alike(GRAPH, small)


def test_the_first_of_blocks_built_alike_says_how_many_and_the_others_which_one_they_are_like() -> None:
    picture = drawn(show_alike=True)
    shown, second = titles(picture), {box.id: box.subtitle for box in picture.boxes}
    assert (shown["block:a"], shown["block:b"], shown["block:wide"]) == ("a ×2", "b", "wide")
    assert second["block:b"] == "like a · 3 layers · 16 params"
    assert second["block:a"].startswith("3 layers")
    assert titles(drawn("a", show_alike=True))["block:a"] == "a"
    assert titles(drawn())["block:a"] == "a"
    assert "like" not in {box.id: box.subtitle for box in drawn().boxes}["block:b"]


def test_a_box_knows_the_boxes_that_are_built_like_it_drawn_or_not() -> None:
    boxes = {box.id: box.alike for box in drawn("a", show_alike=True).boxes}
    assert boxes["block:a"] == boxes["block:b"] == ("block:a", "block:b")
    assert boxes["block:wide"] == boxes["a_Dense"] == ()


def test_those_of_a_run_count_in_its_label_only() -> None:
    inner = BLOCKS[:2]
    run = Block("a–b ×2", "a–b ×2", inner[0].layers + inner[1].layers, inner, repeats=True)
    picture = draw(GRAPH, (run, BLOCKS[2]), frozenset({run.id}), Options(show_alike=True))
    assert titles(picture)["block:a"] == "a"


def test_layers_say_their_parameters_when_asked() -> None:
    def subtitle(**options: bool) -> str:
        return next(box.subtitle for box in drawn("a", **options).boxes if box.id == "a_Dense")

    assert subtitle(show_parameters=True) == "Dense 4 · 16 params"
    assert subtitle() == "Dense 4"


def test_a_line_knows_how_many_values_a_sample_sends_along_it() -> None:
    assert {(line.source, line.values) for line in drawn().lines} == {("block:a", 4), ("block:b", 4)}
