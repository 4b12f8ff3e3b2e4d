"""Blocks where names say little: layers of transformers, towers, long chains, scopes that nested models left."""

from __future__ import annotations

from collections import Counter

import pytest
from folding import boxes, chain, check_tree, graph_of

from inspector.graph.blocks import Block
from inspector.graph.grouping import blocks
from inspector.graph.groups.cuts import repeats
from inspector.graph.model import ModelGraph, Shape


class Making:
    """A graph put together layer by layer, with the names Keras would make up."""

    def __init__(self) -> None:
        self.classes: dict[str, str] = {}
        self.edges: list[tuple[str, str]] = []
        self.shapes: dict[str, Shape] = {}
        self._count: Counter[str] = Counter()

    def add(self, class_name: str, *sources: str, name: str = "", shape: Shape | None = None) -> str:
        count = self._count[class_name]
        self._count[class_name] += 1
        name = name or (f"{class_name.lower()}_{count}" if count else class_name.lower())
        self.classes[name] = class_name
        self.edges += [(source, name) for source in sources]
        if shape is not None:
            self.shapes[name] = shape
        return name

    def chain(self, last: str, *class_names: str) -> str:
        for class_name in class_names:
            last = self.add(class_name, last)
        return last

    def graph(self) -> ModelGraph:
        return graph_of(self.classes, self.edges, self.shapes)


def labels(found: tuple[Block, ...]) -> list[str]:
    return [block.label for block in found]


def checked(graph: ModelGraph) -> tuple[Block, ...]:
    found = blocks(graph)
    check_tree(graph, found)
    assert boxes(graph, found) <= 30
    return found


def transformer(count: int) -> ModelGraph:
    """An encoder whose layers all take the same mask."""
    made = Making()
    tokens, places, mask = (made.add("InputLayer") for _ in range(3))
    last = made.add("Add", made.add("Embedding", tokens), made.add("Embedding", places))
    last = made.chain(last, "LayerNormalization", "Dropout")
    for _ in range(count):
        heads = made.chain(made.add("MultiHeadAttention", last, mask), "Dropout")
        last = made.chain(made.add("Add", last, heads), "LayerNormalization")
        mixed = made.chain(last, "Dense", "Dense", "Dropout")
        last = made.chain(made.add("Add", last, mixed), "LayerNormalization")
    made.chain(last, "GetItem", "Dense", "Dense")
    return made.graph()


@pytest.mark.parametrize("count", [6, 12, 24])
def test_each_layer_of_a_transformer_without_names_is_one_block(count: int) -> None:
    found = checked(transformer(count))
    whole = [each for block in found for each in block.walk() if len(each.layers) == 9]
    assert len(whole) >= count - 2
    for block in whole:
        assert block.layers[0].rstrip("_0123456789") == "multiheadattention"


def two_towers(names: str) -> ModelGraph:
    made = Making()
    ends = []
    for tower in ("user", "item"):
        last = made.add("InputLayer", name=f"{tower}_input")
        for step in range(1, 9):
            for class_name in ("Dense", "BatchNormalization", "ReLU"):
                name = names.format(tower=tower, kind=class_name.lower(), step=step) if names else ""
                last = made.add(class_name, last, name=name)
        ends.append(last)
    made.chain(made.add("Concatenate", *ends), "Dense", "Dense")
    return made.graph()


@pytest.mark.parametrize("names", ["", "{tower}_{kind}_{step}", "{kind}_{step}_{tower}"])
def test_two_towers_are_two_blocks_however_their_layers_are_named(names: str) -> None:
    found = [block for block in checked(two_towers(names)) if len(block.layers) > 4]
    assert len(found) == 2
    half = list(two_towers(names).by_path)[1:25]
    assert set(half) <= set(found[0].layers)
    assert not set(half) & set(found[1].layers)


@pytest.mark.parametrize("count", [121, 500])
def test_a_plain_chain_of_dense_layers_is_cut_into_a_few_even_stretches(count: int) -> None:
    made = Making()
    made.chain(made.add("InputLayer"), *["Dense"] * count)
    found = checked(made.graph())
    assert 4 <= len(found) <= 20
    sizes = [len(block.layers) for block in found]
    assert max(sizes) <= 2 * min(sizes)


def test_an_hourglass_is_cut_by_the_size_of_its_images_on_either_side() -> None:
    made = Making()
    size, skips = 128, []
    step = ("Conv2D", "BatchNormalization", "ReLU", "Conv2D", "ReLU")

    def add(class_name: str, *sources: str) -> str:
        return made.add(class_name, *sources, shape=(None, size, size, 8))

    last = add("InputLayer")
    for _ in range(3):
        for class_name in step:
            last = add(class_name, last)
        skips.append(last)
        size //= 2
        last = add("MaxPooling2D", last)
    for class_name in step:
        last = add(class_name, last)
    for _ in range(3):
        size *= 2
        last = add("Concatenate", add("UpSampling2D", last), skips.pop())
        for class_name in step:
            last = add(class_name, last)
    add("Conv2D", last)
    sizes = ["128×128", "64×64", "32×32", "16×16", "32×32 (2)", "64×64 (2)", "128×128 (2)"]
    assert labels(checked(made.graph())) == sizes


def test_scopes_that_nested_models_left_in_names_are_blocks_in_small_models_too() -> None:
    found = checked(chain(["in", "tower/dense", "tower/dense_1", "out"]))
    assert [(block.label, block.layers) for block in found] == [("tower", ("tower/dense", "tower/dense_1"))]


def test_scopes_stay_whole_beside_names_that_count() -> None:
    names = ["in"]
    for stage in range(4):
        names += [f"net_down_block_{stage}/net_down_norm_{stage}", f"net_down_block_{stage}/net_down_conv_{stage}"]
        names += [f"net_stage_{stage}_block_{block}_{step}" for block in range(3) for step in ("dw", "norm", "pw")]
    found = checked(chain(names, "Conv2D"))
    wanted = [label for stage in range(4) for label in (f"net_down_block_{stage}", f"stage_{stage}")]
    assert [label.partition(" ×")[0] for label in labels(found)] == wanted


def test_a_block_of_equal_parts_says_how_many_they_are() -> None:
    names = [
        f"stage_{stage}_block_{block}_{step}"
        for stage in range(4)
        for block in range(6)
        for step in ("a", "b", "c", "d")
    ]
    found = checked(chain(["in", *names], "Conv2D"))
    assert labels(found) == [f"stage_{stage} ×6" for stage in range(4)]
    assert [block.id for block in found] == [f"stage_{stage}" for stage in range(4)]


def test_a_pattern_is_found_wherever_it_begins() -> None:
    row = [7, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 8, 8, 8]
    assert [len(places) for places in repeats(row)] == [1, 3, 3, 3, 1, 1, 1, 1]
    assert repeats([1, 1, 1, 1]) == [range(place, place + 1) for place in range(4)]
    assert repeats([]) == []
