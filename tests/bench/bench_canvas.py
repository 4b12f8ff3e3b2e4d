"""How long the canvas takes for a frame: median and 99th percentile of CPU milliseconds, on a graph of many boxes.

Run it as ``QT_QPA_PLATFORM=offscreen python tests/bench/bench_canvas.py [BOXES]``; it asserts nothing.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from inspector.drawing.picture import Box, Line, Picture
from inspector.ui import theme
from inspector.ui.canvas.canvas import Canvas

WINDOW = (1400, 900)
FRAMES = 120
CATEGORIES = ("convolution", "normalization", "activation", "merging", "core", "pooling")


def picture(count: int, columns: int = 60) -> Picture:
    """Boxes in rows, each with a line down and every third with one across; every block of 50 is in a frame."""
    chance = random.Random(0)
    boxes, lines = [], []
    for index in range(count):
        row, column = divmod(index, columns)
        x, y = column * 230.0 + chance.random() * 20, row * 110.0
        frozen = ("no", "no", "some", "all")[index % 4]
        kind = "block" if index % 11 == 0 else "layer"
        name = f"conv{row}_block{column}_{index % 3}_bn"
        words = (name, "Conv2D 3×3 · 64 · stride 2", CATEGORIES[index % len(CATEGORIES)])
        boxes.append(Box(str(index), kind, x, y, 190, 54, *words, frozen=frozen, edited=index % 17 == 0))
        if row:
            above = boxes[index - columns]
            middle = (y + above.y + 54) / 2
            start, end = (above.x + 95, above.y + 54), (x + 95, y)
            lines.append(
                Line(above.id, str(index), (start, (start[0], middle), (end[0], middle), end), "56×56×64", (x, middle))
            )
        if row > 4 and index % 3 == 0:
            far = boxes[index - 4 * columns - 3] if column > 3 else boxes[index - 4 * columns]
            lines.append(Line(far.id, str(index), ((far.x + 150, far.y + 54), (x + 200, y - 40), (x + 150, y))))
    rows = -(-count // columns)
    frames = [
        Box(f"frame{row}", "frame", -20, row * 110.0 - 35, columns * 230 + 20, 1080, f"stage {row // 10}")
        for row in range(0, rows, 10)
    ]
    return Picture((*frames, *boxes), tuple(lines), columns * 230.0 + 20, rows * 110.0)


def frames(canvas: Canvas, moves: Iterator[Callable[[], None]]) -> str:
    """Do one move after the other and paint after each."""
    spent = []
    for move in moves:
        begun = time.process_time()
        move()
        QApplication.processEvents()
        spent.append((time.process_time() - begun) * 1000)
    spent.sort()
    return f"{statistics.median(spent):6.1f} {spent[int(len(spent) * 0.99)]:6.1f} {spent[-1]:7.1f}"


def middle(canvas: Canvas, zoom: float) -> None:
    """Look at the middle of the graph."""
    canvas.set_zoom(1.0)
    canvas.center_on(canvas.picture().boxes[len(canvas.picture().boxes) // 2].id)
    canvas.set_zoom(zoom)
    QApplication.processEvents()


def pan(canvas: Canvas, zoom: float) -> Iterator[Callable[[], None]]:
    """25 pixels down a frame, from the middle of the graph."""
    middle(canvas, zoom)
    for _ in range(FRAMES):
        yield lambda: canvas.pan(QPointF(-4, -25))


def redraw(canvas: Canvas) -> Iterator[Callable[[], None]]:
    """The same view again, all of it: what a click costs."""
    middle(canvas, 1.0)
    for _ in range(FRAMES):
        yield canvas.update


def sweep(canvas: Canvas) -> Iterator[Callable[[], None]]:
    """From the whole graph to 200 %."""
    canvas.fit()
    least = canvas.zoom()
    for index in range(FRAMES):
        yield lambda index=index: canvas.set_zoom(least * (2 / least) ** (index / (FRAMES - 1)))


def whole(canvas: Canvas) -> Iterator[Callable[[], None]]:
    """All of it."""
    canvas.fit()
    for index in range(FRAMES):
        yield lambda index=index: canvas.pan(QPointF(index % 3 - 1, 1))


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    app = QApplication(sys.argv[:1])
    theme.apply(app, theme.LIGHT)
    drawn = picture(count)
    canvas = Canvas()
    canvas.resize(*WINDOW)
    canvas.show()
    app.processEvents()
    begun = time.process_time()
    canvas.set_picture(drawn)
    app.processEvents()
    print(f"{count:,} boxes, {len(drawn.lines):,} lines; set_picture {(time.process_time() - begun) * 1000:.0f} ms")
    print("CPU ms per frame   median    p99     max")
    for zoom in (1.0, 0.5, 0.3, 0.15, 0.05):
        print(f"pan at {zoom:5.0%}       {frames(canvas, pan(canvas, zoom))}")
    print(f"redraw at  100%    {frames(canvas, redraw(canvas))}")
    print(f"zoom sweep         {frames(canvas, sweep(canvas))}")
    print(f"whole graph        {frames(canvas, whole(canvas))}")


if __name__ == "__main__":
    main()
