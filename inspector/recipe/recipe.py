"""The recipe: everything a person wants done with a model, as one frozen value that is saved as JSON."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from inspector.recipe.edits import Edit, Path

Optimizer = Literal["adam", "adamw", "sgd", "rmsprop", "adadelta", "adagrad", "nadam", "lion"]
Scale = Literal["auto", "0..1", "-1..1", "0..255", "none"]
Positive = Annotated[float, Meta(gt=0)]
Factor = Annotated[float, Meta(ge=0)]
Count = Annotated[int, Meta(ge=1)]


class LearningRate(Struct, frozen=True, forbid_unknown_fields=True):
    """One base rate and a multiplier per layer.

    ``multipliers`` maps a layer's path (or a nested model's) to a factor of ``base``. A layer that is not named gets 1
    when an edit created it, else 0.1 when an edit created a layer with weights, else 1.
    """

    base: Positive = 1e-3
    multipliers: dict[Path, Factor] = {}


class Data(Struct, frozen=True, forbid_unknown_fields=True):
    """What to train on.

    Attributes:
        source: ``"sample:digits"``, or the path of an .npz file, an image folder, or a folder or file of IDX data.
        positive_labels: for a single output: labels that count as 1, all others as 0.
        held_out: fraction of the training data kept for validation where the source brings none.
        scale: the range values are brought to. ``"auto"`` brings pixels to what the model seems to expect, 0 to 1
            unless it rescales itself; ``"none"`` leaves values as they are.
    """

    source: Path
    positive_labels: tuple[int, ...] | None = None
    held_out: Annotated[float, Meta(gt=0, lt=1)] = 0.1
    scale: Scale = "auto"


class Training(Struct, frozen=True, forbid_unknown_fields=True):
    """How to train. ``loss`` ``"auto"`` is chosen by the output layer's units and activation."""

    optimizer: Optimizer = "adam"
    learning_rate: LearningRate = field(default_factory=LearningRate)
    epochs: Count = 5
    batch_size: Count = 32
    seed: Annotated[int, Meta(ge=0, lt=2**31)] = 0
    loss: Literal[
        "auto", "sparse_categorical_crossentropy", "binary_crossentropy", "mean_squared_error", "mean_absolute_error"
    ] = "auto"


class Recipe(Struct, frozen=True, forbid_unknown_fields=True):
    """Edits in the order they are made, the data, and the training settings."""

    version: Literal[1] = 1
    edits: tuple[Edit, ...] = ()
    data: Data | None = None
    training: Training = field(default_factory=Training)
