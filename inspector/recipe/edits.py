"""The edits a person can make to a model: small frozen values, read by the preview, the engine and the checks."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

Path = Annotated[str, Meta(min_length=1)]
Paths = Annotated[tuple[Path, ...], Meta(min_length=1)]
Rate = Annotated[float, Meta(ge=0, lt=1)]
Positive = Annotated[float, Meta(gt=0)]
NotNegative = Annotated[float, Meta(ge=0)]
WeightName = Literal["kernel", "bias", "recurrent", "depthwise", "pointwise", "embeddings", "gamma", "beta"]
ConstraintKind = Literal["max_norm", "non_neg", "unit_norm", "min_max_norm"]


class _Edit(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True, tag_field="edit"):
    """What every edit has: one that is ``disabled`` keeps its place in the recipe and is not made."""

    disabled: bool = False


class Freeze(_Edit, frozen=True, tag="freeze"):
    """Keep the weights of these layers as they are; a nested model's path means every layer in it."""

    layers: Paths


class Unfreeze(_Edit, frozen=True, tag="unfreeze"):
    """Let the weights of these layers train."""

    layers: Paths


class SetDropout(_Edit, frozen=True, tag="set_dropout"):
    """Change the rate of a layer that drops: the fraction in [0, 1) it sets to zero while training.

    ``recurrent`` means what a recurrent layer drops of its state from step to step, instead of its input.
    """

    layer: Path
    rate: Rate
    recurrent: bool = False


class InsertDropout(_Edit, frozen=True, tag="insert_dropout"):
    """Put a new Dropout after a layer; after an input layer it is dropout on the input."""

    after: Path
    rate: Rate


class SetMaxNorm(_Edit, frozen=True, tag="set_max_norm"):
    """Limit the norm of each unit's (Dense) or filter's (convolution) weights; ``null`` takes the limit away."""

    layer: Path
    value: Positive | None


class SetConstraint(_Edit, frozen=True, tag="set_constraint"):
    """Constrain one named weight of a layer, at once and after every step; ``kind`` null takes the constraint away.

    Norms are of one unit, filter or entry. ``max_norm`` takes ``value``, ``min_max_norm`` ``minimum`` and ``maximum``.
    """

    layer: Path
    weight: WeightName
    kind: ConstraintKind | None
    value: Positive | None = None
    minimum: NotNegative = 0.0
    maximum: NotNegative = 1.0


class SetRegularizer(_Edit, frozen=True, tag="set_regularizer"):
    """Add the size of a weight, or of what the layer gives (``"activity"``), to the loss.

    ``l1`` times the sum of the sizes and ``l2`` times the sum of their squares; both 0 take it away.
    """

    layer: Path
    weight: WeightName | Literal["activity"] = "kernel"
    l1: NotNegative = 0.0
    l2: NotNegative = 0.0


class SetActivation(_Edit, frozen=True, tag="set_activation"):
    """Give a layer another activation, by Keras' name; what the model predicts changes."""

    layer: Path
    activation: str


class SetOption(_Edit, frozen=True, tag="set_option"):
    """Set another field of a layer's config, one that changes neither shapes nor weights; ``null`` where it may be."""

    layer: Path
    option: Annotated[str, Meta(min_length=1)]
    value: float | int | str | bool | None


class ReplaceHead(_Edit, frozen=True, tag="replace_head"):
    """Give the model another output layer.

    Without ``drop_last`` the present head, the last layer with weights, is made again with these units.
    With ``drop_last`` = N the last N layers go and a new Dense takes their place (0: it is put on top).
    ``output`` names the output layer that is meant where the model has several. ``initializer`` is Keras' name of what
    its fresh kernel is drawn from; without one the present head's, or Keras' own. ``class_names`` say what the outputs
    mean, in order, and count more than those of the data; at most ``units``.
    """

    units: Annotated[int, Meta(ge=1, le=1_000_000)]
    activation: str
    drop_last: Annotated[int, Meta(ge=0)] | None = None
    output: Path | None = None
    initializer: str | None = None
    class_names: tuple[str, ...] = ()


class RemoveDropout(_Edit, frozen=True, tag="remove_dropout"):
    """Take a layer that only drops, or only adds noise while training, out of the model."""

    layer: Path


class EndModel(_Edit, frozen=True, tag="end_model"):
    """Let the model end at a layer: it gives what that layer gives and nothing else, and what is not needed goes."""

    layer: Path


class RenameLayer(_Edit, frozen=True, tag="rename_layer"):
    """Give a layer another name; edits that come later, and the training settings, name it by that."""

    layer: Path
    name: Path


Edit = (
    Freeze
    | Unfreeze
    | SetDropout
    | InsertDropout
    | RemoveDropout
    | SetMaxNorm
    | SetConstraint
    | SetRegularizer
    | SetActivation
    | SetOption
    | ReplaceHead
    | EndModel
    | RenameLayer
)
