"""Marshalled Python code is told whichever Python wrote it, and whatever its bytes are nothing is run."""

from __future__ import annotations

import base64
import contextlib
import dis
import marshal
import random
import struct
import sys
from types import CodeType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.formats.safety.code import carried
from inspector.formats.safety.disassembly import disassembly
from inspector.formats.safety.marshalled import Code, MarshalError, code_object

# `lambda x: os.system(x)`, marshalled by each of these
WRITTEN = {
    "2.7": (
        "YwEAAAABAAAAAgAAAEMAAABzDQAAAHQAAGoBAHwAAIMBAFMoAQAAAE4oAgAAAHQCAAAAb3N0BgAAAHN5c3RlbSgBAAAAdAEA"
        "AAB4KAAAAAAoAAAAAHMIAAAAPHN0cmluZz50CAAAADxsYW1iZGE+AQAAAHQAAAAA"
    ),
    "3.6": (
        "4wEAAAAAAAAAAQAAAAIAAABDAAAAcwoAAAB0AGoBfACDAVMAKQFOKQLaAm9z2gZzeXN0ZW0pAdoBeKkAcgQAAAD6CDxzdHJp"
        "bmc+2gg8bGFtYmRhPgEAAABzAAAAAA=="
    ),
    "3.8": (
        "4wEAAAAAAAAAAAAAAAEAAAADAAAAQwAAAHMKAAAAdACgAXwAoQFTACkBTikC2gJvc9oGc3lzdGVtKQHaAXipAHIEAAAA+gg8"
        "c3RyaW5nPtoIPGxhbWJkYT4BAAAA8wAAAAA="
    ),
    "3.12": (
        "4wEAAAAAAAAAAAAAAAMAAAADAAAA8ywAAACXAHQAAAAAAAAAAABqAwAAAAAAAAAAAAAAAAAAAAAAAHwAqwEAAAAAAABTACkB"
        "TikC2gJvc9oGc3lzdGVtKQHaAXhzAQAAACD6CDxzdHJpbmc++gg8bGFtYmRhPnIGAAAAAQAAAHMOAAAAgACMIo8piSmQQYss"
        "gADzAAAAAA=="
    ),
    "3.13": (
        "4wEAAAAAAAAAAAAAAAMAAAADAAAA8ywAAACVAFsAAAAAAAAAAABSAwAAAAAAAAAAAAAAAAAAAAAAAFUANQEAAAAAAAAkACkB"
        "TikC2gJvc9oGc3lzdGVtKQHaAXhzAQAAACDaCDxzdHJpbmc+2gg8bGFtYmRhPnIGAAAAAQAAAHMMAAAAgACMIo8piSmQQYws"
        "8wAAAAA="
    ),
}


@pytest.mark.parametrize("version", WRITTEN)
def test_code_of_an_old_or_new_python_is_told(version: str) -> None:
    code = code_object(base64.b64decode(WRITTEN[version]))
    heading, place, *lines = disassembly(code)
    assert version in heading
    assert place == "<lambda> (from <string>)"
    told = [line.split()[-1] for line in lines if "(" in line]
    assert told == ["(os)", "(system)", "(x)"]
    assert lines[-1].split()[1] == "RETURN_VALUE"
    assert not [line for line in lines if "?" in line]


def own_code() -> CodeType:
    """A function of this Python with closures, loops, constants of every kind and an import."""

    def outer(first: int, *rest: str, key: object = None) -> object:
        import json

        held = {"a": 1.5, "b": (1, 2**70, None, b"x", ..., 2j)}

        def inner(value: int) -> object:
            return [json.dumps(held["a"]), first, value, key]

        for each in rest:
            if each > "m" and first != 300:
                held[each] = inner(len(each))
        return held

    return outer.__code__


@pytest.mark.skipif(not (3, 11) <= sys.version_info[:2] <= (3, 13), reason="a Python whose code is not told")
def test_instructions_and_constants_are_those_python_itself_finds() -> None:
    code = code_object(marshal.dumps(own_code()))
    _, _, *lines = disassembly(code)
    wanted = [step.opname for step in dis.get_instructions(own_code())]
    assert [line.split()[1] for line in lines[: len(wanted)]] == wanted
    assert code.names == own_code().co_names
    assert [each for each in code.constants if not isinstance(each, Code)] == [
        each for each in own_code().co_consts if not isinstance(each, CodeType)
    ]


@given(st.binary(max_size=200) | st.integers(0, 10_000).map(lambda seed: damaged(marshal.dumps(own_code()), seed)))
def test_any_bytes_are_code_or_a_sentence(raw: bytes) -> None:
    found = carried(base64.b64encode(raw.ljust(40, b"\0")).decode())
    assert found
    assert found.words.isprintable()
    with contextlib.suppress(MarshalError):
        assert disassembly(code_object(raw))


@pytest.mark.parametrize("seed", [493, 7075])
def test_names_of_damaged_code_are_short_and_on_one_line(seed: int) -> None:
    found = carried(base64.b64encode(damaged(marshal.dumps(own_code()), seed)).decode())
    assert found
    assert found.words.isprintable()
    assert len(found.words) < 1000


def damaged(raw: bytes, seed: int) -> bytes:
    changed, chance = bytearray(raw), random.Random(seed)
    for _ in range(chance.choice((1, 3, 10))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def test_lists_that_hold_lists_twice_do_not_fill_the_page() -> None:
    """Thirty lists, each of which holds the one before twice: a thousand million if they were written out."""
    inner = b"\xa9\x02NN"
    for _ in range(30):
        inner = b"\xa9\x02" + inner + b"r" + struct.pack("<i", 1)
    found = carried(base64.b64encode(marshal.dumps(own_code()).replace(b"N", inner, 1)).decode())
    assert found
    assert len(found.listing) < 100_000


@pytest.mark.parametrize(
    "value", [None, "relu", {"class_name": "function", "config": "relu"}, 3, {"class_name": "__lambda__"}]
)
def test_a_function_by_its_name_carries_no_code(value: object) -> None:
    assert carried(value) is None
