"""Commands of the menus that are more than one call to the document or the canvas."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from inspector.recipe.edits import InsertDropout, SetMaxNorm
from inspector.recipe.max_norms import max_norm_axes

if TYPE_CHECKING:
    from inspector.ui.window import Window


class Commands:
    """What `actions` names; every method is one command, or tells whether it can be used."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._document = window.document

    def filter_list(self) -> None:
        """Put the cursor into the filter."""
        self._window.layers.filter_box.setFocus()
        self._window.layers.filter_box.selectAll()

    def fold_all(self) -> None:
        """Fold every block and show what is left."""
        self._window.graph.look_anew()
        self._document.open_blocks(())

    def unfold_all(self) -> None:
        """Open every block and show them from the start."""
        self._window.graph.look_anew()
        self._document.open_blocks(each.id for block in self._document.blocks for each in block.walk())

    def toggle_shapes(self) -> None:
        """Tensor shapes on the lines, or not."""
        options = self._document.options
        self._document.set_options(replace(options, show_shapes=not options.show_shapes))

    def toggle_names(self) -> None:
        """Layer names in the boxes, or types."""
        options = self._document.options
        self._document.set_options(replace(options, show_layer_names=not options.show_layer_names))

    def toggle_direction(self) -> None:
        """Draw from left to right, or from top to bottom."""
        options = self._document.options
        self._window.graph.look_anew()
        self._document.set_options(replace(options, direction="TB" if options.direction == "LR" else "LR"))

    def insert_dropout(self) -> None:
        """Put a Dropout behind the selected layer and show its rate."""
        selected = self._document.selected_layers()
        if len(selected) == 1 and self._document.do(InsertDropout(selected[0], 0.2)):
            self._window.panels.setCurrentWidget(self._window.regularise)

    def limitable_selection(self) -> list[str]:
        """Selected layers whose weights can be limited."""
        preview = self._document.preview
        return [
            path for path in self._document.selected_layers() if preview and max_norm_axes(preview.graph.by_path[path])
        ]

    def set_max_norm(self) -> None:
        """Limit the selected layers and show the limits."""
        if self._document.do(*(SetMaxNorm(path, 3.0) for path in self.limitable_selection())):
            self._window.panels.setCurrentWidget(self._window.regularise)
