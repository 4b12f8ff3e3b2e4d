"""The training form: data, optimizer, learning rate, epochs, batch size."""

from __future__ import annotations

from collections import Counter
from typing import get_args

from msgspec.structs import replace
from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QLineEdit, QScrollArea, QSpinBox, QWidget

from inspector.recipe.rates import rates
from inspector.recipe.recipe import Data, Optimizer, Recipe, Training
from inspector.ui import figures
from inspector.ui.document import Document
from inspector.ui.training.data_field import DataField
from inspector.ui.widgets.boxes import calm, dressed
from inspector.ui.widgets.heading import Heading
from inspector.ui.widgets.late import Late
from inspector.ui.widgets.notes import Notes
from inspector.ui.widgets.scientific import ScientificBox

_NAMES = {
    "adam": "Adam",
    "adamw": "AdamW",
    "sgd": "SGD",
    "rmsprop": "RMSprop",
    "adadelta": "Adadelta",
    "adagrad": "Adagrad",
    "nadam": "Nadam",
    "lion": "Lion",
}


class Settings(QScrollArea):
    """Shows and changes the document's training settings and data; says what the checks object to while typing."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.heading = Heading("Training")
        self.data = DataField()
        self.labels = QLineEdit()
        self.optimizer = calm(QComboBox())
        self.rate = dressed(ScientificBox(), "Base learning rate")
        self.rates = QLabel()
        self.epochs = dressed(QSpinBox(), "Epochs")
        self.batch = dressed(QSpinBox(), "Batch size")
        self.notes = Notes()
        self._late = Late(document.recipe, self)
        self._prepare()
        self._lay_out()
        self._connect()
        self.refresh()

    def close_threads(self) -> None:
        """Wait for what is looked up in the background."""
        self.data.close_threads()

    def settle(self) -> None:
        """Take what is being typed as meant, before training begins."""
        self._late.settle()

    # ------------------------------------------------------------------ making it

    def _prepare(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for name in get_args(Optimizer):
            self.optimizer.addItem(_NAMES[name], name)
        self.epochs.setRange(1, 100_000)
        self.batch.setRange(1, 65_536)
        self.labels.setPlaceholderText("0, 2, 4, 6, 8")
        self.labels.setToolTip("The model has a single output: labels listed here count as 1, all others as 0")
        self.rates.setWordWrap(True)
        self.rates.setMinimumWidth(1)
        self.rates.setProperty("muted", True)
        self.rates.setToolTip(
            "Layers with fresh weights learn at the base rate; once there is one, all others learn at a tenth of it. "
            "The Layer tab sets another multiplier."
        )
        for field, name in (
            (self.labels, "Labels that count as 1"),
            (self.optimizer, "Optimizer"),
        ):
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
        grid.addWidget(self.rates, 5, 1, 1, 3)
        for column, (text, field) in enumerate((("Epochs", self.epochs), ("Batch", self.batch))):
            label = QLabel(text)
            label.setProperty("muted", True)
            label.setBuddy(field)
            grid.addWidget(label, 6, 2 * column)
            grid.addWidget(field, 6, 2 * column + 1)
        grid.addWidget(self.notes, 7, 0, 1, 4)
        grid.setRowStretch(8, 1)
        self.setWidget(content)
        self.setMinimumWidth(230)

    def _connect(self) -> None:
        self.data.chosen.connect(self._choose_data)
        self.optimizer.activated.connect(self._changed_at_once)
        for box in (self.rate, self.epochs, self.batch):
            box.valueChanged.connect(self._changing)
            box.editingFinished.connect(self._late.settle)
        self.labels.textEdited.connect(self._changing)
        self.labels.editingFinished.connect(self._late.settle)
        self._late.settled.connect(self._settled)
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
        self.data.set_source(recipe.data.source if recipe.data else "")
        labels = recipe.data.positive_labels if recipe.data else None
        boxes = (self.rate, self.epochs, self.batch)
        blockers = [QSignalBlocker(box) for box in boxes]
        self.rate.setValue(recipe.training.learning_rate.base)
        self.epochs.setValue(recipe.training.epochs)
        self.batch.setValue(recipe.training.batch_size)
        del blockers
        self.labels.setText(", ".join(map(str, labels or ())))
        self.optimizer.setCurrentIndex(self.optimizer.findData(recipe.training.optimizer))
        self._object(recipe)

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
        recipe = self._document.recipe
        training = replace(
            recipe.training,
            optimizer=self.optimizer.currentData(),
            learning_rate=replace(recipe.training.learning_rate, base=self.rate.value()),
            epochs=self.epochs.value(),
            batch_size=self.batch.value(),
        )
        data = replace(recipe.data, positive_labels=self._labels()) if recipe.data else None
        return replace(recipe, training=training, data=data)

    def _labels(self) -> tuple[int, ...] | None:
        words = self.labels.text().replace(",", " ").split()
        numbers = tuple(int(word) for word in words if word.lstrip("-").isdigit())
        wrong = len(numbers) != len(words)
        if self.labels.property("invalid") != wrong:
            self.labels.setProperty("invalid", wrong)
            self.labels.style().polish(self.labels)
        return numbers or None

    def _changing(self) -> None:
        wanted = self._wanted()
        self._late.give(wanted)
        self._show_rates(wanted.training)
        self._object(wanted)

    def _changed_at_once(self) -> None:
        self._changing()
        self._late.settle()

    def _settled(self, wanted: Recipe) -> None:
        present = self._document.recipe
        self._document.set_settings(wanted.data, wanted.training if wanted.training != present.training else None)

    def _choose_data(self, source: str) -> None:
        self._late.settle()
        present = self._document.recipe.data
        wanted = None if not source else replace(present, source=source) if present else Data(source=source)
        self._document.set_settings(wanted)

    def _object(self, recipe: Recipe) -> None:
        self.notes.show_notes([note for note in self._document.objections(recipe) if note.level != "info"])
