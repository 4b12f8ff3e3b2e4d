"""Named fields under one another, and the button that uses them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget


def fields_and_button(fields: Mapping[str, QWidget], button: QPushButton) -> QGridLayout:
    """A grid: muted names left, fields right, the button below the fields.

    Args:
        fields: name to field; a compound one has the focus proxy that its name leads to.
        button: what uses them.
    """
    grid = QGridLayout()
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(1, 4)
    for line, (name, field) in enumerate(fields.items()):
        label = QLabel(name)
        label.setProperty("muted", True)
        label.setBuddy(field.focusProxy() or field)
        grid.addWidget(label, line, 0)
        grid.addWidget(field, line, 1)
    grid.addWidget(button, len(fields), 1)
    return grid
