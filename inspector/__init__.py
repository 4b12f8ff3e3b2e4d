"""Model Inspector: open a Keras model, see it, prepare it for fine-tuning, train it.

In Python and notebooks: ``inspector.open("model.keras")``.
"""

import importlib

__version__ = "0.1.0"
__all__ = ["FormatError", "Model", "__version__", "open"]

_BEHIND = {"FormatError": "inspector.formats", "Model": "inspector.api", "open": "inspector.api"}


def __getattr__(name: str) -> object:
    """What Python code uses, imported when it is first asked for: processes of the program start without it."""
    if name not in _BEHIND:
        raise AttributeError(f"module 'inspector' has no attribute {name!r}")
    return getattr(importlib.import_module(_BEHIND[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_BEHIND})
