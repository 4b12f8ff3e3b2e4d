"""Models of TensorFlow's operations without layers of Keras: trained as one body, under a new head or as they are."""

from __future__ import annotations

from inspector.graph.model import ModelGraph, Note

FROZEN = "Graph"
"""A graph whose variables were made constants: nothing in it can train."""
_VALUELESS = "MetaGraph"
_BODIES = ("SavedModel", FROZEN, _VALUELESS)
_TENSORFLOW = "TensorFlow"


def is_body(graph: ModelGraph) -> bool:
    """Whether a graph's layers were recovered from operations, so that they can only be run all together."""
    return graph.class_name in _BODIES and graph.format.startswith(_TENSORFLOW)


def body_notes(graph: ModelGraph) -> tuple[Note, ...]:
    """What is to be known of training such a model; nothing for any other."""
    if not is_body(graph):
        return ()
    if graph.class_name == _VALUELESS:
        text = (
            "The file is a MetaGraph: the values of its variables are not in it, so it cannot be trained. Save the "
            "model as a SavedModel where it is made."
        )
        return (Note("error", "body-without-values", text),)
    if graph.class_name == FROZEN:
        text = (
            "The file is a frozen graph: what were its variables are constants, which do not train. It can be the body "
            "under a new head, and only the head learns."
        )
        return (Note("info", "body", text),)
    text = (
        "The model has operations of TensorFlow and no layers of Keras. It is trained as one layer, the body, just as "
        "it predicts: batch normalisation in it keeps its statistics, and nothing in it drops."
    )
    return (Note("info", "body", text),)


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
