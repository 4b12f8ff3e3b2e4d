"""Floating-point operations of one call beside its multiply-adds, by one convention for all layers.

One for every value a bias, an activation, a merge or a plain function gives, with these exceptions: softmax 5, a linear
activation none; a batch normalization 2 (scale and shift), one by the statistics of its input 7, by its mean square 4,
by its norm 3; pooling one for every value it looks at. What moves values (reshaping, padding, concatenating) or does
nothing outside training (dropout, augmentation) has none. Recurrent and attention layers count by their products alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from inspector.catalogue import category_of
from inspector.graph.layers import operations
from inspector.graph.layers.call import UnknownError, per_axis
from inspector.graph.layers.work import Work, values

_PER_VALUE = {
    "BatchNormalization": 2,
    "SyncBatchNormalization": 2,
    "LayerNormalization": 7,
    "GroupNormalization": 7,
    "RMSNormalization": 4,
    "UnitNormalization": 3,
    "LayerScale": 1,
    "Softmax": 5,
    "Rescaling": 2,
    "Normalization": 2,
}
_PER_ACTIVATION = {"linear": 0, "softmax": 5, "log_softmax": 5}
_BY_PRODUCTS_ALONE = frozenset({"recurrent", "attention", "wrapper"})
_OTHER_PRODUCTS = frozenset({"Dot", "Matmul", "Einsum"})
_NOTHING = frozenset({"input", "regularization", "reshaping", "embedding"})


def other_operations(work: Work) -> int:
    """Operations for one sample that are no multiply-adds.

    Raises:
        UnknownError: they do not follow from what is known; also a lookup or type error of a malformed config.
    """
    name = work.call.class_name
    category = category_of(name)
    given = sum(values(shape) for shape in work.outputs)
    if name in _PER_VALUE:
        return given * _PER_VALUE[name]
    if category in _NOTHING or category in _BY_PRODUCTS_ALONE or name in _OTHER_PRODUCTS or name in operations.MOVES:
        return 0
    if category in ("convolution", "core"):
        has_bias = any(weight.name.endswith("bias") for weight in work.weights)
        return given * (has_bias + _of_activation(work.call.config.get("activation")))
    if category == "activation":
        return given * _of_activation(work.call.config.get("activation", "relu"))
    if category == "merging":
        return 0 if name == "Concatenate" else given * (len(work.call.inputs) - 1)
    if category == "pooling":
        return given * _window(work.call.config, name) if "Global" not in name else values(work.call.input)
    if category == "preprocessing" and name.startswith("Random"):
        return 0
    if name in operations.REDUCE:
        return values(work.call.input)
    if name in operations.SHAPES:
        return given * _PER_ACTIVATION.get("softmax" if "Softmax" in name else name, 1)
    raise UnknownError(f"what {name} computes")


def _of_activation(setting: Any) -> int:
    name = setting if isinstance(setting, str) else None
    if isinstance(setting, Mapping):
        held = setting.get("config")
        name = held if isinstance(held, str) else None
    return 0 if setting is None else _PER_ACTIVATION.get(name or "", 1)


def _window(config: Mapping[str, Any], name: str) -> int:
    if name.startswith("Adaptive"):
        raise UnknownError("windows of differing sizes")
    return math.prod(per_axis(config.get("pool_size", 2), int(name[-2])))
