"""What holds of every picture, whatever the graph, its blocks and which of them are open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from drawing_models import folded_graphs, graphs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.drawing.draw import draw
from inspector.drawing.faces import title_width
from inspector.drawing.layout import coordinates
from inspector.drawing.measure import SUBTITLE_PIXELS, text_width
from inspector.drawing.nest import STRIP, TITLE_INDENT
from inspector.drawing.picture import Box, Line, Options, Picture

pytestmark = pytest.mark.slow

Rectangle = tuple[float, float, float, float]
ROUNDING = 0.05

many = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many
@given(folded_graphs())
def test_every_tensor_between_two_visible_boxes_has_one_line(case):
    graph = case[0]
    picture = draw(*case)
    seen_as = {path: box.id for box in picture.boxes if box.kind in ("layer", "block") for path in box.layers}
    ends = {box.id: box.ends for box in picture.boxes}
    expected = {(seen_as[edge.source], seen_as[edge.target]) for edge in graph.edges}
    lines = [((*ends[line.source], line.source)[0], line.target) for line in picture.lines if not ends[line.target]]
    assert sorted(lines) == sorted(pair for pair in expected if pair[0] != pair[1])
    assert sorted(seen_as) == sorted(layer.path for layer in graph.leaves)


@many
@given(folded_graphs())
def test_frames_hold_their_boxes_and_no_others(case):
    picture = draw(*case)
    for first, second in combinations(picture.boxes, 2):
        if set(first.layers) >= set(second.layers) and first.kind == "frame":
            assert contains(rectangle(first), rectangle(second))
        elif set(first.layers).isdisjoint(second.layers):
            assert not overlap(rectangle(first), rectangle(second))


@many
@given(folded_graphs())
def test_lines_run_from_lower_edge_to_upper_edge_and_cross_no_box(case):
    picture = upright(draw(*case))
    boxes = {box.id: box for box in picture.boxes}
    for line in picture.lines:
        source, target = boxes[line.source], boxes[line.target]
        assert on_edge(line.points[0], source, source.y + source.height)
        assert on_edge(line.points[-1], target, target.y)
        for box in picture.boxes:
            round_an_end = box.kind == "frame" and not set(box.layers).isdisjoint(source.layers + target.layers)
            if not round_an_end:
                assert not crosses(line, rectangle(box)), f"{line} crosses {box}"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(folded_graphs())
def test_boxes_and_lines_keep_clear_of_each_other_where_branches_bend_too(case):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coordinates, "_TOO_WIDE", 0.0)
        picture = draw(*case)
    for first, second in combinations([box for box in picture.boxes if box.kind != "frame"], 2):
        assert not overlap(rectangle(first), rectangle(second))
    for line in picture.lines:
        for box in picture.boxes:
            if box.kind != "frame":
                assert not crosses(line, rectangle(box))


@many
@given(folded_graphs())
def test_labels_and_titles_stay_clear_of_boxes_and_lines(case):
    picture = draw(*case)
    labels = list(label_rectangles(picture))
    boxes = [rectangle(box) for box in picture.boxes if box.kind != "frame"]
    for first, second in combinations(labels, 2):
        assert not overlap(first, second)
    for label in labels:
        assert not any(overlap(label, box) for box in boxes)
        assert not any(crosses(line, label) for line in picture.lines)
    for title in title_rectangles(picture):
        assert not any(crosses(line, title) for line in picture.lines)


@many
@given(folded_graphs())
def test_everything_is_inside_the_picture(case):
    picture = draw(*case)
    everything = [*map(rectangle, picture.boxes), *label_rectangles(picture)]
    everything += [(x, y, x, y) for line in picture.lines for x, y in line.points]
    assert all(contains((0.0, 0.0, picture.width, picture.height), part) for part in everything)


@many
@given(folded_graphs())
def test_the_same_graph_gives_the_same_picture(case):
    graph, blocks, opened, options = case
    assert draw(graph, blocks, opened, options) == draw(graph, blocks, frozenset(sorted(opened)), options)


@many
@given(graphs(), st.sampled_from(["TB", "LR"]))
def test_without_cycles_every_line_points_ahead(graph, direction):
    picture = upright(draw(graph, (), frozenset(), Options(direction=direction)))
    for line in picture.lines:
        assert all(above[1] <= below[1] for above, below in pairwise(line.points))
        assert line.points[0][1] < line.points[-1][1]


def upright(picture: Picture) -> Picture:
    """A picture that runs to the right, turned so that it runs down; labels stay where they are."""
    if picture.direction == "TB":
        return picture
    boxes = (replace(box, x=box.y, y=box.x, width=box.height, height=box.width) for box in picture.boxes)
    lines = (replace(line, points=tuple((y, x) for x, y in line.points)) for line in picture.lines)
    return Picture(tuple(boxes), tuple(lines), picture.height, picture.width)


def rectangle(box: Box) -> Rectangle:
    return box.x, box.y, box.x + box.width, box.y + box.height


def label_rectangles(picture: Picture) -> Iterator[Rectangle]:
    for line in picture.lines:
        if line.label:
            x, y = line.label_at
            yield x, y - 6, x + text_width(line.label, SUBTITLE_PIXELS), y + 6


def title_rectangles(picture: Picture) -> Iterator[Rectangle]:
    for box in picture.boxes:
        if box.kind == "frame":
            left = box.x + TITLE_INDENT
            yield left, box.y, left + title_width(box.title), box.y + STRIP


def contains(outer: Rectangle, inner: Rectangle) -> bool:
    return (
        outer[0] <= inner[0] + ROUNDING
        and outer[1] <= inner[1] + ROUNDING
        and inner[2] <= outer[2] + ROUNDING
        and inner[3] <= outer[3] + ROUNDING
    )


def overlap(first: Rectangle, second: Rectangle) -> bool:
    return (
        first[0] < second[2] - ROUNDING
        and second[0] < first[2] - ROUNDING
        and first[1] < second[3] - ROUNDING
        and second[1] < first[3] - ROUNDING
    )


def on_edge(point: tuple[float, float], box: Box, edge: float) -> bool:
    return abs(point[1] - edge) < ROUNDING and box.x <= point[0] <= box.x + box.width


def crosses(line: Line, area: Rectangle) -> bool:
    """Whether a line runs through the inside of a rectangle: each piece clipped to it (Liang and Barsky)."""
    left, top, right, bottom = (area[0] + ROUNDING, area[1] + ROUNDING, area[2] - ROUNDING, area[3] - ROUNDING)
    for (x1, y1), (x2, y2) in pairwise(line.points):
        enter, leave = 0.0, 1.0
        for step, room in ((x1 - x2, x1 - left), (x2 - x1, right - x1), (y1 - y2, y1 - top), (y2 - y1, bottom - y1)):
            if step == 0:
                if room < 0:
                    enter = 2.0
            elif step < 0:
                enter = max(enter, room / step)
            else:
                leave = min(leave, room / step)
        if enter < leave:
            return True
    return False
