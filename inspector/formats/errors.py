"""Why a file cannot be shown."""

from __future__ import annotations


class FormatError(ValueError):
    """The file is refused; the text is one sentence for a person: what was expected, what was found, what to do."""


class NotAModelError(FormatError):
    """The file is sound, as far as that was looked at, and something else than a model."""
