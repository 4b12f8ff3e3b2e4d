"""The Names menu: other names and blocks, layers or operations, while what is done to the model stays."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QInputDialog, QMenu
from pytestqt.qtbot import QtBot
from ui_window_helpers import SAMPLE, open_and_wait, press, show_panel, state, tick

from inspector.recipe import codec
from inspector.recipe.edits import Freeze
from inspector.ui.pattern_dialog import PatternDialog
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]

GRAPH = """
node { name: "data" op: "Placeholder" attr { key: "dtype" value { type: DT_FLOAT } }
       attr { key: "shape" value { shape { dim { size: -1 } dim { size: 4 } } } } }
node { name: "conv1_kernel" op: "Const" attr { key: "dtype" value { type: DT_FLOAT } }
       attr { key: "value" value { tensor { dtype: DT_FLOAT tensor_shape { dim { size: 4 } dim { size: 3 } }
                                            float_val: 1 } } } }
node { name: "conv1_product" op: "MatMul" input: "data" input: "conv1_kernel" }
node { name: "conv1_relu" op: "Relu" input: "conv1_product" }
node { name: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!" op: "Relu" input: "conv1_relu" }
"""


@pytest.fixture
def graph(window: Window, qtbot: QtBot, tmp_path: Path) -> Window:
    """The window with a GraphDef open."""
    path = tmp_path / "graph.pbtxt"
    path.write_text(GRAPH)
    open_and_wait(qtbot, window, path)
    return window


def names_menu(window: Window, qtbot: QtBot) -> QMenu:
    """The menu, opened by a click on its title."""
    bar = window.menuBar()
    title = next(action for action in bar.actions() if action.text() == "&Names")
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.actionGeometry(title).center())
    menu = title.menu()
    assert isinstance(menu, QMenu)
    qtbot.waitUntil(menu.isVisible)
    return menu


def choose(window: Window, qtbot: QtBot, name: str, shows: str = "") -> None:
    """Click an entry of the menu and wait until a box with this title is drawn, or the file is looked at anew."""
    menu = names_menu(window, qtbot)
    place = menu.actionGeometry(window.menus.actions[name]).center()
    with qtbot.waitSignal(window.document.looked_anew, timeout=20_000):
        qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)
    if shows:
        qtbot.waitUntil(lambda: shows in titles(window), timeout=20_000)


def titles(window: Window) -> set[str]:
    """What stands in the boxes of the graph."""
    assert window.document.picture
    return {box.title for box in window.document.picture.boxes}


def in_dialog(kind: type, work: Callable[..., object]) -> QTimer:
    """Do something with the next dialog of a kind, once it is there."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind) and dialog.isVisible():
            timer.stop()
            work(dialog)

    timer = QTimer()
    timer.setInterval(20)
    timer.timeout.connect(look)
    timer.start()
    return timer


def test_other_names_make_other_blocks_and_change_nothing_of_the_model(
    opened: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    tick(qtbot, opened, "stem_conv")
    opened.document.select(["stem_conv"])
    recipe = opened.document.recipe

    choose(opened, qtbot, "names_reference", shows="stem/conv")

    assert {"stem", "stem/conv", "block1/conv1"} <= titles(opened)
    assert opened.document.blocks[0].label == "stem"
    assert opened.layers.model.index_of("stem_conv").data() == "stem/conv"
    assert opened.document.selection == {"stem_conv"}
    assert opened.layer_panel.facts.item(0, 1).text() == "stem/conv"
    assert opened.document.recipe == recipe
    assert not [note for note in opened.document.objections() if note.level == "error"]

    tick(qtbot, opened, "stem_bn")
    assert opened.document.save_recipe(str(tmp_path / "recipe.json"))
    assert codec.load(str(tmp_path / "recipe.json")).edits == (Freeze(("stem_conv",)), Freeze(("stem_bn",)))
    assert {"stem/conv", "stem/bn"} <= titles(opened)


def test_a_new_layer_stands_among_the_renamed_ones_and_in_the_dot_file(opened: Window, qtbot: QtBot) -> None:
    choose(opened, qtbot, "names_reference")
    opened.document.select(["block1_relu1"])
    opened.menus.actions["insert_dropout"].trigger()
    assert opened.document.preview is not None
    (created,) = opened.document.preview.created
    assert created in next(block for block in opened.document.blocks if block.label == "block1").layers

    text = opened.document.scene().dot().to_string()
    assert "block1/relu1" in text
    assert f'label="{created}' in text
    assert 'label="block1"' in text


def test_a_keras_file_has_no_operations_and_the_menu_says_why(opened: Window, qtbot: QtBot) -> None:
    menu = names_menu(opened, qtbot)
    for name in ("show_operations", "show_layers", "constants"):
        action = opened.menus.actions[name]
        assert action in menu.actions()
        assert not action.isEnabled()
        assert "it holds layers" in action.toolTip()
    assert opened.menus.actions["show_layers"].isChecked()
    assert not opened.layers.switch.isVisible()
    menu.close()


def test_the_switch_shows_operations_and_changes_wait_until_layers_are_back(graph: Window, qtbot: QtBot) -> None:
    document, switch = graph.document, graph.layers.switch
    assert {"data", "conv1_product"} <= titles(graph)
    tick(qtbot, graph, "conv1_product")
    recipe = document.recipe

    press(qtbot, switch.operations)

    qtbot.waitUntil(lambda: "conv1_kernel" in titles(graph), timeout=20_000)
    assert graph.layers.heading.title() == "OPERATIONS"
    assert graph.layers.model.index_of("conv1_product").data(Qt.ItemDataRole.CheckStateRole) is None
    document.select(["conv1_product"])
    assert not any(graph.menus.actions[name].isEnabled() for name in ("freeze", "freeze_up_to", "insert_dropout"))
    graph.canvas.freeze_requested.emit(("conv1_product",))
    assert "choose Layers in the Names menu" in graph.bar.text.text()
    assert (document.recipe, document.dirty) == (recipe, True)

    press(qtbot, switch.layers)

    qtbot.waitUntil(lambda: "conv1_kernel" not in titles(graph), timeout=20_000)
    assert document.recipe == recipe
    assert document.preview is not None
    assert document.preview.frozen == {"conv1_product"}
    assert state(graph, "conv1_product") == Qt.CheckState.Checked


def test_what_was_chosen_holds_while_the_file_is_open(graph: Window, qtbot: QtBot, tmp_path: Path) -> None:
    choose(graph, qtbot, "show_operations")
    choose(graph, qtbot, "names_reference", shows="conv1/kernel")
    assert all(graph.menus.actions[name].isChecked() for name in ("show_operations", "names_reference"))

    open_and_wait(qtbot, graph, SAMPLE)
    assert all(graph.menus.actions[name].isChecked() for name in ("show_layers", "names_file"))
    assert not graph.layers.switch.isVisible()


def test_operations_are_told_of_with_the_values_of_constants_up_to_a_size_that_is_asked_for(
    graph: Window, qtbot: QtBot
) -> None:
    assert "choose Operations first" in graph.menus.actions["constants"].toolTip()
    choose(graph, qtbot, "show_operations")
    graph.document.select(["conv1_relu"])
    assert graph.layer_panel.help.text() == "The TensorFlow operation Relu."
    box = next(box for box in graph.document.scene().picture().boxes if box.id == "conv1_relu")
    assert box.category == "operation"
    graph.document.select(["conv1_kernel"])
    rows = [graph.layer_panel.facts.item(row, 1).text() for row in range(graph.layer_panel.facts.rowCount())]
    assert rows[-2:] == ["nothing", "conv1_product"]
    show_panel(graph, qtbot, graph.layer_panel)
    config = graph.layer_panel.config
    assert "stripped 48 bytes" in config.item(1, 1).text() + config.item(0, 1).text()

    def answer(dialog: QInputDialog) -> None:
        dialog.setIntValue(48)
        qtbot.keyClick(dialog, Qt.Key.Key_Return)

    timer = in_dialog(QInputDialog, answer)
    choose(graph, qtbot, "constants")
    assert not timer.isActive()
    assert "stripped" not in config.item(1, 1).text() + config.item(0, 1).text()
    assert "1, 1, 1" in config.item(1, 1).text() + config.item(0, 1).text()


def test_a_pattern_is_tried_while_it_is_typed_and_then_used(graph: Window, qtbot: QtBot) -> None:
    told: list[object] = []

    def write(dialog: PatternDialog) -> None:
        assert not dialog.ok.isEnabled()
        qtbot.keyClicks(dialog.pattern, "^(conv1)_(")
        qtbot.waitUntil(lambda: "no regular expression" in dialog.told.text(), timeout=10_000)
        told.append(dialog.ok.isEnabled())
        qtbot.keyClicks(dialog.pattern, "\\w+)$")
        qtbot.keyClicks(dialog.replacement, "\\1/\\2")
        qtbot.waitUntil(dialog.ok.isEnabled, timeout=10_000)
        told.append(dialog.told.text())
        told.append({dialog.table.item(row, 0).text(): dialog.table.item(row, 1).text() for row in range(2)})
        qtbot.mouseClick(
            dialog.buttons.button(QDialogButtonBox.StandardButton.Ok), Qt.MouseButton.LeftButton, pos=QPoint(5, 5)
        )

    timer = in_dialog(PatternDialog, write)
    choose(graph, qtbot, "names_pattern")

    assert not timer.isActive()
    assert told == [
        False,
        "2 of 4 names change.",
        {"conv1_product": "conv1/product", "conv1_relu": "conv1/relu"},
    ]
    assert [block.label for block in graph.document.blocks] == ["conv1"]


def test_a_pattern_that_takes_for_ever_neither_stops_the_window_nor_can_be_used(graph: Window, qtbot: QtBot) -> None:
    ticks: list[float] = []
    said: list[str] = []

    def write(dialog: PatternDialog) -> None:
        clock = QTimer()
        clock.setInterval(10)
        clock.timeout.connect(lambda: ticks.append(time.monotonic()))
        dialog.pattern.setText("^(a+)+$")
        clock.start()
        qtbot.waitUntil(lambda: "took longer" in dialog.told.text(), timeout=15_000)
        said.append(f"{dialog.told.text()} {dialog.ok.isEnabled()}")
        clock.stop()
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    timer = in_dialog(PatternDialog, write)
    menu = names_menu(graph, qtbot)
    action = graph.menus.actions["names_pattern"]
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())

    assert not timer.isActive()
    assert said[0].endswith("False")
    assert max(later - sooner for sooner, later in pairwise(ticks)) < 1.0
    assert not action.isChecked()
    assert graph.menus.actions["names_file"].isChecked()
