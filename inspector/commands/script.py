"""Write the Keras script that does what a recipe says, for use without this program."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from inspector.commands.output import add_overwrite, check_output
from inspector.formats import open_model
from inspector.jobs.data_facts import data_facts
from inspector.recipe.codec import load
from inspector.script.script import script
from inspector.ui.atomic import write


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE", help="a .keras, .h5 or .hdf5 file")
    parser.add_argument("--recipe", required=True, metavar="R", help="a recipe (docs/recipe.md)")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="OUT.py", help="where the script goes; without it it is printed"
    )
    add_overwrite(parser)


def run(options: argparse.Namespace) -> int:
    """Write or print the script; raises OutputError, RecipeError, FormatError, SourceError, EditError, ScriptError."""
    if options.output:
        check_output(options.output, overwrite=options.overwrite)
    recipe = load(options.recipe)
    facts = data_facts(recipe.data.source) if recipe.data else None
    text = script(open_model(options.file), recipe, facts)
    if options.output:
        write(options.output, text.encode())
        print(f"Wrote {options.output}")
    else:
        sys.stdout.write(text)
    return 0
