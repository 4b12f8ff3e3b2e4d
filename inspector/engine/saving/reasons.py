"""What converters say, in words for a person."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.engine.errors import EngineError

_LONGEST = 300


def first_line(error: Exception) -> str:
    """What an error says, cut to one line, without a full stop."""
    line = next(iter(str(error).strip().splitlines()), type(error).__name__)
    return line[:_LONGEST].rstrip(". ")


def without_operations(name: str, operations: Sequence[str]) -> EngineError:
    """That a format lacks operations of TensorFlow that a model is made of."""
    which = " and ".join(f"'{operation}'" for operation in operations)
    return EngineError(
        f"{name} has nothing for TensorFlow's {which}, which the model uses. Save it as .keras or as a SavedModel."
    )
