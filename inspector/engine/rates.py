"""An optimizer with a learning rate for each layer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import keras

from inspector.engine.body.layer import TensorFlowBody
from inspector.engine.errors import EngineError
from inspector.engine.walk import leaves


def optimizer(name: str, base: float, model: keras.Model, rates: Mapping[str, float]) -> keras.optimizers.Optimizer:
    """A Keras optimizer for ``model`` in which every leaf learns at its own rate.

    It equals separate optimizers for each rate, weight decay included. It is one of Keras' own classes, not a subclass:
    only its ``update_step`` is wrapped, so what Keras writes to a file is the plain optimizer with the base rate.
    A later change of its ``learning_rate`` changes all rates in proportion.

    Args:
        name: Keras' name of the optimizer: ``"adam"``.
        base: its learning rate, greater than 0.
        model: the model with its final trainable flags; after changing them make a new optimizer.
        rates: path of a leaf to its learning rate. What is not named learns at ``base``.

    Raises:
        EngineError: nothing in the model trains.
    """
    variables = model.trainable_variables
    if not variables:
        raise EngineError("Every layer is frozen, so there is nothing to train. Unfreeze at least one layer.")
    made = keras.optimizers.get({"class_name": name, "config": {"learning_rate": base}})
    factors = _factors(model, base, rates)
    if any(factor != 1 for factor in factors):
        _scale(made, variables, factors)
    made.build(variables)
    return made


def _factors(model: keras.Model, base: float, rates: Mapping[str, float]) -> list[float]:
    """For each trainable variable, in the model's order, its rate as a multiple of the base."""
    own = {
        id(variable): next((rates[path] for path in paths if path in rates), base) / base
        for variable, paths in _owned(model)
    }
    return [own[id(variable)] for variable in model.trainable_variables]


def _owned(model: keras.Model) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Each trainable variable with the paths a rate can be set by: its layer's, in a body first those it is made of."""
    for path, layer in leaves(model).items():
        inner = layer.layers_of_weights if isinstance(layer, TensorFlowBody) else ()
        owners = {id(variable): paths for variable, paths in inner}
        for variable in layer.trainable_variables:
            yield variable, (*owners.get(id(variable), ()), path)


def _scale(optimizer: keras.optimizers.Optimizer, variables: list[Any], factors: list[float]) -> None:
    """Make each update use its variable's share of the learning rate, and decay the weight by the same share."""
    step = optimizer.update_step
    decays = optimizer.weight_decay is not None
    if decays:
        optimizer.exclude_from_weight_decay(var_list=variables)

    def update_step(gradient: Any, variable: Any, learning_rate: Any) -> None:
        rate = learning_rate * factors[optimizer._get_variable_index(variable)]
        if decays:
            optimizer.assign_sub(variable, variable * keras.ops.cast(optimizer.weight_decay * rate, variable.dtype))
        step(gradient, variable, rate)

    optimizer.update_step = update_step
