"""The body: a layer that computes what a graph of TensorFlow's operations does, with weights that Keras trains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from keras.src.saving.serialization_lib import in_safe_mode  # has no public name
from tensorflow.core.framework.graph_pb2 import GraphDef

from inspector.engine.body.allowed import require_runnable
from inspector.engine.body.functions import named_apart
from inspector.engine.errors import EngineError

GRAPH = "graph.pb"
"""The file in a ``.keras`` archive with the operations."""


@keras.saving.register_keras_serializable("inspector")
class TensorFlowBody(keras.layers.Layer):  # type: ignore[misc]
    """Runs a graph as it was exported for predictions: nothing in it drops, and batch statistics stay.

    The graph is stored in the ``.keras`` file beside the weights. Operations that reach files are run only where the
    file is trusted.

    Args:
        inputs: for each tensor it takes the ``name`` of its placeholder in the graph and the ``dtype``.
        outputs: for each it gives the ``name``, ``shape`` (``None`` where a size is not fixed) and ``dtype``.
        weights: for each weight the ``name`` of its placeholder, ``shape``, ``dtype``, whether it is ``trainable``, and
            the paths of the ``layers`` of the exported model it belongs to.
    """

    def __init__(
        self,
        inputs: Sequence[Mapping[str, Any]],
        outputs: Sequence[Mapping[str, Any]],
        weights: Sequence[Mapping[str, Any]],
        **options: Any,
    ) -> None:
        super().__init__(**{**options, "autocast": False, "dtype": "float32"})
        self._takes, self._gives, self._held = [[dict(each) for each in given] for given in (inputs, outputs, weights)]
        self._graph: GraphDef | None = None
        self._values: list[Any] = []
        self.supports_jit = False

    def use(self, graph: GraphDef) -> None:
        """Set what it computes.

        Raises:
            EngineError: it has an operation that is not run.
        """
        require_runnable(graph, trusted=in_safe_mode() is False)
        self._graph = graph

    @property
    def layers_of_weights(self) -> list[tuple[Any, tuple[str, ...]]]:
        """Each weight with the paths of the layers it belonged to."""
        return [(value, tuple(held["layers"])) for value, held in zip(self._values, self._held, strict=True)]

    def build(self, _input_shape: Any) -> None:
        """Make the weights."""
        self._values = [
            self.add_weight(
                shape=tuple(held["shape"]),
                dtype=held["dtype"],
                trainable=held["trainable"],
                initializer="zeros",
                name=held["name"].replace("/", "."),
                autocast=False,
            )
            for held in self._held
        ]

    def assign(self, arrays: Sequence[np.ndarray]) -> None:
        """Give the weights, in order, their values."""
        for variable, array in zip(self._values, arrays, strict=True):
            variable.assign(array)

    def call(self, inputs: Any) -> Any:
        """The graph's outputs: a tensor, or a list where there are several."""
        given = [
            tf.cast(tensor, taken["dtype"]) if tensor.dtype != taken["dtype"] else tensor
            for tensor, taken in zip(keras.tree.flatten(inputs), self._takes, strict=True)
        ]
        found = self._function(*given, *(tf.convert_to_tensor(variable.value) for variable in self._values))
        for tensor, gives in zip(found, self._gives, strict=True):
            tensor.set_shape(gives["shape"]) if not tf.executing_eagerly() else None
        return found[0] if len(found) == 1 else list(found)

    def compute_output_spec(self, _inputs: Any) -> Any:
        """Shapes and dtypes as they are known; nothing is run."""
        found = [keras.KerasTensor(tuple(each["shape"]), dtype=each["dtype"]) for each in self._gives]
        return found[0] if len(found) == 1 else found

    @cached_property
    def _function(self) -> Any:
        """The graph as a function of TensorFlow, which has a derivative."""
        graph = self._graph
        if graph is None:
            raise EngineError(f"The graph of '{self.name}' is not in the file: it is damaged.")
        names = [each["name"] for each in (*self._takes, *self._held)]
        results = [each["name"] for each in self._gives]

        def computed(*tensors: Any) -> Any:
            return tf.graph_util.import_graph_def(
                named_apart(graph), input_map=dict(zip(names, tensors, strict=True)), return_elements=results, name=""
            )

        return tf.function(computed, autograph=False, reduce_retracing=True)

    def get_config(self) -> dict[str, Any]:
        """As Keras stores it."""
        given = {"inputs": self._takes, "outputs": self._gives, "weights": self._held}
        return {**super().get_config(), **given}

    def save_assets(self, inner_path: str) -> None:
        """Write the graph into the archive."""
        if self._graph is not None:
            Path(inner_path, GRAPH).write_bytes(self._graph.SerializeToString(deterministic=True))

    def load_assets(self, inner_path: str) -> None:
        """Read the graph from the archive."""
        try:
            graph = GraphDef.FromString(Path(inner_path, GRAPH).read_bytes())
        except (OSError, DecodeError) as error:
            raise EngineError(f"The graph of '{self.name}' is not in the file, or damaged.") from error
        self.use(graph)
