"""What the engine says when it cannot do what it was asked."""

from __future__ import annotations


class EngineError(ValueError):
    """A refusal or failure as one sentence for the person: what was expected, what was found, what to do."""
