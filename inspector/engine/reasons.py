"""Why Keras does not load a file, as a sentence for a person."""

from __future__ import annotations

import re

import keras

UNKNOWN = re.compile(r"(?:Could not locate (?:class|function)|Unknown (?:layer|object|[\w ]*function):) '?([\w.>]+)'?")
_IN_BODY = re.compile(r"object <TensorFlowBody [^>]*>:\s*(\S.*)")
"""What the body says itself when its graph is read."""
MEANT = re.compile(r"deserializing class '(\w+)'")


def reason(message: str, written_by: str) -> str:
    """The sentence for what Keras said.

    Args:
        message: the text of Keras' exception.
        written_by: the version of Keras that wrote the file, empty where the file does not say.
    """
    if "ambda" in message and ("unsafe" in message or "safe_mode" in message):
        return (
            "The model has a Lambda layer: Python code inside the file, which is run only when the file is trusted. "
            "Replace it by a layer or keras.ops where the model is made and save it again, or look at the code "
            "(`inspector show`) and trust the file (`inspector train --trust`)."
        )
    if found := _IN_BODY.search(message):
        return found[1]
    if "No model config found" in message:
        return 'The file holds weights only, no model. Save the whole model with model.save("name.keras").'
    if (found := UNKNOWN.search(message)) and not hasattr(keras.layers, found[1]):
        return (
            f"The model uses '{found[1]}', which Keras {keras.__version__} does not have: a class or function of its "
            f"author's own, or one that was removed. {_way_out(written_by)}"
        )
    if written_by.startswith(("1.", "2.")):
        where = f", the layer class {meant[1]} for one" if (meant := MEANT.search(message)) else ""
        return (
            f"The file was written by Keras {written_by}, and Keras {keras.__version__} reads some things in it "
            f"differently{where}. `inspector upgrade` rebuilds it for Keras {keras.__version__}."
        )
    first = next(iter(message.strip().splitlines()), "it gives no reason")
    return f"Keras {keras.__version__} cannot load this file: {first[:300].rstrip('. ')}."


def _way_out(written_by: str) -> str:
    if written_by.startswith(("1.", "2.")):
        return "`inspector upgrade` knows most of those that were removed; else the model can be looked at only."
    return "Such a model can be looked at, not edited or trained."
