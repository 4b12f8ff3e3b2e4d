"""Every family's rules behind two doors: the shapes and the weights of a call."""

from __future__ import annotations

from inspector.catalogue import category_of
from inspector.graph.layers import (
    attention,
    bodies,
    convolution,
    dense,
    elementwise,
    merging,
    operations,
    pooling,
    preprocessing,
    recurrent,
    reshaping,
    wrappers,
)
from inspector.graph.layers.call import Call, ShapeRule, UnknownError, WeightRule
from inspector.graph.model import Shape, Weight

_SHAPES: dict[str, ShapeRule] = {
    **operations.SHAPES,
    **attention.SHAPES,
    **bodies.SHAPES,
    **convolution.SHAPES,
    **dense.SHAPES,
    **elementwise.SHAPES,
    **merging.SHAPES,
    **pooling.SHAPES,
    **preprocessing.SHAPES,
    **recurrent.SHAPES,
    **reshaping.SHAPES,
}
_WEIGHTS: dict[str, WeightRule] = {
    **attention.WEIGHTS,
    **bodies.WEIGHTS,
    **convolution.WEIGHTS,
    **dense.WEIGHTS,
    **elementwise.WEIGHTS,
    **preprocessing.WEIGHTS,
    **recurrent.WEIGHTS,
}
_CATEGORIES_WITHOUT_WEIGHTS = frozenset(
    {"activation", "pooling", "regularization", "merging", "reshaping", "preprocessing", "input", "operation"}
)
_CLASSES_WITHOUT_WEIGHTS = frozenset({"UnitNormalization", "Lambda"})


def shapes(call: Call) -> tuple[Shape, ...]:
    """One shape per tensor the layer gives; raises UnknownError, or a lookup or type error of a malformed config."""
    if call.class_name in wrappers.SHAPES:
        return wrappers.SHAPES[call.class_name](call, _RULES)
    if call.class_name not in _SHAPES:
        raise UnknownError(f"the class {call.class_name}")
    return _SHAPES[call.class_name](call)


def weights(call: Call) -> tuple[Weight, ...]:
    """The layer's weights in Keras' order, as 32-bit floats; raises as ``shapes`` does."""
    if call.class_name in wrappers.WEIGHTS:
        return wrappers.WEIGHTS[call.class_name](call, _RULES)
    if call.class_name in _WEIGHTS:
        return _WEIGHTS[call.class_name](call)
    if category_of(call.class_name) in _CATEGORIES_WITHOUT_WEIGHTS or call.class_name in _CLASSES_WITHOUT_WEIGHTS:
        return ()
    raise UnknownError(f"the class {call.class_name}")


_RULES = wrappers.Rules(shapes, weights)
