"""Asks where a file is to be written to."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from inspector.ui.message_bar import MessageBar

KERAS = "Keras model (*.keras)"


def ask_output(
    window: QWidget, bar: MessageBar, beside: str, title: str, name: str, kinds: str, ending: str
) -> Path | None:
    """A path that ends with ``ending``; ``None`` where the person wants none, or chose one that must not be replaced.

    Args:
        window: what the dialog belongs to.
        bar: where is said why a name cannot be used.
        beside: the file in whose folder the dialog begins; empty for the person's own.
        title, name, kinds: the dialog's title, the name it offers, and which files it shows, in Qt's words.
        ending: added where it is missing.
    """
    folder = Path(beside).parent if beside else Path.home()
    path, _ = QFileDialog.getSaveFileName(window, title, str(folder / name), kinds)
    if not path:
        return None
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
