"""The file a command writes: never over one that is there, unless the person says so."""

from __future__ import annotations

import argparse
from pathlib import Path


class OutputError(ValueError):
    """The file may not be written."""


def add_overwrite(parser: argparse.ArgumentParser) -> None:
    """Declare the switch."""
    parser.add_argument("--overwrite", action="store_true", help="replace the output file if it is there")


def check_output(path: Path, *, overwrite: bool) -> None:
    """Refuse a file that is there, and a folder that is not.

    Raises:
        OutputError: there is a file or folder of this name and it is not to be replaced, or no folder to put it in.
    """
    if not path.parent.is_dir():
        raise OutputError(f"Expected a folder for '{path.name}' at '{path.parent}', found none: make it first.")
    if path.is_dir() or (path.exists() and not overwrite):
        kind = "folder" if path.is_dir() else "file"
        raise OutputError(
            f"Expected a name for a new file, found a {kind} at '{path}': choose another name"
            + ("." if path.is_dir() else ", or add --overwrite to replace it.")
        )
