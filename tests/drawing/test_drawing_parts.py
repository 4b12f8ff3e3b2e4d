"""Parts of pictures, and pictures on sheets of paper."""

from __future__ import annotations

from drawing_models import folded_graphs
from hypothesis import given
from hypothesis import strategies as st

from inspector.drawing.draw import draw
from inspector.drawing.pages import sheets
from inspector.drawing.parts import MARGIN, chosen, visible
from inspector.drawing.picture import Box, Line, Picture

PICTURE = Picture(
    (
        Box("frame", "frame", 0, 100, 200, 250, "frame"),
        Box("a", "layer", 20, 140, 160, 54, "a"),
        Box("b", "layer", 20, 260, 160, 54, "b"),
        Box("c", "layer", 20, 400, 160, 54, "c"),
    ),
    (Line("a", "b", ((100, 194), (100, 260))), Line("b", "c", ((100, 314), (100, 400)), "7", (106, 320))),
    200.0,
    480.0,
)


def names(picture: Picture) -> list[str]:
    return [box.id for box in picture.boxes]


def test_what_a_window_shows_is_cut_at_its_edges_and_moved_to_the_origin():
    part = visible(PICTURE, (50, 200, 150, 330))
    assert names(part) == ["frame", "b"]
    assert [(line.source, line.target) for line in part.lines] == [("a", "b"), ("b", "c")]
    assert (part.width, part.height) == (100, 130)
    assert (part.boxes[1].x, part.boxes[1].y) == (-30, 60)
    assert part.lines[1].label_at == (56, 120)


def test_a_window_larger_than_the_picture_shows_the_picture():
    assert visible(PICTURE, (-500, -500, 5000, 5000)) == PICTURE
    assert visible(PICTURE, (500, 0, 600, 100)).boxes == ()


def test_chosen_boxes_come_with_the_lines_between_them_alone():
    part = chosen(PICTURE, ["b", "c", "absent"])
    assert names(part) == ["b", "c"]
    assert [(line.source, line.target) for line in part.lines] == [("b", "c")]
    assert part.boxes[0].x == MARGIN
    assert part.width < PICTURE.width + 2 * MARGIN


def test_a_chosen_frame_comes_with_what_is_in_it():
    assert names(chosen(PICTURE, ["frame"])) == ["frame", "a", "b"]
    assert chosen(PICTURE, ["absent"]).boxes == ()


@given(folded_graphs(), st.floats(200, 900), st.floats(200, 900))
def test_sheets_show_every_point_once_and_hold_what_is_on_them(drawn, width, height):
    picture = draw(*drawn)
    divided = sheets(picture, width, height)
    area = sum((right - left) * (bottom - top) for left, top, right, bottom in divided.areas)
    assert abs(area - picture.width * picture.height) < 1
    assert len(divided.areas) == divided.rows * divided.columns
    for left, top, right, bottom in divided.areas:
        assert (right - left) * divided.scale <= width + 0.1
        assert (bottom - top) * divided.scale <= height + 0.1
    assert 0.5 <= divided.scale <= 1


def test_a_tall_picture_is_cut_between_boxes():
    boxes = tuple(Box(str(y), "layer", 20, y, 160, 54, "") for y in range(20, 3000, 90))
    divided = sheets(Picture(boxes, (), 200.0, 3010.0), 700, 1000)
    cuts = [bottom for _, _, _, bottom in divided.areas[:-1]]
    assert len(cuts) == 3
    assert not [box for box in boxes for cut in cuts if box.y < cut < box.y + box.height]


def test_what_is_too_wide_is_made_smaller_before_it_is_cut():
    tall = Picture((), (), 1000.0, 4000.0)
    assert (sheets(tall, 700, 1000).scale, sheets(tall, 700, 1000).columns) == (0.7, 1)
    broad = Picture((), (), 3000.0, 4000.0)
    assert (sheets(broad, 700, 1000).scale, sheets(broad, 700, 1000).columns) == (0.5, 3)
