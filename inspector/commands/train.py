"""Make the edits of a recipe, train the model, and leave everything in a run folder."""

from __future__ import annotations

import argparse

import msgspec

from inspector.commands.engine import follow
from inspector.commands.fitting import refuse_errors
from inspector.commands.looking import MODEL_HELP
from inspector.commands.trusting import add_trust, trusted
from inspector.formats import open_model
from inspector.jobs.messages import Train
from inspector.jobs.runs import discard_unbegun, prepare
from inspector.jobs.source import kind_of
from inspector.recipe.codec import assign, load
from inspector.recipe.recipe import Data, Recipe


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE", help=MODEL_HELP)
    parser.add_argument("--recipe", required=True, metavar="R", help="a recipe (docs/recipe.md)")
    parser.add_argument(
        "--data",
        metavar="D",
        help="an .npz file, an image folder, IDX files, or sample:digits; without it the recipe's own data",
    )
    parser.add_argument("--run", required=True, dest="folder", metavar="DIR", help="the run folder: new, or empty")
    parser.add_argument(
        "--set",
        action="append",
        type=_setting,
        default=[],
        metavar="NAME=VALUE",
        help="change a training setting: epochs=3, batch_size=32, learning_rate.base=0.01 …; may be repeated",
    )
    add_trust(parser)


def run(options: argparse.Namespace) -> int:
    """Train; raises RecipeError, SourceError, FormatError, TrustError, RunError: nothing is written then."""
    recipe = load(options.recipe)
    for name, value in options.set:
        recipe = assign(recipe, name, value)
    if options.data is not None:
        recipe = with_source(recipe, options.data)
    refuse_errors(open_model(options.file), recipe)
    if recipe.data is not None:
        kind_of(recipe.data.source)
    allowed = trusted(options)
    folder = prepare(options.folder)
    try:
        return follow(Train(model=options.file, recipe=recipe, run=str(folder), trusted=allowed))
    finally:
        discard_unbegun(folder)


def with_source(recipe: Recipe, source: str) -> Recipe:
    """The recipe with its data taken from elsewhere and the other data settings kept."""
    data = msgspec.structs.replace(recipe.data, source=source) if recipe.data else Data(source=source)
    return msgspec.structs.replace(recipe, data=data)


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise argparse.ArgumentTypeError(f"expected NAME=VALUE, found {text!r}")
    return name, value
