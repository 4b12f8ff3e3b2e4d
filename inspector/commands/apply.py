"""Make the edits of a recipe and write the edited model, untrained."""

from __future__ import annotations

import argparse
from pathlib import Path

from inspector.commands.engine import follow
from inspector.commands.fitting import refuse_edits
from inspector.commands.output import OutputError, add_overwrite, check_output
from inspector.commands.trusting import add_trust, trusted
from inspector.formats import open_model
from inspector.jobs.messages import Apply
from inspector.recipe.codec import load


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE", help="a .keras, .h5 or .hdf5 file")
    parser.add_argument("--recipe", required=True, metavar="R", help="a recipe (docs/recipe.md)")
    parser.add_argument("-o", "--output", required=True, metavar="OUT.keras", help="where the edited model goes")
    add_overwrite(parser)
    add_trust(parser)


def run(options: argparse.Namespace) -> int:
    """Write the edited model; raises OutputError, RecipeError, FormatError, TrustError."""
    output = Path(options.output)
    if output.suffix != ".keras":
        raise OutputError(f"Expected a name that ends with .keras, found {output.name!r}: choose one that does.")
    check_output(output, overwrite=options.overwrite)
    recipe = load(options.recipe)
    refuse_edits(open_model(options.file), recipe)
    return follow(Apply(model=options.file, recipe=recipe, output=options.output, trusted=trusted(options)))
