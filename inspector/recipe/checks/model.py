"""What of the model itself, whatever the recipe, speaks against training it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.recipe.bodies import FROZEN, VALUELESS, is_body
from inspector.recipe.checks.finding import Found
from inspector.recipe.checks.mends import add
from inspector.recipe.checks.subject import Subject
from inspector.recipe.edits import RenameLayer

_SCOPE = re.compile(r"[A-Za-z0-9.][A-Za-z0-9_.\\/>-]*")
"""What TensorFlow takes as the name of a scope; Keras makes one for the model and for every layer while training."""


def body_without_values(subject: Subject) -> Iterator[Found]:
    """A MetaGraph: a graph without the values of its variables."""
    if is_body(subject.graph) and subject.graph.class_name == VALUELESS:
        text = (
            "The file is a MetaGraph: the values of its variables are not in it, so it cannot be trained. Save the "
            "model as a SavedModel where it is made."
        )
        yield Found(text, expected="a file with the values of the weights", found="a MetaGraph")


def body(subject: Subject) -> Iterator[Found]:
    """A model of TensorFlow's operations, trained as one body."""
    if not is_body(subject.graph) or subject.graph.class_name == VALUELESS:
        return
    if subject.graph.class_name == FROZEN:
        text = (
            "The file is a frozen graph: what were its variables are constants, which do not train. It can be the body "
            "under a new head, and only the head learns."
        )
    else:
        text = (
            "The model has operations of TensorFlow and no layers of Keras. It is trained as one layer, the body, just "
            "as it predicts: batch normalisation in it keeps its statistics, and nothing in it drops."
        )
    yield Found(text, expected="layers of Keras", found="operations of TensorFlow")


def names_that_cannot_train(subject: Subject) -> Iterator[Found]:
    """The first name that TensorFlow cannot use."""
    graph = subject.graph
    if is_body(graph):
        return  # it is one layer then, under a name of its own
    for path, name in (("", graph.name), *((layer.path, layer.name) for layer in graph.layers)):
        if name and not _SCOPE.fullmatch(name):
            what = f"the layer '{name}'" if path else f"the model '{name}'"
            renamed = re.sub(r"[^A-Za-z0-9_.-]", "_", name).lstrip("_.-") or "layer"
            free = path and path[: len(path) - len(name)] + renamed not in graph.by_path
            mends = (add(f"Rename it to {renamed}", RenameLayer(path, renamed)),) if free else ()
            how = "" if free else " where the model is made and save it again"
            text = (
                f"Expected names of Latin letters, digits and _ . - / for training, found {what}: TensorFlow cannot "
                f"train a model with such a name. Rename it{how}."
            )
            yield Found(text, path, expected="Latin letters, digits and _ . - /", found=f"'{name}'", mends=mends)
            return


def several_inputs(subject: Subject) -> Iterator[Found]:
    """More than one input."""
    return _several("inputs", subject.graph.inputs)


def several_outputs(subject: Subject) -> Iterator[Found]:
    """More than one output."""
    return _several("outputs", subject.graph.outputs)


def _several(what: str, paths: tuple[str, ...]) -> Iterator[Found]:
    if len(paths) > 1:
        text = (
            f"The model has {len(paths)} {what} ({', '.join(paths)}): models with several {what} can be looked at, "
            "edited and exported, but not trained here."
        )
        yield Found(text, expected=f"one {what[:-1]}", found=str(len(paths)))
