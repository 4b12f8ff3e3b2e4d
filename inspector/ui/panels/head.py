"""The Head panel: another output layer, made in the place of the present one or on what is left of the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from inspector.graph.model import Layer, ModelGraph, Note
from inspector.recipe.edits import Edit, ReplaceHead
from inspector.recipe.fitting import fit
from inspector.recipe.heads import ACTIVATIONS, INITIALIZERS, Head, find_head
from inspector.recipe.plan import EditError
from inspector.recipe.recipe import Recipe
from inspector.ui import figures
from inspector.ui.document import Document
from inspector.ui.panels.names_field import NamesField
from inspector.ui.panels.objections import BREATH, objections_at, objections_to, serve
from inspector.ui.panels.panel import Panel
from inspector.ui.widgets.boxes import calm, dressed
from inspector.ui.widgets.notes import Notes, card
from inspector.ui.widgets.number import WholeBox
from inspector.ui.widgets.plain import Plain

_AS_BEFORE = "as it was"


class HeadPanel(Panel):
    """A new head and its classes, which layers go, and what the model gives then; made by the button or Enter.

    What is chosen stays while other edits are made, until it is made or Escape puts back the present head.
    """

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._heading = self.add_heading("Output layer")
        self.present = self.add_text()
        self.output = calm(QComboBox())
        self.units = dressed(WholeBox("The number of units", 1, 1_000_000), "Units of the head")
        self.activation = calm(QComboBox())
        self.initializer = calm(QComboBox())
        self.class_names = NamesField()
        self.again = QRadioButton("Replace it in place")
        self.drop = QRadioButton("Drop the last layers and add a Dense")
        self.count = dressed(WholeBox("The number of layers to drop", 0, 999), "Number of layers to drop")
        self.going = Plain()
        self._filled: ReplaceHead | None = None
        self.sentence = card("")
        self.notes = Notes()
        self.apply = QPushButton("Replace head")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(BREATH)
        self._timer.timeout.connect(self._answer)
        self._lay_out()
        self._connect()

    # ------------------------------------------------------------------ making it

    def _lay_out(self) -> None:
        self.activation.addItems(ACTIVATIONS)
        self.initializer.addItems((_AS_BEFORE, *INITIALIZERS))
        self.initializer.setToolTip("What the fresh kernel is drawn from")
        self.count.show_value(1)
        for field, name in (
            (self.output, "Output"),
            (self.activation, "Activation of the head"),
            (self.initializer, "Initializer of the head"),
        ):
            field.setAccessibleName(name)
        choice = QButtonGroup(self)
        choice.addButton(self.again)
        choice.addButton(self.drop)
        self.again.setChecked(True)
        self.going.setWordWrap(True)
        self.going.setMinimumWidth(1)
        self.going.setProperty("muted", True)
        self.apply.setProperty("primary", True)
        self.sentence.hide()
        self._form = _form(
            {
                "Output": self.output,
                "Units": self.units,
                "Activation": self.activation,
                "Initializer": self.initializer,
                "Classes": self.class_names,
            }
        )
        self._dropping = QWidget()
        dropping = QVBoxLayout(self._dropping)
        dropping.setContentsMargins(24, 0, 0, 0)
        dropping.addLayout(_form({"Layers to drop": self.count}))
        dropping.addWidget(self.going)
        self.column.addLayout(self._form)
        self.column.addWidget(self.again)
        self.column.addWidget(self.drop)
        self.column.addWidget(self._dropping)
        answer = QVBoxLayout()
        answer.setSpacing(6)
        answer.addWidget(self.sentence)
        answer.addWidget(self.notes)
        self.column.addLayout(answer)
        self.column.addWidget(self.apply)

    def _connect(self) -> None:
        self.output.activated.connect(self._take_present)
        self.activation.activated.connect(self._answer_soon)
        self.initializer.activated.connect(self._answer_soon)
        self.class_names.textEdited.connect(self._answer_soon)
        self.class_names.returnPressed.connect(self._apply)
        self.drop.toggled.connect(self._chose_place)
        self.apply.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus, so that it can refuse a number
        self.apply.clicked.connect(self._apply)
        for box in (self.units, self.count):
            box.valueChanged.connect(self._answer_soon)
            box.entered.connect(self._apply)
            box.refused.connect(self.document.failed)
        self.document.loaded.connect(self._forget)
        serve(self.document, self.notes, self._candidate)
        self.notes.mend_wanted.connect(lambda _mend: self._take_present())

    @property
    def pending(self) -> str:
        """What is chosen here and not made, in a sentence; empty where there is nothing."""
        for box in (self.units, self.count):
            if not box.hasAcceptableInput():
                return f"The Head tab has a number that cannot be taken. {box.expected()}."
        wanted = self._wanted()
        if wanted is None or self._filled is None or wanted in (self._filled, self._made()):
            return ""
        units = figures.plural(wanted.units, "unit")
        return f"The Head tab has a new head of {units}, {wanted.activation}, that is not applied yet."

    def layers_behind(self, path: str) -> int | None:
        """How many last layers stand behind a layer, one after the other; ``None`` where there are none or others."""
        graph = self.document.graph
        if graph is None or not graph.outputs:
            return None
        chain = _last_layers(self._graph_below(), self._asked_output() or graph.outputs[0], len(graph.layers))
        return chain.index(path) if path in chain[1:] else None

    def propose_behind(self, path: str) -> None:
        """Choose a new head on this layer, to be looked at and made."""
        count = self.layers_behind(path)
        if count is not None:
            self._fill(self.units.whole(), self.activation.currentText(), count)
            self._chose_place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts back the present head."""
        if event.key() == Qt.Key.Key_Escape and self.pending:
            self._take_present()
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------------ showing the document

    def refresh(self) -> None:
        """Show the present head, and what was asked for if it was exchanged."""
        assert self.document.graph
        graph = self.document.graph
        outputs = list(dict.fromkeys(graph.outputs))
        if [self.output.itemText(row) for row in range(self.output.count())] != outputs:
            self.output.clear()
            self.output.addItems(outputs)
        self._form.setRowVisible(self.output, len(outputs) > 1)
        if not self._filled or not self.pending:
            self._take_present()
        else:
            self._tell_present()

    def _forget(self) -> None:
        """What was chosen was for another model."""
        self._filled = None
        self.outdate()

    def _take_present(self) -> None:
        """Fill the fields with what the output has now."""
        made = self._made()
        head = self._file_head()
        if made is not None:
            self._fill(made.units, made.activation, made.drop_last)
        elif head is not None:
            self._fill(head.units or 10, head.activation, None)
        else:
            self._fill(10, "softmax", 1)
        self.initializer.setCurrentText((made and made.initializer) or _AS_BEFORE)
        self.class_names.show_names(made.class_names if made else ())
        self._filled = self._wanted()
        self._tell_present()

    def _tell_present(self) -> None:
        head = self._file_head()
        self.present.setText(self._present_words(head, self._made()))
        self.again.setEnabled(head is not None)
        self._chose_place()

    def _fill(self, units: int, activation: str, dropped: int | None) -> None:
        with (
            QSignalBlocker(self.activation),
            QSignalBlocker(self.again),
            QSignalBlocker(self.drop),
        ):
            self.units.show_value(units)
            self.activation.setCurrentText(activation if activation in ACTIVATIONS else "linear")
            self.again.setChecked(dropped is None)
            self.drop.setChecked(dropped is not None)
            if dropped is not None:
                self.count.show_value(dropped)

    def _present_words(self, head: Head | None, made: ReplaceHead | None) -> str:
        if head is None:
            return "This output has no single head that can be made again; dropping layers may still be possible."
        units = f"{head.units} units" if head.units else "an unknown number of units"
        file = f"In the file: {head.layer} with {units}, {head.activation or 'an activation of its own'}."
        return file if made is None else f"{file} It is being replaced."

    # ------------------------------------------------------------------ answering

    def _chose_place(self) -> None:
        self._dropping.setVisible(self.drop.isChecked())
        self._answer_soon()

    def _answer_soon(self) -> None:
        self.apply.setEnabled(self._wanted() != self._made())
        self._timer.start()

    def _answer(self) -> None:
        edit = self._wanted()
        if edit is None or self.document.graph is None:
            return
        if edit.drop_last is not None:
            removed = _last_layers(self._graph_below(), edit.output or self.document.graph.outputs[0], edit.drop_last)
            self.going.setText("Goes: " + ", ".join(removed) if removed else "Nothing goes; the Dense is put on top.")
        notes: Sequence[Note] = ()
        try:
            after = self.document.would_be([edit])
            self.sentence.setText(_outcome(after, edit))
            made = edit == self._made()
            notes = objections_at(self.document, after.outputs) if made else objections_to(self.document, [edit])
            possible = True
        except EditError as error:
            self.sentence.setText("This head cannot be made.")
            notes = (Note("error", "head", str(error)),)
            possible = False
        self.sentence.show()
        self.notes.show_notes(notes)
        self.apply.setEnabled(possible and edit != self._made())

    def _candidate(self) -> Recipe:
        edit = self._wanted()
        return self.document.with_edits([edit] if edit else [])

    def _apply(self) -> None:
        numbers = self.units.commit() and self.count.commit()
        edit = self._wanted()
        if numbers and edit is not None and edit != self._made():
            self.document.do(edit)

    def _wanted(self) -> ReplaceHead | None:
        graph = self.document.graph
        if graph is None or not graph.outputs:
            return None
        return ReplaceHead(
            units=self.units.whole(),
            activation=self.activation.currentText(),
            drop_last=self.count.whole() if self.drop.isChecked() else None,
            output=self._asked_output(),
            initializer=None if self.initializer.currentIndex() <= 0 else self.initializer.currentText(),
            class_names=self.class_names.names(),
        )

    def _asked_output(self) -> str | None:
        return self.output.currentText() if self.output.count() > 1 else None

    def _made(self) -> ReplaceHead | None:
        """The edit that already exchanges this output's head."""
        mine = next((edit for edit in self.document.recipe.edits if self._is_this(edit)), None)
        return None if mine is None or mine.disabled else mine  # type: ignore[return-value]

    def _is_this(self, edit: Edit) -> bool:
        return isinstance(edit, ReplaceHead) and edit.output == self._asked_output()

    def _file_head(self) -> Head | None:
        graph = self.document.graph
        if graph is None or not graph.outputs:
            return None
        try:
            return find_head(graph, self._asked_output() or graph.outputs[0])
        except EditError:
            return None

    def _graph_below(self) -> ModelGraph:
        """The model as it is before its head is exchanged: what 'the last layers' are counted in."""
        assert self.document.graph
        edits = self.document.recipe.edits
        place = next((place for place, edit in enumerate(edits) if self._is_this(edit)), len(edits))
        return fit(self.document.graph, edits[:place]).preview.graph


def _form(fields: Mapping[str, QWidget]) -> QFormLayout:
    form = QFormLayout()
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for name, field in fields.items():
        label = QLabel(name)
        label.setProperty("muted", True)
        label.setBuddy(field)
        form.addRow(label, field)
    return form


def _last_layers(graph: ModelGraph, output: str, count: int) -> list[str]:
    """Names of up to ``count`` layers from an output back, the last one first."""
    names: list[str] = []
    path = output
    while path in graph.by_path and len(names) < count:
        names.append(path)
        sources = graph.predecessors[path]
        path = sources[0] if len(sources) == 1 else ""
    return names


def _outcome(after: ModelGraph, edit: ReplaceHead) -> str:
    place = after.outputs[0] if edit.output is None or edit.output not in after.outputs else edit.output
    layer: Layer = after.by_path[place]
    gives = f" The output is then {figures.shape(layer.output_shape)}." if layer.output_shape else ""
    return f"New head: {figures.plural(edit.units, 'unit')}, {edit.activation}, with fresh weights.{gives}"
