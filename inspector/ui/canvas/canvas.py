"""The widget that shows a picture of the graph and lets a person move about in it, select and fold."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from inspector.drawing.picture import Box, Picture
from inspector.ui import theme
from inspector.ui.canvas import view as views
from inspector.ui.canvas.ground import Ground
from inspector.ui.canvas.painter import Marks, PicturePainter
from inspector.ui.canvas.pointer import Press, wheel_step
from inspector.ui.canvas.shapes import sign_rect
from inspector.ui.canvas.tiles import Tiles
from inspector.ui.canvas.view import View
from inspector.ui.canvas.walk import Direction, step
from inspector.ui.canvas.words import description, tooltip

_EMPTY = Picture((), (), 0.0, 0.0)
_ZOOM_STEP = 1.2
_SLACK = 4.0
_ARROWS: dict[int, Direction] = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
}


class Canvas(QWidget):
    """Shows one `Picture`.

    Signals, all of them for what the person did, never for what a program set:
        selection_changed: ids of the selected boxes, a frozenset.
        toggled: id of a block or frame to fold or unfold.
        activated: id of a layer that was double-clicked, or of the one selected box when Enter is pressed.
        freeze_requested: ids of the selected boxes, when F is pressed.
        hovered: id of the box under the pointer, empty when there is none.
        zoom_changed: the zoom, 1.0 is 100 %; also when a program set it.
    """

    selection_changed = Signal(object)
    toggled = Signal(str)
    activated = Signal(str)
    freeze_requested = Signal(object)
    hovered = Signal(str)
    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 120)
        self.setAccessibleName("Model graph")
        self._view = View()
        self._opening = True
        self._marks = Marks()
        self._press: Press | None = None
        self._just_toggled = False
        self._by_keyboard = False
        self._show(_EMPTY)
        theme.themes.changed.connect(self._dress)

    # ---- what a program asks

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
            self._look(self._view)

    def selected(self) -> frozenset[str]:
        """Ids of the selected boxes."""
        return self._marks.selected

    def set_selected(self, ids: frozenset[str]) -> None:
        """Select these boxes and no others; ids that are not in the picture wait until they are."""
        self._mark(Marks(ids, self._marks.hovered))

    def zoom(self) -> float:
        """1.0 is 100 %."""
        return self._view.zoom

    def set_zoom(self, zoom: float) -> None:
        """Zoom; what is in the middle stays there."""
        self._zoom_at(zoom, self.width() / 2, self.height() / 2)

    def zoom_in(self) -> None:
        """One step nearer."""
        self.set_zoom(self._view.zoom * _ZOOM_STEP)

    def zoom_out(self) -> None:
        """One step away."""
        self.set_zoom(self._view.zoom / _ZOOM_STEP)

    def fit(self) -> None:
        """Show all of the picture."""
        self._move_to(views.fitted(self._picture, self.width(), self.height()))

    def center_on(self, box_id: str) -> None:
        """Bring a box to the middle, near enough to read it; nothing happens when it is not in the picture."""
        box = self._boxes.get(box_id)
        if box:
            y = box.y + min(box.height, self.height() / self._view.zoom) / 2
            zoom = max(self._view.zoom, views.LEGIBLE_ZOOM)
            self._move_to(views.centred(box.x + box.width / 2, y, zoom, self.width(), self.height()))

    def box_at(self, position: QPointF) -> Box | None:
        """The box under a point of the widget."""
        x, y = self._view.to_picture(position.x(), position.y())
        index = self._tiles.box_at(x, y, _SLACK / self._view.zoom if self._view.zoom < 1 else 0.0)
        return None if index is None else self._picture.boxes[index]

    def screen_rect(self, box_id: str) -> tuple[float, float, float, float]:
        """Left, top, width and height in pixels of the widget.

        Raises:
            KeyError: no such box in the picture.
        """
        box = self._boxes[box_id]
        x, y = self._view.to_screen(box.x, box.y)
        return x, y, box.width * self._view.zoom, box.height * self._view.zoom

    # ---- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, picture, and a border while the keyboard is here."""
        painter = QPainter(self)
        self._ground.paint(painter, self._view, self.width(), self.height(), self.devicePixelRatioF())
        self._painter.paint(painter, self._view, self.width(), self.height(), self._marks)
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

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A border shows where the keyboard is when that is how a person came here."""
        self._by_keyboard = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)

    # ---- mouse and fingers

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Left and middle begin a click or a drag; right selects what a menu will be about."""
        self._just_toggled = False
        if event.button() == Qt.MouseButton.RightButton:
            box = self.box_at(event.position())
            if box and box.id not in self._marks.selected:
                self._select(frozenset({box.id}))
        elif event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._press = Press(event.button(), event.position(), event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan with a button down, else tell what is under the pointer."""
        if self._press is None:
            self._hover(event.position())
            return
        pan = self._press.moved_to(event.position())
        if self._press.panning:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._move_to(self._view.panned(pan.x(), pan.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press that did not move far was a click."""
        press, self._press = self._press, None
        if press is None:
            return
        self._hover(event.position())
        if not press.panning and press.button == Qt.MouseButton.LeftButton:
            self._click(event.position(), event.modifiers())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fold or unfold a block, activate a layer; the second half of a hasty click on a sign does nothing."""
        box = self.box_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or box is None or self._just_toggled:
            return
        (self.activated if box.kind == "layer" else self.toggled).emit(box.id)

    def leaveEvent(self, _event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        self._set_hovered("")

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, or zoom at the pointer with Ctrl."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turn = event.angleDelta().y() or event.pixelDelta().y()
            self._zoom_at(self._view.zoom * _ZOOM_STEP ** (turn / 120), event.position().x(), event.position().y())
        else:
            sideways = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            pan = wheel_step(QPointF(event.pixelDelta()), QPointF(event.angleDelta()), sideways)
            self._move_to(self._view.panned(pan.x(), pan.y()))
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Besides the usual: tooltips, and pinching on a trackpad."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._show_tooltip(event.pos(), event.globalPos())
            return True
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._zoom_at(self._view.zoom * (1 + event.value()), event.position().x(), event.position().y())
            return True
        return super().event(event)

    # ---- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, + − 0 zoom, Home fits, Space folds, Enter activates, F freezes, Esc clears."""
        key, selected = event.key(), self._marks.selected
        only = self._boxes.get(next(iter(selected))) if len(selected) == 1 else None
        if key in _ARROWS:
            self._walk(_ARROWS[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif key == Qt.Key.Key_Minus:
            self.zoom_out()
        elif key == Qt.Key.Key_0:
            self.set_zoom(1.0)
        elif key == Qt.Key.Key_Home:
            self.fit()
        elif key == Qt.Key.Key_Escape and selected:
            self._select(frozenset())
        elif key == Qt.Key.Key_F and selected:
            self.freeze_requested.emit(selected)
        elif key == Qt.Key.Key_Space and only and only.kind != "layer":
            self.toggled.emit(only.id)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and only:
            self.activated.emit(only.id)
        else:
            super().keyPressEvent(event)

    # ---- the inside

    def _show(self, picture: Picture) -> None:
        self._picture = picture
        self._boxes = {box.id: box for box in picture.boxes}
        self._tiles = Tiles(picture)
        self._dress()
        self._describe()

    def _dress(self) -> None:
        self._ground = Ground(theme.current())
        self._painter = PicturePainter(self._picture, theme.current(), self._tiles)
        self.update()

    def _first_view(self) -> View:
        return views.opening(self._picture, self.width(), self.height())

    def _move_to(self, view: View) -> None:
        self._opening = False
        self._look(views.held(view, self._picture, self.width(), self.height()))

    def _look(self, view: View) -> None:
        zoomed = view.zoom != self._view.zoom
        self._view = view
        self.update()
        if zoomed:
            self._describe()
            self.zoom_changed.emit(view.zoom)

    def _zoom_at(self, zoom: float, x: float, y: float) -> None:
        least = min(views.MINIMUM_ZOOM, views.fitted(self._picture, self.width(), self.height()).zoom)
        self._move_to(self._view.zoomed(min(max(zoom, least), views.MAXIMUM_ZOOM), x, y))

    def _click(self, position: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        box = self.box_at(position)
        if box and box.kind != "layer" and self._on_sign(box, position):
            self._just_toggled = True
            self.toggled.emit(box.id)
            return
        adds = modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        if box is None:
            self._select(self._marks.selected if adds else frozenset())
        elif adds:
            self._select(self._marks.selected ^ {box.id})
        else:
            self._select(frozenset({box.id}))

    def _on_sign(self, box: Box, position: QPointF) -> bool:
        return (
            sign_rect(box).adjusted(-3, -3, 3, 3).contains(QPointF(*self._view.to_picture(position.x(), position.y())))
        )

    def _select(self, ids: frozenset[str]) -> None:
        if ids != self._marks.selected:
            self.set_selected(ids)
            self.selection_changed.emit(ids)

    def _hover(self, position: QPointF) -> None:
        box = self.box_at(position)
        on_sign = box is not None and box.kind != "layer" and self._on_sign(box, position)
        self.setCursor(Qt.CursorShape.PointingHandCursor if on_sign else Qt.CursorShape.ArrowCursor)
        self._set_hovered(box.id if box else "")

    def _set_hovered(self, box_id: str) -> None:
        if box_id != self._marks.hovered:
            self._mark(Marks(self._marks.selected, box_id))
            self.hovered.emit(box_id)

    def _mark(self, marks: Marks) -> None:
        if marks != self._marks:
            self._marks = marks
            self._describe()
            self.update()

    def _describe(self) -> None:
        chosen = [self._boxes[box_id] for box_id in sorted(self._marks.selected) if box_id in self._boxes]
        shown = sum(box.kind != "frame" for box in self._picture.boxes)
        self.setAccessibleDescription(description(shown, chosen, self._view.zoom))

    def _walk(self, direction: Direction) -> None:
        shown = [box for box in self._picture.boxes if box.id in self._marks.selected]
        if not shown:
            first = next((box.id for box in self._picture.boxes if box.kind != "frame"), None)
            target = first
        else:
            target = step(self._picture, shown[-1].id, direction)
        if target:
            self._select(frozenset({target}))
            self._move_to(views.revealing(self._view, self._boxes[target], self.width(), self.height()))

    def _show_tooltip(self, position: QPoint, on_screen: QPoint) -> None:
        box = self.box_at(QPointF(position))
        if box is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(on_screen, tooltip(box), self)
