"""The config that Keras 2 wrote into a SavedModel: what the model was before it became operations."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from inspector.formats.complete import complete
from inspector.formats.config.age import age_notes
from inspector.formats.config.file import read_config
from inspector.formats.config.models import is_model
from inspector.formats.config.values import mapping
from inspector.formats.errors import FormatError
from inspector.formats.json_text import parse
from inspector.formats.keras_metadata import plain
from inspector.formats.protobuf.object_graph import ObjectGraph
from inspector.formats.safety.configs import config_notes
from inspector.formats.saved_variables import variables_of_layers
from inspector.graph.model import ModelGraph, Note

_KERAS = 2
"""The only version that writes its configs into a SavedModel."""


def parsed(metadata: bytes) -> dict[str, Any]:
    """The model's config in Keras' metadata; an empty one where that is damaged, as the operations are still there."""
    try:
        return mapping(plain(parse(metadata, "The model's Keras metadata")))
    except FormatError:
        return {}


def as_layers(entry: dict[str, Any], objects: ObjectGraph) -> ModelGraph | None:
    """The model as its config tells it; ``None`` where that does not tell its layers.

    Args:
        entry: the config.
        objects: of the SavedModel, for variables that do not follow from the config.

    Raises:
        FormatError: the config is damaged, or beyond the limits.
    """
    if not is_model(entry):
        return None
    graph = complete(read_config(entry), partial(variables_of_layers, objects))
    return replace(graph, notes=(*graph.notes, *age_notes(entry, _KERAS, one_file=False)))


def unsafe(entry: dict[str, Any]) -> tuple[Note, ...]:
    """Notes on what in the config is more than settings of Keras' own classes."""
    return tuple(config_notes(entry))
