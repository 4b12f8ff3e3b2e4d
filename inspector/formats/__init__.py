"""A model file becomes a graph. Nothing that is in the file is executed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inspector.formats.errors import FormatError, NotAModelError

if TYPE_CHECKING:
    from inspector.formats.opening import holds_model, open_model

__all__ = ["FormatError", "NotAModelError", "holds_model", "open_model"]


def __getattr__(name: str) -> Any:
    """The readers, imported when they are first used: a window that opens no file yet is there sooner without."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from inspector.formats import opening

    return getattr(opening, name)
