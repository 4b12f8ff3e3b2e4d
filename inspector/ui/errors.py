"""What happens to an error nobody expected: a message and the log, never the end of the window."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

log = logging.getLogger("inspector")


class Catcher(QObject):
    """Takes over ``sys.excepthook`` and ``threading.excepthook`` until it is released."""

    _caught = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._box: QMessageBox | None = None
        self._before = sys.excepthook, threading.excepthook
        self._caught.connect(self._show)
        sys.excepthook = self._catch
        threading.excepthook = self._catch_in_thread

    def release(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._before

    def _catch(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        detail = "".join(traceback.format_exception(kind, error, trace))
        log.error(detail)
        self._caught.emit(f"{error or kind.__name__}", detail)

    def _catch_in_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self._catch(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def _show(self, text: str, detail: str) -> None:
        if self._box is not None:
            return
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("Something went wrong")
        box.setText("Something went wrong that the program did not expect. Your model file is untouched.")
        box.setInformativeText(
            f"What happened: {text}\n\nWhat to do: go on working, or save your recipe and start again. "
            "If it comes back, report it with the details below."
        )
        box.setDetailedText(detail)
        box.setWindowModality(Qt.WindowModality.NonModal)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.destroyed.connect(self._forget)
        self._box = box
        box.show()

    def _forget(self) -> None:
        self._box = None
