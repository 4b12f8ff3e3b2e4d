"""Make the edits of a recipe and write the edited model, untrained."""

from __future__ import annotations

import argparse

from inspector.commands.comparing import tell_before_after
from inspector.commands.engine import follow
from inspector.commands.fitting import refuse_edits
from inspector.commands.looking import MODEL_HELP
from inspector.commands.output import add_format, add_model_output, formatted_output
from inspector.commands.trusting import add_trust, trusted
from inspector.formats import open_model
from inspector.jobs.messages import Apply
from inspector.recipe.codec import load
from inspector.recipe.recipe import Recipe


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE", help=MODEL_HELP)
    parser.add_argument("--recipe", metavar="R", help="a recipe (docs/recipe.md); without one the model as it is")
    add_model_output(parser, "OUT", "where the edited model goes: OUT.keras, .weights.h5, .onnx or .tflite")
    add_format(parser)
    add_trust(parser)


def run(options: argparse.Namespace) -> int:
    """Write the edited model; raises OutputError, RecipeError, FormatError, TrustError."""
    output, kind = formatted_output(options)
    recipe = load(options.recipe) if options.recipe else Recipe()
    graph = open_model(options.file)
    refuse_edits(graph, recipe)
    job = Apply(model=options.file, recipe=recipe, output=output, trusted=trusted(options), format=kind)
    code = follow(job)
    if code == 0:
        tell_before_after(graph, recipe)
    return code
