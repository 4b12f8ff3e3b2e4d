"""An old model becomes one of Keras 3, and is compared with what it was."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import keras

from inspector.engine.errors import EngineError
from inspector.engine.load import load
from inspector.engine.upgrade.arrays import Arrays, checkpoint_arrays, hdf5_arrays
from inspector.engine.upgrade.assemble import assemble
from inspector.engine.upgrade.carry import carry
from inspector.engine.upgrade.compare import allowed, difference
from inspector.engine.upgrade.fields import Say
from inspector.engine.upgrade.keras1 import in_keras_2_words, wrapped
from inspector.engine.upgrade.replaced import REPLACED
from inspector.engine.upgrade.tf_keras_process import TfKeras, TfKerasError
from inspector.formats import open_model
from inspector.formats.saved_variables import objects_of_layers
from inspector.formats.stored_model import KERAS_1, StoredModel, stored_model
from inspector.graph.model import ModelGraph

_PRESENT = 3


def upgrade(path: str, tf_keras: TfKeras, say: Say) -> tuple[keras.Model, str]:
    """The model in an old file as Keras 3 has it, not compiled.

    Args:
        path: an ``.h5`` or ``.keras`` file of any Keras, or a SavedModel of Keras 2.
        tf_keras: computes what the old model predicts, where it can.
        say: told of every setting that is lost.

    Returns:
        The model, and a sentence that says whether its predictions were compared with those of the old one.

    Raises:
        EngineError, FormatError: it cannot be rebuilt, or predicts something else; a sentence.
    """
    old = stored_model(Path(path))
    if old.keras >= _PRESENT:
        return load(path), f"Keras {keras.__version__} loads the file as it is."
    entry = in_keras_2_words(old.config) if old.keras == KERAS_1 else wrapped(old.config)
    model = assemble(entry, say)
    with tempfile.TemporaryDirectory(prefix="inspector-") as folder:
        config = Path(folder, "config.json")
        config.write_text(json.dumps(entry), encoding="utf-8")
        request = {"config": str(config), "weights": str(old.file.resolve()), "kind": old.kind}
        graph = open_model(path)
        replaced = {layer.path for layer in graph.layers if layer.class_name in REPLACED}
        with _arrays(old, graph) as arrays:
            carry(model, arrays, old.keras, old.backend, replaced)
        return model, _proof(model, tf_keras, request, Path(folder))


@contextlib.contextmanager
def _arrays(old: StoredModel, graph: ModelGraph) -> Iterator[Arrays]:
    if old.kind == "hdf5":
        with hdf5_arrays(old, graph) as arrays:
            yield arrays
    elif old.kind == "saved_model":
        yield checkpoint_arrays(old, objects_of_layers(old.objects, graph))
    else:
        raise EngineError(
            "Archives that Keras 2 wrote (.keras) cannot be upgraded yet: save the model as .h5 with the Keras it was "
            "made with, and upgrade that."
        )


def _proof(model: keras.Model, tf_keras: TfKeras, request: dict[str, str], folder: Path) -> str:
    try:
        found = difference(model, tf_keras, request, folder)
    except (TfKerasError, EngineError) as error:
        return f"Unproved: old and new model could not be run side by side ({str(error).rstrip('.')})."
    if found > allowed(model):
        raise EngineError(
            f"The rebuilt model predicts something else than the old one: on random inputs they differ by {found:.2g} "
            "of the largest value. It was not written."
        )
    return f"Proved: on random inputs both predict the same, but for {found:.1g} of the largest value."
