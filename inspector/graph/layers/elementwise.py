"""Layers that keep the shape: normalization, activation, dropout and noise."""

from __future__ import annotations

from inspector.graph.layers.call import Call, ShapeRule, WeightRule, known, same_shape, weights
from inspector.graph.model import Weight


def _batch_normalization(call: Call) -> tuple[Weight, ...]:
    shape = _sizes(call)
    statistics = ["moving_mean", "moving_variance"]
    if call.config.get("renorm"):
        statistics += ["moving_stddev", "renorm_mean", "renorm_stddev"]
    return _gamma_and_beta(call) + weights(*((name, shape) for name in statistics), trainable=False)


def _gamma_and_beta(call: Call) -> tuple[Weight, ...]:
    shape = _sizes(call)
    gamma = weights(("gamma", shape)) if call.config.get("scale", True) else ()
    return gamma + (weights(("beta", shape)) if call.config.get("center", True) else ())


def _layer_normalization(call: Call) -> tuple[Weight, ...]:
    if call.config.get("rms_scaling"):
        return weights(("gamma", _sizes(call)))
    return _gamma_and_beta(call)


def _rms_normalization(call: Call) -> tuple[Weight, ...]:
    return weights(("scale", _sizes(call)))


def _layer_scale(call: Call) -> tuple[Weight, ...]:
    return weights(("gamma", (call.config["projection_dim"],)))


def _p_relu(call: Call) -> tuple[Weight, ...]:
    return weights(("alpha", _unshared(call)))


def _s_relu(call: Call) -> tuple[Weight, ...]:
    shape = _unshared(call)
    return weights(("t_left", shape), ("a_left", shape), ("t_right", shape), ("a_right", shape))


def _parametric_softplus(call: Call) -> tuple[Weight, ...]:
    return weights(("alpha", _unshared(call)), ("beta", _unshared(call)))


def _unshared(call: Call) -> tuple[int, ...]:
    """One value per input value of a sample, or per position of the axes that are not shared."""
    shared = call.config.get("shared_axes") or ()
    return tuple(1 if axis in shared else known(size) for axis, size in enumerate(call.input[1:], start=1))


def _sizes(call: Call) -> tuple[int, ...]:
    return tuple(known(call.input[axis]) for axis in call.axes())


WEIGHTS: dict[str, WeightRule] = {
    "BatchNormalization": _batch_normalization,
    "SyncBatchNormalization": _batch_normalization,
    "LayerNormalization": _layer_normalization,
    "GroupNormalization": _gamma_and_beta,
    "RMSNormalization": _rms_normalization,
    "LayerScale": _layer_scale,
    "PReLU": _p_relu,
    "SReLU": _s_relu,
    "ParametricSoftplus": _parametric_softplus,
}
SHAPES: dict[str, ShapeRule] = dict.fromkeys(
    (
        *WEIGHTS,
        "UnitNormalization",
        *("Activation", "ReLU", "LeakyReLU", "ELU", "Softmax", "ThresholdedReLU"),
        *("Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "AlphaDropout", "GaussianDropout"),
        *("GaussianNoise", "ActivityRegularization", "StochasticDepth"),
    ),
    same_shape,
)
