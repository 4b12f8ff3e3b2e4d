"""Text from a file, made safe to show: no control, bidirectional or half characters reach a screen or a file name."""

from __future__ import annotations

import base64
import re
from typing import Any

_CONTROL = r"\x00-\x08\x0b-\x1f\x7f-\x9f"
_INVISIBLE = "\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f"
_HALVES = "\ud800-\udfff"
_UNSAFE = re.compile(f"[{_CONTROL}{_INVISIBLE}{_HALVES}]")
_MARSHALLED = re.compile("[c\u00e3].\0\0\0", re.DOTALL)
_SPACES = re.compile(r"[\t\n]")

REPLACEMENT = "\ufffd"


def clean(text: str) -> str:
    """The text with every unsafe character replaced by U+FFFD; tabs and line ends stay."""
    return text if text.isascii() and text.isprintable() else _UNSAFE.sub(REPLACEMENT, text)


def clean_name(text: str) -> str:
    """The text fit for a name: one line, nothing unsafe."""
    return text if text.isascii() and text.isprintable() else _SPACES.sub(" ", clean(text))


def clean_values(value: Any) -> Any:
    """A parsed JSON value with all its strings and keys cleaned, changed in place.

    Works without recursion, so that deep values cannot exhaust the stack.
    """
    box = [value]
    pending: list[Any] = [box]
    while pending:
        holder = pending.pop()
        if isinstance(holder, dict):
            if not all(map(_is_plain, holder)):
                cleaned = {clean(key): held for key, held in holder.items()}
                holder.clear()
                holder.update(cleaned)
            slots: Any = holder.items()
        else:
            slots = enumerate(holder)
        for slot, held in slots:
            if isinstance(held, str):
                if not _is_plain(held):
                    holder[slot] = _without_code(held)
            elif isinstance(held, (dict, list)):
                pending.append(held)
    return box[0]


def _without_code(text: str) -> str:
    """The text; marshalled Python code, which Keras 1 wrote as it is, as base64 like later versions write it."""
    if not _MARSHALLED.match(text):
        return clean(text)
    return base64.b64encode(text.encode("raw_unicode_escape")).decode()


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()
