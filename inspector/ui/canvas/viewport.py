"""The widget that shows a picture at a view: zoom, place, painting; what a person does with it is the canvas's."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from inspector.drawing.picture import Box, Picture
from inspector.drawing.ramps import Tint
from inspector.ui import theme
from inspector.ui.canvas import view as views
from inspector.ui.canvas.captions import level_of
from inspector.ui.canvas.ground import Ground
from inspector.ui.canvas.painter import Marks, PicturePainter
from inspector.ui.canvas.tiles import Tiles
from inspector.ui.canvas.view import View

_EMPTY = Picture((), (), 0.0, 0.0)
_ZOOM_STEP = 1.2
_SLACK = 4.0


class Viewport(QWidget):
    """Shows one `Picture`. ``zoom_changed`` carries the zoom, 1.0 is 100 %."""

    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 120)
        self._view = View()
        self._opening = True
        self._marks = Marks()
        self._tints: Mapping[str, Tint] = {}
        self._by_keyboard = False
        self._show(_EMPTY)
        theme.themes.changed.connect(self._dress)

    def picture(self) -> Picture:
        """What is shown."""
        return self._picture

    def set_picture(self, picture: Picture, keep: str | None = None) -> None:
        """Show another picture.

        Args:
            picture: the first one after an empty one is shown from its start; later ones leave the view where it is.
            keep: id of a box, frame or folded, whose top stays at its place on the screen.
        """
        before = self._boxes.get(keep or "")
        first = not self._picture.boxes
        self._show(picture)
        after = self._boxes.get(keep or "")
        if first:
            self._opening = True
            self._look(self._first_view())
        elif before and after:
            shift = (after.x + after.width / 2 - before.x - before.width / 2, after.y - before.y)
            self._look(View(self._view.zoom, self._view.left + shift[0], self._view.top + shift[1]))
        else:
            self._look(views.held(self._view, picture, self.width(), self.height()))
        self.update()

    def set_tints(self, tints: Mapping[str, Tint]) -> None:
        """Colour boxes by id; those without a tint have their category's colour."""
        if tints != self._tints:
            self._tints = tints
            self._dress()

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
        self._move_to(views.fitted(self._picture, self.width(), self.height()))

    def center_on(self, box_id: str) -> None:
        """Bring a box to the middle, near enough to read it; nothing happens when it is not in the picture."""
        box = self._boxes.get(box_id)
        if box:
            zoom = max(self._view.zoom, views.LEGIBLE_ZOOM)
            y = box.y + min(box.height, self.height() / zoom) / 2
            self._move_to(views.centred(box.x + box.width / 2, y, zoom, self.width(), self.height()))

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

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, picture, and a border while the keyboard is here; after a scroll only what came into view."""
        painter = QPainter(self)
        for part in self._parts(event):
            painter.setClipRect(part)
            self._ground.paint(painter, self._view, part, self.devicePixelRatioF())
            edges = (part.left(), part.top(), part.right() + 1, part.bottom() + 1)
            self._painter.paint(painter, self._view, edges, self._marks)
        painter.setClipping(False)
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
        self._ground = Ground(theme.current())
        self._painter = PicturePainter(self._picture, theme.current(), self._tiles, self._tints)
        self.update()

    def _mark(self, marks: Marks) -> None:
        self._marks = marks
        self.update()

    def _first_view(self) -> View:
        return views.opening(self._picture, self.width(), self.height())

    def _move_to(self, view: View) -> None:
        self._opening = False
        self._look(views.held(view, self._picture, self.width(), self.height()))

    def _look(self, view: View) -> None:
        before, self._view = self._view, view
        step = self._whole_pixels(before, view)
        if step is None:
            self.update()
        else:
            self.scroll(step.x(), step.y())
        if view.zoom != before.zoom:
            self.zoom_changed.emit(view.zoom)

    def _parts(self, event: QPaintEvent) -> list[QRect]:
        """The rectangles to paint; from far away always everything, titles there depend on each other."""
        return [self.rect()] if level_of(self._view.zoom) is None else [*event.region()]  # type: ignore[misc]

    def _whole_pixels(self, before: View, after: View) -> QPoint | None:
        """The step from one view to another, if what is painted can be moved by it and need not be painted anew."""
        step = QPointF((before.left - after.left) * after.zoom, (before.top - after.top) * after.zoom)
        rounded = step.toPoint()
        off = (step - rounded.toPointF()).manhattanLength()
        movable = before.zoom == after.zoom and off < 1e-6 and not self._by_keyboard
        return rounded if movable and self.devicePixelRatioF() == 1 and level_of(after.zoom) is not None else None
