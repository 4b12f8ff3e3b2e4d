"""Layers as the code that makes them."""

from __future__ import annotations

from typing import Any

import pytest

from inspector.formats import open_model
from inspector.graph.model import Layer
from inspector.resources import resource
from inspector.script.layer_code import layer_code

MAX_NORM = {"module": "keras.constraints", "class_name": "MaxNorm", "config": {"max_value": 3.0, "axis": [0, 1, 2]}}


def dense(**config: Any) -> dict[str, Any]:
    return {"class_name": "Dense", "module": "keras.layers", "config": {"name": "inner", "units": 4, **config}}


@pytest.mark.parametrize(
    ("class_name", "config", "code"),
    [
        (
            "Dense",
            {"units": 10, "activation": "softmax", "use_bias": True},
            'Dense(10, activation="softmax", name="x")',
        ),
        (
            "Conv2D",
            {"filters": 8, "kernel_size": [3, 3], "strides": [1, 1], "padding": "same", "kernel_constraint": MAX_NORM},
            'Conv2D(\n    8,\n    (3, 3),\n    padding="same",\n'
            '    kernel_constraint=keras.constraints.MaxNorm(3.0, axis=(0, 1, 2)),\n    name="x",\n)',
        ),
        ("Dropout", {"rate": 0.25, "seed": None, "dtype": "float32"}, 'Dropout(0.25, name="x")'),
        ("TimeDistributed", {"layer": dense()}, 'TimeDistributed(layers.Dense(4, name="inner"), name="x")'),
        ("Convolution1D", {"nb_filter": 4, "filter_length": 3}, 'Conv1D(4, 3, name="x")'),
        ("Flatten", {"data_format": "channels_last"}, 'Flatten(name="x")'),
    ],
)
def test_what_is_not_keras_default_is_said(class_name: str, config: dict[str, Any], code: str) -> None:
    assert layer_code(Layer("x", "x", class_name, config=config)) == f"layers.{code}"


def test_a_class_of_an_author_is_named_as_it_is() -> None:
    assert layer_code(Layer("x", "x", "Mine", config={"depth": 2})) == 'Mine(depth=2, name="x")'


def test_every_layer_of_a_real_model_is_code_that_python_reads() -> None:
    for layer in open_model(resource("samples/sample.keras")).leaves:
        compile(layer_code(layer), layer.path, "eval")
