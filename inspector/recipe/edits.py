"""The edits a person can make to a model: small frozen values, read by the preview, the engine and the checks."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

Path = Annotated[str, Meta(min_length=1)]
Paths = Annotated[tuple[Path, ...], Meta(min_length=1)]
Rate = Annotated[float, Meta(ge=0, lt=1)]


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
    """Change the rate of a layer that drops: the fraction in [0, 1) it sets to zero while training."""

    layer: Path
    rate: Rate


class InsertDropout(_Edit, frozen=True, tag="insert_dropout"):
    """Put a new Dropout after a layer; after an input layer it is dropout on the input."""

    after: Path
    rate: Rate


class SetMaxNorm(_Edit, frozen=True, tag="set_max_norm"):
    """Limit the norm of each unit's (Dense) or filter's (convolution) weights; ``null`` takes the limit away."""

    layer: Path
    value: Annotated[float, Meta(gt=0)] | None


class ReplaceHead(_Edit, frozen=True, tag="replace_head"):
    """Give the model another output layer.

    Without ``drop_last`` the present head, the last layer with weights, is made again with these units.
    With ``drop_last`` = N the last N layers go and a new Dense takes their place (0: it is put on top).
    ``output`` names the output layer that is meant where the model has several. ``class_names`` say what the outputs
    mean, in order, and count more than those of the data; at most ``units``.
    """

    units: Annotated[int, Meta(ge=1, le=1_000_000)]
    activation: str
    drop_last: Annotated[int, Meta(ge=0)] | None = None
    output: Path | None = None
    class_names: tuple[str, ...] = ()


class RemoveDropout(_Edit, frozen=True, tag="remove_dropout"):
    """Take a layer that only drops, or only adds noise while training, out of the model."""

    layer: Path


class EndModel(_Edit, frozen=True, tag="end_model"):
    """Let the model end at a layer: what that layer gives is all the model gives, and what is not needed for it goes."""

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
    | ReplaceHead
    | EndModel
    | RenameLayer
)
