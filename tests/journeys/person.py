"""A person at the window: looks, clicks and types, with Qt's real mouse and key events."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from inspector.ui.app import application
from inspector.ui.window import Window

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class Person:
    """Opens a window of a size and uses it.

    Args:
        folder: for settings and run folders.
        theme: ``"light"`` or ``"dark"``.
    """

    def __init__(self, folder: Path, theme: str = "light", width: int = 1440, height: int = 900) -> None:
        self.app = application(["model-inspector"])
        settings = QSettings(str(folder / f"{theme}.ini"), QSettings.Format.IniFormat)
        settings.setValue("theme", theme)
        self.window = Window(settings, folder / "runs")
        self.window.resize(width, height)
        self.window.show()
        self.window.strip.add_plots()
        self.window.engine.switch_on()
        self.window.activateWindow()
        assert QTest.qWaitForWindowActive(self.window)

    def leave(self) -> None:
        """Close the window; edits are left behind."""
        self.window.document.mark_saved()
        self.window.close()
        self.wait(0.1)

    # ------------------------------------------------------------------ time

    def wait(self, seconds: float) -> None:
        """Let the window live."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.app.processEvents()
            time.sleep(0.005)

    def until(self, true: Callable[[], object], seconds: float = 60) -> None:
        """Let the window live until something is so."""
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, "waited in vain"
            self.app.processEvents()
            time.sleep(0.005)
        self.wait(0.15)

    # ------------------------------------------------------------------ hands

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Press and release the left button on a widget that can be seen."""
        assert widget.isVisible(), f"{widget.objectName() or widget} cannot be seen"
        assert widget.isEnabled(), f"{widget.objectName() or widget} cannot be used"
        QTest.mouseClick(widget, LEFT, PLAIN, at or widget.rect().center())
        self.wait(0.1)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN, widget: QWidget | None = None) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(widget or self.app.focusWidget() or self.window, key, modifiers)
        self.wait(0.1)

    def write(self, widget: QWidget, text: str) -> None:
        """Replace what a field holds and press Enter."""
        widget.setFocus()
        if isinstance(widget, QAbstractSpinBox):
            widget.selectAll()
        else:
            QTest.keyClick(widget, Qt.Key.Key_A, CTRL)
        QTest.keyClicks(widget, text)
        QTest.keyClick(widget, Qt.Key.Key_Return)
        self.wait(0.2)

    def choose(self, box: QComboBox, start: str) -> None:
        """Walk a combo box by key to the entry that starts with some text."""
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Home)
        for _ in range(box.count()):
            if box.currentText().startswith(start):
                break
            QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.currentText().startswith(start), f"no {start} in {box.accessibleName()}"
        self.wait(0.1)

    def show_panel(self, title: str) -> None:
        """Click a tab of the panels."""
        bar = self.window.panels.tabBar()
        index = next(i for i in range(bar.count()) if bar.tabText(i).startswith(title))
        self.click(bar, bar.tabRect(index).center())

    def tick(self, name: str) -> None:
        """Click the tick of a row of the layer list."""
        tree = self.window.layers.tree
        index = self.row(name)
        tree.scrollTo(index)
        option = QStyleOptionViewItem()
        tree.initViewItemOption(option)
        option.rect = tree.visualRect(index)
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
        area: QRect = tree.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, tree)
        QTest.mouseClick(tree.viewport(), LEFT, PLAIN, area.center())
        self.wait(0.2)

    def select(self, name: str) -> None:
        """Click a row of the layer list."""
        tree = self.window.layers.tree
        index = self.row(name)
        tree.scrollTo(index)
        area = tree.visualRect(index)
        QTest.mouseClick(tree.viewport(), LEFT, PLAIN, QPoint(area.right() - 8, area.center().y()))
        self.wait(0.2)

    def row(self, name: str) -> QModelIndex:
        """The row of a block or layer in the list."""
        model = self.window.layers.tree.model()
        found = model.match(
            model.index(0, 0),
            Qt.ItemDataRole.DisplayRole,
            name,
            1,
            Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive,
        )
        assert found, f"no row {name}"
        return found[0]

    def double_click_box(self, box: str) -> None:
        """Double-click a box of the graph."""
        area = self.window.canvas.screen_rect(box)
        QTest.mouseDClick(self.window.canvas, LEFT, PLAIN, QPoint(int(area[0]) + 24, int(area[1]) + 14))
        self.wait(0.4)

    # ------------------------------------------------------------------ dialogs

    def during_dialogs(self, *answers: Callable[[QDialog], None]) -> None:
        """Answer the dialogs that come up next, one after another."""
        waiting = list(answers)
        timer = QTimer(self.window)
        seen: list[QDialog] = []

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, QDialog) and dialog not in seen and dialog.isVisible():
                seen.append(dialog)
                answer = waiting.pop(0)
                if not waiting:
                    timer.stop()
                try:
                    answer(dialog)
                except BaseException:
                    dialog.reject()  # else it would wait for ever
                    raise

        timer.timeout.connect(look)
        timer.start(60)

    def accept(self, dialog: QDialog) -> None:
        """Press Enter."""
        self.wait(0.2)
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    def save_to(self, path: Path) -> Callable[[QDialog], None]:
        """An answer to a file dialog: type a path and click Save."""

        def answer(dialog: QDialog) -> None:
            assert isinstance(dialog, QFileDialog)
            field = dialog.focusWidget()
            assert field is not None
            QTest.keyClick(field, Qt.Key.Key_A, CTRL)
            QTest.keyClicks(field, str(path))
            # not Enter: the list of completions may take that key
            buttons = dialog.findChild(QDialogButtonBox)
            assert buttons is not None
            while dialog.isVisible():
                if popup := QApplication.activePopupWidget():
                    popup.close()  # that list, which comes when it likes, would take the click
                self.click(buttons.button(QDialogButtonBox.StandardButton.Save))

        return answer

    # ------------------------------------------------------------------ eyes

    def look(self, path: Path) -> None:
        """Photograph the window as it is on the screen."""
        self.wait(0.3)
        screen = self.window.screen()
        corner = self.window.mapToGlobal(QPoint(0, 0))
        shot = screen.grabWindow(0, corner.x(), corner.y(), self.window.width(), self.window.height())
        assert shot.save(str(path)), f"could not write {path}"
