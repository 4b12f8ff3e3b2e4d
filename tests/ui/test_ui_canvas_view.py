"""Views, tiles and steps: the arithmetic under the canvas."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector.drawing.picture import Box, Line, Picture
from inspector.drawing.shapes import LINE_WIDTH
from inspector.ui.canvas.tiles import Tiles
from inspector.ui.canvas.view import LEGIBLE_ZOOM, WORDS_ZOOM, View, fitted, held, opening, revealing
from inspector.ui.canvas.walk import Direction, step
from inspector.ui.canvas.widths import widths

TALL = Picture((), (), 400, 20_000)
SMALL = Picture((), (), 400, 300)


def box(name: str, x: float, y: float, kind: str = "layer", width: float = 100, height: float = 40) -> Box:
    return Box(name, kind, x, y, width, height, name)  # type: ignore[arg-type]


def test_a_pixel_and_its_point_in_the_picture_are_each_others_inverse():
    view = View(0.37, -120.5, 44.25)
    assert view.to_screen(*view.to_picture(311, 7)) == pytest.approx((311, 7))


def test_zooming_leaves_the_point_under_the_pointer_where_it_is():
    view = View(1.0, 30, 40)
    assert view.zoomed(2.7, 200, 100).to_picture(200, 100) == pytest.approx(view.to_picture(200, 100))


def test_fitting_shows_all_of_a_large_picture():
    left, top, right, bottom = fitted(TALL, 800, 600).area(800, 600)
    assert left < 0
    assert top < 0
    assert right > TALL.width
    assert bottom > TALL.height


def test_fitting_does_not_blow_up_a_small_picture():
    assert fitted(SMALL, 2000, 2000).zoom == 1.0


def test_a_tall_picture_opens_at_its_top_at_a_legible_size():
    view = opening(TALL, 800, 600)
    assert view.zoom == 1.0
    assert view.to_screen(TALL.width / 2, 0) == pytest.approx((400, 28))


def test_a_picture_that_runs_to_the_right_opens_at_its_left_end():
    view = opening(Picture((), (), 20_000, 400, "LR"), 800, 600)
    assert view.zoom == 1.0
    assert view.to_screen(0, 200) == pytest.approx((28, 300))


@pytest.mark.parametrize(
    ("picture", "zoom"),
    [
        (Picture((), (), 250, 900), 0.75),  # a little too high for all of it to be seen with its words
        (Picture((), (), 700, 5000), WORDS_ZOOM),  # a little too wide
        (Picture((), (), 250, 5000), 1.0),
        (Picture((), (), 900, 300), 444 / 900),  # wide and low: words would cut its sides, all of it has titles
        (Picture((), (), 5000, 5000), LEGIBLE_ZOOM),
    ],
)
def test_a_picture_opens_with_its_words_where_that_hides_little(picture: Picture, zoom: float):
    assert opening(picture, 500, 500).zoom == pytest.approx(zoom)


def test_a_picture_cannot_be_moved_out_of_the_window():
    view = held(View(1.0, 99_999, -99_999), SMALL, 800, 600)
    x, y = view.to_screen(SMALL.width, 0)
    assert x >= 60
    assert y <= 600 - 60


def test_revealing_a_box_moves_no_further_than_needed():
    inside = box("inside", 100, 100)
    assert revealing(View(), inside, 800, 600) == View()
    below = revealing(View(), box("below", 100, 700), 800, 600)
    assert below.to_screen(100, 740)[1] == pytest.approx(600 - 28)


def test_tiles_find_exactly_the_boxes_that_touch_an_area():
    boxes = tuple(box(f"{row}/{column}", column * 300, row * 200) for row in range(40) for column in range(20))
    found = Tiles(Picture(boxes, (), 6000, 8000)).boxes((290, 390, 910, 610))
    assert {boxes[index].id for index in found} == {f"{row}/{column}" for row in (2, 3) for column in (1, 2, 3)}


def test_a_long_line_is_found_where_it_passes_though_both_its_ends_are_far():
    line = Line("a", "b", ((50.0, 0.0), (50.0, 30_000.0)))
    tiles = Tiles(Picture((), (line,), 100, 30_000))
    assert tiles.lines((0, 14_000, 100, 14_100)) == [0]
    assert tiles.lines((5000, 14_000, 5100, 14_100)) == []


def test_a_box_wins_over_the_frame_round_it_and_the_frame_counts_by_its_title_only():
    tiles = Tiles(Picture((box("frame", 0, 0, "frame", 400, 400), box("inner", 100, 100)), (), 400, 400))
    assert tiles.box_at(150, 120) == 1
    assert tiles.box_at(20, 10) == 0
    assert tiles.box_at(20, 300) is None


def test_a_box_is_hit_a_little_beside_it_too_when_asked():
    tiles = Tiles(Picture((box("far", 100, 0), box("near", 0, 100)), (), 400, 400))
    assert tiles.box_at(50, 150, slack=5) is None
    assert tiles.box_at(50, 144, slack=5) == 1


def test_arrow_keys_follow_lines_up_and_down_and_go_to_neighbours_sideways():
    boxes = (box("top", 100, 0), box("left", 0, 100), box("right", 200, 100), box("bottom", 90, 200))
    lines = tuple(
        Line(source, target, ((0.0, 0.0), (0.0, 1.0)))
        for source, target in (("top", "left"), ("top", "right"), ("left", "bottom"), ("right", "bottom"))
    )
    picture = Picture(boxes, lines, 300, 240)
    assert step(picture, "left", "down") == "bottom"
    assert step(picture, "bottom", "up") == "left"
    assert step(picture, "left", "right") == "right"
    assert step(picture, "right", "left") == "left"
    assert step(picture, "bottom", "down") is None
    assert step(picture, "nowhere", "down") is None


def test_arrow_keys_stop_at_open_blocks_on_the_way_in_and_out_and_go_on_from_there():
    boxes = (
        box("above", 50, 0),
        box("outer", 0, 60, "frame", 300, 300),
        box("inner", 10, 100, "frame", 200, 140),
        box("a", 50, 140),
        box("b", 50, 190),
        box("beside", 220, 140, width=60),
        box("below", 50, 400),
    )
    boxes = tuple(replace(each, height={"outer": 300.0, "inner": 140.0}.get(each.id, 40.0)) for each in boxes)
    ways = (("above", "a"), ("a", "b"), ("b", "below"))
    picture = Picture(boxes, tuple(Line(*way, ((0.0, 0.0), (0.0, 1.0))) for way in ways), 300, 440)

    assert _walk(picture, "above", "down") == ["outer", "inner", "a", "b", "below"]
    assert _walk(picture, "below", "up") == ["b", "a", "inner", "outer", "above"]
    assert step(picture, "inner", "right") == "beside"
    assert step(picture, "beside", "up") == "outer", "a block is never out of reach of the keys"


def test_arrow_keys_follow_the_lines_of_a_picture_that_runs_to_the_right():
    boxes = (box("in", 0, 50), box("a", 150, 0), box("b", 150, 100), box("out", 300, 50))
    ways = (("in", "a"), ("in", "b"), ("a", "out"), ("b", "out"))
    picture = Picture(boxes, tuple(Line(*way, ((0.0, 0.0), (1.0, 0.0))) for way in ways), 400, 140, "LR")
    assert _walk(picture, "in", "right") == ["a", "out"]
    assert step(picture, "b", "left") == "in"
    assert step(picture, "a", "down") == "b"
    assert step(picture, "b", "up") == "a"


def _walk(picture: Picture, start: str, direction: Direction) -> list[str]:
    way: list[str] = []
    while (following := step(picture, (way or [start])[-1], direction)) and len(way) < 10:
        way.append(following)
    return way


def test_lines_are_the_wider_the_more_goes_along_them_and_usual_where_that_is_not_known():
    lines = tuple(Line("a", "b", ((0.0, 0.0), (0.0, 9.0)), values=values) for values in (10, 100, 1000, 0))
    found = widths(Picture((), lines, 10, 10))
    assert found[0] == LINE_WIDTH < found[1] < found[2]
    assert 3 not in found
