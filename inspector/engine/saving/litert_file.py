"""Write a model for LiteRT, which was called TensorFlow Lite."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import keras
import tensorflow as tf

from inspector.engine.errors import EngineError
from inspector.engine.saving.reasons import first_line, without_operations
from inspector.engine.saving.serving import Serving, serving

_LACKING = re.compile(r"'tf\.(\w+)' op is neither a custom op nor a flex op")


def write_litert(model: keras.Model, path: Path) -> tuple[Serving, int | None]:
    """Convert it to LiteRT's own operations, which every device with LiteRT can run.

    Returns:
        What was converted, and how many samples it takes at a time: one where LiteRT needs to know that, as with
        recurrent layers, else any.

    Raises:
        EngineError: LiteRT has no operation for one of the model's, or the converter fails.
    """
    failures = []
    for batch in (None, 1):
        made = serving(model, batch)
        try:
            content = _converted(model, made)
        except Exception as error:  # the converter's own class is no public name
            failures.append(error)
            continue
        path.write_bytes(content)
        return made, batch
    lacking = set(_LACKING.findall(str(failures[-1])))
    if lacking:
        raise without_operations("LiteRT", sorted(lacking))
    raise EngineError(f"The model cannot be converted to LiteRT: {first_line(failures[0])}.") from failures[0]


def _converted(model: keras.Model, made: Serving) -> bytes:
    with tempfile.TemporaryDirectory(prefix="inspector-") as folder:
        archive = keras.export.ExportArchive()
        archive.track(model)
        archive.add_endpoint("serve", made.call, input_signature=list(made.signature))
        archive.write_out(folder, verbose=False)
        converter = tf.lite.TFLiteConverter.from_saved_model(folder)
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS]
        converter.experimental_enable_resource_variables = True
        return bytes(converter.convert())
