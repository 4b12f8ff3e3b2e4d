"""Look for code and file access in model files and folders of them; exit 1 where there is some."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from inspector.commands.finding import ENDINGS, models_in
from inspector.formats import FormatError, NotAModelError, open_model
from inspector.formats.safe_text import clean_name
from inspector.formats.safety.verdict import findings

_ARCHIVE = ".keras"


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="a model file, or a folder to search")


def run(options: argparse.Namespace) -> int:
    """Print a line for every file and one for every finding; 0 where all files are clean."""
    judged = [is_clean for start in options.paths for is_clean in _judged(start) if is_clean is not None]
    if not judged:
        print("No model files found.")
    return 0 if all(judged) else 1


def _judged(start: Path) -> Iterator[bool | None]:
    """Whether the file is clean, whatever it is; of a folder, each model in it; ``None`` for what is none."""
    if not start.is_dir():
        yield _judge(start, named=True)
        return
    refused: list[OSError] = []
    for path in models_in(start, refused):
        yield _judge(path, named=path.is_dir())
    for error in refused:
        _say("unreadable", Path(error.filename), error.strerror or "it cannot be read")
        yield False


def _judge(path: Path, *, named: bool) -> bool | None:
    """Whether a file can be opened and holds nothing to be wary of; ``None`` for one that is no model, nor named."""
    has_ending = path.suffix.lower() in ENDINGS
    try:
        found = findings(open_model(path))
    except NotAModelError as refusal:
        if not named and path.suffix.lower() != _ARCHIVE:
            return None
        return _say("unreadable", path, str(refusal))
    except FormatError as refusal:
        return _say("unreadable", path, str(refusal)) if named or has_ending else None
    return _say("finding" if found else "clean", path, *(note.text for note in found))


def _say(verdict: str, path: Path, *sentences: str) -> bool:
    print(f"{verdict:10}  {clean_name(str(path))}")
    for sentence in sentences:
        print(f"{'':12}{sentence}")
    sys.stdout.flush()
    return verdict == "clean"
