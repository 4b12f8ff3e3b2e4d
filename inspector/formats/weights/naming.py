"""Which tensor of the file is which weight of a layer: files call parts of a layer by other names than Keras does."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from inspector.graph.model import Weight

Label = Callable[[str], str]
"""What the file says the part of a layer is called that holds the weight of this key; empty where it says nothing."""


def named(wanted: Sequence[Weight] | None, found: Sequence[Weight], label: Label = lambda _key: "") -> list[Weight]:
    """The tensors under the names of the layer's weights, in that order.

    Args:
        wanted: the layer's weights, ``None`` where they are not known.
        found: the tensors in the file, with their keys.
        label: see `Label`.

    Returns:
        The wanted weights with keys. Where it is not certain which is which, the tensors as the file calls them.
    """
    if not wanted or len(wanted) != len(found):
        return list(found)
    keys: dict[str, str] = {}
    remaining = _parts(found)
    for name, own in _parts(wanted).items():
        chosen = _only(name, own, remaining, label)
        if chosen is None:
            return list(found)
        keys.update(_paired(own, remaining.pop(chosen)))
    return [replace(weight, key=keys[weight.name]) for weight in wanted]


def _parts(weights: Sequence[Weight]) -> dict[str, list[Weight]]:
    """The weights by the part of the layer they are in: ``query`` of ``query/kernel``."""
    parts: dict[str, list[Weight]] = {}
    for weight in weights:
        parts.setdefault(weight.name.rpartition("/")[0], []).append(weight)
    return parts


def _only(name: str, own: Sequence[Weight], parts: dict[str, list[Weight]], label: Label) -> str | None:
    """The part of the file that is this part of the layer; ``None`` where several may be, or none."""
    fitting = [each for each, tensors in parts.items() if _fits(own, tensors)]
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    likeness = {each: _likeness(name, each, label(parts[each][0].key)) for each in fitting}
    best = max(likeness.values())
    likeliest = [each for each in fitting if likeness[each] == best]
    return likeliest[0] if best and len(likeliest) == 1 else None


def _fits(own: Sequence[Weight], tensors: Sequence[Weight]) -> bool:
    names = {weight.name for weight in own}
    return len(names) == len(own) == len(tensors) and bool(_paired(own, tensors))


def _paired(own: Sequence[Weight], tensors: Sequence[Weight]) -> dict[str, str]:
    """Name to key: by the weights' own names where the file has them, else in their order; empty where none fits."""
    by_name = {_last(tensor): tensor for tensor in tensors}
    named_alike = len(by_name) == len(own) and all(_last(weight) in by_name for weight in own)
    pairs = (
        [(weight, by_name[_last(weight)]) for weight in own] if named_alike else list(zip(own, tensors, strict=True))
    )
    alike = all(weight.shape == tensor.shape for weight, tensor in pairs)
    return {weight.name: tensor.key for weight, tensor in pairs} if alike else {}


def _likeness(name: str, part: str, label: str) -> float:
    """How much two names for a part have in common, from 0 to 1."""
    own, other = _words(name), _words(part) | _words(label)
    if label and name.rpartition("/")[2] == label.rpartition("/")[2]:
        return 1.0
    return len(own & other) / max(1, len(own | other))


def _words(name: str) -> set[str]:
    return {word for word in re.split(r"[/_\W]+", name.lower()) if word}


def _last(weight: Weight) -> str:
    return weight.name.rpartition("/")[2]
