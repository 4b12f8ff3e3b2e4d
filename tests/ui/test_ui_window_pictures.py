"""Pictures that leave the window: what is asked, what is written, what is copied; the shell writes the same."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from ui_window_helpers import SAMPLE

from inspector.drawing.picture import Options
from inspector.drawing.scene import Style
from inspector.recipe.edits import Freeze, SetDropout
from inspector.ui.pictures.choice import PictureChoice
from inspector.ui.pictures.clipboard import SVG_MIME
from inspector.ui.pictures.dialog import ExportDialog
from inspector.ui.window import Window

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("This plugin does not support")]

WHOLE = PictureChoice("png", "whole", "screen", Options(), Style(scale=1.0))


def written(window: Window, qtbot: QtBot, choice: PictureChoice, output: Path) -> Path:
    with qtbot.waitSignal(window.files.pictures.written):
        window.files.pictures.write(choice, output)
    return output


def test_the_export_dialog_begins_with_what_the_screen_shows(qtbot: QtBot) -> None:
    dialog = ExportDialog(Options(show_shapes=False, direction="LR"), "dark")
    qtbot.addWidget(dialog)
    asked = Options(show_shapes=False, direction="LR")
    assert dialog.choice() == PictureChoice("png", "whole", "screen", asked, Style("dark", scale=2.0))

    for tick in (dialog.shapes, dialog.names, dialog.dtypes, dialog.trainable, dialog.transparent):
        tick.click()
    dialog.direction.setCurrentIndex(0)
    dialog.format.setCurrentIndex(dialog.format.findData("svg"))

    asked = Options(show_shapes=True, show_layer_names=False, show_dtype=True, show_trainable=True)
    assert dialog.choice() == PictureChoice("svg", "whole", "screen", asked, Style("dark", transparent=True))


def test_the_export_dialog_offers_what_has_a_meaning(qtbot: QtBot) -> None:
    dialog = ExportDialog(Options(), selection=True)
    qtbot.addWidget(dialog)
    assert dialog.scale.isEnabled()
    dialog.extent.setCurrentIndex(dialog.extent.findData("visible"))
    assert not dialog.unfold.isEnabled()
    assert not dialog.shapes.isEnabled()
    dialog.format.setCurrentIndex(dialog.format.findData("dot"))
    assert dialog.choice().extent == "visible"
    assert not any(field.isEnabled() for field in (dialog.scale, dialog.theme, dialog.transparent))
    without = ExportDialog(Options(), selection=False)
    qtbot.addWidget(without)
    assert without.extent.findData("selection") < 0


def test_the_export_dialog_has_the_windows_overlay_and_a_legend_where_colours_need_one(qtbot: QtBot) -> None:
    dialog = ExportDialog(Options(), overlay="flops")
    qtbot.addWidget(dialog)
    assert (dialog.choice().overlay, dialog.choice().legend) == ("flops", True)
    dialog.overlay.setCurrentIndex(dialog.overlay.findData("category"))
    assert (dialog.choice().overlay, dialog.choice().legend) == ("category", False)


def test_the_overlay_that_is_shown_goes_into_the_picture_with_its_legend(
    opened: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    opened.graph.overlays.choose("parameters")
    plain = written(opened, qtbot, replace(WHOLE, format="svg"), tmp_path / "plain.svg").read_text()
    choice = replace(WHOLE, format="svg", overlay="parameters", legend=True)
    text = written(opened, qtbot, choice, tmp_path / "coloured.svg").read_text()
    tints = {tint.fill for tint in opened.graph.overlays.to_copy().tints.values()}
    assert len(tints) > 2
    assert all(f'fill="{fill}"' in text for fill in tints)
    assert ">Parameters</text>" in text
    assert ">Parameters</text>" not in plain

    opened.menus.actions["copy_picture"].trigger()
    copied = bytes(QGuiApplication.clipboard().mimeData().data(SVG_MIME).data()).decode()
    assert ">Parameters</text>" in copied


def test_a_legend_stands_above_the_boxes_of_a_part(opened: Window, qtbot: QtBot, tmp_path: Path) -> None:
    """The view cuts through boxes at its top; none of their colours comes into the legend's rows."""
    document = opened.document
    box = next(each for each in document.picture.boxes if each.y > 200 and each.kind != "frame")
    area = (0.0, box.y + box.height / 2, document.picture.width, document.picture.height)
    opened.files.pictures.visible_area = lambda: area
    choice = replace(WHOLE, extent="visible", overlay="dtype", legend=True)
    png = QImage(str(written(opened, qtbot, choice, tmp_path / "part.png")))
    without = QImage(str(written(opened, qtbot, replace(choice, legend=False), tmp_path / "bare.png")))
    head = png.height() - without.height()
    assert head > 30
    middle = round(box.x + box.width / 2) + (png.width() - without.width()) // 2
    assert png.pixelColor(middle, head - 3) == png.pixelColor(1, head - 3)
    assert png.pixelColor(middle, head + 3) != png.pixelColor(1, head + 3)


def test_a_selection_is_written_for_graphviz_without_the_rest(opened: Window, qtbot: QtBot, tmp_path: Path) -> None:
    leaves = opened.document.preview.graph.leaves
    opened.document.select({leaves[-1].path})
    choice = replace(WHOLE, format="dot", extent="selection")
    text = written(opened, qtbot, choice, tmp_path / "part.dot").read_text()
    assert leaves[-1].path in text
    assert not any(f'"{leaf.path}"' in text for leaf in leaves[:-1])


def test_a_picture_is_written_as_shown_or_with_every_layer(opened: Window, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(opened.document.picture_changed):
        opened.menus.actions["fold_all"].trigger()

    shown = QImage(str(written(opened, qtbot, WHOLE, tmp_path / "shown.png")))
    assert "pixels" in opened.bar.text.text()
    every = QImage(str(written(opened, qtbot, replace(WHOLE, unfold="all"), tmp_path / "every.png")))

    assert shown.height() == int(opened.document.picture.height)
    assert every.height() > 2 * shown.height()


@pytest.mark.parametrize(
    ("ending", "start"), [("png", b"\x89PNG"), ("pdf", b"%PDF"), ("svg", b"<svg"), ("dot", b"digraph")]
)
def test_every_format_can_be_written(opened: Window, qtbot: QtBot, tmp_path: Path, ending: str, start: bytes) -> None:
    choice = replace(WHOLE, format=ending)
    assert written(opened, qtbot, choice, tmp_path / f"graph.{ending}").read_bytes().startswith(start)


def test_a_selection_is_drawn_without_the_rest(opened: Window, qtbot: QtBot, tmp_path: Path) -> None:
    layer = opened.document.preview.graph.leaves[-1]
    opened.document.select({layer.path})
    choice = replace(WHOLE, format="svg", extent="selection")
    text = written(opened, qtbot, choice, tmp_path / "graph.svg").read_text()
    assert text.count("<g><title>") == 1
    assert layer.name in text


def test_what_the_window_shows_is_what_is_written(opened: Window, qtbot: QtBot, tmp_path: Path) -> None:
    opened.canvas.set_zoom(1.0)
    _, top, _, bottom = opened.canvas.visible_area()
    choice = replace(WHOLE, extent="visible")
    image = QImage(str(written(opened, qtbot, choice, tmp_path / "graph.png")))
    picture = opened.document.picture
    assert abs(image.height() - (min(bottom, picture.height) - max(top, 0))) <= 1
    assert image.height() < picture.height


def test_a_picture_that_cannot_be_written_becomes_a_sentence(opened: Window, qtbot: QtBot, tmp_path: Path) -> None:
    opened.files.pictures.write(WHOLE, tmp_path / "no" / "x.png")

    qtbot.waitUntil(opened.bar.isVisible)
    assert "could not be written" in opened.bar.text.text()


def test_ctrl_c_copies_the_selection_as_an_image_and_as_svg(opened: Window, qtbot: QtBot) -> None:
    layer = opened.document.preview.graph.leaves[-1]
    opened.document.select({layer.path})
    opened.canvas.setFocus()
    qtbot.keyClick(opened.canvas, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    assert layer.name in bytes(data.data(SVG_MIME).data()).decode()
    assert not QGuiApplication.clipboard().image().isNull()
    assert "the selected boxes" in opened.bar.text.text()

    opened.document.select(())
    opened.menus.actions["copy_picture"].trigger()
    assert bytes(QGuiApplication.clipboard().mimeData().data(SVG_MIME).data()).count(b"<g><title>") > 1
    assert "what the window shows" in opened.bar.text.text()


def test_ctrl_c_in_a_field_copies_its_text(opened: Window, qtbot: QtBot) -> None:
    field: QLineEdit = opened.layers.filter_box
    field.setFocus()
    field.setText("dense")
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "dense"


def test_the_shell_writes_the_same_picture_as_the_window(opened: Window, qtbot: QtBot, tmp_path: Path) -> None:
    """The same program, platform and fonts: every pixel, and every letter of the SVG."""
    for ending, scale, kind in (("png", 1.5, "category"), ("svg", None, "category"), ("png", 1.0, "rate")):
        overlaid = kind != "category"
        choice = replace(WHOLE, format=ending, style=Style("dark", scale=scale), overlay=kind, legend=overlaid)
        here = written(opened, qtbot, choice, tmp_path / f"window.{ending}")
        there = tmp_path / f"shell.{ending}"
        command = ["export", SAMPLE, "-o", there, "--overwrite", "--theme", "dark"]
        command += ["--scale", str(scale)] * bool(scale) + ["--overlay", kind] * overlaid
        found = subprocess.run(
            [sys.executable, "-m", "inspector", *command], capture_output=True, text=True, check=False
        )
        assert found.returncode == 0, found.stderr
        assert here.read_bytes() == there.read_bytes()


def test_the_svg_looks_as_the_canvas_paints_it(opened: Window, qtbot: QtBot, tmp_path: Path) -> None:
    document = opened.document
    leaves = document.preview.graph.leaves
    with qtbot.waitSignal(document.picture_changed):
        document.do(Freeze(tuple(leaf.path for leaf in leaves[: len(leaves) // 2])))
    dropout = next(leaf.path for leaf in leaves if leaf.class_name == "Dropout")
    with qtbot.waitSignal(document.picture_changed):
        document.do(SetDropout(dropout, 0.3))
    painted = QImage(str(written(opened, qtbot, WHOLE, tmp_path / "graph.png"))).convertToFormat(
        QImage.Format.Format_RGB32
    )
    svg = written(opened, qtbot, replace(WHOLE, format="svg", style=Style()), tmp_path / "graph.svg")
    drawn = rendered(svg, painted.size())
    assert share_of_other_pixels(painted, drawn) < 0.005
    drawn.fill(Qt.GlobalColor.white)
    assert share_of_other_pixels(painted, drawn) > 0.1


def rendered(svg: Path, size: QSize) -> QImage:
    image = QImage(size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    QSvgRenderer(str(svg)).render(painter)
    painter.end()
    return image


def share_of_other_pixels(one: QImage, other: QImage) -> float:
    """Pixels that differ by more than anti-aliasing does, in a picture at half its size, which evens out letters."""
    half = QSize(one.width() // 2, one.height() // 2)
    smooth = Qt.TransformationMode.SmoothTransformation
    first, second = (bytes(image.scaled(half, mode=smooth).constBits()) for image in (one, other))
    return sum(abs(a - b) > 40 for a, b in zip(first, second, strict=True)) / len(first)
