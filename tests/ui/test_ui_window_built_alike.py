"""Blocks that are built alike, in the window: seen as one, lit together, gone to one after another, opened together."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot
from ui_window_helpers import open_and_wait

from inspector.ui import theme
from inspector.ui.window import Window

pytestmark = pytest.mark.window

COUNT = 12
RUN = f"encoder_0–{COUNT - 1} ×{COUNT}"


@pytest.fixture
def encoder(window: Window, qtbot: QtBot, tmp_path: Path) -> Window:
    """A Sequential of twelve times the same four layers, between an embedding and a Dense."""
    kinds = [("first", "Dense"), ("norm", "LayerNormalization"), ("act", "ReLU"), ("second", "Dense")]
    names = [(f"encoder_{n}_{part}", kind) for n in range(COUNT) for part, kind in kinds]
    layers = [
        ("embedding", "Embedding"),
        *names,
        ("norm", "LayerNormalization"),
        ("pool", "GlobalAveragePooling1D"),
        ("classes", "Dense"),
    ]
    config = {
        "class_name": "Sequential",
        "module": "keras",
        "config": {
            "name": "encoder",
            "layers": [
                {"class_name": kind, "module": "keras.layers", "config": {"name": name, "units": 8}}
                for name, kind in layers
            ],
        },
    }
    path = tmp_path / "encoder.keras"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("config.json", json.dumps(config))
        archive.writestr("metadata.json", json.dumps({"keras_version": "3.15.1"}))
    open_and_wait(qtbot, window, path)
    return window


def shown(window: Window) -> list[str]:
    return [box.title for box in window.document.picture.boxes]


def test_the_first_view_shows_them_as_one_and_what_is_round_them(encoder: Window) -> None:
    assert RUN in shown(encoder)
    assert not any(title.startswith("encoder_1") for title in shown(encoder))
    assert len(shown(encoder)) == 5


def test_one_is_opened_and_the_others_say_which_one_they_are_like(encoder: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(encoder.document.picture_changed):
        encoder.document.open_blocks({RUN, "encoder_0"})
    boxes = {box.title: box for box in encoder.document.picture.boxes}
    assert "encoder_0_norm" in boxes
    assert boxes["encoder_5"].subtitle.startswith("like encoder_0 · 4 layers")
    encoder.document.select({"block:encoder_5"})
    encoder.graph.show_box("block:encoder_7")
    left, top, _, height = encoder.canvas.screen_rect("block:encoder_7")
    image = encoder.canvas.grab().toImage()
    accent = QColor(theme.current().accent)
    beside = [image.pixelColor(round(left) - across, round(top + height / 2)) for across in range(1, 6)]
    assert min(abs(each.red() - accent.red()) + abs(each.blue() - accent.blue()) for each in beside) < 60


def test_the_next_one_is_gone_to_and_all_are_opened(encoder: Window, qtbot: QtBot) -> None:
    actions = encoder.menus.actions
    encoder.document.select({"classes"})
    assert not actions["next_alike"].isEnabled()
    with qtbot.waitSignal(encoder.document.picture_changed):
        encoder.document.open_blocks({RUN})
    encoder.document.select({f"block:encoder_{COUNT - 1}"})
    actions["next_alike"].trigger()
    assert encoder.document.selection == {"block:encoder_0"}
    actions["next_alike"].trigger()
    assert encoder.document.selection == {"block:encoder_1"}
    with qtbot.waitSignal(encoder.document.picture_changed):
        actions["open_alike"].trigger()
    assert encoder.document.opened == {RUN, *(f"encoder_{number}" for number in range(COUNT))}
