"""Models of TensorFlow's operations without layers of Keras: trained as one body, under a new head or as they are."""

from __future__ import annotations

from inspector.graph.model import ModelGraph

FROZEN = "Graph"
"""A graph whose variables were made constants: nothing in it can train."""
VALUELESS = "MetaGraph"
"""A graph without the values of its variables."""
_BODIES = ("SavedModel", FROZEN, VALUELESS)
_TENSORFLOW = "TensorFlow"


def is_body(graph: ModelGraph) -> bool:
    """Whether a graph's layers were recovered from operations, so that they can only be run all together."""
    return graph.class_name in _BODIES and graph.format.startswith(_TENSORFLOW)


def refusal(what: str, path: str) -> str:
    """Why an edit inside a body cannot be made.

    Args:
        what: the edit, as the beginning of a sentence: ``"Dropout"``.
        path: the layer it was meant for.
    """
    return (
        f"{what} cannot be set at '{path}': the file holds operations of TensorFlow, from which the layers shown were "
        "recovered, and not the layers themselves, so nothing can be put between or into them. Freeze them, give the "
        f"model a new head, and set {what.lower()} there."
    )
