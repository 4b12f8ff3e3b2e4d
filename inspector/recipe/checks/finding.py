"""What a check found: an objection in words, and what would put it right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from inspector.graph.model import Level, Note
from inspector.recipe.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Mend:
    """A way to put something right in one step.

    Attributes:
        label: what it does, short enough for a button: ``"Set 4 units → 10"``.
        changed: the recipe as it is after it; a pure function.
    """

    label: str
    changed: Callable[[Recipe], Recipe]


@dataclass(frozen=True, slots=True)
class Found:
    """What a check tells; code and level are those of the check.

    Attributes:
        text: what was expected, what was found and what to do, in a sentence or two.
        layer: path of the layer it is about; empty: the whole model or its training.
        expected, found: the same in a few words each, for programs and tables.
        mends: ways to put it right, the usual one first; several are a choice, a single one can be made unasked.
        level: where it is another than the check's first one.
    """

    text: str
    layer: str = ""
    expected: str = ""
    found: str = ""
    mends: tuple[Mend, ...] = ()
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Finding(Note):
    """A note on a recipe, with what was expected, what was found and what would mend it (see ``Found``)."""

    expected: str = ""
    found: str = ""
    mends: tuple[Mend, ...] = field(default=(), compare=False)
