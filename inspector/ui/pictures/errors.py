"""What is said when a picture cannot be written."""

from __future__ import annotations


class PictureError(ValueError):
    """A picture that cannot be written as it was asked for; the message says why and what to do."""
