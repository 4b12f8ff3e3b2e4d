"""Figures in the Layer panel: of the whole model, a block, a layer, always of the model as it will be."""

from __future__ import annotations

import json
from pathlib import Path

import h5py
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from ui_window_helpers import SAMPLE, open_and_wait, tick

from inspector.formats import open_model
from inspector.graph.fact_sheet import FactSheet
from inspector.graph.facts import totals
from inspector.recipe.edits import ReplaceHead
from inspector.ui import fact_source
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]


def facts(window: Window) -> dict[str, str]:
    """What the panel says, by the names of its rows."""
    table = window.layer_panel.facts
    rows = range(table.rowCount())
    return {table.item(row, 0).text(): table.item(row, 1).text().replace("\u202f", "") for row in rows}


def test_with_nothing_selected_the_panel_tells_of_the_whole_model(opened: Window) -> None:
    graph = open_model(SAMPLE)
    sheet = FactSheet(graph)

    told = facts(opened)

    assert opened.layer_panel.title.text() == graph.name
    assert (told["input"], told["output"]) == ("16×16×1", "10")
    assert told["parameters"] == str(totals(graph).parameters)
    assert told["trainable"] == str(totals(graph).trainable_parameters)
    assert told["MACs"] == str(sheet.of_model().macs)
    assert told["FLOPs"] == str(sheet.of_model().flops)
    assert told["values"] == "float32"


def test_a_model_without_an_input_layer_says_what_its_first_layer_takes(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    first = {"name": "first", "batch_input_shape": [None, 7, 4], "units": 50}
    layers = [{"class_name": "LSTM", "config": first}, {"class_name": "Dense", "config": {"name": "last", "units": 1}}]
    with h5py.File(tmp_path / "old.h5", "w") as file:
        file.attrs["keras_version"] = "2.4.0"
        file.attrs["model_config"] = json.dumps({"class_name": "Sequential", "config": {"name": "m", "layers": layers}})
    open_and_wait(qtbot, window, tmp_path / "old.h5")

    assert (facts(window)["input"], facts(window)["output"]) == ("7×4", "1")


def test_a_layer_says_its_figures_with_units_and_every_figure_says_what_it_means(opened: Window) -> None:
    opened.document.select(["stem_conv"])
    told, table = facts(opened), opened.layer_panel.facts
    sheet = FactSheet(open_model(SAMPLE))
    assert told["MACs"] == str(sheet.of("stem_conv").macs)
    assert told["activations"].endswith(" kB")
    assert told["sees"] == "3×3 every 1"
    tips = {table.item(row, 0).text(): table.item(row, 0).toolTip() for row in range(table.rowCount())}
    assert "Multiply-adds" in tips["MACs"]
    assert "Receptive field" in tips["sees"]


def test_a_block_is_the_sum_of_its_layers_under_its_own_name(opened: Window) -> None:
    block = next(block for block in opened.document.blocks if block.label == "block1")
    opened.document.select([f"block:{block.id}"])
    sheet = FactSheet(open_model(SAMPLE))
    assert opened.layer_panel.title.text() == "block1"
    assert facts(opened)["MACs"] == str(sheet.of_block(block).macs)
    assert facts(opened)["parameters"] == str(sheet.of_block(block).parameters)


def test_the_figures_follow_what_is_done_to_the_model(opened: Window, qtbot: QtBot) -> None:
    before = facts(opened)
    tick(qtbot, opened, "stem_conv")
    opened.document.select(["stem_conv"])
    assert (facts(opened)["trainable"], facts(opened)["parameters"] != "0") == ("0", True)
    opened.document.select([])
    assert int(facts(opened)["trainable"]) < int(before["trainable"])

    opened.document.do(ReplaceHead(14, "softmax"))
    assert facts(opened)["output"] == "14"
    assert int(facts(opened)["parameters"]) > int(before["parameters"])

    for _ in range(2):
        qtbot.keyClick(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert facts(opened) == before


def test_figures_of_a_large_model_come_from_the_background_and_stay_until_new_ones_are_there(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fact_source, "_AT_ONCE", 0)
    open_and_wait(qtbot, window, SAMPLE)
    qtbot.waitUntil(lambda: facts(window).get("MACs", "").isdigit(), timeout=10_000)
    before = facts(window)

    with qtbot.waitSignal(window.document.facts.changed, timeout=10_000):
        window.document.freeze(["stem_conv"])
        assert facts(window) == before

    assert int(facts(window)["trainable"]) < int(before["trainable"])
