"""The Weights panel: what it shows of a layer, what it reads of the file, and what it says where there is nothing."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import h5py
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem
from pytestqt.qtbot import QtBot
from ui_window_helpers import SAMPLE, open_and_wait, press, show_panel

from inspector.jobs.messages import Done
from inspector.jobs.runs import BEST
from inspector.recipe.edits import Edit, InsertDropout, ReplaceHead
from inspector.tensors.pictures import Field, Kernels
from inspector.ui import theme
from inspector.ui.layer_actions import CONTEXT
from inspector.ui.weights.card import WeightCard
from inspector.ui.weights.heat_map import HeatMap
from inspector.ui.weights.histogram import Histogram
from inspector.ui.weights.kernels import KernelsView
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]
MANY = 40


def changed(folder: Path) -> Path:
    """The sample with a kernel that is a quarter larger, a kernel of zeros and a bias that is no number."""
    path = folder / "changed.keras"
    content = SAMPLE.read_bytes()
    start = content.index(b"\x89HDF\r\n\x1a\n")
    (folder / "weights.h5").write_bytes(content[start:])
    written = bytearray(content)
    with h5py.File(folder / "weights.h5") as file:
        for name, make in (
            ("dense_1/vars/0", lambda values: values * np.float32(1.25)),
            ("dense_1/vars/1", lambda values: np.full_like(values, np.nan)),
            ("conv2d/vars/0", np.zeros_like),
        ):
            dataset = file[f"layers/{name}"]
            first = start + dataset.id.get_offset()
            written[first : first + dataset.nbytes] = make(dataset[()]).tobytes()
    path.write_bytes(written)
    return path


def shown(qtbot: QtBot, window: Window, layer: str) -> tuple[WeightCard, ...]:
    """The cards of a layer whose first weight was read."""
    window.document.select([layer])
    window.panels.setCurrentWidget(window.weights)
    qtbot.waitUntil(lambda: bool(window.weights.cards) and window.weights.cards[0].is_read, timeout=20_000)
    return window.weights.cards


def press_row(qtbot: QtBot, tree: QTreeWidget, row: QTreeWidgetItem) -> None:
    """Click a row of a list."""
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualItemRect(row).center())


def many_weights(folder: Path) -> Path:
    """A file of weights with one layer that has a great many."""
    path = folder / "many.h5"
    with h5py.File(path, "w") as file:
        names = [f"layer/w{number:02}:0" for number in range(MANY)]
        file.attrs["layer_names"] = [b"layer"]
        group = file.create_group("layer")
        group.attrs["weight_names"] = [name.encode() for name in names]
        for name in names:
            group[name] = np.random.default_rng(1).normal(size=(30, 20)).astype("float32")
    return path


def test_every_weight_of_the_selected_layer_has_figures_a_histogram_and_a_picture(opened: Window, qtbot: QtBot) -> None:
    kernel, bias = shown(qtbot, opened, "predictions")
    qtbot.waitUntil(lambda: bias.is_read)
    assert (kernel.weight.name, bias.weight.name) == ("kernel", "bias")
    assert kernel.seen
    assert kernel.figures.text() == "mean −0.02919  ·  std 0.2354\nnorm 4.243  ·  zeros 0 %"
    assert kernel.findChild(Histogram)
    assert bias.findChild(Histogram)
    assert isinstance(kernel.seen.picture, Field)
    assert kernel.findChild(HeatMap)
    assert not bias.findChild(HeatMap)
    assert opened.weights.words.text() == "2 weights, 330 values"


def test_kernels_of_a_convolution_are_tiles_in_the_colours_of_the_theme(opened: Window, qtbot: QtBot) -> None:
    (card,) = shown(qtbot, opened, "stem_conv")
    view = card.findChild(KernelsView)
    assert card.seen
    assert view
    found = card.seen.picture
    assert isinstance(found, Kernels)
    first = found.signed(0)[0]
    row, column = np.unravel_index(np.argmax(np.abs(first)), first.shape)
    place = QPoint(1 + int(column) * 13 + 6, 1 + int(row) * 13 + 6)
    for each in (theme.LIGHT, theme.DARK):
        opened.look.choose(each.name)
        expected = each.weight_positive if first[row, column] > 0 else each.weight_negative
        assert view.viewport().grab().toImage().pixelColor(place) == QColor(expected)
    assert view.tip(place) == f"filter 0: {found.values[0, 0, row, column]:.4g}"


def test_values_that_are_no_numbers_are_a_warning(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    open_and_wait(qtbot, window, changed(tmp_path))
    _, bias = shown(qtbot, window, "predictions")
    qtbot.waitUntil(lambda: bias.is_read)
    (warning,) = bias.notes.texts()
    assert warning.startswith("Of 10 values 10 are not a number (NaN)")
    (zeros,) = shown(qtbot, window, "stem_conv")
    assert "zeros 100 %" in zeros.figures.text()


def test_what_is_out_of_sight_is_not_read_until_it_is_scrolled_to(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    open_and_wait(qtbot, window, many_weights(tmp_path))
    cards = shown(qtbot, window, "layer")
    qtbot.waitUntil(lambda: not window.weights._reader.running)
    assert not any(card.is_read for card in cards[8:])
    bar = window.weights.verticalScrollBar()

    def at_the_end() -> bool:
        bar.setValue(bar.maximum())  # which grows with every weight that is read
        return cards[-1].is_read

    qtbot.waitUntil(at_the_end, timeout=10_000)
    assert not all(card.is_read for card in cards)
    press(qtbot, window.weights.more)
    assert len(window.weights.cards) == MANY
    assert not window.weights.more.isVisible()


@pytest.mark.parametrize(
    ("selected", "edits", "words"),
    [
        ([], [], "Select a layer in the list or the graph to see its weights."),
        (["stem_conv", "stem_bn"], [], "Select one layer alone to see its weights."),
        (["stem_relu"], [], "This layer has no weights."),
        (["stem_relu_dropout"], [InsertDropout("stem_relu", 0.2)], "This layer is new"),
        (["predictions"], [ReplaceHead(14, "softmax")], "This layer is new"),
    ],
)
def test_where_there_are_no_weights_a_sentence_says_so(
    opened: Window, qtbot: QtBot, selected: list[str], edits: list[Edit], words: str
) -> None:
    opened.document.do(*edits)
    assert opened.document.preview
    created = sorted(opened.document.preview.created)
    opened.document.select(created or selected)
    opened.panels.setCurrentWidget(opened.weights)
    qtbot.waitUntil(lambda: opened.weights.words.text().startswith(words), timeout=20_000)
    assert opened.weights.cards == ()


def test_a_file_that_holds_a_config_only_says_so(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    with zipfile.ZipFile(SAMPLE) as sample, zipfile.ZipFile(tmp_path / "config.keras", "w") as archive:
        archive.writestr("metadata.json", json.dumps({"keras_version": "3.10.0"}))
        archive.writestr("config.json", sample.read("config.json"))
    open_and_wait(qtbot, window, tmp_path / "config.keras")
    window.document.select(["predictions"])
    show_panel(window, qtbot, window.weights)
    qtbot.waitUntil(lambda: "config only" in window.weights.words.text(), timeout=20_000)


def test_show_weights_brings_the_panel_to_the_front_for_one_layer(opened: Window, qtbot: QtBot) -> None:
    action = opened.menus.actions["show_weights"]
    assert not action.isEnabled()
    opened.document.select(["predictions"])
    opened.canvas.setFocus()
    qtbot.keyClick(opened.canvas, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert opened.panels.currentWidget() is opened.weights
    assert "show_weights" in CONTEXT


def test_a_weight_is_written_as_numpy_reads_it(opened: Window, qtbot: QtBot, tmp_path: Path) -> None:
    kernel, _ = shown(qtbot, opened, "predictions")
    wanted: list[tuple[object, ...]] = []
    opened.weights.export_wanted.disconnect()
    opened.weights.export_wanted.connect(lambda *asked: wanted.append(asked))
    press(qtbot, kernel.export)
    ((stored, layer, weight),) = wanted
    assert layer == "predictions"
    opened.arrays.write(stored, weight, tmp_path / "kernel.npy")
    qtbot.waitUntil(lambda: opened.bar.text.text().startswith("Wrote"), timeout=10_000)
    assert np.load(tmp_path / "kernel.npy").shape == (32, 10)
    opened.arrays.write(stored, weight, tmp_path / "missing" / "kernel.npy")
    qtbot.waitUntil(lambda: "could not be written" in opened.bar.text.text(), timeout=10_000)


def test_after_a_run_it_is_told_how_far_the_weights_moved(opened: Window, qtbot: QtBot, tmp_path: Path) -> None:
    run = tmp_path / "run"
    run.mkdir()
    changed(tmp_path).rename(run / BEST)
    session = opened.session
    session.model, session.folder = opened.document.path, run
    session.began.emit()
    kernel, _ = shown(qtbot, opened, "predictions")
    assert not kernel.moved.isVisible()

    session.ended.emit(Done("Trained 1 epoch."))

    qtbot.waitUntil(kernel.moved.isVisible, timeout=20_000)
    assert kernel.moved.text() == "moved 25 % in the last run"
    assert "stem_conv 100 %" in opened.strip.run_view.moved.text()
    assert "11 layers stayed as they were." in opened.strip.run_view.moved.text()
    with qtbot.waitSignal(opened.graph.overlays.changed) as told:
        opened.menus.actions["colour_moved"].trigger()
    assert (told.args[0].legend.low, told.args[0].legend.high) == ("100 %", "100 %")

    opened.document.select([])
    listed = opened.weights.moved
    assert listed.isVisible()
    rows = {listed.topLevelItem(row).text(0): listed.topLevelItem(row) for row in range(listed.topLevelItemCount())}
    assert (rows["stem_conv"].text(1), rows["head_dense"].text(1)) == ("100 %", "0 %")
    press_row(qtbot, listed, rows["stem_conv"])
    assert opened.document.selected_layers() == ("stem_conv",)
    assert not listed.isVisible()

    session.began.emit()
    opened.document.select([])
    assert not listed.isVisible()
    assert not opened.strip.run_view.moved.isVisible()


@pytest.mark.parametrize("width", [1024, 1440])
def test_no_tab_of_the_panels_is_cut_off(opened: Window, qtbot: QtBot, width: int) -> None:
    opened.resize(width, 700)
    opened.document.do(*(InsertDropout("stem_relu", 0.2),))
    for number in range(11):
        opened.document.do(InsertDropout(f"block{1 + number % 2}_relu1", 0.1 + number / 100))
    bar = opened.panels.tabBar()
    opened.panels.setCurrentWidget(opened.regularise)
    qtbot.waitUntil(lambda: bar.tabRect(bar.count() - 1).right() <= bar.width())
    for place in range(bar.count()):
        needed = bar.fontMetrics().horizontalAdvance(bar.tabText(place)) + 12
        assert bar.tabRect(place).width() >= needed, bar.tabText(place)
