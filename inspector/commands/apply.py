"""Make the edits of a recipe and write the edited model, untrained."""

from __future__ import annotations

import argparse

from inspector.commands.comparing import tell_before_after
from inspector.commands.engine import follow
from inspector.commands.fitting import refuse_edits
from inspector.commands.looking import MODEL_HELP
from inspector.commands.output import add_model_output, model_output
from inspector.commands.trusting import add_trust, trusted
from inspector.formats import open_model
from inspector.jobs.messages import Apply
from inspector.recipe.codec import load


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE", help=MODEL_HELP)
    parser.add_argument("--recipe", required=True, metavar="R", help="a recipe (docs/recipe.md)")
    add_model_output(parser, "OUT.keras", "where the edited model goes")
    add_trust(parser)


def run(options: argparse.Namespace) -> int:
    """Write the edited model; raises OutputError, RecipeError, FormatError, TrustError."""
    output = model_output(options)
    recipe = load(options.recipe)
    graph = open_model(options.file)
    refuse_edits(graph, recipe)
    code = follow(Apply(model=options.file, recipe=recipe, output=output, trusted=trusted(options)))
    if code == 0:
        tell_before_after(graph, recipe)
    return code
