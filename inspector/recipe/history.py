"""Undo and redo: the recipes a person went through."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inspector.recipe.recipe import Recipe
from inspector.recipe.words import step_words


@dataclass(frozen=True)
class History:
    """The present recipe with those before it and those taken back; every step gives a new history.

    Attributes:
        now: the present recipe.
        past: recipes before it, the oldest first.
        future: recipes that were taken back, the next one first.
    """

    now: Recipe
    past: tuple[Recipe, ...] = ()
    future: tuple[Recipe, ...] = ()

    def do(self, recipe: Recipe) -> History:
        """Go on to ``recipe``, forgetting what was taken back; the same recipe again is no step."""
        return self if recipe == self.now else History(recipe, (*self.past, self.now))

    def undo(self) -> History:
        """One step back; at the beginning the same history."""
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (self.now, *self.future))

    def redo(self) -> History:
        """One step forward again; at the end the same history."""
        if not self.future:
            return self
        return replace(self, now=self.future[0], past=(*self.past, self.now), future=self.future[1:])

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self.past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to take again."""
        return bool(self.future)

    @property
    def undo_words(self) -> str:
        """The step that ``undo`` takes back, in words; empty without one."""
        return step_words(self.past[-1], self.now) if self.past else ""

    @property
    def redo_words(self) -> str:
        """The step that ``redo`` takes again, in words; empty without one."""
        return step_words(self.now, self.future[0]) if self.future else ""
