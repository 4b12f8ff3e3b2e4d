"""The entries of the Help menu."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QMessageBox, QTextBrowser, QVBoxLayout, QWidget

from inspector import __version__
from inspector.ui.engine_info import EngineInfo

_PACKAGES = ("keras", "tensorflow", "PySide6-Essentials", "pyqtgraph", "numpy", "h5py")

GUIDE = """
<h3>Five steps</h3>
<p><b>1. Open</b> a .keras or .h5 file: File ▸ Open, drop it on the window, or take the bundled sample.</p>
<p><b>2. Look</b>: drag to move the graph, Ctrl+wheel to zoom, double-click a block to open it. What you select in the
graph, the list and the panels is the same thing.</p>
<p><b>3. Freeze</b>: a tick in the list keeps a layer's weights as they are. F freezes what is selected in the graph;
<i>Freeze up to here</i> takes everything before it too. The first layers of a trained network hold general features
and are usually left alone.</p>
<p><b>4. Prepare</b>: the <i>Regularise</i> tab sets dropout and max-norm, the <i>Head</i> tab gives the model another
output layer, the <i>Changes</i> tab lists every edit and takes it back. New layers learn at the base rate, pretrained
ones at a tenth of it, unless you set a multiplier in the <i>Layer</i> tab.</p>
<p><b>5. Train</b>: choose data below, press Train, watch the curves. The best and the last model are kept in the run
folder; open them here or save them elsewhere. Your model file is never changed.</p>
"""

GRAPH_KEYS = (
    ("Along the edges, to the neighbours", "Arrows"),
    ("Open or fold a block, read about a layer", "Enter"),
    ("Freeze, or let train", "F"),
    ("Trace both ways, and end it", "T"),
    ("Search", "/"),
    ("Nearer, away, 100 %", "+ − 0"),
    ("The whole graph", "Home"),
    ("Select nothing; end the trace and the search", "Esc"),
    ("Zoom", "Ctrl+wheel"),
    ("Select several", "Ctrl+click"),
    ("Select all in a rectangle", "Shift+drag"),
)
"""What the keys and the mouse do on the graph."""


class Help:
    """Dialogs that only tell."""

    def __init__(self, window: QWidget, engine: EngineInfo) -> None:
        self._window = window
        self._engine = engine

    def guide(self) -> None:
        """How the program is used, on one page."""
        dialog = QDialog(self._window)
        dialog.setWindowTitle("Guide")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        text = QLabel(GUIDE)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(dialog.reject)
        column = QVBoxLayout(dialog)
        column.setContentsMargins(20, 12, 20, 16)
        column.addWidget(text)
        column.addWidget(buttons)
        dialog.resize(560, dialog.heightForWidth(560))
        dialog.show()

    def keyboard(self, of_menus: Sequence[tuple[str, str]]) -> None:
        """Every key: those of the graph, then those of the menus."""
        dialog = QDialog(self._window)
        dialog.setWindowTitle("Keyboard")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        text = QTextBrowser()
        text.setHtml(f"<h3>On the graph</h3>{_table(GRAPH_KEYS)}<h3>Everywhere</h3>{_table(of_menus)}")
        text.setAccessibleName("Keys")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(dialog.reject)
        column = QVBoxLayout(dialog)
        column.setContentsMargins(16, 12, 16, 16)
        column.addWidget(text)
        column.addWidget(buttons)
        dialog.resize(460, 600)
        dialog.show()

    def versions(self) -> None:
        """What is installed and what the engine said."""
        lines = [f"{name} {_version(name)}" for name in _PACKAGES]
        self._tell("Versions and engine", f"<p>{self._engine.words()}</p><p>{self._engine_lines()}</p>", lines)

    def about(self) -> None:
        """What the program is."""
        self._tell(
            "About Model Inspector",
            f"<h3>Model Inspector {__version__}</h3><p>Open a Keras model, see its graph, prepare it for fine-tuning, "
            "train it.</p><p>Licensed under the Apache License 2.0.</p>",
            [],
        )

    def _engine_lines(self) -> str:
        return self._engine.details().replace("\n", "<br>")

    def _tell(self, title: str, text: str, lines: list[str]) -> None:
        box = QMessageBox(self._window)
        box.setWindowTitle(title)
        box.setTextFormat(Qt.TextFormat.RichText)
        box.setText(text + "<br>".join(lines))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowModality(Qt.WindowModality.WindowModal)
        box.show()


def _table(rows: Sequence[tuple[str, str]]) -> str:
    cells = "".join(f"<tr><td>{escape(words)}</td><td><b>{escape(keys)}</b></td></tr>" for words, keys in rows)
    return f'<table cellspacing="0" cellpadding="3" width="100%">{cells}</table>'


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
