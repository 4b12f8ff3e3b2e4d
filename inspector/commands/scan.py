"""Look for code and file access in model files and folders of them; exit 1 where there is some."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from inspector.formats import FormatError, open_model
from inspector.formats.safety.verdict import findings

_ENDINGS = (".keras", ".h5", ".hdf5", ".pb", ".pbtxt", ".meta")
_BESIDE = ("keras_metadata.pb", "fingerprint.pb")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="a model file, or a folder to search")


def run(options: argparse.Namespace) -> int:
    """Print a line for every file and one for every finding; 0 where all files are clean."""
    judged = [_judge(path) for start in options.paths for path in _models(start)]
    if not judged:
        print("No model files found.")
    return 0 if all(judged) else 1


def _models(start: Path) -> Iterator[Path]:
    """The file itself, whatever its name; of a folder every model in it."""
    if not start.is_dir():
        yield start
        return
    for path in sorted(start.rglob("*")):
        if path.suffix.lower() in _ENDINGS and path.name not in _BESIDE and path.is_file():
            yield path


def _judge(path: Path) -> bool:
    """Whether a file can be opened and holds nothing to be wary of; prints what it says."""
    try:
        found = findings(open_model(path))
    except FormatError as refusal:
        print(f"unreadable  {path}\n            {refusal}")
        return False
    print(f"{'finding' if found else 'clean':10}  {path}")
    for note in found:
        print(f"            {note.text}")
    return not found
