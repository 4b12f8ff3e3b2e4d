"""The values of a SavedModel's variables."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf
from tensorflow.core.protobuf.trackable_object_graph_pb2 import TrackableObjectGraph

from inspector.engine.errors import EngineError
from inspector.graph.operations import Variable

_OBJECTS = "_CHECKPOINTABLE_OBJECT_GRAPH"
_OBJECT = "object "


def values(saved_model: Path, variables: Iterable[Variable]) -> list[np.ndarray]:
    """The values of these variables, in order.

    Args:
        saved_model: its ``saved_model.pb``; the values lie in a folder beside it.
        variables: as its operations have them.

    Raises:
        EngineError: they are not there, or damaged.
    """
    try:
        reader = tf.train.load_checkpoint(str(saved_model.parent / "variables" / "variables"))
        keys = _keys(reader)
        return [np.asarray(reader.get_tensor(keys.get(each.key, each.key))) for each in variables]
    except (ValueError, RuntimeError, tf.errors.OpError) as error:
        first = next(iter(str(error).splitlines()), type(error).__name__)[:300].rstrip(".")
        raise EngineError(f"The variables of the SavedModel cannot be read: {first}.") from error


def _keys(reader: Any) -> dict[str, str]:
    """Key of each object that is a variable to the name its value is stored under; nothing in one of TensorFlow 1."""
    if not reader.has_tensor(_OBJECTS):
        return {}
    saved = TrackableObjectGraph.FromString(reader.get_tensor(_OBJECTS))
    return {
        f"{_OBJECT}{number}": node.attributes[0].checkpoint_key
        for number, node in enumerate(saved.nodes)
        if node.attributes
    }
