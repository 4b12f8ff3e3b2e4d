"""Constraints, penalties and options against Keras' own layers: each lands on the weight it is named for."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from test_recipe_max_norm_axes import CASES, IMAGE, SEQUENCE, described

from inspector.graph.model import Edge, Layer, ModelGraph
from inspector.recipe.activations import activation_key
from inspector.recipe.configs import changed
from inspector.recipe.dropouts import dropout_key, recurrent_dropout_key
from inspector.recipe.edits import Edit, SetConstraint, SetOption, SetRegularizer
from inspector.recipe.named_weights import named_weights
from inspector.recipe.options import Option, all_options
from inspector.recipe.plan import plan
from inspector.recipe.regularizers import penalized

pytestmark = pytest.mark.engine
keras = pytest.importorskip("keras")

VECTORS: list[tuple[str, dict[str, Any], tuple[int | None, ...]]] = [
    ("BatchNormalization", {}, IMAGE),
    ("LayerNormalization", {"axis": [1, 2]}, SEQUENCE),
    ("GroupNormalization", {"groups": 2}, IMAGE),
    ("GRU", {"units": 5, "reset_after": False}, SEQUENCE),
    ("EinsumDense", {"equation": "abc,cde->abde", "output_shape": [None, 2, 3], "bias_axes": "de"}, SEQUENCE),
    ("EinsumDense", {"equation": "abc,cde->abde", "output_shape": [None, 2, 3], "bias_axes": "e"}, SEQUENCE),
    ("MultiHeadAttention", {"num_heads": 2, "key_dim": 3}, SEQUENCE),
    ("GroupQueryAttention", {"head_dim": 2, "num_query_heads": 2, "num_key_value_heads": 1}, SEQUENCE),
]
LAYERS = [*((name, config, shape) for name, config, shape, _ in CASES), *VECTORS]
VARIABLES = {"recurrent": "recurrent_kernel", "pointwise": "pointwise_kernel"}


def alone(layer: Any) -> ModelGraph:
    """A model of one layer on an input."""
    start = Layer("start", "start", "InputLayer", output_shapes=((None, 3),))
    return ModelGraph(
        "m", "Functional", (start, described(layer)), (Edge("start", layer.name),), ("start",), (layer.name,)
    )


def remade(layer: Any, edit: Edit, shape: tuple[int | None, ...]) -> Any:
    """The layer as Keras makes it from the config an edit gives it, built."""
    made = type(layer).from_config(changed(layer.get_config(), plan(alone(layer), (edit,)).config[layer.name]))
    made.build(shape, shape) if "Attention" in type(layer).__name__ else made.build(shape)
    return made


@pytest.mark.parametrize(("name", "config", "shape"), LAYERS, ids=str)
def test_a_constraint_and_a_penalty_are_on_the_weight_they_name(
    name: str, config: dict[str, Any], shape: tuple[int | None, ...]
) -> None:
    layer = getattr(keras.layers, name)(**config)
    weights = named_weights(described(layer))
    assert weights
    for weight, axes in weights.items():
        kind = "non_neg" if axes is None else "unit_norm"
        made = remade(layer, SetConstraint(layer.name, weight, kind), shape)
        held = [variable for variable in made.weights if variable.constraint is not None]
        usual = VARIABLES.get(weight, weight)
        by_class = {"depthwise": "kernel" if name.startswith("Depthwise") else "depthwise_kernel"}
        assert {variable.name for variable in held} == {by_class.get(weight, usual)}
        punished = remade(layer, SetRegularizer(layer.name, weight, l2=0.1), shape).weights
        assert [each.regularizer is not None for each in punished] == [
            each.constraint is not None for each in made.weights
        ]
        if axes is None:
            continue
        (variable,) = held
        random = np.random.default_rng(0).normal(size=variable.shape) + 0.1
        values = keras.ops.convert_to_numpy(variable.constraint(keras.ops.convert_to_tensor(random, "float32")))
        left = [size for axis, size in enumerate(variable.shape) if axis not in axes]
        norms = np.sqrt((values**2).sum(axis=axes))
        assert norms.size == math.prod(left)
        assert norms == pytest.approx(1, rel=1e-3)
        if weight in ("bias", "gamma", "beta"):
            assert norms.size == 1


def test_every_weight_that_keras_can_constrain_is_known() -> None:
    known = {"alpha"}  # of PReLU, which has no other field in common with the rest
    for name, config, _ in LAYERS:
        layer = getattr(keras.layers, name)(**config)
        keys = {key.removesuffix("_constraint") for key in layer.get_config() if key.endswith("_constraint")}
        if not config.get("bias_axes") and name == "EinsumDense":
            keys -= {"bias"}
        assert set(named_weights(described(layer))) == keys - known, name
        assert set(penalized(described(layer))) - {"activity"} == keys - known, name
        assert (activation_key(described(layer)) is not None) == ("activation" in layer.get_config()), name


def test_every_rate_of_a_layer_is_known() -> None:
    for name, config, _ in LAYERS:
        layer = getattr(keras.layers, name)(**config)
        known = {dropout_key(described(layer)), recurrent_dropout_key(described(layer))} - {None}
        assert known == {key for key in layer.get_config() if key.endswith("dropout")}, name


# ------------------------------------------------------------------ options

MADE_WITH: dict[str, dict[str, Any]] = {
    "GroupNormalization": {"groups": 2},
    "GaussianNoise": {"stddev": 1.0},
    "Rescaling": {"scale": 1.0},
    **{name: {"units": 3} for name in ("LSTM", "GRU")},
    **{f"ConvLSTM{rank}D": {"filters": 2, "kernel_size": 1} for rank in (1, 2, 3)},
    "Resizing": {"height": 4, "width": 5},
    "Dot": {"axes": 1},
    "RandomRotation": {"factor": 0.1},
    "RandomTranslation": {"height_factor": 0.1, "width_factor": 0.1},
    "RandomZoom": {"height_factor": 0.1},
}
TAKES = {
    **dict.fromkeys(("LSTM", "GRU", "Masking"), (2, 5, 3)),
    **{f"ConvLSTM{rank}D": (2, 3, *[4] * rank, 2) for rank in (1, 2, 3)},
    **dict.fromkeys(("UpSampling2D", "Resizing", "RandomFlip"), (2, 6, 6, 4)),
    **dict.fromkeys(("RandomRotation", "RandomTranslation", "RandomZoom"), (2, 6, 6, 4)),
}
OPTIONS = [(option, name) for option in all_options() for name in option.classes]


def predicted(layer: Any, taken: Any) -> np.ndarray:
    random = type(layer).__name__.startswith("Random")  # these take it that they train where nobody says otherwise
    return np.asarray(layer(taken, training=False) if random else layer(taken))


def another(option: Option, before: Any) -> Any:
    match option.kind:
        case "number":
            return 0.25
        case "flag":
            return not before
    return next(choice for choice in reversed(option.choices) if choice != before)


@pytest.mark.parametrize(("option", "name"), OPTIONS, ids=[f"{name}.{option.name}" for option, name in OPTIONS])
def test_an_option_changes_neither_shapes_nor_weights_and_predictions_where_it_says_so(
    option: Option, name: str
) -> None:
    keras.utils.set_random_seed(0)
    layer = getattr(keras.layers, name)(**MADE_WITH.get(name, {}))
    values = np.random.default_rng(0).normal(size=TAKES.get(name, (2, 4))).astype("float32")
    if name == "Masking":
        values[0, 1] = 0.25
    taken = [values[:, None], values[:, None]] if name == "Dot" else values
    before = predicted(layer, taken)
    value = another(option, layer.get_config()[option.name])
    assert option.objection(value) == ""

    config = changed(
        layer.get_config(), plan(alone(layer), (SetOption(layer.name, option.name, value),)).config[layer.name]
    )
    made = type(layer).from_config(config)
    predicted(made, taken)  # builds it
    made.set_weights(layer.get_weights())
    after = predicted(made, taken)

    assert made.get_config()[option.name] == value
    assert after.shape == before.shape
    assert [each.shape for each in made.weights] == [each.shape for each in layer.weights]
    assert (not np.array_equal(before, after)) == option.predicts

    part = getattr(layer, "cell", layer)
    setattr(part, option.name, keras.activations.get(value) if "activation" in option.name else value)
    np.testing.assert_array_equal(predicted(layer, taken), after)
    assert (layer.get_config() != made.get_config()) <= option.made_again
