"""Prove what a training had to keep, on the models it left: frozen weights to the byte, constraints within rounding."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import Any

import keras
import numpy as np

from inspector.engine.body.layer import TensorFlowBody
from inspector.engine.difference import TOLERANCE, largest_difference
from inspector.engine.errors import EngineError
from inspector.engine.load import load
from inspector.engine.walk import leaves

Fingerprints = Mapping[str, str]
"""Path of a layer to the SHA-256 of its weights."""

_CONSTRAINTS = {
    "MaxNorm": "max-norm",
    "NonNeg": "non-negativity",
    "UnitNorm": "unit norm",
    "MinMaxNorm": "min-max norm",
}
_NAMED = 3
"""So many layers that fail are named."""


class ProofError(EngineError):
    """A training did not keep what it had to; a sentence."""


def fingerprints(model: keras.Model, frozen: Set[str]) -> Fingerprints:
    """What the weights of frozen layers are, statistics of batch normalisation included.

    The state that a recurrent layer carries from batch to batch is none of its weights.

    Args:
        model: before or after the training.
        frozen: paths of the layers whose weights stay; those without weights are left out.
    """
    found = {}
    for path, variables in _weights(model, frozen):
        digest = hashlib.sha256()
        for variable in variables:
            digest.update(np.ascontiguousarray(variable.numpy()).view(np.uint8).data)
        found[path] = digest.hexdigest()
    return found


def prove_run(files: Mapping[str, str], before: Fingerprints) -> str:
    """Look at the models of a run as they are on disk.

    Args:
        files: ``best`` and ``last`` to the path of the model.
        before: of the layers that had to stay, before the first step.

    Returns:
        A sentence: ``"Best and last model: 127 of 127 frozen layers unchanged, max-norm holds on 3 of 3 layers."``;
        empty where nothing had to be kept. A model that cannot be read just now is said to be not proved.

    Raises:
        ProofError: a frozen layer is another one, a constraint is not met, or a model cannot be loaded.
    """
    said: dict[str, list[str]] = {}
    for role, path in files.items():
        try:
            model = load(path)
        except EngineError as error:
            if isinstance(error.__cause__, OSError):  # a full disk is no fault of the model
                said.setdefault(f"not proved, because {error}".rstrip("."), []).append(role)
                continue
            raise ProofError(f"The {role} model cannot be loaded again: {error}") from error
        if parts := [*_frozen(role, model, before), *_constrained(role, model)]:
            said.setdefault(", ".join(parts), []).append(role)
    return " ".join(f"{' and '.join(roles).capitalize()} model: {parts}." for parts, roles in said.items())


def _frozen(role: str, model: keras.Model, before: Fingerprints) -> list[str]:
    after = fingerprints(model, before.keys())
    changed = [path for path, digest in before.items() if after.get(path) != digest]
    count = f"{len(before) - len(changed)} of {_layers(len(before), 'frozen layer')} unchanged"
    if changed:
        raise ProofError(f"The training changed frozen layers ({_some(changed)}): in the {role} model {count}.")
    return [count] if before else []


def _constrained(role: str, model: keras.Model) -> list[str]:
    """How many layers meet each kind of constraint that their trained weights have."""
    all_, broken = Counter[str](), dict[str, list[str]]()
    for path, layer in leaves(model).items():
        found = [(_name(variable), _meets(variable)) for variable in layer.trainable_variables if variable.constraint]
        for name in dict.fromkeys(name for name, met in found if met is not None):
            all_[name] += 1
            if (name, False) in found:
                broken.setdefault(name, []).append(path)
    said = [
        f"{name} holds on {count - len(broken.get(name, ()))} of {_layers(count, 'layer')}"
        for name, count in all_.items()
    ]
    if broken:
        paths = [path for each in broken.values() for path in each]
        failed = ", ".join(said)
        raise ProofError(f"Weights do not meet their constraints ({_some(paths)}): in the {role} model {failed}.")
    return said


def _meets(variable: Any) -> bool | None:
    """Whether a weight is within its constraint; ``None`` where the constraint only pulls towards something."""
    value = keras.ops.convert_to_tensor(variable)
    once = variable.constraint(value)
    now, projected, again = map(keras.ops.convert_to_numpy, (value, once, variable.constraint(once)))
    tolerance = TOLERANCE.get(variable.dtype, 1e-4) * float(np.max(np.abs(now), initial=0.0)) + 1e-7
    if largest_difference(now, projected) <= tolerance:
        return True
    return False if largest_difference(projected, again) <= tolerance else None


def _name(variable: Any) -> str:
    name = type(variable.constraint).__name__
    return _CONSTRAINTS.get(name, name)


def _weights(model: keras.Model, paths: Set[str]) -> Iterator[tuple[str, list[Any]]]:
    """Each of these layers with its weights, if it has any; in a body those that belong to no other layer."""
    for path, layer in leaves(model).items():
        if path in paths and (own := _own(layer)):
            yield path, own
        elif isinstance(layer, TensorFlowBody):
            inner: dict[str, list[Any]] = {}
            for variable, owners in layer.layers_of_weights:
                if owners and all(owner in paths for owner in owners):
                    inner.setdefault(owners[0], []).append(variable)
            yield from inner.items()


def _own(layer: keras.Layer) -> list[Any]:
    states = {
        id(state)
        for part in layer._flatten_layers()
        if isinstance(part, keras.layers.RNN)
        for state in keras.tree.flatten(part.states)
    }
    return [variable for variable in layer.weights if id(variable) not in states]


def _layers(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _some(paths: list[str]) -> str:
    more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
    return ", ".join(f"'{path}'" for path in paths[:_NAMED]) + more


def unproved(path: Path) -> Path:
    """The name of a model that is kept to be looked at only."""
    return path.with_name(f"{path.stem}-unproved{path.suffix}")
