"""Check a recipe against a model without an engine: what refuses training, what is unwise, what is good to know."""

from __future__ import annotations

import argparse

from inspector.commands.comparing import tell_before_after
from inspector.formats import open_model
from inspector.recipe.check import check
from inspector.recipe.codec import load


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE", help="a .keras, .h5 or .hdf5 file")
    parser.add_argument("--recipe", required=True, metavar="R", help="a recipe (docs/recipe.md)")


def run(options: argparse.Namespace) -> int:
    """Print every note; 1 where there is an error; raises RecipeError, FormatError."""
    graph, recipe = open_model(options.file), load(options.recipe)
    notes = check(graph, recipe)
    for note in notes:
        place = f"{note.layer}: " if note.layer else ""
        print(f"{note.level} [{note.code}] {place}{note.text}")
    if not notes:
        print("Nothing to object to.")
    tell_before_after(graph, recipe)
    return int(any(note.level == "error" for note in notes))
