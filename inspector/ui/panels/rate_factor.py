"""The learning-rate multiplier of the selected layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from inspector.recipe.configs import innermost_class
from inspector.recipe.rates import rates
from inspector.ui.document import Document
from inspector.ui.panels.alike import AlikeButton
from inspector.ui.widgets.boxes import dressed
from inspector.ui.widgets.heading import Heading
from inspector.ui.widgets.late_number import LateNumber
from inspector.ui.widgets.plain import Plain
from inspector.ui.widgets.scientific import ScientificBox


class RateFactor(QWidget):
    """A factor of the base rate for the layers shown; "Default" gives them back what they get by themselves."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._paths: tuple[str, ...] = ()
        self.heading = Heading("Learning rate")
        self.box = dressed(ScientificBox("A multiplier", 0, 100), "Learning-rate multiplier")
        self.box.setPrefix("× ")
        self.number = LateNumber(self.box)
        self.default = QPushButton("Default")
        self.default.setToolTip("New layers ×1; all others ×0.1 once there is a new one, else ×1")
        self.alike = AlikeButton()
        self.told = Plain()
        self.told.setWordWrap(True)
        self.told.setMinimumWidth(1)
        self.told.setProperty("muted", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        line = QHBoxLayout()
        line.addWidget(self.box, 1)
        line.addWidget(self.alike)
        line.addWidget(self.default)
        column.addWidget(self.heading)
        column.addLayout(line)
        column.addWidget(self.told)
        self.number.chosen.connect(self._choose)
        self.number.refused.connect(document.failed)
        self.alike.clicked.connect(self._give_to_alike)
        self.default.clicked.connect(self._forget)

    def show_layers(self, paths: Sequence[str]) -> None:
        """Edit the rate of these; hidden where none of them has weights that train."""
        if tuple(paths) != self._paths:
            self.number.settle()
            self.box.keep()
        self._paths = tuple(paths)
        preview, training = self._document.preview, self._document.recipe.training
        known = rates(preview, training) if preview else {}
        found = sorted({known[path] for path in self._paths if path in known})
        self.setVisible(bool(found))
        if not found:
            return
        base = training.learning_rate.base
        self.number.show(found[0] / base)
        own = any(path in training.learning_rate.multipliers for path in self._paths)
        self.default.setEnabled(own)
        spread = f"{found[0]:.3g}" if len(found) == 1 else f"{found[0]:.3g} to {found[-1]:.3g}"
        self._show_alike(known, found[0] if len(found) == 1 else None)
        self.told.setText(f"Trains at {spread}{'' if own else ', by default'}. The base rate is {base:.3g}.")

    def _choose(self, factor: float) -> None:
        self._set({**self._others(), **dict.fromkeys(self._trained(), factor)})

    def _show_alike(self, known: Mapping[str, float], rate: float | None) -> None:
        """Which other layers of the same kinds train at another rate; none where those selected have several."""
        assert self._document.preview
        graph = self._document.preview.graph
        selected = [graph.by_path[path] for path in self._paths if path in known]
        kinds = {innermost_class(layer) for layer in selected}
        others = [
            path
            for path, other in known.items()
            if other != rate and path not in self._paths and innermost_class(graph.by_path[path]) in kinds
        ]
        self.alike.show_paths(others if rate is not None else (), " and ".join(sorted(kinds)))

    def _give_to_alike(self) -> None:
        self.number.settle()
        paths = (*self._trained(), *self.alike.paths)
        present = self._document.recipe.training.learning_rate.multipliers
        self._set({**present, **dict.fromkeys(paths, self.box.value())})

    def _forget(self) -> None:
        self._set(self._others())

    def _others(self) -> dict[str, float]:
        present = self._document.recipe.training.learning_rate.multipliers
        return {path: factor for path, factor in present.items() if path not in self._paths}

    def _trained(self) -> list[str]:
        assert self._document.preview
        known = rates(self._document.preview, self._document.recipe.training)
        return [path for path in self._paths if path in known]

    def _set(self, multipliers: dict[str, float]) -> None:
        training = self._document.recipe.training
        self._document.set_training(
            replace(training, learning_rate=replace(training.learning_rate, multipliers=multipliers))
        )
