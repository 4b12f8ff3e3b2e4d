"""A model and what is done to it: the recipe and its history, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from inspector.graph.blocks import Block
from inspector.graph.facts import frozen_state
from inspector.graph.model import ModelGraph
from inspector.graph.weights import fill_with
from inspector.recipe import codec
from inspector.recipe.check import Finding, KnownData, Mend, check
from inspector.recipe.editing import changes, switched, with_edit, without, without_changes, without_ticks
from inspector.recipe.edits import Edit, Freeze, Unfreeze
from inspector.recipe.fitting import Fit, fit
from inspector.recipe.following import following
from inspector.recipe.history import History
from inspector.recipe.plan import EditError
from inspector.recipe.preview import Preview, preview
from inspector.recipe.proposals import Proposal, with_proposals
from inspector.recipe.recipe import Data, Recipe, Training
from inspector.ui import atomic
from inspector.ui.boxes import block_layers, leaves
from inspector.ui.reach import after, before
from inspector.ui.regroup import regroup

if TYPE_CHECKING:
    from inspector.jobs.messages import Described


class EditedModel(QObject):
    """A graph under a recipe. Widgets read its attributes and ask it to change; it tells by signals.

    ``preview`` is the model as it will be, ``fitted`` says which edits it is without, because they cannot be made any
    more. ``aside`` is what is shown in its place, the operations of the file: edits are made to layers only.

    Signals:
        failed: an edit or a recipe is refused; carries a sentence.
        recipe_changed: edits, data or training settings are others. ``preview_changed`` follows where changes are.
        saved: changes are kept somewhere; ``dirty`` may be another.
        preview_changed, selection_changed: what their names say.
        data_known: more is known of the data, so there may be other objections.
        layer_wanted: a person looks for a layer; carries its path.
    """

    failed = Signal(str)
    recipe_changed = Signal()
    saved = Signal()
    preview_changed = Signal()
    data_known = Signal()
    layer_wanted = Signal(str)
    selection_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.graph: ModelGraph | None = None
        self.blocks: tuple[Block, ...] = ()
        self.history = History(Recipe())
        self.fitted: Fit | None = None
        self.aside: Preview | None = None
        self.selection: frozenset[str] = frozenset()
        self._file_blocks: tuple[Block, ...] = ()
        self._saved: tuple[object, ...] = ()
        self._selected: tuple[str, ...] | None = None
        self._objections: tuple[Finding, ...] | None = None
        self._known: dict[str, KnownData] = {}

    # ------------------------------------------------------------------ what it is

    @property
    def recipe(self) -> Recipe:
        """The edits and settings as they are now."""
        return self.history.now

    @property
    def preview(self) -> Preview | None:
        """The model as it will be."""
        return self.fitted.preview if self.fitted else None

    @property
    def shown(self) -> Preview | None:
        """What a person sees: the model as it will be, or what is shown in its place."""
        return self.aside or self.preview

    @property
    def changes(self) -> tuple[object, ...]:
        """What was done to the model: every edit, and every multiplier of a layer's learning rate."""
        return changes(self.recipe)

    @property
    def dirty(self) -> bool:
        """Whether there are changes that are neither saved nor trained."""
        return bool(self.changes) and self.changes != self._saved

    def objections(self, recipe: Recipe | None = None) -> tuple[Finding, ...]:
        """Every objection to a recipe, this one's where none is given; nothing is changed by asking."""
        if self.graph is None:
            return ()
        if recipe is not None and recipe != self.recipe:
            return check(self.graph, recipe, self._known_of(recipe))
        if self._objections is None:
            self._objections = check(self.graph, self.recipe, self._known_of(self.recipe))
        return self._objections

    def know_data(self, source: str, known: KnownData) -> None:
        """Take what was found out about data, for the checks."""
        self._known = {source: known}
        self._objections = None
        self.data_known.emit()

    def with_edits(self, edits: Iterable[Edit]) -> Recipe:
        """The recipe as it would be with more edits, to ask for objections before making them."""
        joined = self.recipe.edits
        for edit in edits:
            joined = with_edit(joined, edit)
        return replace(self.recipe, edits=joined)

    def would_be(self, edits: Iterable[Edit]) -> ModelGraph:
        """The model with more edits; raises EditError where one that can be made now, or is new, could not be then."""
        assert self.graph
        found = fit(self.graph, self.with_edits(edits).edits)
        if place := self._newly_unfit(found, self.with_edits(edits)):
            raise EditError(found.misfits[place[0]], place[0])
        return found.preview.graph

    def selected_layers(self) -> tuple[str, ...]:
        """Leaf paths of everything that is selected, in the file's order."""
        if self._selected is None:
            self._selected = _in_order(self.shown, leaves(self.selection, block_layers(self.blocks)))
        return self._selected

    def select(self, boxes: Iterable[str]) -> None:
        """Select layers and blocks by box id, in every view."""
        chosen = frozenset(boxes)
        if chosen != self.selection:
            self.selection, self._selected = chosen, None
            self.selection_changed.emit()

    def show_layer(self, path: str) -> None:
        """Select a layer and have it shown."""
        self.select([path])
        self.layer_wanted.emit(path)

    # ------------------------------------------------------------------ the model itself

    def begin(self, graph: ModelGraph, blocks: tuple[Block, ...]) -> None:
        """Have another model, as its file says it; data and training settings stay."""
        self.graph, self._file_blocks = graph, blocks
        self.history = History(without_changes(self.recipe))
        self._saved = ()
        self._objections = None
        self.selection = frozenset()
        self.aside = None
        self._take_fit(fit(graph, ()))

    def show_aside(self, operations: ModelGraph | None, blocks: tuple[Block, ...]) -> None:
        """Show the operations of the file in its model's place, or the model again; in these blocks.

        What is selected stays selected as far as it is still shown.
        """
        selected = self.selected_layers()
        self._file_blocks = blocks
        self.aside = preview(operations, ()) if operations is not None else None
        if self.fitted is not None:
            self._take_fit(self.fitted)
        if self.shown is not None:
            self.select(path for path in selected if path in self.shown.graph.by_path)

    def take_description(self, described: Described) -> None:
        """Fill in shapes that only Keras knew, and what follows from them."""
        if self.graph is None:
            return
        filled = fill_with(self.graph, described.shapes)
        if filled is not self.graph:
            self.graph = filled
            self._objections = None
            self._take_fit(fit(self.graph, self.recipe.edits))
            self.preview_changed.emit()

    # ------------------------------------------------------------------ editing

    def do(self, *edits: Edit) -> bool:
        """Make edits as one step; whether they were made. Refused ones change nothing and are told by ``failed``."""
        return self._go_to(self.with_edits(edits))

    def mend(self, mend: Mend, recipe: Recipe) -> bool:
        """Take a recipe mended, as one step; whether something is other now."""
        return self._go_to(mend.changed(recipe))

    def take_proposals(self, chosen: Sequence[Proposal]) -> bool:
        """Take proposals as one step; whether something is other now."""
        return self._go_to(with_proposals(self.recipe, chosen))

    def freeze(self, paths: Iterable[str], frozen: bool = True) -> bool:
        """Freeze leaves, or let them train; those that are so already are left alone."""
        if self.preview is None:
            return False
        if self.aside is not None:
            self.failed.emit("Operations can be looked at, not frozen: choose Layers in the Names menu first.")
            return False
        is_so = self.preview.frozen
        changing = tuple(path for path in paths if (path in is_so) != frozen)
        if not changing:
            return False
        bare = replace(self.recipe, edits=without_ticks(self.recipe.edits, frozenset(changing)))
        return self._go_to(self._ticked(bare, changing, frozen))

    def toggle_freeze(self) -> bool:
        """Freeze what is selected, or let it train where all of it that has weights is frozen."""
        selected = self.selected_layers()
        return self.shown is not None and self.freeze(selected, frozen_state(self.shown.graph, selected) != "all")

    def freeze_up_to(self, paths: Sequence[str]) -> bool:
        """Freeze these layers and everything their input goes through."""
        return self.preview is not None and self.freeze(
            _in_order(self.preview, {*paths, *before(self.preview.graph, paths)})
        )

    def train_from(self, paths: Sequence[str]) -> bool:
        """Let these layers and everything after them train, and freeze what comes before."""
        if self.preview is None:
            return False
        graph, frozen = self.preview.graph, self.preview.frozen
        trained = {*paths, *after(graph, paths)}
        held = before(graph, paths) - trained - frozen
        steps = [
            edit(_in_order(self.preview, chosen))
            for edit, chosen in ((Unfreeze, trained & frozen), (Freeze, held))
            if chosen
        ]
        return bool(steps) and self.do(*steps)

    def remove(self, *places: int) -> bool:
        """Take edits back, wherever they stand in the list; others that then cannot be made stay in it."""
        return self._go_to(replace(self.recipe, edits=without(self.recipe.edits, places)), strictly=False)

    def switch(self, places: Iterable[int], enabled: bool) -> bool:
        """Enable edits, or disable them: they keep their places; others that then cannot be made do too."""
        return self._go_to(replace(self.recipe, edits=switched(self.recipe.edits, places, enabled)), strictly=False)

    def remove_all(self) -> bool:
        """Take every edit and every multiplier back."""
        return self._go_to(without_changes(self.recipe))

    def set_training(self, training: Training) -> bool:
        """Change the training settings."""
        return self._go_to(replace(self.recipe, training=training))

    def set_settings(self, data: Data | None, training: Training | None = None) -> bool:
        """Change what to train on and, where given, how."""
        return self._go_to(replace(self.recipe, data=data, training=training or self.recipe.training))

    def undo(self) -> None:
        """Go back one step."""
        self._travel(self.history.undo())

    def redo(self) -> None:
        """Go forward again."""
        self._travel(self.history.redo())

    def take_recipe(self, recipe: Recipe, *, saved: bool) -> None:
        """Take another recipe as one step, and whether it is that of a file; one that does not fit is refused."""
        if self._go_to(recipe) and saved:
            self.mark_saved()

    def save_recipe(self, path: str) -> bool:
        """Write the recipe as JSON; whether it was written."""
        try:
            atomic.write(Path(path), codec.encode(self.recipe))
        except OSError as error:
            self.failed.emit(f"The recipe could not be written to {path}: {error.strerror or error}.")
            return False
        self.mark_saved()
        return True

    def mark_saved(self, recipe: Recipe | None = None) -> None:
        """The changes of a recipe, this one where none is given, are kept: in a recipe file or a run folder."""
        self._saved = changes(recipe or self.recipe)
        self.saved.emit()

    # ------------------------------------------------------------------ inside

    def _known_of(self, recipe: Recipe) -> KnownData | None:
        return self._known.get(recipe.data.source) if recipe.data else None

    def _ticked(self, bare: Recipe, paths: Sequence[str], frozen: bool) -> Recipe:
        """``bare`` with the ticks it still needs: undoing a tick leaves no edit behind."""
        assert self.graph
        is_so = fit(self.graph, bare.edits).preview.frozen
        needed = tuple(path for path in paths if (path in is_so) != frozen)
        if not needed:
            return bare
        return replace(bare, edits=(*bare.edits, Freeze(needed) if frozen else Unfreeze(needed)))

    def _go_to(self, recipe: Recipe, strictly: bool = True) -> bool:
        """Take a recipe; ``strictly`` refuses one with edits that cannot be made, but for those that cannot now."""
        if recipe == self.recipe:
            return False
        if self.graph is None:
            self.history = History(recipe)
            self.recipe_changed.emit()
            return True
        recipe = following(self.graph, self.recipe, recipe)
        found = fit(self.graph, recipe.edits)
        if strictly and (unfit := self._newly_unfit(found, recipe)):
            self.failed.emit(found.misfits[unfit[0]])
            return False
        before_it = self.recipe
        self.history = self.history.do(recipe)
        self._tell(found, before_it)
        return True

    def _newly_unfit(self, found: Fit, recipe: Recipe) -> list[int]:
        """Places of the edits that cannot be made and are not among those that cannot be made now."""
        known = [self.recipe.edits[place] for place in self.fitted.misfits] if self.fitted else []
        return [place for place in found.misfits if recipe.edits[place] not in known]

    def _travel(self, history: History) -> None:
        before_it, self.history = self.recipe, history
        if self.graph is not None:
            self._tell(fit(self.graph, self.recipe.edits), before_it)

    def _tell(self, found: Fit, before_it: Recipe) -> None:
        looks_other = self.changes != changes(before_it)
        self._objections = None
        if looks_other:
            self._take_fit(found)
        self.recipe_changed.emit()
        if looks_other:
            self.preview_changed.emit()

    def _take_fit(self, found: Fit) -> None:
        self.fitted, self._selected = found, None
        shown = found.preview
        self.blocks = (
            self._file_blocks
            if self.aside
            else regroup(self._file_blocks, shown.graph, shown.created, shown.plan.renamed)
        )


def _in_order(shown: Preview | None, paths: Iterable[str]) -> tuple[str, ...]:
    wanted = frozenset(paths)
    return tuple(leaf.path for leaf in shown.graph.leaves if leaf.path in wanted) if shown else ()
