"""Check a recipe against a model without an engine: what refuses training, what is unwise, what is good to know."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from inspector.commands.comparing import tell_before_after
from inspector.commands.output import OutputError, add_overwrite, check_output
from inspector.formats import open_model
from inspector.jobs.known_data import known_data
from inspector.jobs.source import SourceError
from inspector.recipe.check import Finding, KnownData, check
from inspector.recipe.checks.mending import mended
from inspector.recipe.codec import encode, load
from inspector.recipe.recipe import Recipe
from inspector.ui.atomic import write


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE", help="a .keras, .h5 or .hdf5 file")
    parser.add_argument("--recipe", required=True, metavar="R", help="a recipe (docs/recipe.md)")
    parser.add_argument("--json", action="store_true", help="print the notes as JSON (docs/checks.md)")
    parser.add_argument("--mend", action="store_true", help="mend what has one way to be mended; needs -o")
    parser.add_argument("-o", "--output", type=Path, metavar="OUT.json", help="where the mended recipe goes")
    add_overwrite(parser)


def run(options: argparse.Namespace) -> int:
    """Print every note; 1 where there is an error.

    Raises:
        RecipeError, FormatError: recipe or model cannot be read.
        OutputError: the mended recipe has no place to go.
    """
    if options.mend != (options.output is not None):
        raise OutputError("Expected --mend together with -o OUT.json, found only one of them: give both, or neither.")
    if options.output:
        check_output(options.output, overwrite=options.overwrite)
    graph, recipe = open_model(options.file), load(options.recipe)
    data = _looked_at(recipe)
    done: Sequence[str] = ()
    if options.mend:
        recipe, done = mended(graph, recipe, data)
        write(options.output, encode(recipe))
    notes = check(graph, recipe, data)
    if options.json:
        print(json.dumps({"mended": list(done), "notes": [_as_json(note) for note in notes]}, indent=2))
    else:
        _tell(notes, done, options.output)
        tell_before_after(graph, recipe)
    return int(any(note.level == "error" for note in notes))


def _looked_at(recipe: Recipe) -> KnownData | None:
    """What is known of the data; what hinders a look at it is told like everything else."""
    if recipe.data is None:
        return None
    try:
        return known_data(recipe.data.source)
    except SourceError as error:
        return KnownData(problem=str(error))


def _tell(notes: Sequence[Finding], done: Sequence[str], output: Path | None) -> None:
    for words in done:
        print(f"mended: {words}")
    if output is not None:
        print(f"Wrote {output}.")
    for note in notes:
        place = f"{note.layer}: " if note.layer else ""
        mends = f" ({' or: '.join(mend.label for mend in note.mends)})" if note.mends else ""
        print(f"{note.level} [{note.code}] {place}{note.text}{mends}")
    if not notes:
        print("Nothing to object to.")


def _as_json(note: Finding) -> dict[str, object]:
    return {
        "level": note.level,
        "code": note.code,
        "layer": note.layer,
        "text": note.text,
        "expected": note.expected,
        "found": note.found,
        "mends": [mend.label for mend in note.mends],
    }
