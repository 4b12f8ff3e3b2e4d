"""The status bar: counts of the model at the left, the engine at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from inspector.drawing.numbers import abbreviated
from inspector.graph.facts import totals
from inspector.ui.document import Document
from inspector.ui.engine_info import EngineInfo
from inspector.ui.figures import plural
from inspector.ui.widgets.plain import Plain, plain_tip


class StatusBar(QStatusBar):
    """Follows the document and what is known of the engine."""

    def __init__(self, document: Document, engine: EngineInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._engine = engine
        self.setSizeGripEnabled(False)
        self.layers, self.parameters, self.kind = QLabel(), QLabel(), Plain()
        self.doing, self.engine = QLabel(), QLabel()
        for label in (self.layers, self.parameters, self.kind):
            label.setContentsMargins(6, 0, 12, 0)
            self.addWidget(label)
        for label in (self.doing, self.engine):
            label.setContentsMargins(12, 0, 6, 0)
            self.addPermanentWidget(label)
        document.loaded.connect(self.refresh)
        document.preview_changed.connect(self.refresh)
        document.looked_anew.connect(self.refresh)
        document.loaded.connect(self._show_engine)
        engine.changed.connect(self._show_engine)
        self._show_engine()

    def refresh(self) -> None:
        """Count the edited model."""
        shown, graph = self._document.shown, self._document.graph
        if shown is None or graph is None:
            return
        count = totals(shown.graph)
        if self._document.aside:
            self.layers.setText(plural(count.layers, "operation"))
        else:
            trained = sum(leaf.trainable and bool(leaf.weights) for leaf in shown.graph.leaves)
            self.layers.setText(f"{plural(count.layers, 'layer')} · {trained} trainable")
        whole, part = abbreviated(count.parameters), abbreviated(count.trainable_parameters)
        self.parameters.setText(f"{whole} params · {part} trainable")
        self.kind.setText(" · ".join(filter(None, [graph.format, graph.written_by])))

    def _show_engine(self) -> None:
        self.engine.setText(self._engine.words())
        self.engine.setToolTip(self._engine.details())
        self.doing.setText(self._engine.model_words())
        self.doing.setToolTip(plain_tip(self._engine.untrainable()))
