"""Takes pictures out of the window: to a file, after asking how, or to the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from inspector.drawing.colouring import Colouring
from inspector.drawing.overlays import NO_OVERLAY, Overlay
from inspector.drawing.parts import Area, chosen, visible
from inspector.drawing.scene import Style
from inspector.ui import theme
from inspector.ui.background import Latest
from inspector.ui.document import Document
from inspector.ui.message_bar import MessageBar
from inspector.ui.output import ask_output
from inspector.ui.pictures.choice import PictureChoice
from inspector.ui.pictures.dialog import ExportDialog
from inspector.ui.pictures.errors import PictureError

_KINDS = {
    "png": "PNG image (*.png)",
    "pdf": "PDF document (*.pdf)",
    "svg": "SVG drawing (*.svg)",
    "dot": "Graphviz (*.dot)",
}
_EVERYTHING: Area = (0.0, 0.0, float("inf"), float("inf"))


class Exporter(QObject):
    """Writes one picture at a time in the background, and says in the message bar what came of it.

    Attributes:
        visible_area: tells the part of the picture that the window shows.
        colouring: tells what the colours in the window tell.
        overlay: the same, worked out for the picture in the window, to be copied with it.

    Signals:
        written: a picture is there.
    """

    written = Signal()

    def __init__(self, window: QWidget, document: Document, bar: MessageBar) -> None:
        super().__init__(window)
        self.visible_area: Callable[[], Area] = lambda: _EVERYTHING
        self.colouring: Callable[[], Colouring] = Colouring
        self.overlay: Callable[[], Overlay] = lambda: NO_OVERLAY
        self._window = window
        self._document = document
        self._bar = bar
        self._output = Path()
        self._painter = Latest(self)
        self._painter.done.connect(self._done)
        self._painter.failed.connect(self._failed)

    @property
    def writing(self) -> str:
        """The name of the file that is being written now; empty where there is none."""
        return self._output.name if self._painter.running else ""

    def close(self) -> None:
        """Wait for what is being written."""
        self._painter.finish()

    def ask(self) -> None:
        """Ask how and where to, then write the picture."""
        document = self._document
        dialog = ExportDialog(
            document.options,
            theme.current().name,
            self.colouring().kind,
            selection=bool(document.selection),
            parent=self._window,
        )
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        choice = dialog.choice()
        name = f"{Path(document.path).stem}.{choice.format}"
        output = ask_output(
            self._window, self._bar, document.path, "Export picture", name, _KINDS[choice.format], f".{choice.format}"
        )
        if output is not None:
            self.write(choice, output)

    def write(self, choice: PictureChoice, output: Path) -> None:
        """Write the graph as chosen; ``written`` or a message of what went wrong follows."""
        screen = self._document.scene()
        if screen is None:
            return
        self._output = output
        part = choice.part(self.visible_area(), self._document.selection)
        colouring = choice.colouring(self.colouring())

        def work() -> str:
            from inspector.ui.pictures.files import write_scene

            return write_scene(choice.scene(screen), output, choice.style, part, colouring)

        self._painter.submit(work)

    def copy(self) -> None:
        """Put the selected boxes on the clipboard, or what the window shows where none are."""
        from inspector.ui.pictures.clipboard import copy_picture

        document = self._document
        if document.picture is None:
            return
        picture = chosen(document.picture, document.selection)
        what = "the selected boxes"
        if not picture.boxes:
            picture, what = visible(document.picture, self.visible_area()), "what the window shows"
        try:
            copy_picture(picture, Style(theme.current().name), self.overlay())
        except PictureError as error:
            self._bar.tell(f"The picture could not be copied: {error}")
        else:
            self._bar.tell(f"Copied a picture of {what}.", "info")

    def _done(self, text: str) -> None:
        self._bar.tell(text, "info")
        self.written.emit()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, PictureError | OSError):
            raise error
        self._bar.tell(f"The picture could not be written: {error}")
