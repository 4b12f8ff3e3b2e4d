"""Python's bytecode as text a person can read, for every Python that Keras has run on; nothing is run."""

from __future__ import annotations

import json
import reprlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice

from inspector.formats.safe_text import clean
from inspector.formats.safety.marshalled import Code
from inspector.resources import resource

Step = tuple[int, str, int | None]
"""Where an instruction begins, its name, and its argument."""

_VERSIONS = {
    "3.11": ((3, 11), (3, 12), (3, 13)),
    "3.8": ((3, 8), (3, 9), (3, 10)),
    "3.0": ((3, 5), (3, 6), (3, 7)),
    "2": ((2, 7),),
}
"""Versions of Python that write a layout of code objects."""

_LINES = 200
_DEPTH = 4
_FIRST_WITH_WORDS = (3, 6)
_CONSTANTS = frozenset({"LOAD_CONST", "RETURN_CONST", "KW_NAMES"})
_NAMES = frozenset({
    "LOAD_NAME", "STORE_NAME", "DELETE_NAME", "LOAD_GLOBAL", "STORE_GLOBAL", "DELETE_GLOBAL", "LOAD_ATTR",
    "STORE_ATTR", "DELETE_ATTR", "LOAD_METHOD", "IMPORT_NAME", "IMPORT_FROM", "LOAD_SUPER_ATTR",
    "LOAD_FROM_DICT_OR_GLOBALS",
})  # fmt: skip
_VARIABLES = frozenset(["LOAD_FAST", "STORE_FAST", "DELETE_FAST", "LOAD_FAST_CHECK", "LOAD_FAST_AND_CLEAR"])
_FREE = frozenset(["LOAD_DEREF", "STORE_DEREF", "DELETE_DEREF", "LOAD_CLOSURE", "LOAD_CLASSDEREF", "MAKE_CELL"])
_SHIFTED = {("LOAD_GLOBAL", (3, 11)): 1, ("LOAD_ATTR", (3, 12)): 1, ("LOAD_SUPER_ATTR", (3, 12)): 2}
_OPERATORS = ["+", "&", "//", "<<", "@", "*", "%", "|", "**", ">>", "-", "/", "^"]


def disassembly(code: Code) -> tuple[str, ...]:
    """One line per instruction, then those of the functions in it; the first line says which Pythons write it so."""
    misfits = {version: _misfits(code, version) for version in _VERSIONS[code.layout]}
    fitting = [version for version, count in misfits.items() if count == min(misfits.values())]
    lines = list(islice(_lines(code, fitting[-1], 0), _LINES + 1))
    if len(lines) > _LINES:
        lines[_LINES] = "… and more"
    return f"bytecode of Python {' or '.join(f'{major}.{minor}' for major, minor in fitting)}", *lines


def _misfits(code: Code, version: tuple[int, int]) -> int:
    """How many instructions are none of this version, or refer to what is not there."""
    return sum(
        name.startswith("?") or (_held(code, name, argument or 0, version) or " ")[:1] == "?"
        for _, name, argument in _steps(code.code, version)
    )


def _lines(code: Code, version: tuple[int, int], depth: int) -> Iterator[str]:
    yield f"{code.name} (from {code.file})"
    for place, name, argument in _steps(code.code, version):
        if name == "CACHE":
            continue
        told = "" if argument is None else f"{argument:>5}"
        meaning = _held(code, name, argument or 0, version)
        yield f"{place:>6} {name:<28}{told}{f' ({meaning})' if meaning else ''}".rstrip()
    for inner in code.constants:
        if isinstance(inner, Code) and depth < _DEPTH:
            yield from _lines(inner, version, depth + 1)


def _steps(raw: bytes, version: tuple[int, int]) -> Iterator[Step]:
    names = _instructions(version)
    have_argument = 44 if version >= (3, 13) else 90
    place = extended = 0
    while place < len(raw):
        opcode, start = raw[place], place
        name = names.get(opcode, f"?{opcode}")
        wide = version < _FIRST_WITH_WORDS
        size = (3 if opcode >= have_argument else 1) if wide else 2
        held = int.from_bytes(raw[place + 1 : place + size], "little")
        place += size
        argument = held | extended
        extended = argument << (16 if wide else 8) if name == "EXTENDED_ARG" and argument < 1 << 32 else 0
        yield start, name, argument if opcode >= have_argument or (not wide and argument) else None


def _held(code: Code, name: str, argument: int, version: tuple[int, int]) -> str:
    """What an argument refers to; ``"?"`` where that is not there, empty where it is only a number."""
    for (shifted, since), bits in _SHIFTED.items():
        if name == shifted and version >= since:
            argument >>= bits
    if name in _CONSTANTS:
        return _constant(code.constants[argument]) if argument < len(code.constants) else "?"
    if name in _NAMES:
        return _at(code.names, argument)
    if name in _VARIABLES or (name in _FREE and version >= (3, 11)):
        return _at(code.variables, argument)
    if name in _FREE:
        return _at(code.free, argument)
    if name == "BINARY_OP":
        plain = argument % len(_OPERATORS)
        return _OPERATORS[plain] + "=" * (argument >= len(_OPERATORS))
    return ""


def _at(names: Sequence[str], place: int) -> str:
    return names[place] if place < len(names) else "?"


def _constant(value: object) -> str:
    if isinstance(value, Code):
        return f"code of {value.name}"
    short = reprlib.Repr()
    short.maxlevel, short.maxstring, short.maxother, short.maxtuple, short.maxdict = 3, 120, 120, 12, 8
    return clean(short.repr(value))


@cache
def _instructions(version: tuple[int, int]) -> Mapping[int, str]:
    """Names of instructions by number; those of Python 2.7 to 3.5 are those of 3.6 as far as both have them."""
    tables = json.loads(resource("opcodes.json").read_text(encoding="utf-8"))
    major, minor = max(version, _FIRST_WITH_WORDS)
    return {number: name for number, name in enumerate(tables[f"{major}.{minor}"]) if name}
