"""Asks where a model is to be written to, and in which format."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from inspector.jobs.model_formats import FORMATS, ModelFormat, ModelFormatError, ending_of, require_installed
from inspector.ui.message_bar import MessageBar

_KERAS = FORMATS[0]


def ask_model_output(
    window: QWidget, bar: MessageBar, beside: str, title: str, stem: str
) -> tuple[Path, ModelFormat] | None:
    """A path and the format its name or the dialog's filter means; ``None`` where the person wants none, or cannot.

    Args:
        window: what the dialog belongs to.
        bar: where is said why a name or a format cannot be used.
        beside: the file in whose folder the dialog begins; empty for the person's own.
        title, stem: the dialog's title, and the name it offers, without an ending.
    """
    folder = Path(beside).parent if beside else Path.home()
    kinds = {f"{each.title} (*{each.ending})": each for each in FORMATS}
    path, kind = QFileDialog.getSaveFileName(window, title, str(folder / f"{stem}{_KERAS.ending}"), ";;".join(kinds))
    if not path:
        return None
    output, wanted = chosen(path, kinds.get(kind, _KERAS))
    try:
        require_installed(wanted)
    except ModelFormatError as error:
        bar.tell(str(error), "warning")
        return None
    if output.is_dir() or (str(output) != path and output.exists()):  # the dialog asked about another name
        how = "choose another name" if output.is_dir() else "choose it by its whole name to replace it"
        bar.tell(f"'{output.name}' is there already: {how}.", "warning")
        return None
    return output, wanted


def chosen(path: str, wanted: ModelFormat) -> tuple[Path, ModelFormat]:
    """The whole path and the format: an ending that was typed wins over the filter, not the one that was offered."""
    named = ending_of(path)
    if named and (named is not _KERAS or wanted is _KERAS):
        return Path(path), named
    stem = path[: -len(_KERAS.ending)] if named else path
    return Path(stem + wanted.ending), wanted
