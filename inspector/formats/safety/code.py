"""Python code that a config carries: what it is, told without running it."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from inspector.formats.safe_text import clean_name
from inspector.formats.safety.disassembly import disassembly
from inspector.formats.safety.marshalled import Code, MarshalError, code_object

_CODE_BYTES = 1 << 20
_SHOWN_NAMES = 12
_LONGEST = 60
_NAMES = 10_000
_TEXT = re.compile(rb"[\x20-\x7e]{4,}")
_TEXTS = 40


@dataclass(frozen=True, slots=True)
class Carried:
    """Code in a file: in a few words, and as text of several lines."""

    words: str
    listing: str


def carried(value: Any) -> Carried | None:
    """What a config's serialised function is; ``None`` where it is only a name.

    Args:
        value: as any version of Keras writes a lambda: ``[code, defaults, closure]``, the code alone, or
            ``{"class_name": "__lambda__", "config": {"value" or "code": …}}``.
    """
    text = _text(value)
    if text is None:
        return None
    raw = _bytes(text)
    try:
        code = code_object(raw)
    except MarshalError as error:
        found = [part.decode("ascii") for part in _TEXT.findall(raw)[:_TEXTS]]
        return Carried(f"{len(raw):,} bytes that cannot be told: {error}", "\n".join(["texts in it:", *found]))
    used = dict.fromkeys(_used(code, 0))
    shown = ", ".join([*map(_short, list(used)[:_SHOWN_NAMES]), *(["…"] if len(used) > _SHOWN_NAMES else [])])
    words = f"{_short(code.name)}, {len(raw):,} bytes{f' that use {shown}' if shown else ''}"
    return Carried(words, "\n".join(disassembly(code)))


def _short(name: str) -> str:
    """A name in a line; those of damaged code can be anything, of any length."""
    name = clean_name(name)
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"


def _text(value: Any) -> str | None:
    if isinstance(value, dict):
        config = value.get("config")
        if value.get("class_name") != "__lambda__" or not isinstance(config, dict):
            return None
        written = config.get("value", config.get("code", ""))
        return _first(written) or ""
    if isinstance(value, list):
        return _first(value)
    return value if isinstance(value, str) and len(value) > 40 else None


def _first(value: Any) -> str | None:
    """The code of ``[code, defaults, closure]``, or the code alone; ``None`` where that is no text: a shape."""
    if isinstance(value, list):
        value = value[0] if value else None
    return value if isinstance(value, str) else None


def _bytes(text: str) -> bytes:
    """The code's bytes, which were written as base64."""
    try:
        return base64.b64decode(text[: _CODE_BYTES * 2], validate=False)
    except (binascii.Error, ValueError):
        return text[:_CODE_BYTES].encode("utf-8", "replace")


def _used(code: Code, depth: int) -> Iterator[str]:
    """Names that the code and the functions in it refer to."""
    yield from code.names[:_NAMES]
    for inner in code.constants:
        if isinstance(inner, Code) and depth < 8:
            yield from _used(inner, depth + 1)
