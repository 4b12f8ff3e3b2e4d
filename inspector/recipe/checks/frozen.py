"""Frozen layers, and what on them has no effect or does harm."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.recipe.checks.finding import Found, Mend
from inspector.recipe.checks.mends import add, exchange, train
from inspector.recipe.checks.subject import Subject
from inspector.recipe.edits import Freeze, SetConstraint, SetMaxNorm, SetRegularizer, Unfreeze
from inspector.recipe.max_norms import max_norm_value

_SMALL_BATCH, _USUAL_BATCH = 8, 32
"""Batch statistics of fewer than 8 samples make training worse: https://arxiv.org/abs/1803.08494, figure 1."""


def max_norm_on_frozen_layer(subject: Subject) -> Iterator[Found]:
    """A limit on weights that stay as they are."""
    for path in subject.shown.edited:
        if path in subject.shown.frozen and max_norm_value(subject.layer(path)) is not None:
            text = f"'{path}' is frozen: its weights are limited once, before training, and then stay as they are."
            mends = (
                add("Take the max-norm away", SetMaxNorm(path, None)),
                add("Unfreeze it", Unfreeze((path,))),
            )
            yield Found(text, path, "a layer that trains", "a frozen one", mends)


def constraint_on_frozen_layer(subject: Subject) -> Iterator[Found]:
    """A constraint on weights that stay as they are."""
    for edit in subject.edits:
        if isinstance(edit, SetConstraint) and edit.kind is not None and edit.layer in subject.shown.frozen:
            text = (
                f"'{edit.layer}' is frozen: its {edit.weight} is constrained once, before training, and then stays as "
                "it is."
            )
            yield Found(text, edit.layer, "a layer that trains", "a frozen one", _undone_or_unfrozen(edit))


def regularizer_on_frozen_layer(subject: Subject) -> Iterator[Found]:
    """A penalty on weights that stay as they are: Keras leaves it out of the loss."""
    for edit in subject.edits:
        if not isinstance(edit, SetRegularizer) or edit.weight == "activity" or not (edit.l1 or edit.l2):
            continue
        if edit.layer in subject.shown.frozen:
            text = f"'{edit.layer}' is frozen: the penalty on its {edit.weight} has no effect, as its weights stay."
            yield Found(text, edit.layer, "a layer that trains", "a frozen one", _undone_or_unfrozen(edit))


def fresh_layer_frozen(subject: Subject) -> Iterator[Found]:
    """A layer with fresh weights that is not to learn any."""
    for path in sorted(subject.shown.created & subject.shown.frozen):
        if any(weight.trainable for weight in subject.layer(path).weights or ()):
            text = (
                f"'{path}' has fresh weights and is frozen, so it stays at random: expected it to train. Unfreeze it."
            )
            mend = add("Unfreeze it", Unfreeze((path,)))
            yield Found(text, path, "a layer that trains", "random weights that stay", (mend,))


def batch_norm_of_tiny_batches(subject: Subject) -> Iterator[Found]:
    """Batch normalisation that takes its statistics from a few samples."""
    training = subject.recipe.training
    size = min(training.batch_size, subject.data.samples or training.batch_size)
    if size >= _SMALL_BATCH:
        return
    moving = [leaf.path for leaf in subject.graph.leaves if _is_batch_norm(subject, leaf.path) and leaf.trainable]
    if not moving:
        return
    text = (
        f"{_some(moving)} with a batch of {size}: statistics of fewer than {_SMALL_BATCH} samples are so noisy that "
        "training gets worse. Raise the batch size, or freeze them, so that they keep the statistics they have."
    )
    larger = train(f"Set the batch size {training.batch_size} → {_USUAL_BATCH}", batch_size=_USUAL_BATCH)
    enough = subject.data.samples is None or subject.data.samples >= _SMALL_BATCH
    freeze = add(f"Freeze {'it' if len(moving) == 1 else f'all {len(moving)}'}", Freeze(tuple(moving)))
    mends = (larger, freeze) if enough else (freeze,)
    yield Found(text, moving[0], f"a batch of at least {_SMALL_BATCH}", str(size), mends)


def batch_norm_behind_frozen_layer(subject: Subject) -> Iterator[Found]:
    """Batch normalisation that goes on moving behind a layer that was frozen."""
    moving = [leaf.path for leaf in subject.graph.leaves if _moves_behind_frozen(subject, leaf.path)]
    if moving:
        it = "it" if len(moving) == 1 else f"all {len(moving)}"
        text = (
            f"{_some(moving)} behind a frozen layer: its statistics go on moving, which changes what the frozen layers "
            "were trained for. Usually both are frozen."
        )
        mend = add(f"Freeze {it} too", Freeze(tuple(moving)))
        yield Found(text, moving[0], "frozen with the layer before", "trains", (mend,))


def _undone_or_unfrozen(edit: SetConstraint | SetRegularizer) -> tuple[Mend, ...]:
    return exchange("Take it away", edit), add("Unfreeze it", Unfreeze((edit.layer,)))


def _moves_behind_frozen(subject: Subject, path: str) -> bool:
    if not _is_batch_norm(subject, path) or path in subject.shown.frozen or path in subject.shown.created:
        return False
    sources = subject.graph.predecessors[path]
    return bool(sources) and all(source in subject.shown.frozen and subject.layer(source).weights for source in sources)


def _is_batch_norm(subject: Subject, path: str) -> bool:
    return subject.layer(path).class_name == "BatchNormalization"


def _some(paths: list[str]) -> str:
    if len(paths) == 1:
        return f"'{paths[0]}' trains"
    return f"{len(paths)} batch normalisations train ('{paths[0]}' first)"
