"""Commands of the menus that are more than one call to the document or the canvas."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from inspector.recipe.edits import EndModel, InsertDropout, RemoveDropout, SetMaxNorm
from inspector.recipe.max_norms import max_norm_axes
from inspector.recipe.structure_edits import can_be_removed, ends_elsewhere
from inspector.script.layer_code import layer_code
from inspector.ui.boxes import blocks_round
from inspector.ui.likeness import same_settings, same_type

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

    def likes(self) -> tuple[str, ...]:
        """Boxes of the blocks that are built like the selected one, itself included."""
        picture, selection = self._document.picture, self._document.selection
        if picture is None or len(selection) != 1:
            return ()
        return next((box.alike for box in picture.boxes if box.id in selection), ())

    def next_like(self) -> None:
        """Select the next block that is built like the selected one, and show it."""
        self._window.graph.navigation.jump(self.likes())

    def open_likes(self) -> None:
        """Open every block that is built like the selected one."""
        self._window.graph.navigation.leave()
        blocks, likes = self._document.blocks, self.likes()
        round_them = {each for like in likes for each in blocks_round(blocks, like)}
        ids = {like.removeprefix("block:") for like in likes}
        self._document.open_blocks(self._document.opened | ids | round_them)

    def fold_all(self) -> None:
        """Fold every block and show what is left."""
        self._window.graph.navigation.leave()
        self._window.graph.look_anew()
        self._document.open_blocks(())

    def unfold_all(self) -> None:
        """Open every block and show them from the start."""
        self._window.graph.navigation.leave()
        self._window.graph.look_anew()
        self._document.open_blocks(each.id for block in self._document.blocks for each in block.walk())

    def toggle_shapes(self) -> None:
        """Tensor shapes on the lines, or not."""
        options = self._document.options
        self._document.set_options(replace(options, show_shapes=not options.show_shapes))

    def toggle_parameters(self) -> None:
        """Parameters in the boxes of layers, or not."""
        options = self._document.options
        self._document.set_options(replace(options, show_parameters=not options.show_parameters))

    def toggle_names(self) -> None:
        """Layer names in the boxes, or types."""
        options = self._document.options
        self._document.set_options(replace(options, show_layer_names=not options.show_layer_names))

    def toggle_direction(self) -> None:
        """Draw from left to right, or from top to bottom."""
        options = self._document.options
        self._window.graph.navigation.leave()
        self._window.graph.look_anew()
        self._document.set_options(replace(options, direction="TB" if options.direction == "LR" else "LR"))

    def select_same_type(self) -> None:
        """Select every layer of the types that are selected."""
        if self._document.shown:
            self._document.select(same_type(self._document.shown.graph, self._document.selected_layers()))

    def select_same_settings(self) -> None:
        """Select every layer that is set like one that is selected."""
        if self._document.shown:
            self._document.select(same_settings(self._document.shown.graph, self._document.selected_layers()))

    def block_round_selection(self) -> tuple[str, ...]:
        """Leaf paths of the innermost block that the selected layers are in, or are; empty where there is none."""
        chosen = set(self._document.selected_layers())
        inner = (each for block in self._document.blocks for each in block.walk() if chosen <= set(each.layers))
        return min((block.layers for block in inner), key=len, default=()) if chosen else ()

    def freeze_block(self) -> None:
        """Freeze everything in the block of the selected layers."""
        self._document.freeze(self.block_round_selection())

    def copy_names(self) -> None:
        """Put the names of the selected layers on the clipboard, a line each."""
        QGuiApplication.clipboard().setText("\n".join(self._document.selected_layers()))

    def copy_code(self) -> None:
        """Put the Keras calls that make the selected layers on the clipboard, a line each."""
        if self._document.preview:
            layers = (self._document.preview.graph.by_path[path] for path in self._document.selected_layers())
            QGuiApplication.clipboard().setText("\n".join(map(layer_code, layers)))

    def can_end_body(self) -> bool:
        """Whether one layer is selected, and all behind it can be exchanged for a new head."""
        selected = self._document.selected_layers()
        return len(selected) == 1 and self._window.head.layers_behind(selected[0]) is not None

    def end_body(self) -> None:
        """Show what a new head on the selected layer would be."""
        self._window.panels.setCurrentWidget(self._window.head)
        self._window.head.propose_behind(self._document.selected_layers()[0])

    def insert_dropout(self) -> None:
        """Put a Dropout behind the selected layer and show its rate."""
        selected = self._document.selected_layers()
        if len(selected) == 1 and self._document.do(InsertDropout(selected[0], 0.2)):
            self._window.panels.setCurrentWidget(self._window.regularise)

    def removable_selection(self) -> list[str]:
        """Selected layers that only drop."""
        preview = self._document.preview
        return [
            path for path in self._document.selected_layers() if preview and can_be_removed(preview.graph.by_path[path])
        ]

    def remove_dropout(self) -> None:
        """Take the selected dropouts out of the model."""
        self._document.do(*map(RemoveDropout, self.removable_selection()))

    def can_end_model(self) -> bool:
        """Whether one layer or model at the top is selected that the model does not end at yet."""
        path, preview = self.named_selection(), self._document.preview
        return bool(path) and preview is not None and ends_elsewhere(preview.graph, path)

    def end_model(self) -> None:
        """Let the model give what the selected layer gives."""
        self._document.do(EndModel(self.named_selection()))

    def named_selection(self) -> str:
        """Path of the one layer, or model inside the model, that is selected and has a name that can be another."""
        preview = self._document.preview
        if preview is None or self._document.aside is not None or len(self._document.selection) != 1:
            return ""
        (box,) = self._document.selection
        models = {f"block:{each.id}": each.model for block in self._document.blocks for each in block.walk()}
        layer = preview.graph.by_path.get(models.get(box, box))
        return "" if layer is None or layer.class_name == "InputLayer" or layer.kind == "operation" else layer.path

    def rename_layer(self) -> None:
        """Ask for another name of the selected layer."""
        from inspector.ui.rename_dialog import RenameDialog

        path = self.named_selection()
        if not path:
            return
        selected = self._document.selection
        dialog = RenameDialog(self._document, path, self._window)
        if dialog.exec():
            new = dialog.new_path()
            if self._document.do(dialog.edit()):
                self._document.select([new] if path in selected else selected)

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
