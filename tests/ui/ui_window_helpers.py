"""What the window's tests share besides fixtures."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)
from pytestqt.qtbot import QtBot

from inspector.resources import resource
from inspector.ui.window import Window

SAMPLE = resource("samples/sample.keras")


def open_and_wait(qtbot: QtBot, window: Window, path: Path) -> None:
    """Open a file and wait until it is drawn."""
    with qtbot.waitSignals([window.document.loaded, window.document.picture_changed], timeout=20_000):
        window.open(str(path))


def press(qtbot: QtBot, widget: QWidget) -> None:
    """A click with the left button in the middle of a widget, once it is laid out: before, there is nothing to hit."""
    qtbot.waitUntil(lambda: not widget.size().isEmpty())
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def tick(qtbot: QtBot, window: Window, box: str) -> None:
    """Click the tick of a row of the layer list."""
    tree = window.layers.tree
    index = window.layers.filter.mapFromSource(window.layers.model.index_of(box))
    assert index.isValid(), f"{box} is not in the list"
    tree.scrollTo(index)
    option = QStyleOptionViewItem()
    tree.initViewItemOption(option)
    option.rect = tree.visualRect(index)
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    place = tree.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, tree)
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place.center())


def state(window: Window, box: str) -> Qt.CheckState:
    """The tick of a row."""
    return Qt.CheckState(window.layers.model.index_of(box).data(Qt.ItemDataRole.CheckStateRole))


def show_panel(window: Window, qtbot: QtBot, panel: QWidget) -> None:
    """Bring a panel to the front by clicking its tab."""
    bar = window.panels.tabBar()
    place = bar.tabRect(window.panels.indexOf(panel)).center()
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=place)


def type_number(qtbot: QtBot, box: QAbstractSpinBox, text: str) -> None:
    """Replace what a spin box says, key by key."""
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, text)


def save_to(qtbot: QtBot, path: Path) -> None:
    """When the next file dialog is there, type a path into it and click Save until it takes that."""
    timer = QTimer(QApplication.instance())
    timer.setInterval(100)

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog) or not dialog.isVisible():
            return
        field, buttons = dialog.findChild(QLineEdit, "fileNameEdit"), dialog.findChild(QDialogButtonBox)
        assert field is not None
        assert buttons is not None
        field.setCompleter(None)  # its list, which comes when it likes, would take the click
        field.setText(str(path))
        dialog.finished.connect(timer.stop)
        press(qtbot, buttons.button(QDialogButtonBox.StandardButton.Save))

    timer.timeout.connect(answer)
    timer.start()
