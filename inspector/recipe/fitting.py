"""Which edits of a list can be made to a model, and why the others cannot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from inspector.graph.model import ModelGraph
from inspector.recipe.edits import Edit
from inspector.recipe.preview import Preview, preview
from inspector.recipe.refusal import EditError


@dataclass(frozen=True)
class Fit:
    """What comes of a list of edits.

    Attributes:
        preview: the model with all those made that can be.
        misfits: of each of the others its place in the list, and the reason in a sentence.
    """

    preview: Preview
    misfits: Mapping[int, str]


def fit(graph: ModelGraph, edits: Sequence[Edit]) -> Fit:
    """Make what can be made, in order; an edit that cannot be is passed over as a disabled one is."""
    left = list(edits)
    misfits: dict[int, str] = {}
    while True:
        try:
            return Fit(preview(graph, left), misfits)
        except EditError as error:
            misfits[error.index] = str(error)
            left[error.index] = replace(left[error.index], disabled=True)
