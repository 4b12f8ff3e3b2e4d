"""JSON out of an untrusted file: bounded in size and depth before it is parsed, its text safe to show."""

from __future__ import annotations

import json
import re
from typing import Any

from inspector.formats import limits
from inspector.formats.errors import FormatError
from inspector.formats.safe_text import clean_values

# one that is not closed goes to the end: looking for the end of each such string anew would take the square of the time
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_MAY_NEED_CLEANING = re.compile(rb"\\[^\"\\/nt]|[\x00-\x08\x0b-\x1f\x7f-\xff]")


def parse(raw: bytes, what: str) -> Any:
    """The JSON value in ``raw``.

    Args:
        raw: UTF-8 text; bytes that are not UTF-8 are replaced.
        what: the text's name in messages, e.g. ``"config.json"``.

    Raises:
        FormatError: it is no JSON, or larger or deeper than `limits` allow.
    """
    if len(raw) > limits.CONFIG_BYTES:
        raise FormatError(f"{what} has {len(raw):,} bytes, more than the {limits.CONFIG_BYTES:,} a model can need.")
    values = raw.count(b",") + raw.count(b"[") + raw.count(b"{")
    if values > limits.JSON_VALUES:
        raise FormatError(f"{what} has {values:,} values, more than the {limits.JSON_VALUES:,} a model can need.")
    if _depth(raw) > limits.JSON_DEPTH:
        raise FormatError(f"{what} is nested deeper than the {limits.JSON_DEPTH} levels a model can need.")
    try:
        value = json.loads(raw.decode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        raise FormatError(f"{what} is damaged: expected JSON text, found {_fault(error)}.") from error
    return clean_values(value) if _MAY_NEED_CLEANING.search(raw) else value


def _depth(raw: bytes) -> int:
    depth = deepest = 0
    for bracket in _STRING.sub(b"", raw).translate(None, _NO_BRACKETS):
        if bracket in b"[{":
            depth += 1
            deepest = max(deepest, depth)
            if deepest > limits.JSON_DEPTH:
                break
        else:
            depth -= 1
    return deepest


def _fault(error: ValueError | RecursionError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg[0].lower()}{error.msg[1:]} at character {error.pos:,}"
    return str(error)
