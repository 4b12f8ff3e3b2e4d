"""What the colours of boxes tell: the category, or one fact, with the legend that explains them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle

from inspector import catalogue
from inspector.drawing.figures import amount, size
from inspector.drawing.picture import Box
from inspector.drawing.ramps import CLASSES, UNKNOWN, Tint, on_ramp, ramp, tint
from inspector.graph.fact_sheet import Facts, FactSheet

TITLES = {
    "category": "Category",
    "frozen": "Frozen or trainable",
    "rate": "Learning-rate multiplier",
    "parameters": "Parameters",
    "flops": "FLOPs",
    "memory": "Activation memory",
    "dtype": "Type of values",
    "moved": "Change of weights",
}
"""Every kind of overlay with its name, in the order of a menu."""

_MOST_KEYS = 8


@dataclass(frozen=True, slots=True)
class Key:
    """A line of a legend: a colour and what it stands for."""

    colour: str
    words: str


@dataclass(frozen=True, slots=True)
class Legend:
    """What the colours stand for: keys one by one, and where values have an order a ramp from ``low`` to ``high``."""

    title: str = ""
    keys: tuple[Key, ...] = ()
    ramp: tuple[str, ...] = ()
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class Overlay:
    """The tints of boxes by their id, none where the category's colours stay, and their legend."""

    tints: Mapping[str, Tint]
    legend: Legend


NO_OVERLAY = Overlay({}, Legend())
"""The colours of categories, without a word about them."""

Moved = Mapping[str, tuple[float, float]]
"""Of leaves by path: the sum of the squares of how far a run moved the weights, and of the weights before."""


def overlay(
    kind: str,
    boxes: Iterable[Box],
    facts: FactSheet | None,
    factors: Mapping[str, float],
    moved: Moved | None = None,
    *,
    dark: bool,
) -> Overlay:
    """The overlay of a kind for the boxes of a picture.

    Args:
        kind: one of `TITLES`.
        boxes: of the picture; frames are left as they are.
        facts: of the edited graph; not needed for the category.
        factors: the multiplier of the learning rate of every leaf that trains, by path.
        moved: how far a run moved the weights of layers.
        dark: whether the ground is dark.
    """
    shown = [box for box in boxes if box.kind in ("layer", "block")]
    found = _of_kind(kind, shown, facts, factors, moved or {}, dark)
    title = TITLES[kind if facts is not None else "category"]
    return replace(found, legend=replace(found.legend, title=title))


def _of_kind(
    kind: str, shown: Sequence[Box], facts: FactSheet | None, factors: Mapping[str, float], moved: Moved, dark: bool
) -> Overlay:
    if kind == "category" or facts is None:
        return Overlay({}, Legend(keys=_categories(shown, dark)))
    if kind == "rate":
        return _by_amount({box.id: _factor(box, factors) for box in shown}, "{:g}".format, "does not train", dark)
    if kind == "moved":
        return _by_amount({box.id: _way(box, moved) for box in shown}, _percent, "new, or not in a run", dark)
    together = {box.id: facts.together(box.layers) for box in shown}
    if kind == "frozen":
        return _by_class({box.id: _state(box, together[box.id]) for box in shown}, _STATES, dark)
    if kind == "dtype":
        return _by_class({box: each.dtype or "several or not known" for box, each in together.items()}, {}, dark)
    value, words = _AMOUNTS[kind]
    return _by_amount({box: value(each) for box, each in together.items()}, words, "not known", dark)


_STATES = {"frozen": CLASSES[0], "partly frozen": CLASSES[4], "trainable": CLASSES[1]}
_PLAIN = ("no weights", "several or not known")
_AMOUNTS: Mapping[str, tuple[Callable[[Facts], float | None], Callable[[float], str]]] = {
    "parameters": (lambda facts: facts.parameters, lambda value: amount(round(value))),
    "flops": (lambda facts: facts.flops, lambda value: amount(round(value))),
    "memory": (lambda facts: facts.activation_bytes, lambda value: size(round(value))),
}


def _categories(boxes: Sequence[Box], dark: bool) -> tuple[Key, ...]:
    present = {box.category for box in boxes}
    return tuple(
        Key(each.dark_fill if dark else each.light_fill, each.label)
        for each in catalogue.categories()
        if each.id in present
    )


def _state(box: Box, facts: Facts) -> str:
    if facts.parameters == 0:
        return "no weights"
    return {"all": "frozen", "some": "partly frozen", "no": "trainable"}[box.frozen]


def _factor(box: Box, factors: Mapping[str, float]) -> float | None:
    """The largest in the box; ``None`` where nothing in it trains."""
    return max((factors[path] for path in box.layers if path in factors), default=None)


def _way(box: Box, moved: Moved) -> float | None:
    """How far the weights in a box moved, in parts of their norm; ``None`` where there were none but zeros before."""
    known = [moved[path] for path in box.layers if path in moved]
    change, before = (sum(part) for part in zip(*known, strict=True)) if known else (0.0, 0.0)
    way = math.sqrt(change / before) if before > 0 else None
    return way if way is not None and math.isfinite(way) else None


def _percent(part: float) -> str:
    return f"{part * 100:.3g} %"


def _by_class(classes: Mapping[str, str], known: Mapping[str, str], dark: bool) -> Overlay:
    """A colour for each class; ``known`` ones have theirs."""
    present = sorted(set(classes.values()))
    others = [each for each in present if each not in known and each not in _PLAIN]
    colours = {**known, **dict(zip(others, cycle(CLASSES), strict=False)), **dict.fromkeys(_PLAIN, UNKNOWN[dark])}
    keys = tuple(Key(colour, words) for words, colour in colours.items() if words in present)
    return Overlay({box: tint(colours[each]) for box, each in classes.items()}, Legend(keys=keys[:_MOST_KEYS]))


def _by_amount(values: Mapping[str, float | None], words: Callable[[float], str], unknown: str, dark: bool) -> Overlay:
    """A place on a ramp for each amount, by its logarithm: a model's layers differ by powers of ten."""
    amounts = [value for value in values.values() if value]
    low, high = min(amounts, default=1), max(amounts, default=1)
    span = math.log(high / low)

    def colour(value: float | None) -> str:
        return on_ramp(math.log(value / low) / span if span else 1.0, dark) if value else UNKNOWN[dark]

    keys = [(0, "none"), (None, unknown)]
    present = tuple(Key(UNKNOWN[dark], text) for value, text in keys if value in values.values())
    legend = (
        Legend(keys=present, ramp=ramp(dark), low=words(low), high=words(high)) if amounts else Legend(keys=present)
    )
    return Overlay({box: tint(colour(value)) for box, value in values.items()}, legend)
