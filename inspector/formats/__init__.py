"""A model file becomes a graph. Nothing that is in the file is executed."""

from inspector.formats.errors import FormatError
from inspector.formats.opening import open_model

__all__ = ["FormatError", "open_model"]
