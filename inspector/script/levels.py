"""What is to be built anew in each of the models that are in one another."""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from inspector.graph.model import Layer, ModelGraph
from inspector.recipe.plan import Insertion, Plan
from inspector.script.settings import remade

_OTHERS = {
    "after",
    "before",
    "behind",
    "call",
    "features",
    "head",
    "keras",
    "layer",
    "layers",
    "model",
    "name",
    "source",
}
"""Words that a script means other things by."""


@dataclass(frozen=True, slots=True)
class Level:
    """One model, the whole one or one inside it, and what is built anew in it.

    Attributes:
        path: of the model inside; empty for the whole one.
        name: its own.
        variable: what a script calls it.
        sequential: whether it is a list of layers.
        insertions: dropouts to put in.
        removed: names of layers to take out.
        again: layers to make again: path to the fields of their config that change.
        inner: the models in it that are built anew themselves.
    """

    path: str
    name: str
    variable: str
    sequential: bool
    insertions: tuple[Insertion, ...]
    removed: tuple[str, ...]
    again: Mapping[str, Mapping[str, Any]]
    inner: tuple[Level, ...]

    @property
    def touched(self) -> bool:
        """Whether anything is to be done."""
        return bool(self.insertions or self.removed or self.again or self.inner)

    def layers(self, graph: ModelGraph) -> list[Layer]:
        """What stands in this model in a graph, its inputs apart."""
        return [each for each in graph.layers if each.parent == self.path and each.class_name != "InputLayer"]


def levels(plan: Plan) -> Level:
    """The whole model, with the models in it that have to be built anew."""
    return _level(plan, None, "model", {*_OTHERS})


def _level(plan: Plan, model: Layer | None, variable: str, taken: set[str]) -> Level:
    path = model.path if model else ""
    here = {layer.path for layer in plan.graph.layers if layer.parent == path}
    return Level(
        path,
        model.name if model else plan.original.name,
        variable,
        (model or plan.original).class_name == "Sequential",
        tuple(each for each in plan.insertions if each.path in here),
        tuple(each.name for each in plan.original.layers if each.path in plan.removed and each.parent == path),
        {path: changes for path, changes in remade(plan).items() if path in here},
        tuple(_inner(plan, path, taken)),
    )


def _inner(plan: Plan, path: str, taken: set[str]) -> Iterator[Level]:
    for layer in plan.original.layers:
        if layer.kind == "model" and layer.parent == path and layer.path in plan.graph.by_path:
            level = _level(plan, layer, _variable(layer.name, taken), taken)
            if level.touched:
                taken.add(level.variable)
                yield level


def _variable(name: str, taken: Collection[str]) -> str:
    word = re.sub(r"\W|^(?=\d)", "_", name.lower())
    while word in taken or keyword.iskeyword(word):
        word += "_model"
    return word
