"""Asks for a regular expression that names are changed by, and shows the names it makes while it is typed."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from inspector.graph.model import ModelGraph
from inspector.graph.renaming import Rule, RuleError, renamed_paths
from inspector.ui.background import Latest
from inspector.ui.figures import whole
from inspector.ui.widgets.plain import Plain, plain_tip

_PAUSE = 250
"""Milliseconds without a key after which what was typed is tried."""

_MOST_ROWS = 200


class PatternDialog(QDialog):
    """``rule`` is what was asked for; it can be accepted once it was tried and is one.

    Args:
        graph: whose names are shown.
        rule: the present one, to go on from where it is a regular expression.
        tries: runs what is tried; it outlives the dialog, which so need not wait for a pattern that takes long.
    """

    def __init__(self, graph: ModelGraph, rule: Rule, tries: Latest, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Names by a pattern")
        self._graph = graph
        self._tries = tries
        self.pattern, self.replacement = QLineEdit(rule.pattern), QLineEdit(rule.replacement)
        self.pattern.setPlaceholderText(r"_(conv|bn)$")
        self.replacement.setPlaceholderText(r"/\1")
        self.told = Plain()
        self.told.setWordWrap(True)
        self.told.setProperty("note", True)
        self.table = self._make_table()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText("Use these names")
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._try)
        for field in (self.pattern, self.replacement):
            field.textChanged.connect(self._wait)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        tries.done.connect(self._show)
        tries.failed.connect(self._refuse)
        self._wait()

    def rule(self) -> Rule:
        """What is typed."""
        return Rule("regex", self.pattern.text(), self.replacement.text())

    def done(self, result: int) -> None:
        """Close; what is still being tried is forgotten."""
        self._timer.stop()
        self._tries.cancel()
        self._tries.done.disconnect(self._show)
        self._tries.failed.disconnect(self._refuse)
        super().done(result)

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, 2)
        table.setHorizontalHeaderLabels(["name in the file", "name shown"])
        table.setAccessibleName("Names that change")
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        return table

    def _lay_out(self) -> None:
        about = Plain(
            "Every match of a regular expression (in Python's syntax) is replaced, \\1 stands for its first group. "
            "What comes before a / in the new name becomes a block."
        )
        about.setWordWrap(True)
        about.setProperty("muted", True)
        form = QFormLayout()
        form.addRow("Find", self.pattern)
        form.addRow("Replace by", self.replacement)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(12)
        column.addWidget(about)
        column.addLayout(form)
        column.addWidget(self.told)
        column.addWidget(self.table, 1)
        column.addWidget(self.buttons)
        self.resize(620, 520)

    def _wait(self) -> None:
        self._tries.cancel()
        self.ok.setEnabled(False)
        if self.pattern.text():
            self._tell("Trying it…")
            self._timer.start()
        else:
            self._timer.stop()
            self.table.setRowCount(0)
            self._tell("Type what to find in the names.")

    def _try(self) -> None:
        graph, rule = self._graph, self.rule()
        self._tries.submit(lambda: renamed_paths(graph, rule))

    def _show(self, paths: dict[str, str]) -> None:
        changed = [(path, new) for path, new in paths.items() if path != new]
        self._tell(f"{whole(len(changed))} of {whole(len(paths))} names change.")
        self.table.setRowCount(min(len(changed), _MOST_ROWS))
        for row, pair in enumerate(changed[:_MOST_ROWS]):
            for column, text in enumerate(pair):
                item = QTableWidgetItem(text)
                item.setToolTip(plain_tip(text))
                self.table.setItem(row, column, item)
        if len(changed) > _MOST_ROWS:
            self._tell(f"{self.told.text()} The first {_MOST_ROWS} are shown.")
        self.ok.setEnabled(True)

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, RuleError):
            raise error
        self.table.setRowCount(0)
        self._tell(str(error), "error")

    def _tell(self, text: str, note: str | bool = True) -> None:
        self.told.setText(text)
        self.told.setProperty("note", note)
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)
