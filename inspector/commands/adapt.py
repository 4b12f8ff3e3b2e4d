"""Say what of a recipe fits another model, edit by edit, and write that as a recipe."""

from __future__ import annotations

import argparse
from pathlib import Path

from inspector.commands.comparing import tell_before_after
from inspector.commands.output import add_overwrite, check_output
from inspector.formats import open_model
from inspector.recipe.codec import encode, load
from inspector.recipe.transfer import transfer
from inspector.ui.atomic import write

_MARKS = {"all": "fits", "some": "fits in part", "none": "does not fit"}
_WIDTH = max(map(len, _MARKS.values())) + 2


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE", help="the other model: a .keras, .h5 or .hdf5 file")
    parser.add_argument("--recipe", required=True, metavar="R", help="a recipe (docs/recipe.md)")
    parser.add_argument("-o", "--output", type=Path, metavar="R.json", help="write what fits as a recipe")
    add_overwrite(parser)


def run(options: argparse.Namespace) -> int:
    """Print what becomes of every edit; 1 where not all fit and nothing is written.

    Raises:
        OutputError, RecipeError, FormatError: nothing is written then.
    """
    if options.output:
        check_output(options.output, overwrite=options.overwrite)
    graph, recipe = open_model(options.file), load(options.recipe)
    found = transfer(graph, recipe)
    for each in found.carried:
        print(f"{_MARKS[each.fits]:<{_WIDTH}}{each.words}")
        if each.reason:
            print(f"{'':<{_WIDTH}}{each.reason}")
    fitting = sum(each.fits != "none" for each in found.carried)
    print(f"{fitting} of {len(found.carried)} changes fit this model.")
    tell_before_after(graph, found.recipe)
    if options.output:
        write(options.output, encode(found.recipe))
        print(f"Wrote {options.output}.")
    return int(not found.is_whole and not options.output)
