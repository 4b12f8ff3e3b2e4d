"""HDF5 files that Keras 1, 2 or 3 wrote, whatever they are called: the config is an attribute, weights are datasets."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path

from inspector.formats import hdf5_process, limits
from inspector.formats.complete import complete
from inspector.formats.config.age import age_notes
from inspector.formats.config.file import read_config
from inspector.formats.errors import NotAModelError
from inspector.formats.json_text import parse
from inspector.formats.safe_text import clean_name
from inspector.formats.safety.configs import config_notes
from inspector.formats.stored_weights import Stored, weights_in_hdf5
from inspector.formats.versions import major, written_by
from inspector.formats.weights_only import holds_weights, weights_only
from inspector.graph.model import ModelGraph, Note


def read(path: Path) -> ModelGraph:
    """The model in an HDF5 file.

    Raises:
        FormatError: the file is damaged, holds no model and no weights of one, or is beyond the limits.
    """
    attributes, stored = hdf5_process.look(path)
    if "model_config" not in attributes:
        return _weights_only(attributes, stored)
    config = parse(attributes["model_config"].encode("utf-8", "replace"), "The attribute model_config")
    graph = read_config(config)
    if "training_config" in attributes:
        training = parse(attributes["training_config"].encode("utf-8", "replace"), "The attribute training_config")
        compiled = training if isinstance(training, dict) and training else None
        unsafe = islice(config_notes(training), limits.NOTES_PER_CODE)
        graph = replace(graph, compile_config=compiled, notes=(*graph.notes, *unsafe))
    version = clean_name(attributes.get("keras_version", ""))
    keras = major(version) or 1
    graph = complete(graph, lambda shaped: weights_in_hdf5(stored, shaped))
    return replace(
        graph,
        format=f"Keras {keras} HDF5 (.h5)",
        written_by=written_by(version),
        notes=(*graph.notes, *age_notes(config, keras), *_links_left_out(stored)),
    )


def _weights_only(attributes: dict[str, str], stored: Stored) -> ModelGraph:
    if not holds_weights(stored):
        raise NotAModelError(
            "Expected a Keras model, found an HDF5 file without the attribute model_config: "
            "open a file that model.save() wrote."
        )
    graph = weights_only(stored)
    version = clean_name(attributes.get("keras_version", ""))
    return replace(
        graph,
        format="Keras weights (.h5)",
        written_by=written_by(version),
        notes=(*graph.notes, *_links_left_out(stored)),
    )


def _links_left_out(stored: Stored) -> tuple[Note, ...]:
    if not stored.left_out:
        return ()
    text = (
        f"The file has {len(stored.left_out):,} links, such as {clean_name(stored.left_out[0])!r}, that may lead to "
        "other places or files; they were not followed."
    )
    return (Note("warning", "links-left-out", text),)
