"""The layer list: what a filtered list stands for, and selections of many rows."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView, QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot
from ui_window_helpers import tick

from inspector.ui.layers.delegate import small
from inspector.ui.layers.model import EDITED_ROLE, Column, LayerModel
from inspector.ui.layers.node import Cells, Node, number
from inspector.ui.layers.tree import LayerTree
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]


def shown_names(window: Window) -> list[str]:
    return [row.data() for row in window.layers.tree.chosen()]


def test_all_of_a_filtered_list_is_what_it_shows(opened: Window, qtbot: QtBot) -> None:
    qtbot.keyClicks(opened.layers.filter_box, "conv2d block1")
    opened.layers.tree.selectAll()
    opened.document.toggle_freeze()

    assert opened.document.selected_layers() == ("block1_conv1", "block1_conv2")
    assert opened.document.preview is not None
    assert opened.document.preview.frozen == {"block1_conv1", "block1_conv2"}


def test_the_tick_of_a_block_in_a_filtered_list_is_that_of_the_layers_shown(opened: Window, qtbot: QtBot) -> None:
    block = opened.layers.model.index_of("block:block1")
    qtbot.keyClicks(opened.layers.filter_box, "conv2d block1")
    tick(qtbot, opened, "block:block1")

    assert opened.document.preview is not None
    assert opened.document.preview.frozen == {"block1_conv1", "block1_conv2"}
    tick_role = Qt.ItemDataRole.CheckStateRole
    assert Qt.CheckState(opened.layers.filter.mapFromSource(block).data(tick_role)) == Qt.CheckState.Checked
    assert Qt.CheckState(block.data(tick_role)) == Qt.CheckState.PartiallyChecked

    tick(qtbot, opened, "block:block1")
    assert opened.document.recipe.edits == ()


def test_a_block_that_matches_stands_for_all_of_itself(opened: Window, qtbot: QtBot) -> None:
    qtbot.keyClicks(opened.layers.filter_box, "block1")
    opened.layers.tree.selectAll()

    assert "block:block1" in opened.document.selection


def test_a_filter_without_a_match_says_so(opened: Window, qtbot: QtBot) -> None:
    told = opened.layers.no_match
    qtbot.keyClicks(opened.layers.filter_box, "<b>nonsense")
    assert told.isVisible()
    assert told.text() == "No layer matches “<b>nonsense”."

    opened.layers.filter_box.clear()
    assert not told.isVisible()


def test_what_is_selected_stays_so_while_the_filter_shows_it_and_comes_back_afterwards(
    opened: Window, qtbot: QtBot
) -> None:
    opened.document.select(["stem_conv", "head_dense"])
    qtbot.keyClicks(opened.layers.filter_box, "dense")
    assert shown_names(opened) == ["head_dense"]

    opened.layers.filter_box.clear()
    assert sorted(shown_names(opened)) == ["head_dense", "stem_conv"]
    assert opened.document.selection == {"stem_conv", "head_dense"}


def test_enter_in_the_list_shows_the_layer_in_the_graph(opened: Window, qtbot: QtBot) -> None:
    opened.document.select(["head_dense"])
    opened.canvas.center_on("image")
    before = opened.canvas.screen_rect("head_dense")

    qtbot.keyClick(opened.layers.tree, Qt.Key.Key_Return)

    x, y, width, height = opened.canvas.screen_rect("head_dense")
    assert (x, y, width, height) != before
    assert opened.canvas.rect().contains(round(x + width / 2), round(y + height / 2))


def test_a_row_tells_its_type_where_there_is_room_beside_the_name_and_else_not(opened: Window, qtbot: QtBot) -> None:
    tree = opened.layers.tree
    tree.collapseAll()
    tree.header().setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Fixed)
    opened.document.select(())
    for width, told in ((300, True), (110, False)):
        tree.setColumnWidth(Column.NAME, width)
        row = tree.visualRect(opened.layers.filter.mapFromSource(opened.layers.model.index_of("image")))
        beside = QRect(QPoint(row.left() + 70, row.top() + 4), QPoint(width - 4, row.bottom() - 4))
        seen = tree.viewport().grab(beside).toImage()
        colours = {seen.pixel(x, y) for x in range(seen.width()) for y in range(seen.height())}
        assert (len(colours) > 1) == told


def test_no_shape_of_a_usual_model_is_cut(opened: Window) -> None:
    tree = opened.layers.tree
    widest = max(opened.layers.model.texts(Column.OUTPUT), key=len)
    assert widest == "16×16×16"
    option = QStyleOptionViewItem()
    tree.initViewItemOption(option)
    option.rect = tree.visualRect(
        opened.layers.filter.mapFromSource(opened.layers.model.index_of("image")).siblingAtColumn(1)
    )
    option.text = widest
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasDisplay
    room = tree.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, tree)
    assert room.width() - 6 >= QFontMetrics(small(tree.font())).horizontalAdvance(widest)


def test_a_layer_with_a_learning_rate_of_its_own_is_marked_in_list_and_graph(opened: Window, qtbot: QtBot) -> None:
    training = opened.document.recipe.training
    rate = replace(training.learning_rate, multipliers={"stem_conv": 0.1})
    with qtbot.waitSignal(opened.document.picture_changed):
        opened.document.set_training(replace(training, learning_rate=rate))

    row = opened.layers.model.index_of("stem_conv")
    assert row.data(EDITED_ROLE)
    assert row.data(Qt.ItemDataRole.ToolTipRole) == "stem_conv: Conv2D\nlearning rate × 0.1"
    box = next(box for box in opened.canvas.picture().boxes if box.id == "stem_conv")
    assert box.edited
    assert box.subtitle.endswith("LR × 0.1")

    with qtbot.waitSignal(opened.document.picture_changed):
        opened.document.undo()
    assert not opened.layers.model.index_of("stem_conv").data(EDITED_ROLE)


class CountingModel(LayerModel):
    asked = 0

    def parent(self, index: QModelIndex | QPersistentModelIndex = QModelIndex()) -> QModelIndex:  # type: ignore[override]
        self.asked += 1
        return super().parent(index)


def test_selecting_every_row_of_many_blocks_costs_by_the_row_not_by_its_square(qtbot: QtBot) -> None:
    model = CountingModel()
    blocks = [_node(f"block:{number_}", [_node(f"{number_}_{part}") for part in "ab"]) for number_ in range(300)]
    number(blocks, None)
    model.replace(blocks)
    tree = LayerTree(model)
    qtbot.addWidget(tree)
    tree.expandAll()
    model.asked = 0

    tree.selectAll()

    assert len(tree.chosen()) == 900
    assert model.asked < 20 * 900


def _node(name: str, children: list[Node] | None = None) -> Node:
    layers = tuple(child.id for child in children) if children else (name,)
    node = Node(name, layers, Cells(name, "Dense", (None, 4), 8, "no", False, name), children=children or [])
    number(node.children, node)
    return node
