"""What trains, and how fast: nothing left, rates for frozen layers, rates that undo what a layer has learned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.recipe.architectures import architecture
from inspector.recipe.bodies import FROZEN
from inspector.recipe.checks.finding import Found, Mend
from inspector.recipe.checks.mends import add, base_rate, forget_factors
from inspector.recipe.checks.subject import Subject
from inspector.recipe.edits import Freeze, Unfreeze
from inspector.recipe.optimizers import CLASS_NAMES

_USUAL = {"sgd": 1e-2, "adagrad": 1e-2, "lion": 1e-4}
_USUAL_OTHERS = 1e-3
"""Highest learning rates that are usual; Adadelta adapts its own and takes any."""
_GENTLE = 0.1
"""Of these for layers that are trained already."""


def nothing_trains(subject: Subject) -> Iterator[Found]:
    """No layer is left that learns."""
    expected = "a layer that trains"
    if not subject.rates and not subject.shown.frozen:
        yield Found("The model has no layer with weights, so nothing can be trained.", "", expected, "no weights")
    elif not subject.rates:
        text = "Every layer with weights is frozen, so nothing trains: unfreeze some."
        yield Found(text, "", expected, "all frozen", _unfreezing(subject))
    elif not any(subject.rates.values()):
        text = (
            "Every layer that is not frozen has the learning rate 0, so nothing trains: give some a multiplier above 0."
        )
        zero = [path for path, factor in subject.recipe.training.learning_rate.multipliers.items() if not factor]
        mend = forget_factors(f"Take away {_count(len(zero), 'multiplier')} of 0", zero)
        yield Found(text, "", expected, "learning rate 0", (mend,))


def rate_of_frozen_layer(subject: Subject) -> Iterator[Found]:
    """A learning rate of its own for a layer that does not learn."""
    for path, factor in subject.recipe.training.learning_rate.multipliers.items():
        leaves = subject.graph.inside(path) if path in subject.graph.by_path else ()
        held = [leaf.path for leaf in leaves if leaf.path in subject.shown.frozen]
        if leaves and len(held) == len(leaves):
            text = (
                f"'{path}' is frozen, so its learning rate (× {factor:g}) has no effect: unfreeze it, or take it away."
            )
            mends = (forget_factors("Take the multiplier away", [path]), add("Unfreeze it", Unfreeze((path,))))
            yield Found(text, path, "a layer that trains", "a frozen one", mends)


def rate_of_zero(subject: Subject) -> Iterator[Found]:
    """A learning rate of 0, where freezing is meant."""
    if not any(subject.rates.values()):
        return
    for path, factor in subject.recipe.training.learning_rate.multipliers.items():
        if factor == 0 and any(leaf.path in subject.rates for leaf in subject.graph.inside(path)):
            text = (
                f"'{path}' has the learning rate 0: its weights stay, but it is worked out as if they would not, and "
                "the statistics of batch normalisation go on moving. Freezing it is exact, and faster."
            )
            freeze = add("Freeze it instead", Freeze((path,)))
            forget = forget_factors("", [path])
            mend = Mend(freeze.label, lambda recipe, f=freeze, g=forget: g.changed(f.changed(recipe)))  # type: ignore[misc]
            yield Found(text, path, "a frozen layer", "learning rate 0", (mend,))


def rate_high(subject: Subject) -> Iterator[Found]:
    """A learning rate that is higher than usual, or than what pretrained layers bear."""
    training = subject.recipe.training
    if training.optimizer == "adadelta" or not subject.rates:
        return
    usual = _USUAL.get(training.optimizer, _USUAL_OTHERS)
    base = training.learning_rate.base
    path, highest = max(subject.rates.items(), key=lambda item: item[1])
    known = architecture(subject.graph)
    kept = {path: rate for path, rate in subject.rates.items() if path not in subject.shown.created}
    if highest > usual * 10:
        text = (
            f"'{path}' learns at {highest:g}: with {CLASS_NAMES[training.optimizer]} at most {usual:g} is "
            "usual, and ten times as much tends to diverge."
        )
        mend = base_rate(f"Set the learning rate {base:g} → {usual:g}", usual)
        yield Found(text, path, f"at most {usual:g}", f"{highest:g}", (mend,))
    elif known and kept and max(kept.values()) > usual * _GENTLE:
        first = max(kept, key=kept.__getitem__)
        gentle = usual * _GENTLE
        text = (
            f"Layers of {known.name} learn at {kept[first]:g}, '{first}' for one: where they are pretrained, at most "
            f"{gentle:g} keeps what they can."
        )
        mend = base_rate(
            f"Set the learning rate {base:g} → {base * gentle / kept[first]:.3g}", base * gentle / kept[first]
        )
        yield Found(text, first, f"at most {gentle:g}", f"{kept[first]:g}", (mend,), "info")


def _unfreezing(subject: Subject) -> tuple[Mend, ...]:
    held = _trainable_when_unfrozen(subject)
    if not held or subject.original.class_name == FROZEN:
        return ()
    last = held[-1] if subject.head is None or subject.head.layer not in held else subject.head.layer
    one = add(f"Unfreeze '{last}'", Unfreeze((last,)))
    return (one, add(f"Unfreeze all {len(held)} layers", Unfreeze(tuple(held)))) if len(held) > 1 else (one,)


def _trainable_when_unfrozen(subject: Subject) -> Sequence[str]:
    frozen = subject.shown.frozen
    return [
        leaf.path
        for leaf in subject.graph.leaves
        if leaf.path in frozen
        and leaf.kind == "layer"
        and leaf.weights
        and any(each.trainable for each in leaf.weights)
    ]


def _count(number: int, what: str) -> str:
    return f"the {what}" if number == 1 else f"{number} {what}s"
