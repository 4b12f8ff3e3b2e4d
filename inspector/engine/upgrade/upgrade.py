"""An old model becomes one of Keras 3, and is compared with what it was."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import keras
from keras.src.saving.serialization_lib import in_safe_mode  # has no public name

from inspector.engine.errors import EngineError
from inspector.engine.load import load, trusted_copy
from inspector.engine.upgrade.archive import carry_archive, weights_file
from inspector.engine.upgrade.arrays import checkpoint_arrays, hdf5_arrays
from inspector.engine.upgrade.assemble import assemble, holds_code
from inspector.engine.upgrade.carry import carry
from inspector.engine.upgrade.compare import allowed, difference
from inspector.engine.upgrade.fields import Say
from inspector.engine.upgrade.keras1 import in_keras_2_words, wrapped
from inspector.engine.upgrade.replaced import REPLACED
from inspector.engine.upgrade.tf_keras_process import TfKeras, TfKerasError
from inspector.formats import open_model
from inspector.formats.saved_variables import objects_of_layers
from inspector.formats.stored_model import KERAS_1, StoredModel, stored_model

_PRESENT = 3


def upgrade(path: str, tf_keras: TfKeras, say: Say, trusted: str = "") -> tuple[keras.Model, str]:
    """The model in an old file as Keras 3 has it, not compiled.

    Args:
        path: an ``.h5`` or ``.keras`` file of any Keras, or a SavedModel of Keras 2.
        tf_keras: computes what the old model predicts, where it can.
        say: told of every setting that is lost.
        trusted: the SHA-256 of the file whose code may be run; from then on this process runs code of files.

    Returns:
        The model, and a sentence that says whether its predictions were compared with those of the old one.

    Raises:
        EngineError, FormatError: it cannot be rebuilt, or predicts something else; a sentence.
    """
    with tempfile.TemporaryDirectory(prefix="inspector-") as temporary:
        folder = Path(temporary)
        if stored_model(Path(path)).keras >= _PRESENT:
            return load(path, trusted), f"Keras {keras.__version__} loads the file as it is."
        return _upgraded(trusted_copy(Path(path), trusted, folder) if trusted else Path(path), tf_keras, say, folder)


def _upgraded(path: Path, tf_keras: TfKeras, say: Say, folder: Path) -> tuple[keras.Model, str]:
    old = stored_model(path)
    entry = in_keras_2_words(old.config) if old.keras == KERAS_1 else wrapped(old.config)
    request = _request(entry, old, folder)
    lost: list[str] = []
    try:
        made = _rebuilt(old, entry, request, tf_keras, lost.append, folder)
    except EngineError as failure:
        again = _stored_anew(entry, request, tf_keras, folder)
        if again is None:
            raise
        lost = [f"Rebuilt from what tf_keras made of the file, for the file itself: {failure}"]
        made = _rebuilt(again, again.config, request, tf_keras, lost.append, folder)
    for sentence in dict.fromkeys(lost):
        say(sentence)
    return made


def _request(entry: dict[str, Any], old: StoredModel, folder: Path) -> dict[str, str]:
    config = folder / "config.json"
    config.write_text(json.dumps(entry), encoding="utf-8")
    code = {"code": "run"} if in_safe_mode() is False else {}
    return {"config": str(config), "weights": str(old.file.resolve()), "kind": old.kind, **code}


def _rebuilt(
    old: StoredModel, entry: dict[str, Any], request: dict[str, str], tf_keras: TfKeras, say: Say, folder: Path
) -> tuple[keras.Model, str]:
    model = _assembled(entry, say)
    graph = open_model(old.file)
    replaced = {layer.path for layer in graph.layers if layer.class_name in REPLACED}
    if old.kind == "hdf5":
        with hdf5_arrays(old, graph) as arrays:
            carry(model, arrays, old.keras, old.backend, replaced)
    elif old.kind == "saved_model":
        carry(model, checkpoint_arrays(old, objects_of_layers(old.objects, graph)), old.keras, old.backend, replaced)
    else:
        with weights_file(old, folder) as weights:
            carry_archive(model, weights, graph, replaced)
            request = {**request, "weights": str(weights), "kind": "weights"}
    return model, _proof(model, tf_keras, request, folder)


def _assembled(entry: dict[str, Any], say: Say) -> keras.Model:
    try:
        return assemble(entry, say)
    except EngineError:
        raise
    except Exception as error:
        first = next(iter(str(error).strip().splitlines()), type(error).__name__)[:300].rstrip(".: ")
        raise EngineError(
            f"The model cannot be rebuilt from the config in the file, which is damaged or of an unknown kind: {first}."
        ) from error


def _stored_anew(entry: dict[str, Any], request: dict[str, str], tf_keras: TfKeras, folder: Path) -> StoredModel | None:
    """The model as ``tf_keras`` stores it; None where it cannot, or must not be tried."""
    if holds_code(entry):
        return None
    path = folder / "anew.h5"
    try:
        tf_keras.ask({**request, "saved_as": str(path)})
    except TfKerasError:
        return None
    return stored_model(path)


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
