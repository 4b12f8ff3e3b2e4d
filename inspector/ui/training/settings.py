"""The training form: data, optimizer, learning rate, epochs, batch size."""

from __future__ import annotations

from collections import Counter
from typing import TypeVar, get_args

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from inspector.graph.model import Note
from inspector.recipe.check import Mend
from inspector.recipe.optimizers import CLASS_NAMES
from inspector.recipe.rates import rates
from inspector.recipe.recipe import Data, Optimizer, Recipe, Scale, Training
from inspector.ui import figures
from inspector.ui.document import Document
from inspector.ui.training.data_field import DataField
from inspector.ui.training.labels_field import LabelsField
from inspector.ui.widgets.boxes import calm, dressed
from inspector.ui.widgets.heading import Heading
from inspector.ui.widgets.late import PAUSE, Late
from inspector.ui.widgets.notes import Notes
from inspector.ui.widgets.number import NumberBox, WholeBox
from inspector.ui.widgets.scientific import ScientificBox

Value = TypeVar("Value", int, float)
_SCALES: dict[Scale, str] = {
    "auto": "automatic",
    "0..1": "0 to 1",
    "-1..1": "−1 to 1",
    "0..255": "0 to 255",
    "none": "as they are",
}


class Settings(QScrollArea):
    """Shows and changes the document's training settings and data; says what the checks object to while typing."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.heading = Heading("Training")
        self.data = DataField()
        self.scale = calm(QComboBox())
        self.labels = LabelsField()
        self.optimizer = calm(QComboBox())
        self.rate = dressed(ScientificBox("The learning rate"), "Base learning rate")
        self.rates = QLabel()
        self.epochs = dressed(WholeBox("The number of epochs", 1, 100_000), "Epochs")
        self.batch = dressed(WholeBox("The batch size", 1, 65_536), "Batch size")
        self.notes = Notes()
        self._numbers: tuple[NumberBox, ...] = (self.rate, self.epochs, self.batch)
        self._refusal = ""
        self._late = Late(document.recipe, self)
        self._doubt = QTimer(self)
        self._prepare()
        self._lay_out()
        self._connect()
        self.refresh()

    def close_threads(self) -> None:
        """Wait for what is looked up in the background."""
        self.data.close_threads()

    def settle(self) -> str:
        """Take what is being typed as meant, before training begins.

        Returns:
            Why training cannot begin with it, in a sentence that is only told once where it was put right since.
        """
        for box in self._numbers:
            box.commit()
        self._late.settle()
        told, self._refusal = self._refusal, ""
        return self.labels_objection() or told or self.data.objection()

    # ------------------------------------------------------------------ making it

    def _prepare(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for name in get_args(Optimizer):
            self.optimizer.addItem(CLASS_NAMES[name], name)
        for scale, text in _SCALES.items():
            self.scale.addItem(text, scale)
        self.scale.setToolTip(
            "The range the data's values are brought to. Automatic: what the model seems to expect; the log says which."
        )
        for box in self._numbers:
            box.setToolTip(f"{box.expected()}.")
        self._doubt.setSingleShot(True)
        self._doubt.setInterval(PAUSE)
        self.rates.setWordWrap(True)
        self.rates.setMinimumWidth(1)
        self.rates.setProperty("muted", True)
        self.rates.setToolTip(
            "Layers with fresh weights learn at the base rate; once there is one, all others learn at a tenth of it. "
            "The Layer tab sets another multiplier."
        )
        for field, name in ((self.scale, "Range of the data's values"), (self.optimizer, "Optimizer")):
            field.setAccessibleName(name)
            field.setMinimumWidth(56)

    def _lay_out(self) -> None:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(12, 10, 12, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        grid.addWidget(self.heading, 0, 0, 1, 4)
        self._labels_label = QLabel("Count as 1")
        rows: tuple[tuple[QLabel, QWidget], ...] = (
            (QLabel("Data"), self.data),
            (QLabel("Values"), self.scale),
            (self._labels_label, self.labels),
            (QLabel("Optimizer"), self.optimizer),
            (QLabel("Learning rate"), self.rate),
        )
        for line, (label, field) in enumerate(rows, start=1):
            label.setProperty("muted", True)
            label.setBuddy(self.data.box if field is self.data else field)
            top = Qt.AlignmentFlag.AlignTop if field is self.data else Qt.AlignmentFlag.AlignVCenter
            label.setContentsMargins(0, 5 if field is self.data else 0, 0, 0)
            grid.addWidget(label, line, 0, top)
            grid.addWidget(field, line, 1, 1, 3)
        grid.addWidget(self.rates, 6, 1, 1, 3)
        for column, (text, field) in enumerate((("Epochs", self.epochs), ("Batch", self.batch))):
            label = QLabel(text)
            label.setProperty("muted", True)
            label.setBuddy(field)
            grid.addWidget(label, 7, 2 * column)
            grid.addWidget(field, 7, 2 * column + 1)
        grid.addWidget(self.notes, 8, 0, 1, 4)
        grid.setRowStretch(9, 1)
        self.setWidget(content)
        self.setMinimumWidth(230)

    def _connect(self) -> None:
        self.data.chosen.connect(self._choose_data)
        for choice in (self.optimizer, self.scale):
            choice.activated.connect(self._changed_at_once)
        for box in self._numbers:
            box.valueChanged.connect(self._changing)
            box.lineEdit().textEdited.connect(self._typing)
            box.editingFinished.connect(self._late.settle)
            box.refused.connect(self._refuse)
        self.labels.changed.connect(self._changing)
        self.labels.editingFinished.connect(self._late.settle)
        self._late.settled.connect(self._settled)
        self._doubt.timeout.connect(self._say)
        self.notes.layer_wanted.connect(self._document.show_layer)
        self.notes.mend_wanted.connect(self._mend)
        self._document.data_known.connect(self._say)
        self._document.loaded.connect(self.refresh)
        self._document.recipe_changed.connect(self.refresh)
        self._document.preview_changed.connect(self.refresh)

    # ------------------------------------------------------------------ showing the document

    def refresh(self) -> None:
        """Show the recipe as it is, except for what is being typed."""
        recipe = self._document.recipe
        single = self._has_single_output()
        self.labels.setVisible(single)
        self._labels_label.setVisible(single)
        self._show_rates(recipe.training)
        if self._late.moving:
            return
        self._late.reset(recipe)
        data, training = recipe.data, recipe.training
        self.data.set_source(data.source if data else "")
        for box, value in zip(
            self._numbers, (training.learning_rate.base, training.epochs, training.batch_size), strict=True
        ):
            if not box.typing:
                box.show_value(value)
        self.labels.show_labels(data.positive_labels if data else None)
        self.scale.setCurrentIndex(self.scale.findData(data.scale if data else "auto"))
        self.scale.setEnabled(data is not None)
        self.optimizer.setCurrentIndex(self.optimizer.findData(training.optimizer))
        self._say()

    def _has_single_output(self) -> bool:
        preview = self._document.preview
        if preview is None or len(preview.graph.outputs) != 1:
            return False
        shape = preview.graph.by_path[preview.graph.outputs[0]].output_shape
        return shape is not None and shape[-1:] == (1,)

    def _show_rates(self, training: Training) -> None:
        preview = self._document.preview
        known = Counter(rates(preview, training).values()) if preview else Counter[float]()
        if not known:
            self.rates.setText("Nothing trains: every layer with weights is frozen." if preview else "")
        elif len(known) == 1:
            self.rates.setText(f"{figures.plural(known.total(), 'layer')} at {next(iter(known)):.3g}")
        else:
            groups = [f"{rate:.3g} for {figures.plural(count, 'layer')}" for rate, count in sorted(known.items())[::-1]]
            self.rates.setText(", ".join(groups[:4]))

    # ------------------------------------------------------------------ telling the document

    def _wanted(self) -> Recipe:
        """The recipe as the form says it; where a field cannot be read, as it was."""
        recipe = self._document.recipe
        now = recipe.training
        training = replace(
            now,
            optimizer=self.optimizer.currentData(),
            learning_rate=replace(now.learning_rate, base=_meant(self.rate, self.rate.value(), now.learning_rate.base)),
            epochs=_meant(self.epochs, self.epochs.whole(), now.epochs),
            batch_size=_meant(self.batch, self.batch.whole(), now.batch_size),
        )
        data = recipe.data
        if data:
            labels = data.positive_labels if self.labels.objection() else self.labels.labels()
            data = replace(data, positive_labels=labels, scale=self.scale.currentData())
        return replace(recipe, training=training, data=data)

    def _changing(self) -> None:
        wanted = self._wanted()
        self._refusal = ""
        self._late.give(wanted)
        self._show_rates(wanted.training)
        self._doubt.start()

    def _typing(self) -> None:
        if all(box.hasAcceptableInput() for box in self._numbers):
            self._doubt.start()
        else:
            self._changing()  # what was typed before is no longer meant

    def _changed_at_once(self) -> None:
        self._changing()
        self._late.settle()

    def _settled(self, wanted: Recipe) -> None:
        for box in self._numbers:
            if box.hasAcceptableInput():
                box.keep()
        present = self._document.recipe
        self._document.set_settings(wanted.data, wanted.training if wanted.training != present.training else None)

    def _mend(self, mend: Mend) -> None:
        self._late.settle()
        self._document.mend(mend, self._document.recipe)

    def _choose_data(self, source: str) -> None:
        self._late.settle()
        present = self._document.recipe.data
        wanted = None if not source else replace(present, source=source) if present else Data(source=source)
        self._document.set_settings(wanted)

    # ------------------------------------------------------------------ objecting

    def labels_objection(self) -> str:
        """What is wrong with the labels, where they are asked for."""
        return self.labels.objection() if self._has_single_output() else ""

    def _refuse(self, sentence: str) -> None:
        self._refusal = sentence
        self._say()

    def _say(self) -> None:
        typed = [self._refusal, self.labels_objection()]
        typed += [f"{box.expected()}." for box in self._numbers if not box.hasAcceptableInput()]
        objections = [note for note in self._document.objections(self._wanted()) if note.level != "info"]
        refused = [Note("error", "typed", text) for text in typed if text]
        self.notes.show_notes([*refused, *objections])
        if refused and self.isAncestorOf(QApplication.focusWidget() or self):
            QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self.notes, 0, 8))


def _meant(box: NumberBox, value: Value, present: Value) -> Value:
    return value if box.hasAcceptableInput() else present
