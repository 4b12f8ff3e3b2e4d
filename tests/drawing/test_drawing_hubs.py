"""What feeds very many others: its far lines are short named ends, and nothing of the graph is lost."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from drawing_models import chain, layer, model
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.drawing.draw import draw
from inspector.drawing.hubs import FAR, MANY
from inspector.drawing.palette import LIGHT
from inspector.drawing.picture import Box, Options, Picture
from inspector.drawing.svg import to_svg
from inspector.graph.blocks import Block
from inspector.graph.model import ModelGraph

STEPS = 14
OPTIONS = Options()


def fed_by_a_mask(fed: int = STEPS) -> ModelGraph:
    """A chain of layers, the first ``fed`` of which all take the same mask."""
    names = [f"step_{number:02}" for number in range(STEPS)]
    return model(map(layer, ["mask", *names]), [*pairwise(names), *(("mask", name) for name in names[:fed])])


def told(picture: Picture) -> Counter[tuple[str, str]]:
    """The edges that a picture tells: lines from box to box, and those whose stub names where they come from."""
    boxes = {box.id: box for box in picture.boxes}
    found: Counter[tuple[str, str]] = Counter()
    for line in picture.lines:
        source, target = boxes[line.source], boxes[line.target]
        if target.kind != "stub":
            found[source.ends[0] if source.kind == "stub" else source.id, target.id] += 1
    return found


def stubs(picture: Picture) -> list[Box]:
    return [box for box in picture.boxes if box.kind == "stub"]


def test_far_lines_of_a_hub_end_in_stubs_and_near_ones_stay():
    picture = draw(fed_by_a_mask(), (), frozenset(), OPTIONS)
    near = FAR  # what the mask feeds first stands right below it
    assert [box.title for box in stubs(picture)].count("← mask") == STEPS - near
    (under,) = [box for box in stubs(picture) if box.title == f"→ {STEPS - near} places"]
    assert set(under.ends) == {f"step_{number:02}" for number in range(near, STEPS)}
    assert told(picture) == Counter({(edge.source, edge.target): 1 for edge in fed_by_a_mask().edges})


@pytest.mark.parametrize("fed", [1, MANY - 1])
def test_what_feeds_fewer_is_no_hub(fed: int):
    assert not stubs(draw(fed_by_a_mask(fed), (), frozenset(), OPTIONS))


def test_a_chain_has_no_stubs():
    assert not stubs(draw(chain(*(f"layer_{number}" for number in range(30))), (), frozenset(), OPTIONS))


def test_stubs_stand_in_the_frame_of_the_box_they_belong_to():
    graph = fed_by_a_mask()
    block = Block("late", "late", ("step_12", "step_13"))
    picture = draw(graph, (block,), frozenset({"late"}), OPTIONS)
    (frame,) = [box for box in picture.boxes if box.kind == "frame"]
    (stub,) = [box for box in stubs(picture) if box.id.endswith("step_12")]
    assert frame.x <= stub.x <= stub.x + stub.width <= frame.x + frame.width
    assert frame.y <= stub.y <= stub.y + stub.height <= frame.y + frame.height


def test_the_svg_says_where_a_stub_leads():
    svg = to_svg(draw(fed_by_a_mask(), (), frozenset(), OPTIONS), LIGHT)
    assert svg.count("← mask") == STEPS - FAR
    assert f"→ {STEPS - FAR} places" in svg
    assert "step_03, step_04" in svg


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), min_size=20, max_size=90, unique=True), st.booleans()
)
def test_a_picture_with_stubs_tells_every_edge_and_is_the_same_every_time(ends: list[tuple[int, int]], sideways: bool):
    names = [f"layer_{number:02}" for number in range(20)]
    hub = [(0, number) for number in range(1, 20)]
    pairs = {(min(pair), max(pair)) for pair in [*ends, *hub] if pair[0] != pair[1]}
    graph = model(map(layer, names), [(names[a], names[b]) for a, b in sorted(pairs)])
    options = Options(direction="LR" if sideways else "TB")
    picture = draw(graph, (), frozenset(), options)
    assert told(picture) == Counter({(edge.source, edge.target): 1 for edge in graph.edges})
    assert picture == draw(graph, (), frozenset(), options)
    for stub in stubs(picture):
        assert {box.id for box in picture.boxes} >= set(stub.ends)
