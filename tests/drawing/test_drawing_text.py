from __future__ import annotations

from dataclasses import replace

import pytest

from inspector.drawing.text import summary
from inspector.graph.blocks import Block
from inspector.graph.model import Edge, Layer, ModelGraph, Note, Weight


def graph() -> ModelGraph:
    return ModelGraph(
        name="small",
        class_name="Functional",
        layers=(
            Layer("image", "image", "InputLayer", output_shapes=((None, 28, 28),), weights=()),
            Layer("flat", "flat", "Flatten", inputs=("image",), output_shapes=((None, 784),), weights=()),
            Layer("body", "body", "Sequential", "model", inputs=("flat",), output_shapes=((None, 10),)),
            Layer(
                *("body/hidden", "hidden", "Dense"),
                output_shapes=((None, 10),),
                weights=(Weight("kernel", (784, 10)), Weight("bias", (10,))),
            ),
            Layer("odd", "odd", "Secret", inputs=("body", "flat"), output_shapes=((None, 3), (None, 4)), weights=None),
        ),
        edges=(),
        inputs=("image",),
        outputs=("odd",),
        format="Keras 3 (.keras)",
        written_by="Keras 3.15.1",
    )


def freeze(model: ModelGraph, path: str) -> ModelGraph:
    layers = tuple(replace(layer, trainable=layer.path != path) for layer in model.layers)
    return replace(model, layers=layers)


def test_the_table_says_type_shape_parameters_and_inputs_of_every_layer() -> None:
    assert summary(graph()) == (
        "Functional 'small' · Keras 3 (.keras), written by Keras 3.15.1\n"
        "\n"
        "Layer (type)        Output shape    Parameters  Connected to\n"
        "────────────────────────────────────────────────────────────\n"
        "image (InputLayer)  (None, 28, 28)           0\n"
        "flat (Flatten)      (None, 784)              0  image\n"
        "body (Sequential)   (None, 10)           7,850  flat\n"
        "  hidden (Dense)    (None, 10)           7,850\n"
        "odd (Secret)        (None, 3)                ?  body, flat\n"
        "                    (None, 4)\n"
        "────────────────────────────────────────────────────────────\n"
        "Layers                       4\n"
        "Parameters               7,850\n"
        "Trainable                7,850\n"
        "Not trainable                0\n"
        "MACs                       ≥ 0\n"
        "FLOPs                      ≥ 0\n"
        "Activations            ≥ 6,312 bytes"
    )


def test_frozen_layers_wear_a_mark_and_do_not_train() -> None:
    lines = summary(freeze(graph(), "body/hidden")).splitlines()
    assert [line.split()[0] for line in lines if "frozen" in line] == ["hidden"]
    assert "Not trainable            7,850" in lines


def test_notes_stand_below() -> None:
    noted = replace(graph(), notes=(Note("warning", "custom-class", "Layer 'odd' is of an unknown class.", "odd"),))
    assert summary(noted).endswith("\n\nWarning: Layer 'odd' is of an unknown class.")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_long_names_are_broken_to_keep_to_the_width_and_lose_nothing(width: int) -> None:
    long = "expanded_conv_project_batch_normalization_" * 3 + "end"
    layers = (replace(graph().layers[0], path=long, name=long), replace(graph().layers[1], inputs=(long,)))
    text = summary(replace(graph(), layers=layers, notes=(Note("info", "x", "word " * 50),)), width)
    assert max(map(len, text.splitlines())) <= width
    header = next(line for line in text.splitlines() if line.startswith("Layer"))
    first_column = [line[: header.index("Output")].strip() for line in text.splitlines()]
    assert f"{long} (InputLayer)".replace(" ", "") in "".join(first_column).replace(" ", "")


def test_a_model_without_layers_is_a_table_without_rows() -> None:
    assert "Layers                       0" in summary(replace(graph(), layers=()))


def test_figures_stand_in_place_of_inputs_for_layers_and_blocks_where_asked_for() -> None:
    dense = Layer(
        *("dense", "dense", "Dense"),
        config={"units": 2000, "activation": "relu"},
        inputs=("in",),
        output_shapes=((None, 2000),),
        weights=(Weight("kernel", (10, 2000)), Weight("bias", (2000,))),
    )
    inputs = Layer("in", "in", "InputLayer", output_shapes=((None, 10),), weights=())
    model = ModelGraph("m", "Functional", (inputs, dense), (Edge("in", "dense", (None, 10)),))
    lines = summary(model, blocks=(Block("all", "both", ("in", "dense")),)).splitlines()
    assert "Connected to" not in "".join(lines)
    (row,) = (line.split() for line in lines if line.startswith("dense"))
    assert " ".join(row[2:]) == "(None, 2000) 22,000 20.0 k 44.0 k 8.00 kB float32 all of the input"
    (row,) = (line.split() for line in lines if line.startswith("both"))
    assert " ".join(row[1:]) == "2 22,000 20.0 k 44.0 k 8.04 kB float32 all of the input"
    assert f"{'MACs':<14}{'20,000':>16}" in lines
