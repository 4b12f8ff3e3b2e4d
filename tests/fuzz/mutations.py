"""Ways to damage the bytes of a model file."""

from __future__ import annotations

import io
import random
import re
import zipfile

NUMBERS = (0, 1, 0x7F, 0x80, 0xFF)
TEXTS = (b"-1", b"0", b"1e999", b"99999999999999999999", b"null", b"true", b'""', b"[]", b"{}", b"NaN", b'"\\ud800"')
LENGTHS = (b"\xff\xff\xff\xff\x0f", b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", b"\x80\x80\x80\x80\x08", b"\x80\x00")
VALUE = re.compile(rb'-?\d+\.?\d*|"[^"\\]{0,40}"|null|true|false')


def mutated(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    """The bytes with one or several kinds of damage; ``other`` is a file to take pieces from."""
    if zipfile.is_zipfile(io.BytesIO(raw)) and chance.random() < 0.7:
        return _archive(raw, other, chance)
    return _damaged(raw, other, chance)


def _archive(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    """A sound archive of damaged members."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(made, "w") as target:
        names = source.namelist()
        chosen = chance.choice([name for name in names if name == "config.json"] or names)
        for name in names:
            held = source.read(name)
            target.writestr(name, _damaged(held, other, chance) if name == chosen else held)
    return made.getvalue()


def _damaged(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    changed = bytearray(raw)
    begins_json = raw.lstrip()[:1] in (b"{", b"[") or b'{"class_name"' in raw
    for _ in range(chance.choice((1, 1, 2, 5, 30))):
        if not changed:
            break
        kinds = [_flip, _flip, _byte, _cut, _double, _move, _length, _splice]
        kind = chance.choice([*kinds, _json, _json, _json, _json] if begins_json else kinds)
        kind(changed, other, chance)
    return bytes(changed[: chance.randrange(len(changed) + 1)] if chance.random() < 0.05 else changed)


def _place(changed: bytearray, chance: random.Random) -> int:
    return chance.randrange(min(len(changed), 400) if chance.random() < 0.3 else len(changed))


def _flip(changed: bytearray, _other: bytes, chance: random.Random) -> None:
    changed[_place(changed, chance)] ^= 1 << chance.randrange(8)


def _byte(changed: bytearray, _other: bytes, chance: random.Random) -> None:
    changed[_place(changed, chance)] = chance.choice(NUMBERS)


def _cut(changed: bytearray, _other: bytes, chance: random.Random) -> None:
    place = _place(changed, chance)
    del changed[place : place + chance.choice((1, 4, 100, 5000))]


def _double(changed: bytearray, _other: bytes, chance: random.Random) -> None:
    place, size = _place(changed, chance), chance.choice((1, 8, 200, 5000))
    changed[place:place] = changed[place : place + size] * chance.choice((1, 1, 20))


def _move(changed: bytearray, _other: bytes, chance: random.Random) -> None:
    size = chance.choice((1, 8, 200))
    source, target = _place(changed, chance), _place(changed, chance)
    changed[target : target + size] = changed[source : source + size]


def _length(changed: bytearray, _other: bytes, chance: random.Random) -> None:
    place = _place(changed, chance)
    changed[place : place + 1] = chance.choice(LENGTHS)


def _splice(changed: bytearray, other: bytes, chance: random.Random) -> None:
    start = chance.randrange(len(other) + 1)
    place = _place(changed, chance)
    changed[place : place + chance.choice((0, 100, 5000))] = other[start : start + chance.choice((10, 300, 5000))]


def _json(changed: bytearray, _other: bytes, chance: random.Random) -> None:
    """Another value for one of the next values in JSON text."""
    found = VALUE.search(changed, _place(changed, chance))
    if found:
        words = [each.group() for each in VALUE.finditer(changed, 0, min(len(changed), 20_000))]
        changed[found.start() : found.end()] = chance.choice(TEXTS if chance.random() < 0.6 or not words else words)
