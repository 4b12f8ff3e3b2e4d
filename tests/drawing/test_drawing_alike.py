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


def test_folded_blocks_say_how_many_are_built_like_them() -> None:
    shown = titles(drawn("a", show_alike=True))
    assert (shown["block:a"], shown["block:b"], shown["block:wide"]) == ("a", "b ×2", "wide")
    assert titles(drawn())["block:b"] == "b"


def test_layers_say_their_parameters_when_asked() -> None:
    def subtitle(**options: bool) -> str:
        return next(box.subtitle for box in drawn("a", **options).boxes if box.id == "a_Dense")

    assert subtitle(show_parameters=True) == "Dense 4 · 16 params"
    assert subtitle() == "Dense 4"


def test_a_line_knows_how_many_values_a_sample_sends_along_it() -> None:
    assert {(line.source, line.values) for line in drawn().lines} == {("block:a", 4), ("block:b", 4)}
