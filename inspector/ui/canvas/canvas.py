"""The graph under a person's hands: selecting, folding and moving about with mouse, trackpad and keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from inspector.drawing.picture import Box, Picture
from inspector.ui.canvas.pointer import Band, Press, wheel_step
from inspector.ui.canvas.shapes import sign_rect
from inspector.ui.canvas.viewport import Viewport
from inspector.ui.canvas.walk import Direction, step
from inspector.ui.canvas.words import description, tooltip

_ARROWS: dict[int, Direction] = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
}
_OPENING = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Canvas(Viewport):
    """Shows one `Picture` and says what the person does with it.

    ``about`` gives what a hover card says of a box, names and values.

    Signals, all of them for what the person did, never for what a program set:
        selection_changed: ids of the selected boxes, a frozenset.
        toggled: id of a block or frame to fold or unfold: double-clicked, or Enter pressed.
        activated: id of a layer that was double-clicked, or is the one selected when Enter is pressed.
        freeze_requested: ids of the selected boxes, when F is pressed.
        trace_requested: T was pressed.
        cancelled: Esc was pressed with nothing selected.
        hovered: id of the box under the pointer, empty when there is none.
    """

    selection_changed = Signal(object)
    toggled = Signal(str)
    activated = Signal(str)
    freeze_requested = Signal(object)
    trace_requested = Signal()
    cancelled = Signal()
    hovered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Model graph")
        self.about: Callable[[Box], Sequence[tuple[str, str]]] = lambda _box: ()
        self._press: Press | None = None
        self._band = Band(self)
        self._just_toggled = False
        self._solid = 0
        self.zoom_changed.connect(self._describe)
        self._describe()

    def set_picture(self, picture: Picture, keep: str | None = None, onto: str | None = None) -> None:
        """As `Viewport.set_picture`; the selection stays."""
        self._solid = sum(box.kind in ("layer", "block") for box in picture.boxes)
        super().set_picture(picture, keep, onto)
        self._describe()

    def selected(self) -> frozenset[str]:
        """Ids of the selected boxes."""
        return self._marks.selected

    def set_selected(self, ids: frozenset[str]) -> None:
        """Select these boxes and no others; ids that are not in the picture wait until they are."""
        if ids != self._marks.selected:
            self._mark(replace(self._marks, selected=ids))
            self._describe()

    def set_lit(self, ids: frozenset[str]) -> None:
        """Light these boxes, as found, and no others."""
        if ids != self._marks.lit:
            self._mark(replace(self._marks, lit=ids))

    # ---- mouse and fingers

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Left and middle begin a click or a drag; right selects what a menu will be about."""
        self._just_toggled = False
        self._motion.end()
        if event.button() == Qt.MouseButton.RightButton:
            box = self.box_at(event.position())
            if box and box.kind != "stub" and box.id not in self._marks.selected:
                self._select(frozenset({box.id}))
        elif event.button() == Qt.MouseButton.LeftButton and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._band.begin(event.position().toPoint())
        elif event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._press = Press(event.button(), event.position(), event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan with a button down, or pull a band; else tell what is under the pointer."""
        if self._band.pulled:
            self._band.pull(event.position().toPoint())
            return
        if self._press is None:
            self._hover(event.position())
            return
        pan = self._press.moved_to(event.position())
        if self._press.panning:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.pan(pan)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press that did not move far was a click; a band selects what it touches."""
        if self._band.pulled:
            self._release_band(event)
            return
        press, self._press = self._press, None
        if press is None:
            return
        self._hover(event.position())
        if not press.panning and press.button == Qt.MouseButton.LeftButton:
            self._click(event.position(), event.modifiers())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fold or unfold a block, activate a layer; the second half of a hasty click on a sign does nothing."""
        box = self.box_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or box is None or box.kind == "stub" or self._just_toggled:
            return
        (self.activated if box.kind == "layer" else self.toggled).emit(box.id)

    def leaveEvent(self, _event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        self._set_hovered("")

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, or zoom at the pointer with Ctrl."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_in((event.angleDelta().y() or event.pixelDelta().y()) / 120, event.position())
        else:
            sideways = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.pan(wheel_step(QPointF(event.pixelDelta()), QPointF(event.angleDelta()), sideways))
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Besides the usual: tooltips, and pinching on a trackpad."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._show_tooltip(event.pos(), event.globalPos())
            return True
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_at(self.zoom() * (1 + event.value()), event.position())
            return True
        return super().event(event)

    # ---- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, + − 0 zoom, Home fits, Enter folds or activates, F freezes, T traces, Esc clears."""
        self._motion.end()
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
        elif key == Qt.Key.Key_Escape:
            self._cancel()
        elif key == Qt.Key.Key_F and selected:
            self.freeze_requested.emit(selected)
        elif key == Qt.Key.Key_T:
            self.trace_requested.emit()
        elif key in _OPENING and only:
            (self.activated if only.kind == "layer" else self.toggled).emit(only.id)
        else:
            super().keyPressEvent(event)

    # ---- the inside

    def _click(self, position: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        box = self.box_at(position)
        if box and self._on_sign(box, position):
            self._just_toggled = True
            self.toggled.emit(box.id)
            return
        if box and box.kind == "stub":
            self._follow(box)
            return
        adds = modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        if box is None:
            self._select(self._marks.selected if adds else frozenset())
        elif adds:
            self._select(self._marks.selected ^ {box.id})
        else:
            self._select(frozenset({box.id}))

    def _release_band(self, event: QMouseEvent) -> None:
        pulled = self._band.end()
        if pulled is None:
            self._click(event.position(), event.modifiers())
            return
        left, top = self._view.to_picture(pulled.left(), pulled.top())
        right, bottom = self._view.to_picture(pulled.right(), pulled.bottom())
        boxes = (self._picture.boxes[index] for index in self._tiles.boxes((left, top, right, bottom)))
        touched = frozenset(box.id for box in boxes if box.kind in ("layer", "block"))
        adds = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        self._select(self._marks.selected | touched if adds else touched)

    def _on_sign(self, box: Box, position: QPointF) -> bool:
        point = QPointF(*self._view.to_picture(position.x(), position.y()))
        return box.kind in ("block", "frame") and sign_rect(box).adjusted(-3, -3, 3, 3).contains(point)

    def _select(self, ids: frozenset[str]) -> None:
        if ids != self._marks.selected:
            self.set_selected(ids)
            self.selection_changed.emit(ids)

    def _hover(self, position: QPointF) -> None:
        box = self.box_at(position)
        on_sign = box is not None and self._on_sign(box, position)
        clickable = on_sign or (box is not None and box.kind == "stub")
        self.setCursor(Qt.CursorShape.PointingHandCursor if clickable else Qt.CursorShape.ArrowCursor)
        self._set_hovered(box.id if box else "")

    def _set_hovered(self, box_id: str) -> None:
        if box_id != self._marks.hovered:
            self._mark(replace(self._marks, hovered=box_id))
            self.hovered.emit(box_id)

    def _cancel(self) -> None:
        if self._marks.selected:
            self._select(frozenset())
        else:
            self.cancelled.emit()

    def _walk(self, direction: Direction) -> None:
        shown = [box.id for box in self._picture.boxes if box.id in self._marks.selected]
        if shown:
            target = step(self._picture, shown[-1], direction)
        else:
            target = next((box.id for box in self._picture.boxes if box.kind in ("layer", "block")), None)
        if target and self._boxes[target].kind == "stub":
            self._follow(self._boxes[target])
        elif target:
            self._select(frozenset({target}))
            self.reveal(target)

    def _follow(self, stub: Box) -> None:
        """Jump to the other end of a line that was cut; of several, select all and show the first."""
        self.jumping.emit()
        self._select(frozenset(stub.ends))
        self.center_on(stub.ends[0])

    def _show_tooltip(self, position: QPoint, on_screen: QPoint) -> None:
        box = self.box_at(QPointF(position))
        if box is None:
            QToolTip.hideText()
        else:
            facts = () if box.kind == "stub" else self.about(box)
            QToolTip.showText(on_screen, tooltip(box, facts), self)

    def _describe(self) -> None:
        chosen = [self._boxes[box_id] for box_id in sorted(self._marks.selected) if box_id in self._boxes]
        self.setAccessibleDescription(description(self._solid, chosen, self.zoom()))
