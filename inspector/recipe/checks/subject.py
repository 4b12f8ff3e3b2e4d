"""What the checks look at: the model as it will be, the recipe, and what is known of the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from inspector.graph.model import Layer, ModelGraph
from inspector.recipe.edits import Edit, ReplaceHead
from inspector.recipe.fitting import fit
from inspector.recipe.heads import Head, find_head, output_activation
from inspector.recipe.loss import loss_for, units
from inspector.recipe.preview import Preview
from inspector.recipe.rates import rates
from inspector.recipe.recipe import Recipe
from inspector.recipe.refusal import EditError


@dataclass(frozen=True, slots=True)
class KnownData:
    """What is known of the data to train on, as far as it was looked at.

    Attributes:
        samples: how many there are to train on.
        classes: how many the labels tell apart, counted from 0; 0 where they are numbers and no classes.
        most: the largest value in a sample: 255 in files of images.
        problem: why nobody could look at it, in a sentence; empty where somebody did, or nobody tried.
    """

    samples: int | None = None
    classes: int | None = None
    most: float | None = None
    problem: str = ""


NOTHING_KNOWN = KnownData()

_SAMPLES = {"sample:digits": KnownData(classes=10, most=255.0)}
"""Data that is known before it is read."""


@dataclass(frozen=True)
class Subject:
    """One recipe for one model.

    Attributes:
        original: the model as its file says it.
        recipe: all of it, with the edits that cannot be made.
        shown: the model as it will be, with those that can.
        refused: each edit that cannot be made, and why.
        data: what is known of the data.
    """

    original: ModelGraph
    recipe: Recipe
    shown: Preview
    refused: tuple[tuple[Edit, str], ...]
    data: KnownData

    @property
    def graph(self) -> ModelGraph:
        """The model as it will be."""
        return self.shown.graph

    @cached_property
    def rates(self) -> Mapping[str, float]:
        """The learning rate of every leaf that trains."""
        return rates(self.shown, self.recipe.training)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits that are not disabled."""
        return tuple(edit for edit in self.recipe.edits if not edit.disabled)

    @property
    def output(self) -> str:
        """Path of the only output; empty where there is none or several."""
        return self.graph.outputs[0] if len(self.graph.outputs) == 1 else ""

    @cached_property
    def head(self) -> Head | None:
        """What makes the only output; ``None`` where no one layer does."""
        try:
            return find_head(self.graph, self.output) if self.output else None
        except EditError:
            return None

    @cached_property
    def units(self) -> int | None:
        """How many values the only output gives."""
        return units(self.graph) if self.output else None

    @cached_property
    def activation(self) -> str:
        """Keras' name of the activation of the only output; empty for a custom one."""
        return output_activation(self.graph, self.output) if self.output else ""

    @cached_property
    def loss(self) -> str:
        """Keras' name of the loss the only output is trained with."""
        return loss_for(self.graph, self.recipe.training) if self.output else ""

    @cached_property
    def new_head(self) -> ReplaceHead | None:
        """The last edit that exchanges the only output's head."""
        heads = [edit for edit in self.edits if isinstance(edit, ReplaceHead)]
        return heads[-1] if heads and self.output else None

    def layer(self, path: str) -> Layer:
        """A layer of the model as it will be."""
        return self.graph.by_path[path]


def subject(graph: ModelGraph, recipe: Recipe, data: KnownData | None = None) -> Subject:
    """What the checks need to know; ``data`` is ``None`` where nobody looked at it."""
    fitted = fit(graph, recipe.edits)
    refused = tuple((recipe.edits[place], reason) for place, reason in fitted.misfits.items())
    source = recipe.data.source if recipe.data else ""
    return Subject(graph, recipe, fitted.preview, refused, data or _SAMPLES.get(source, NOTHING_KNOWN))
