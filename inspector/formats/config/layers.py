"""One entry of a model's layer list becomes a `Layer`."""

from __future__ import annotations

from typing import Any

from inspector.catalogue import category_of
from inspector.formats.config import values
from inspector.graph.model import Kind, Layer, Shape

_KERAS_2_OPERATIONS = frozenset(
    {"TFOpLambda", "SlicingOpLambda", "TensorFlowOpLayer", "ClassMethod", "InstanceMethod", "InstanceProperty"}
)


def config_of(entry: dict[str, Any]) -> dict[str, Any]:
    """The layer's own config; empty where the entry has none (a Keras 1 Sequential has a list)."""
    return values.mapping(entry.get("config"))


def name_of(entry: dict[str, Any]) -> str:
    """The layer's name, empty where the file gives none."""
    return values.name(entry.get("name")) or values.name(config_of(entry).get("name"))


def class_of(entry: dict[str, Any]) -> str:
    """The layer's class name without a package: ``"Conv2D"``."""
    return values.name(entry.get("class_name")).rpartition(">")[2]


def kind_of(entry: dict[str, Any]) -> Kind:
    """Whether an entry that is no model is a layer or a bare operation."""
    is_operation = "ops" in values.name(entry.get("module")).split(".") or class_of(entry) in _KERAS_2_OPERATIONS
    return "operation" if is_operation else "layer"


def layer(
    entry: dict[str, Any],
    path: str,
    name: str,
    kind: Kind,
    inputs: tuple[str, ...] = (),
    output_shapes: tuple[Shape, ...] = (),
) -> Layer:
    """The layer an entry describes.

    Args:
        entry: ``{"class_name", "config", …}``.
        output_shapes: shapes seen where its outputs are used; an input layer's are in its config.
    """
    config = config_of(entry)
    trainable = config.get("trainable", True)
    return Layer(
        path=path,
        name=name,
        class_name=class_of(entry),
        kind=kind,
        config=config,
        trainable=trainable if isinstance(trainable, bool) else True,
        inputs=inputs,
        output_shapes=_input_layer_shapes(entry) or output_shapes,
        dtype=values.dtype(config),
        module=values.name(entry.get("module")),
        registered_name=values.name(entry.get("registered_name")),
        input_shapes=built_for(entry),
        weights=() if kind == "operation" else None,
    )


def built_for(entry: dict[str, Any]) -> tuple[Shape, ...]:
    """The input shapes the file says a layer or model was built for; empty where it does not."""
    build = values.mapping(entry.get("build_config"))
    config = config_of(entry)
    for found in (
        build.get("input_shape"),
        build.get("shapes_dict"),
        config.get("build_input_shape"),
        config.get("batch_input_shape"),
    ):
        shapes = values.shapes(found)
        if shapes:
            return shapes
    return ()


def is_custom(layer: Layer) -> bool:
    """Whether the layer's or model's class is its author's and not part of Keras."""
    if layer.kind == "operation" or layer.module.partition(".")[0] == "keras":
        return False
    return category_of(layer.class_name) == "custom" or ">" in layer.registered_name


def _input_layer_shapes(entry: dict[str, Any]) -> tuple[Shape, ...]:
    if class_of(entry) != "InputLayer":
        return ()
    config = config_of(entry)
    return values.shapes(config.get("batch_shape")) or values.shapes(config.get("batch_input_shape"))
