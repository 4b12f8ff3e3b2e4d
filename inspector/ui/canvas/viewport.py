"""The widget that shows a picture at a view: zoom, place, painting; what a person does with it is the canvas's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from PySide6.QtCore import QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from inspector.drawing.picture import Box, Picture, Point
from inspector.drawing.ramps import Tint
from inspector.ui import theme
from inspector.ui.canvas import view as views
from inspector.ui.canvas.ground import Ground
from inspector.ui.canvas.motion import Glide, Motion, glide
from inspector.ui.canvas.painter import Marks, PicturePainter
from inspector.ui.canvas.sheets import Sheets
from inspector.ui.canvas.tiles import Tiles
from inspector.ui.canvas.view import View

_EMPTY = Picture((), (), 0.0, 0.0)
_ZOOM_STEP = 1.2
_SLACK = 4.0
_SMALL = 300
"""Boxes of a picture that is painted in one go, whatever happens."""
_SETTLED = 60
"""Milliseconds after the last step of a zoom until the picture is painted at it."""

_Moving = Literal["new", "still", "pan", "zoom"]
_BUDGETS: dict[_Moving, float | None] = {"new": None, "still": 0.007, "pan": 0.009, "zoom": 0.0}
"""Seconds that painting may take in a frame, by what the view does."""


class Viewport(QWidget):
    """Shows one `Picture`.

    Signals: ``zoom_changed`` carries the zoom, 1.0 is 100 %; ``looked`` tells that another part is seen, ``dressed``
    that something else is painted: another picture, other colours; ``jumping`` comes before a person jumps elsewhere.
    """

    zoom_changed = Signal(float)
    looked = Signal()
    dressed = Signal()
    jumping = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 120)
        self._view = View()
        self._opening = True
        self._marks = Marks()
        self._tints: Mapping[str, Tint] = {}
        self._kept: frozenset[str] | None = None
        self.weighted = False
        self._by_keyboard = False
        self._moving: _Moving = "new"
        self._motion = Motion(self)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._sharpen)
        self._show(_EMPTY)
        theme.themes.changed.connect(self._dress)

    def picture(self) -> Picture:
        """What is shown."""
        return self._picture

    def set_picture(self, picture: Picture, keep: str | None = None, onto: str | None = None) -> None:
        """Show another picture.

        Args:
            picture: the first one after an empty one is shown from its start; later ones leave the view where it is.
            keep: id of a box, frame or folded, whose top stays at its place on the screen.
            onto: id of the box that has its place in the new picture; the same where none is given.
        """
        before = self._boxes.get(keep or "")
        first = not self._picture.boxes
        old_boxes, old_view = self._boxes, self._view
        self._show(picture)
        after = self._boxes.get(onto or keep or "")
        if first:
            self._opening = True
            self._look(self._first_view())
        elif before and after:
            shift = (after.x + after.width / 2 - before.x - before.width / 2, after.y - before.y)
            self._look(View(self._view.zoom, self._view.left + shift[0], self._view.top + shift[1]))
        else:
            self._look(views.held(self._view, picture, self.width(), self.height()))
        if first:
            self._motion.end()
        else:
            self._glide_from(old_boxes, old_view, keep)
        self.update()

    def set_tints(self, tints: Mapping[str, Tint]) -> None:
        """Colour boxes by id; those without a tint have their category's colour."""
        if tints != self._tints:
            self._tints = tints
            self._dress()

    def set_kept(self, kept: frozenset[str] | None) -> None:
        """Let all boxes but these fade, and all lines but those between them; ``None`` shows everything."""
        if kept != self._kept:
            self._kept = kept
            self._dress()

    def set_weighted(self, weighted: bool) -> None:
        """Let lines be the wider the more goes along them, or all the same."""
        self.weighted = weighted
        self._dress()

    @property
    def moving(self) -> bool:
        """Whether boxes glide to their places now."""
        return self._motion.glide is not None

    def view(self) -> View:
        """Which part is seen."""
        return self._view

    def shows(self, box_id: str) -> bool:
        """Whether a box is in the picture."""
        return box_id in self._boxes

    def middle_box(self) -> Box | None:
        """The layer or folded block nearest to the middle of what is seen."""
        area = self._view.area(self.width(), self.height())
        middle = (area[0] + area[2]) / 2, (area[1] + area[3]) / 2
        seen = (self._picture.boxes[index] for index in self._tiles.boxes(area))
        return min(
            (box for box in seen if box.kind in ("layer", "block")), key=lambda box: _off(box, middle), default=None
        )

    def frames_in_the_middle(self) -> tuple[Box, ...]:
        """The open blocks round the middle of what is seen, outermost first."""
        x, y = self._view.to_picture(self.width() / 2, self.height() / 2)
        found = (self._picture.boxes[index] for index in self._tiles.boxes((x, y, x, y)))
        return tuple(box for box in found if box.kind == "frame")

    def put(self, box_id: str, x: float, y: float, zoom: float) -> None:
        """Look at a zoom with a box's top left at a pixel; nothing happens when it is not in the picture."""
        box = self._boxes.get(box_id)
        if box:
            self._jump_to(View(zoom, box.x - x / zoom, box.y - y / zoom))

    def center_at(self, x: float, y: float) -> None:
        """Bring a point of the picture to the middle."""
        self._move_to(views.centred(x, y, self._view.zoom, self.width(), self.height()))

    def thumbnail(self, width: int, height: int) -> QImage:
        """The whole picture, no larger than this many pixels."""
        return self._painter.thumbnail(width, height)

    def zoom(self) -> float:
        """1.0 is 100 %."""
        return self._view.zoom

    def set_zoom(self, zoom: float) -> None:
        """Zoom; what is in the middle stays there."""
        self.zoom_at(zoom, QPointF(self.width() / 2, self.height() / 2))

    def zoom_at(self, zoom: float, point: QPointF) -> None:
        """Zoom; what is under a point of the widget stays there."""
        least = min(views.MINIMUM_ZOOM, views.fitted(self._picture, self.width(), self.height()).zoom)
        bounded = min(max(zoom, least), views.MAXIMUM_ZOOM)
        self._move_to(self._view.zoomed(bounded, point.x(), point.y()))

    def zoom_in(self, steps: float = 1.0, point: QPointF | None = None) -> None:
        """Some steps nearer, or away where negative; at a point of the widget, else in the middle."""
        middle = QPointF(self.width() / 2, self.height() / 2)
        self.zoom_at(self._view.zoom * _ZOOM_STEP**steps, middle if point is None else point)

    def zoom_out(self) -> None:
        """One step away."""
        self.zoom_in(-1.0)

    def pan(self, step: QPointF) -> None:
        """Move the picture by this many pixels."""
        self._move_to(self._view.panned(step.x(), step.y()))

    def fit(self) -> None:
        """Show all of the picture."""
        self.jumping.emit()
        self._jump_to(views.fitted(self._picture, self.width(), self.height()))

    def center_on(self, box_id: str) -> None:
        """Bring a box to the middle, near enough to read it; nothing happens when it is not in the picture."""
        box = self._boxes.get(box_id)
        if box:
            zoom = max(self._view.zoom, views.LEGIBLE_ZOOM)
            y = box.y + min(box.height, self.height() / zoom) / 2
            self._jump_to(views.centred(box.x + box.width / 2, y, zoom, self.width(), self.height()))

    def reveal(self, box_id: str) -> None:
        """Move just so far that a box is in the window; nothing happens when it is not in the picture."""
        if box_id in self._boxes:
            self._move_to(views.revealing(self._view, self._boxes[box_id], self.width(), self.height()))

    def box_at(self, position: QPointF) -> Box | None:
        """The box under a point of the widget."""
        x, y = self._view.to_picture(position.x(), position.y())
        index = self._tiles.box_at(x, y, _SLACK / self._view.zoom if self._view.zoom < 1 else 0.0)
        return None if index is None else self._picture.boxes[index]

    def visible_area(self) -> views.Area:
        """The part of the picture that the widget shows: left, top, right, bottom."""
        return self._view.area(self.width(), self.height())

    def screen_rect(self, box_id: str) -> tuple[float, float, float, float]:
        """Left, top, width and height in pixels of the widget.

        Raises:
            KeyError: no such box in the picture.
        """
        box = self._boxes[box_id]
        x, y = self._view.to_screen(box.x, box.y)
        return x, y, box.width * self._view.zoom, box.height * self._view.zoom

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground and picture, marks over it, and a border while the keyboard is here."""
        painter = QPainter(self)
        if self._motion.glide:
            self._paint_glide(painter, self._motion.glide)
            return
        budget = _BUDGETS[self._moving] if len(self._picture.boxes) > _SMALL else None
        if not self._sheets.show(painter, self._view, self.rect(), self.devicePixelRatioF(), budget):
            self._settle.start(_SETTLED if self._moving == "zoom" else 0)
        elif self._moving == "new":
            self._moving = "still"
        self._painter.paint_marks(painter, self._view, (0, 0, self.width(), self.height()), self._marks)
        if self._by_keyboard and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(theme.current().accent))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the middle in the middle; an untouched first view follows the window's size."""
        if self._opening:
            self._look(self._first_view())
        elif event.oldSize().isValid():
            grown = event.size() - event.oldSize()
            self._look(self._view.panned(grown.width() / 2, grown.height() / 2))
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A border shows where the keyboard is when that is how a person came here."""
        self._by_keyboard = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)

    def _show(self, picture: Picture) -> None:
        self._picture = picture
        self._boxes = {box.id: box for box in picture.boxes}
        self._tiles = Tiles(picture)
        self._dress()

    def _dress(self) -> None:
        now = theme.current()
        self._painter = self._painter_of(self._picture, self._tiles)
        self._ground = Ground(now)
        self._sheets = Sheets(self._paint_sheet, QColor(now.canvas))
        self._moving = "new"
        self.update()
        self.dressed.emit()

    def _glide_from(self, boxes: Mapping[str, Box], view: View, origin: str | None) -> None:
        """Let boxes glide from where they were on the screen."""
        x, y = self._view.left - view.left, self._view.top - view.top
        before = {box.id: (box.x + x, box.y + y, box.width, box.height) for box in boxes.values()}
        area = self._view.area(self.width(), self.height())
        shown = [self._picture.boxes[index] for index in self._tiles.boxes(area)]
        lines = [self._picture.lines[index] for index in self._tiles.lines(area)]
        self._motion.begin(glide(before, shown, lines, before.get(origin or "")))

    def _paint_glide(self, painter: QPainter, moving: Glide) -> None:
        picture = moving.at(self._motion.currentValue())
        self._ground.paint(painter, self._view, self.rect(), self.devicePixelRatioF())
        painted = self._painter_of(picture, Tiles(picture))
        painted.paint_picture(painter, self._view, (0, 0, self.width(), self.height()))

    def _painter_of(self, picture: Picture, tiles: Tiles) -> PicturePainter:
        return PicturePainter(picture, theme.current(), tiles, self._tints, self._kept, weighted=self.weighted)

    def _paint_sheet(self, painter: QPainter, view: View, part: QRect) -> None:
        self._ground.paint(painter, view, part, self.devicePixelRatioF())
        self._painter.paint_picture(painter, view, (part.left(), part.top(), part.right() + 1, part.bottom() + 1))

    def _sharpen(self) -> None:
        """Nothing moves any more: paint what is missing, a little in every frame."""
        self._moving = "still"
        self.update()

    def _mark(self, marks: Marks) -> None:
        self._marks = marks
        self.update()

    def _first_view(self) -> View:
        return views.opening(self._picture, self.width(), self.height())

    def _jump_to(self, view: View) -> None:
        """Look elsewhere at once, all of it sharp."""
        self._move_to(view)
        self._moving = "new"

    def _move_to(self, view: View) -> None:
        self._opening = False
        self._look(views.held(view, self._picture, self.width(), self.height()))

    def _look(self, view: View) -> None:
        self._motion.end()
        before, self._view = self._view, view
        if self._moving != "new":
            self._moving = "zoom" if view.zoom != before.zoom else "pan"
        self.update()
        if view.zoom != before.zoom:
            self.zoom_changed.emit(view.zoom)
        if view != before:
            self.looked.emit()


def _off(box: Box, point: Point) -> float:
    return abs(box.x + box.width / 2 - point[0]) + abs(box.y + box.height / 2 - point[1])
