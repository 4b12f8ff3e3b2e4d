"""The outermost model of a file becomes a `ModelGraph`, without shapes and weights that only follow from it."""

from __future__ import annotations

from typing import Any

from inspector.formats.config import values
from inspector.formats.config.layers import class_of, is_custom, kind_of, layer, name_of
from inspector.formats.config.models import Part, is_model, read_model
from inspector.formats.config.reading import Reading
from inspector.formats.errors import FormatError
from inspector.formats.safety.configs import config_notes
from inspector.graph.model import ModelGraph


def read_config(entry: Any) -> ModelGraph:
    """The graph of a whole model config.

    Args:
        entry: ``{"class_name", "config", …}``, parsed from JSON.

    Raises:
        FormatError: it describes no Keras model, or one beyond the limits.
    """
    if not isinstance(entry, dict) or not class_of(entry):
        raise FormatError("Expected the config of a Keras model with a class_name, found none: the file is damaged.")
    reading = Reading()
    name = name_of(entry) or class_of(entry).lower()
    part = _known(entry, name, reading) if is_model(entry) else _opaque(entry, name, reading)
    paths = {each.path for each in part.layers}
    if len(paths) < len(part.layers):
        raise FormatError("Layers inside a nested model and beside it have the same path: rename one and save again.")
    for note in config_notes(entry, paths):
        reading.keep(note)
    compile_config = values.mapping(entry.get("compile_config"))
    return ModelGraph(
        name=name,
        class_name=class_of(entry),
        layers=part.layers,
        edges=part.edges,
        inputs=part.entries,
        outputs=part.exits,
        compile_config=compile_config or None,
        notes=reading.notes,
    )


def _known(entry: dict[str, Any], name: str, reading: Reading) -> Part:
    if is_custom(layer(entry, name, name, "model")):
        text = (
            f"The model is of the class {class_of(entry)!r}, which is not part of Keras: "
            "it is shown from its config, and training needs the author's Python code."
        )
        reading.note("warning", "custom-class", text)
    return read_model(entry, reading)


def _opaque(entry: dict[str, Any], name: str, reading: Reading) -> Part:
    """A subclassed model: how its layers are called is in its author's Python code, so it is one box."""
    text = (
        f"{class_of(entry)!r} is a subclassed model: the file does not say how its layers are connected. "
        "It is shown as one box, and training needs the author's Python code."
    )
    reading.note("warning", "subclassed-model", text)
    return Part((layer(entry, name, name, kind_of(entry)),), (), (name,), (name,))
