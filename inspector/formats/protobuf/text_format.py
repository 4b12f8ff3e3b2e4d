"""A message written as text (``.pbtxt``) becomes the same message in bytes, so that one reader serves both.

Source: https://protobuf.dev/reference/protobuf/textformat-spec/
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from inspector.formats import limits
from inspector.formats.protobuf.schema import DTYPES, MESSAGES, Message
from inspector.formats.protobuf.wire import FIXED_32, FIXED_64, VARINT, WireError, delimited, encoded

_TOKEN = re.compile(
    rb"""\s+|\#[^\n]*
    |(?P<name>[A-Za-z_][\w.]*)
    |(?P<number>-?(?:0[xX][0-9a-fA-F]+|\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)f?|-(?:inf|nan)\b)
    |(?P<string>"(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+')
    |(?P<mark>[{}<>:;,/\[\]])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|(.))", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"a": b"\a", b"b": b"\b", b"f": b"\f", b"v": b"\v"}
_OPENING = {b"{": b"}", b"<": b">"}

_Token = tuple[str, bytes, int]


def binary(text: bytes, message: str) -> bytes:
    """The bytes of a message.

    Args:
        text: the whole file.
        message: its kind, a key of `schema.MESSAGES`; fields that are not listed there are left out.

    Raises:
        WireError: it is no such text, or nested deeper than any.
    """
    return _Reader(_tokens(text)).message(MESSAGES[message], b"", 0)


def _tokens(text: bytes) -> Iterator[_Token]:
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            line = text.count(b"\n", 0, place) + 1
            raise WireError(f"line {line:,} is no text of a protocol buffer")
        if found.lastgroup:
            yield found.lastgroup, found.group(), place
        place = found.end()
    yield "end", b"", place


class _Reader:
    """Reads tokens one ahead; messages become bytes from the inside out."""

    def __init__(self, tokens: Iterator[_Token]) -> None:
        self._tokens = tokens
        self._next = next(tokens)

    def message(self, known: Message, closing: bytes, depth: int) -> bytes:
        """The fields up to the closing bracket, or to the end of the text."""
        if depth > limits.JSON_DEPTH:
            raise WireError(f"it is nested deeper than the {limits.JSON_DEPTH} levels a graph can need")
        made = bytearray()
        while not self._ends(closing):
            name = self._take("name", "[").decode()
            if name == "[":  # an extension or Any: [type.name]
                while self._take("name", "number", "]", "mark") != b"]":
                    pass
            self._skip(b":")
            for content in self._values(known.get(name), depth):
                made += content
            self._skip(b",", b";")
        return bytes(made)

    def _values(self, field: tuple[int, str] | None, depth: int) -> Iterator[bytes]:
        """The value of a field, or the values of a list in brackets."""
        if not self._skip(b"["):
            yield self._value(field, depth)
            return
        while not self._skip(b"]"):
            yield self._value(field, depth)
            self._skip(b",")

    def _value(self, field: tuple[int, str] | None, depth: int) -> bytes:
        number, kind = field or (0, "")
        closing = _OPENING.get(self._next[1]) if self._next[0] == "mark" else None
        if closing:
            self._advance()
            content = self.message(MESSAGES.get(kind, {}), closing, depth + 1)
            return delimited(number, content) if kind in MESSAGES else b""
        group, raw, place = self._advance()
        if group == "string":
            pieces = [raw]
            while self._next[0] == "string":
                pieces.append(self._advance()[1])
            return delimited(number, b"".join(map(_unescaped, pieces))) if kind == "text" else b""
        if group not in ("name", "number"):
            raise WireError(f"a value is missing at character {place:,}")
        return _scalar(number, kind, raw) if field else b""

    def _ends(self, closing: bytes) -> bool:
        group, raw, place = self._next
        if group == "end":
            if closing:
                raise WireError("it breaks off inside a message")
            return True
        if closing and raw == closing and group == "mark":
            self._advance()
            return True
        if raw in (b"}", b">") and group == "mark":
            raise WireError(f"there is a bracket too many at character {place:,}")
        return False

    def _take(self, *wanted: str) -> bytes:
        group, raw, place = self._advance()
        if group not in wanted and raw.decode("latin-1") not in wanted:
            raise WireError(f"a field's name is missing at character {place:,}")
        return raw

    def _skip(self, *marks: bytes) -> bool:
        if self._next[0] == "mark" and self._next[1] in marks:
            self._advance()
            return True
        return False

    def _advance(self) -> _Token:
        token = self._next
        if token[0] != "end":
            self._next = next(self._tokens)
        return token


def _scalar(number: int, kind: str, raw: bytes) -> bytes:
    word = raw.decode("latin-1")
    try:
        if kind == "dtype":
            reference = word.endswith("_REF")
            value = DTYPES.index(word.removesuffix("_REF")) + 100 * reference if word[0] == "D" else int(word)
            return encoded(number << 3 | VARINT) + encoded(value)
        if kind == "truth":
            return encoded(number << 3 | VARINT) + encoded(word in ("true", "True", "t", "1"))
        if kind == "whole":
            return encoded(number << 3 | VARINT) + encoded(int(word, 0))
        if kind == "float":
            return encoded(number << 3 | FIXED_32) + struct.pack("<f", float(word.removesuffix("f")))
        if kind == "double":
            return encoded(number << 3 | FIXED_64) + struct.pack("<d", float(word))
    except (ValueError, OverflowError) as error:
        raise WireError(f"{word[:40]!r} is no value for a field of its kind") from error
    return b""  # a word where a message or a text is expected: nothing this reader needs


def _unescaped(literal: bytes) -> bytes:
    return _ESCAPE.sub(_character, literal[1:-1])


def _character(found: re.Match[bytes]) -> bytes:
    octal, hexadecimal, letter = found.groups()
    if octal:
        return bytes([int(octal, 8) & 0xFF])
    if hexadecimal:
        return bytes([int(hexadecimal, 16)])
    return _ESCAPED.get(letter, letter)
