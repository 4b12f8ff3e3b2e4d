"""The questions before a picture is exported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFormLayout, QGridLayout, QLabel, QWidget

from inspector.drawing.overlays import TITLES
from inspector.drawing.palette import ThemeName
from inspector.drawing.picture import Options
from inspector.drawing.scene import Style
from inspector.ui.dialogs import buttons, column
from inspector.ui.pictures.choice import FORMATS, Extent, PictureChoice

_FORMATS = {
    "png": ("PNG image", "For slides and pages. What is too large for an image is made smaller, and that is said."),
    "pdf": ("PDF document", "On one page of the graph's size, or on numbered A4 sheets where it is larger than one."),
    "svg": ("SVG drawing", "Opens in browsers, with text that can be searched, and stays sharp at every size."),
    "dot": ("DOT, for Graphviz", "The graph with blocks as clusters, as text; Graphviz places it in its own way."),
}
_EXTENTS = (("The whole graph", "whole"), ("What the window shows", "visible"), ("The selected boxes", "selection"))
_UNFOLDINGS = (
    ("As on the screen", "screen"),
    ("All open", "all"),
    ("All folded", "none"),
    ("None: every layer by itself", "flat"),
)
_DIRECTIONS = (("From top to bottom", "TB"), ("From left to right", "LR"))
_THEMES = (("Light", "light"), ("Dark", "dark"))
_SCALES = tuple((f"{scale}×", float(scale)) for scale in (1, 2, 3, 4))
_USUAL_SCALE = 1


class ExportDialog(QDialog):
    """Asks how the graph is to be exported; begins with what the screen shows.

    Args:
        options: what boxes and lines say on the screen.
        theme: the window's.
        overlay: what the colours tell on the screen.
        selection: whether there are selected boxes.
    """

    def __init__(
        self,
        options: Options,
        theme: ThemeName = "light",
        overlay: str = "category",
        *,
        selection: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export picture")
        self._options = options
        self._selection = selection
        self.format = _combo([(_FORMATS[name][0], name) for name in FORMATS], "png")
        self.extent = _combo(_EXTENTS if selection else _EXTENTS[:2], "whole")
        self.unfold = _combo(_UNFOLDINGS, "screen")
        self.direction = _combo(_DIRECTIONS, options.direction)
        self.overlay = _combo([(title, kind) for kind, title in TITLES.items()], overlay)
        self.legend = _tick("&Legend", overlay != "category")
        self.theme = _combo(_THEMES, theme)
        self.scale = _combo(_SCALES, _SCALES[_USUAL_SCALE][1])
        self.shapes = _tick("Tensor &shapes", options.show_shapes)
        self.names = _tick("Layer &names", options.show_layer_names)
        self.dtypes = _tick("&Dtypes", options.show_dtype)
        self.trainable = _tick("What t&rains", options.show_trainable)
        self.transparent = _tick("&Transparent ground", False)
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        self.hint.setProperty("muted", True)
        self._put_together()
        for combo in (self.format, self.extent):
            combo.currentIndexChanged.connect(self._follow)
        self.overlay.currentIndexChanged.connect(
            lambda: self.legend.setChecked(self.overlay.currentData() != "category")
        )
        self._follow()

    def choice(self) -> PictureChoice:
        """What was chosen."""
        options = replace(
            self._options,
            show_shapes=self.shapes.isChecked(),
            show_layer_names=self.names.isChecked(),
            show_dtype=self.dtypes.isChecked(),
            show_trainable=self.trainable.isChecked(),
            direction=self.direction.currentData(),
        )
        is_png = self.format.currentData() == "png"
        style = Style(
            self.theme.currentData(), self.transparent.isChecked(), self.scale.currentData() if is_png else None
        )
        extent: Extent = self.extent.currentData()
        return PictureChoice(
            self.format.currentData(),
            extent,
            self.unfold.currentData(),
            options,
            style,
            self.overlay.currentData(),
            self.legend.isChecked(),
        )

    def _put_together(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        for label, field in (
            ("&Format", self.format),
            ("&Part", self.extent),
            ("&Blocks", self.unfold),
            ("D&irection", self.direction),
            ("C&olours", self.overlay),
            ("", self.legend),
            ("Th&eme", self.theme),
            ("", self.transparent),
            ("Si&ze", self.scale),
        ):
            form.addRow(label, field)
        ticks = QGridLayout()
        ticks.setHorizontalSpacing(18)
        ticks.setVerticalSpacing(8)
        for place, tick in enumerate((self.shapes, self.names, self.dtypes, self.trainable)):
            ticks.addWidget(tick, place // 2, place % 2)
        form.addRow("Show", ticks)
        whole = column(self)
        whole.addLayout(form)
        whole.addWidget(self.hint)
        whole.addWidget(buttons(self, "Export…"))
        self.setMinimumWidth(400)

    def _follow(self) -> None:
        """Only what has a meaning can be chosen."""
        kind = self.format.currentData()
        drawn = kind != "dot"
        extent = self.extent.currentData()
        self.hint.setText(_FORMATS[kind][1])
        self.unfold.setEnabled(extent == "whole")
        for field in (self.direction, self.shapes, self.names, self.dtypes, self.trainable):
            field.setEnabled(extent != "visible")
        for field in (self.theme, self.transparent):
            field.setEnabled(drawn)
        self.scale.setEnabled(kind == "png")


def _combo(entries: Sequence[tuple[str, object]], chosen: object) -> QComboBox:
    combo = QComboBox()
    for text, value in entries:
        combo.addItem(text, value)
    combo.setCurrentIndex([value for _, value in entries].index(chosen))
    return combo


def _tick(text: str, checked: bool) -> QCheckBox:
    box = QCheckBox(text)
    box.setChecked(checked)
    return box
