"""Write a model to a ``.keras`` file, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import keras

from inspector.engine.errors import EngineError


def save(model: keras.Model, path: str | Path) -> None:
    """Write the model, and how it is compiled, to ``path``; a file that is there is replaced in one step.

    But for bodies the file holds Keras' own classes only: ``keras.saving.load_model(path)`` loads it anywhere. The
    model is left as it was and can go on training.

    Args:
        model: a functional or sequential model.
        path: ends in ``.keras``; its folder exists.

    Raises:
        EngineError: the ending is another one, or the file cannot be written. What was at ``path`` is still there.
    """
    path = Path(path)
    if path.suffix != ".keras":
        raise EngineError(f"A model is saved to a file that ends in .keras, not '{path.name}'.")
    unfinished = path.with_name(f".{path.stem}-{os.getpid()}.keras")
    try:
        model.save(unfinished)
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise EngineError(f"'{path}' cannot be written: {error.strerror or error}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
