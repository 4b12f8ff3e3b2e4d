"""The shell's front door: reads the arguments, runs one command, turns refusals into one sentence and an exit code."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from inspector import __version__
from inspector.commands.looking import MODEL_HELP
from inspector.commands.output import OutputError
from inspector.commands.stdout import discard
from inspector.formats import FormatError
from inspector.graph.renaming import RuleError
from inspector.jobs.runs import RunError
from inspector.jobs.source import SourceError
from inspector.jobs.trust import TrustError
from inspector.recipe.codec import RecipeError
from inspector.recipe.plan import EditError
from inspector.ui.pictures.errors import PictureError

DONE, REFUSED, USAGE = 0, 1, 2
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
COMMANDS = (
    "demo",
    "show",
    "scan",
    "export",
    "weights",
    "propose",
    "edit",
    "check",
    "adapt",
    "apply",
    "train",
    "script",
    "upgrade",
    "doctor",
)
"""Modules of `inspector.commands`, imported when they are asked for: together they take a third of a second."""
REFUSALS = (
    FormatError,
    RuleError,
    RecipeError,
    EditError,
    RunError,
    SourceError,
    PictureError,
    OutputError,
    TrustError,
)


def main(arguments: Sequence[str]) -> int:
    """Run the command the arguments name, or open the window.

    Returns:
        0 done, 1 refused or failed (one sentence on stderr), 2 wrong usage.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    words = list(arguments)
    for word in words:
        if not _is_unicode(word):
            return _refuse(f"Expected names in UTF-8, found {word!a}: rename the file or folder.")
    try:
        if not words or (words[0] not in COMMANDS and words[0] not in ("-h", "--help", "--version")):
            return _window(words)
        options = _parser(words[0]).parse_args(words)
        code = int(_module(options.command).run(options))
        print(end="", flush=True)
        return code
    except REFUSALS as refusal:
        return _refuse(str(refusal))
    except BrokenPipeError:  # the reader of our output went away: `| head`
        discard()
        return DONE
    except OSError as error:
        discard()
        place = f"'{error.filename}'" if error.filename else "The output"
        return _refuse(f"{place} cannot be used: {error.strerror or error}.")
    except KeyboardInterrupt:
        return _refuse("stopped by Ctrl+C")


def _refuse(sentence: str) -> int:
    print(f"inspector: {sentence}", file=sys.stderr)
    return REFUSED


def _is_unicode(word: str) -> bool:
    """Whether it can be passed on: bytes that are no UTF-8 reach Python as lone surrogates."""
    try:
        word.encode()
    except UnicodeEncodeError:
        return False
    return True


def _module(command: str) -> ModuleType:
    return import_module(f"inspector.commands.{command}")


def _parser(word: str) -> argparse.ArgumentParser:
    """The parser of the command that is asked for; of all of them where it is none."""
    parser = argparse.ArgumentParser(
        prog="inspector",
        usage="inspector [FILE]\n       inspector COMMAND …",
        description="Open a Keras model, see its graph, prepare it for fine-tuning, train it. No command: the window.",
    )
    parser.add_argument("--version", action="version", version=f"Model Inspector {__version__}")
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND", title="commands", prog="inspector"
    )
    for name in [word] if word in COMMANDS else COMMANDS:
        module = _module(name)
        text = (module.__doc__ or "").splitlines()[0]
        module.add(commands.add_parser(name, help=text, description=text))
    return parser


def _window(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="inspector", description="Open the window, with a model file if one is given."
    )
    parser.add_argument("file", nargs="?", metavar="FILE", help=MODEL_HELP)
    parser.add_argument("--self-test", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(list(words))
    if options.self_test:
        from inspector.ui.self_test import run

        return run()
    if options.file and not os.path.exists(options.file):
        return _refuse(f"There is no file '{options.file}', and no command of that name: see inspector --help.")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in _SCREENS):
        return _refuse(
            "There is no display to open a window on (DISPLAY is not set): see inspector --help for the rest."
        )
    from inspector.ui.app import run as window

    return window(options.file)
