"""Do to a real model what a plan says."""

from __future__ import annotations

import tempfile
from pathlib import Path

import keras

from inspector.engine.ends import ended
from inspector.engine.errors import EngineError
from inspector.engine.freeze import set_trainable
from inspector.engine.load import load_as_is
from inspector.engine.proof import Comparison, prove
from inspector.engine.renaming import rename
from inspector.engine.retrace import retrace
from inspector.engine.save import save
from inspector.engine.walk import functional, leaves
from inspector.graph.model import ModelGraph
from inspector.recipe.plan import Plan


def apply(model: keras.Model, plan: Plan, seed: int = 0) -> keras.Model:
    """The edited model, not compiled. Use it in place of ``model``, which has given it layers.

    Args:
        model: as ``load`` gave it, not changed since.
        plan: made for the graph of the same file.
        seed: of the weights of layers that start afresh.

    Raises:
        EngineError: the model cannot be edited so, or a comparison shows that the edits changed more than they say.
    """
    edited, _ = apply_and_compare(model, plan, seed)
    return edited


def apply_and_compare(model: keras.Model, plan: Plan, seed: int = 0) -> tuple[keras.Model, Comparison]:
    """As ``apply``, with what was compared."""
    _refuse_shared_between_models(model)
    rename(model, plan.renamed)
    old = ended(model, plan)
    _refuse_other_inputs(old, plan.original)
    _refuse_other_layers(old, plan.original)
    edited = _canonical(retrace(model, plan, seed))
    compared = prove(old, edited, plan)
    set_trainable(edited, plan.frozen)
    _project(edited, plan)
    return edited, compared


def _refuse_shared_between_models(model: keras.Model) -> None:
    paths: dict[int, str] = {}
    for path, layer in leaves(model).items():
        if (first := paths.setdefault(id(layer), path)) != path:
            raise EngineError(
                f"'{first}' and '{path}' are one layer that two models share. Such a model cannot be edited yet."
            )


def _refuse_other_inputs(model: keras.Model, graph: ModelGraph) -> None:
    """Old files can load with an axis too many, and then take no data that fits them."""
    wanted = [graph.by_path[path].taken_shape for path in graph.inputs]
    found = [tuple(tensor.shape) for tensor in functional(model).inputs]
    if None not in wanted and sorted(wanted, key=str) != sorted(found, key=str):
        raise EngineError(
            f"By the file the model takes inputs of shape {wanted}, but Keras {keras.__version__} makes it take "
            f"{found}. `inspector upgrade` rebuilds the file as it was meant."
        )


def _refuse_other_layers(model: keras.Model, graph: ModelGraph) -> None:
    """An edit names layers as the file's reader does: of a layer that Keras names otherwise it would be lost."""
    read = {leaf.path for leaf in graph.leaves if leaf.kind == "layer" and leaf.class_name != "InputLayer"}
    made = {path for path, layer in leaves(model).items() if not isinstance(layer, keras.layers.InputLayer)}
    if read != made:
        found = ", ".join(ascii(path) for path in sorted(made - read)[:3]) or "no such layer"
        raise EngineError(
            f"Expected the layers {', '.join(map(ascii, sorted(read - made)[:3])) or 'of the file'}, found {found} in "
            "what Keras makes of the file: a name with characters that cannot be shown is shown without them. Rename "
            "the layer where the model is made and save it again."
        )


def _canonical(model: keras.Model) -> keras.Model:
    """The model written and loaded again: its layers forget the calls of the model it was made from."""
    with tempfile.TemporaryDirectory(prefix="inspector-") as folder:
        path = Path(folder, "edited.keras")
        save(model, path)
        return load_as_is(path)


def _project(model: keras.Model, plan: Plan) -> None:
    """Bring weights into the constraints that edits have just set; Keras itself does so after training steps only."""
    layers = leaves(model)
    for path in plan.config.keys() | (plan.created & layers.keys()):
        keys = {key for key, value in plan.config.get(path, {}).items() if key.endswith("_constraint") and value}
        parts = layers[path]._flatten_layers()
        set_now = {id(getattr(part, key)) for part in parts for key in keys if getattr(part, key, None) is not None}
        for variable in layers[path].weights:
            if variable.constraint is not None and (path in plan.created or id(variable.constraint) in set_now):
                variable.assign(variable.constraint(variable))
