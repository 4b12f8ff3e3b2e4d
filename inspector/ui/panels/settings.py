"""What of the selected layer can be set, a row for each field."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from inspector.graph.model import Layer
from inspector.recipe.editable import Field, edit_of, editable
from inspector.ui.document import Document
from inspector.ui.panels.field_editors import editor_of
from inspector.ui.panels.rows import Rows
from inspector.ui.widgets.heading import Heading
from inspector.ui.widgets.plain import Plain, plain_tip

_BELOW = {"constraint", "penalty"}
"""Kinds whose editors take a line of their own."""


class SettingRow(QWidget):
    """The name of a field, its editor, and what it does as a tip."""

    def __init__(self, path: str, field: Field) -> None:
        super().__init__()
        self.editor = editor_of(field, f"{field.label} of {path}")
        label = Plain(f"{field.label}, {field.unit}" if field.unit else field.label)
        label.setWordWrap(True)
        label.setMinimumWidth(1)
        direction = QBoxLayout.Direction.TopToBottom if field.kind in _BELOW else QBoxLayout.Direction.LeftToRight
        line = QBoxLayout(direction, self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2 if field.kind in _BELOW else 8)
        line.addWidget(label, 1)
        line.addWidget(self.editor, 1)
        said = " It changes what the model predicts." if field.predicts else ""
        self.setToolTip(plain_tip(field.help + said))


class LayerSettings(QWidget):
    """The fields of one layer, each of which makes an edit; hidden where there is none."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.rows: Rows[tuple[str, Field], SettingRow] = Rows(self._make_row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(Heading("Settings"))
        column.addWidget(self.rows)

    def show_layer(self, layer: Layer | None) -> None:
        """Edit this one; one of the author's own class, or with nothing to set, leaves no room for it."""
        fields = [field for field in editable(layer) if _is_known(field)] if layer is not None else []
        path = layer.path if layer is not None else ""
        wanted = {f"{path}:{field.key}": (path, field) for field in fields}
        for key, row in self.rows.set_rows(wanted).items():
            row.editor.show_field(wanted[key][1])
        self.setVisible(bool(fields))

    def _make_row(self, key: str, known: tuple[str, Field]) -> SettingRow:
        del key
        path, field = known
        row = SettingRow(path, field)
        row.editor.chosen.connect(lambda value: self._set(row, path, field, value))
        row.editor.refused.connect(self._document.failed)
        return row

    def _set(self, row: SettingRow, path: str, field: Field, value: Any) -> None:
        """One edit; where it is refused, the row says again what is."""
        if not self._document.do(edit_of(path, field, value)):
            preview = self._document.preview
            present = editable(preview.graph.by_path[path]) if preview and path in preview.graph.by_path else ()
            for each in present:
                if each.key == field.key:
                    row.editor.show_field(each)


def _is_known(field: Field) -> bool:
    """A number that the file does not say cannot be shown."""
    return field.kind != "number" or field.optional or field.value is not None
