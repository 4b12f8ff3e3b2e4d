"""What an installed application does to prove itself: open the sample, train an epoch, export, end."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QEventLoop, QSettings, QTimer, SignalInstance

from inspector.drawing.scene import Style
from inspector.jobs.messages import Done
from inspector.jobs.trust import Trust
from inspector.recipe.edits import Freeze, ReplaceHead
from inspector.ui.app import application
from inspector.ui.pictures.choice import PictureChoice
from inspector.ui.window import Window

_PATIENCE = 240_000
"""Milliseconds a step may take."""


def run() -> int:
    """Do the main job in a real window; 0 where everything worked, else 1 with a sentence of what did not."""
    app = application(["model-inspector"])
    with tempfile.TemporaryDirectory(prefix="model-inspector-") as place:
        folder = Path(place)
        window = Window(
            QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat), folder / "runs", Trust(folder)
        )
        window.show()
        try:
            problem = _main_job(window, folder / "graph.png")
        finally:
            window.document.mark_saved()
            window.close()
            app.processEvents()
    print(f"Self-test failed: {problem}" if problem else "Self-test: opened, edited, trained and exported the sample.")
    return 1 if problem else 0


def _main_job(window: Window, output: Path) -> str:
    """Drive the window; what went wrong, in words."""
    document, session = window.document, window.session
    if not _until(document.picture_changed, window.open_sample):
        return "the sample was not drawn"
    first = document.graph.leaves[1].path if document.graph else ""
    if not document.do(Freeze((first,)), ReplaceHead(14, "softmax")):
        return "the edits were refused"
    document.set_settings(document.recipe.data, msgspec.structs.replace(document.recipe.training, epochs=1))
    if not _until(session.ended, session.train):
        return "the training did not end"
    if not isinstance(session.result, Done):
        return session.result.text if session.result else "the training gave no result"
    choice = PictureChoice("png", "whole", "screen", document.options, Style(scale=1.0))
    if not _until(window.files.pictures.written, lambda: window.files.pictures.write(choice, output)):
        return "the picture was not written"
    return "" if output.is_file() else f"no picture at {output}"


def _until(signal: SignalInstance, action: Callable[[], object]) -> bool:
    """Do something and wait for what it leads to; whether it came."""
    loop = QEventLoop()
    came: list[bool] = []

    def arrived(*_values: object) -> None:
        came.append(True)
        loop.quit()

    signal.connect(arrived)
    QTimer.singleShot(_PATIENCE, loop.quit)
    QTimer.singleShot(0, action)
    loop.exec()
    return bool(came)
