"""The formats a model is saved in: their endings, and what has to be installed for them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

FormatName = Literal["keras", "saved_model", "weights", "onnx", "litert"]

_SAVED_MODEL = {"saved_model.pb", "fingerprint.pb", "keras_metadata.pb", "variables", "assets", "assets.extra", "debug"}


class ModelFormatError(ValueError):
    """Why a model cannot be saved so, as a sentence."""


@dataclass(frozen=True, slots=True)
class ModelFormat:
    """One format.

    Attributes:
        title: what a person calls it.
        ending: how its files are named; empty for one that is a folder.
        packages: what writes and reads it besides TensorFlow, the extra of this program's package being its name.
    """

    name: FormatName
    title: str
    ending: str
    packages: tuple[str, ...] = ()


FORMATS = (
    ModelFormat("keras", "Keras model", ".keras"),
    ModelFormat("saved_model", "SavedModel of TensorFlow, a folder", ""),
    ModelFormat("weights", "Weights of Keras", ".weights.h5"),
    ModelFormat("onnx", "ONNX", ".onnx", ("tf2onnx", "onnx", "onnxruntime")),
    ModelFormat("litert", "LiteRT (TFLite)", ".tflite"),
)
BY_NAME = {each.name: each for each in FORMATS}


def ending_of(name: str) -> ModelFormat | None:
    """The format whose ending a name has; ``None`` where it has none of them."""
    return next((each for each in FORMATS if each.ending and name.lower().endswith(each.ending)), None)


def format_of(output: Path, wanted: str = "") -> ModelFormat:
    """The format a model is to be written in.

    Args:
        output: where to.
        wanted: the name of a format; empty to go by the ending.

    Raises:
        ModelFormatError: the name of the file does not say, or says something else.
    """
    found = ending_of(output.name)
    if not wanted:
        if found:
            return found
        endings = ", ".join(each.ending for each in FORMATS if each.ending)
        raise ModelFormatError(
            f"Expected a name that ends with .keras, or another of {endings}, found '{output.name}': choose one, or "
            "say --format saved_model for the folder of a SavedModel."
        )
    meant = next((each for each in FORMATS if each.name == wanted), None)
    if meant is None:
        raise ModelFormatError(f"Expected a format of {', '.join(BY_NAME)}, found '{wanted}'.")
    if meant.ending and found is not meant:
        raise ModelFormatError(f"Expected a name that ends with {meant.ending}, found '{output.name}'.")
    if not meant.ending and found:
        raise ModelFormatError(
            f"A SavedModel is a folder, and '{output.name}' is how another format is named: choose a name without an "
            "ending."
        )
    return meant


def require_installed(wanted: ModelFormat) -> None:
    """Refuse a format that needs what is not installed; raises ModelFormatError."""
    if missing := [package for package in wanted.packages if find_spec(package) is None]:
        raise ModelFormatError(
            f"Saving as {wanted.title} needs {' and '.join(missing)}, not installed here: "
            f"pip install 'keras-model-inspector[{wanted.name}]'."
        )


def is_saved_model(folder: Path) -> bool:
    """Whether a folder holds a SavedModel and nothing else, so that it may be replaced by another."""
    names = {entry.name for entry in folder.iterdir()}
    return "saved_model.pb" in names and names <= _SAVED_MODEL
