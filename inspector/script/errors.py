"""When there is no script."""

from __future__ import annotations


class ScriptError(ValueError):
    """No script of plain Keras does this; a sentence that says why, and what can be done instead."""
