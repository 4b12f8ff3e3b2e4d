"""The model as it will be: what the window draws and the checks read."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from inspector.graph.model import ModelGraph
from inspector.recipe.edits import Edit
from inspector.recipe.plan import Plan, plan
from inspector.recipe.taken_out import taken_out

_FEW = 3


@dataclass(frozen=True)
class Preview:
    """A graph with edits made.

    Attributes:
        graph: as it will be, shapes and weights included where they follow.
        edited: path to words for every layer that differs from the file, freezing apart, and for every layer that
            others were taken out behind.
        created: paths of layers that are put in or get fresh weights.
        frozen: paths of all leaves that will not train.
    """

    graph: ModelGraph
    edited: Mapping[str, str]
    created: frozenset[str]
    frozen: frozenset[str]
    plan: Plan

    def in_file(self, path: str) -> str:
        """Path in the file of the layer that has a path now; the same for one that an edit made."""
        return next((old for old, now in self.plan.renamed.items() if now == path), path)


_recent: deque[tuple[ModelGraph, tuple[Edit, ...], Preview]] = deque(maxlen=4)
"""What was worked out last: the window, its panels and the checks ask for the same preview one after another."""


def preview(graph: ModelGraph, edits: Sequence[Edit]) -> Preview:
    """The graph with ``edits`` made in order.

    Raises:
        EditError: an edit cannot be made.
    """
    asked = tuple(edits)
    for known_graph, known_edits, known in tuple(_recent):
        if known_graph is graph and known_edits == asked:
            return known
    planned = plan(graph, asked)
    final = _with_model_flags(planned.graph)
    edited = _with_taken_out(planned.edited, taken_out(planned.whole, final))
    shown = Preview(final, edited, planned.created, planned.frozen, planned)
    _recent.append((graph, asked, shown))
    return shown


def _with_taken_out(edited: Mapping[str, str], gone: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    told = {path: f"{_names(layers)} taken out behind it" for path, layers in gone.items()}
    return {**edited, **{path: ", ".join(filter(None, (edited.get(path), text))) for path, text in told.items()}}


def _names(layers: Sequence[str]) -> str:
    return ", ".join(layers) if len(layers) <= _FEW else f"{layers[0]} and {len(layers) - 1} more"


def _with_model_flags(graph: ModelGraph) -> ModelGraph:
    """Nested models trainable unless everything in them is frozen."""
    if all(layer.kind != "model" for layer in graph.layers):
        return graph
    layers = [
        replace(layer, trainable=any(leaf.trainable for leaf in graph.inside(layer.path)))
        if layer.kind == "model"
        else layer
        for layer in graph.layers
    ]
    return replace(graph, layers=tuple(layers))
