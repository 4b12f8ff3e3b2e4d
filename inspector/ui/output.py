"""Asks where to something is written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from inspector.ui.message_bar import MessageBar

KERAS = "Keras model (*.keras)"


def ask_output(window: QWidget, bar: MessageBar, title: str, suggested: Path, kinds: str) -> Path | None:
    """The place a person chose, with the ending of ``suggested``; ``None`` where there is none to be written to."""
    path, _ = QFileDialog.getSaveFileName(window, title, str(suggested), kinds)
    if not path:
        return None
    ending = suggested.suffix
    if path.lower().endswith(ending):
        return Path(path)
    named = Path(path + ending)
    if named.exists():  # the dialog asked about another name
        bar.tell(f"'{named.name}' is there already: choose it by its whole name to replace it.", "warning")
        return None
    return named


def same(output: Path, model: str) -> bool:
    """Whether a place is that of a model that is open."""
    return bool(model) and output.resolve() == Path(model).resolve()
