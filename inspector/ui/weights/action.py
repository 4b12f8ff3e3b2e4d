"""The command that shows the Weights panel."""

from __future__ import annotations

from inspector.ui.command import Command

SHOW_WEIGHTS = Command(
    "show_weights",
    "Show &weights",
    lambda window: window.panels.setCurrentWidget(window.weights),
    "Ctrl+I",
    "What the values in the selected layer's weights are like",
    when=lambda window: len(window.document.selected_layers()) == 1,
)
