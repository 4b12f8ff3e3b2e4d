"""One thing that is done to samples on their way into a model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inspector.engine.data.source import Array


@dataclass(frozen=True)
class Step:
    """Something done to every batch of samples, and the sentence that says so."""

    said: str
    apply: Callable[[Array], Array]
