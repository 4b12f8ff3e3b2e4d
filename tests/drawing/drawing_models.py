"""Small models and random ones for the tests of the drawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from hypothesis import strategies as st

from inspector.drawing.picture import Options
from inspector.graph.blocks import Block
from inspector.graph.model import Edge, Layer, ModelGraph, Shape, Weight

SHAPE: Shape = (None, 56, 56, 64)


def layer(path: str, class_name: str = "Dense", **config: object) -> Layer:
    return Layer(path, path.rpartition("/")[2], class_name, config=config, weights=())


def dense(path: str, parameters: int) -> Layer:
    return Layer(path, path, "Dense", config={"units": 8}, weights=(Weight("kernel", (parameters,)),))


def model(layers: Iterable[Layer], edges: Iterable[tuple[str, str]], shape: Shape | None = SHAPE) -> ModelGraph:
    return ModelGraph("model", "Functional", tuple(layers), tuple(Edge(*pair, shape) for pair in edges))


def chain(*paths: str) -> ModelGraph:
    return model(map(layer, paths), pairwise(paths))


def grid_of_blocks() -> tuple[ModelGraph, tuple[Block, ...]]:
    """stem → a → b → c → out with a skip from a to c; b and c in one block, b in a block inside it."""
    graph = model(
        map(layer, ["stem", "a", "b", "c", "out"]),
        [("stem", "a"), ("a", "b"), ("b", "c"), ("a", "c"), ("c", "out")],
    )
    inner = Block("outer/inner", "inner", ("b",))
    return graph, (Block("outer", "outer", ("b", "c"), (inner,)),)


@st.composite
def graphs(draw: st.DrawFn, cyclic: bool = False) -> ModelGraph:
    """Random layers whose edges follow the file's order; with ``cyclic`` some also lead back, as shared layers do."""
    count = draw(st.integers(1, 12))
    names = [f"layer_{index}" * draw(st.integers(1, 4)) + str(index) for index in range(count)]
    classes = ["Dense", "InputLayer", "Concatenate"]
    layers = [layer(name, draw(st.sampled_from(classes)), units=8) for name in names]
    ends = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    shapes = st.sampled_from([(None, 7), (None, 224, 224, 1024), None])
    edges = []
    for (first, second), shape, index in draw(st.lists(st.tuples(ends, shapes, st.integers(0, 2)), max_size=24)):
        low, high = sorted((first, second))
        pair = (first, second) if cyclic else (low, high)
        if pair[0] != pair[1]:
            edges.append(Edge(names[pair[0]], names[pair[1]], shape, index))
    return ModelGraph("random", "Functional", tuple(layers), tuple(edges))


@st.composite
def blocks_of(draw: st.DrawFn, paths: Sequence[str], prefix: str = "", depth: int = 3) -> tuple[Block, ...]:
    """Random nested blocks over some of the leaves, convex or not."""
    if not paths or not depth:
        return ()
    groups: dict[int, list[str]] = {}
    for path in paths:
        groups.setdefault(draw(st.integers(0, 3)), []).append(path)
    found = []
    for number, members in groups.items():
        if number:  # the leaves of group 0 stand outside all blocks
            name = f"{prefix}{number}"
            children = draw(blocks_of(members, f"{name}/", depth - 1))
            found.append(Block(name, f"block {number}", tuple(members), children))
    return tuple(found)


@st.composite
def folded_graphs(draw: st.DrawFn) -> tuple[ModelGraph, tuple[Block, ...], frozenset[str], Options]:
    """A random graph, blocks, which of them are open, and options."""
    graph = draw(graphs(cyclic=draw(st.booleans())))
    blocks = draw(blocks_of([layer.path for layer in graph.leaves]))
    ids = [block.id for top in blocks for block in top.walk()]
    opened = frozenset(name for name in ids if draw(st.booleans()))
    return graph, blocks, opened, Options(draw(st.booleans()), draw(st.booleans()), draw(st.sampled_from(["TB", "LR"])))
