"""The file a command writes: never over one that is there, unless the person says so."""

from __future__ import annotations

import argparse
from pathlib import Path

from inspector.jobs.model_formats import (
    BY_NAME,
    FormatName,
    ModelFormatError,
    format_of,
    is_saved_model,
    require_installed,
)


class OutputError(ValueError):
    """The file may not be written."""


def add_overwrite(parser: argparse.ArgumentParser) -> None:
    """Declare the switch."""
    parser.add_argument("--overwrite", action="store_true", help="replace the output file if it is there")


def add_model_output(parser: argparse.ArgumentParser, metavar: str, what: str) -> None:
    """Declare where a model is written to."""
    parser.add_argument("-o", "--output", required=True, type=Path, metavar=metavar, help=what)
    add_overwrite(parser)


def model_output(options: argparse.Namespace) -> str:
    """Where a model is to be written to.

    Raises:
        OutputError: the name does not end with .keras, or may not be written.
    """
    output: Path = options.output
    if output.suffix != ".keras":
        raise OutputError(f"Expected a name that ends with .keras, found {output.name!r}: choose one that does.")
    check_output(output, overwrite=options.overwrite)
    return str(output)


def add_format(parser: argparse.ArgumentParser) -> None:
    """Declare the format of a model that is written."""
    parser.add_argument(
        "--format",
        default="",
        choices=list(BY_NAME),
        help="the format, where the name of OUT does not end with .keras, .weights.h5, .onnx or .tflite",
    )


def formatted_output(options: argparse.Namespace) -> tuple[str, FormatName]:
    """Where a model is to be written to, and in which format.

    Raises:
        OutputError: the name does not say the format, it needs what is not installed, or it may not be written.
    """
    output: Path = options.output
    try:
        found = format_of(output, options.format)
        require_installed(found)
    except ModelFormatError as error:
        raise OutputError(str(error)) from error
    if output.is_dir() and options.overwrite and not found.ending and is_saved_model(output):
        return str(output), found.name
    check_output(output, overwrite=options.overwrite)
    return str(output), found.name


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
