"""A model file becomes a graph. Nothing that is in the file is executed."""

from inspector.formats.errors import FormatError, NotAModelError
from inspector.formats.opening import holds_model, open_model

__all__ = ["FormatError", "NotAModelError", "holds_model", "open_model"]
