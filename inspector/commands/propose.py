"""Say how to fine-tune a model on given data, with the reasons, and write it as a recipe."""

from __future__ import annotations

import argparse
from pathlib import Path

from inspector.commands.output import add_overwrite, check_output
from inspector.formats import open_model
from inspector.graph.grouping import blocks
from inspector.jobs.data_facts import data_facts
from inspector.recipe.codec import encode
from inspector.recipe.proposals import proposals, with_proposals
from inspector.recipe.recipe import Data, Recipe
from inspector.ui.atomic import write


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE", help="a .keras, .h5 or .hdf5 file")
    parser.add_argument(
        "--data", required=True, metavar="D", help="an .npz file, an image folder, IDX files, or sample:digits"
    )
    parser.add_argument("-o", "--output", type=Path, metavar="R.json", help="write all of it as a recipe")
    add_overwrite(parser)


def run(options: argparse.Namespace) -> int:
    """Print what is proposed; raises OutputError, FormatError, SourceError."""
    if options.output:
        check_output(options.output, overwrite=options.overwrite)
    graph, facts = open_model(options.file), data_facts(options.data)
    found = proposals(graph, blocks(graph), facts.samples, facts.classes)
    for proposal in found:
        print(f"{proposal.title}\n    {proposal.reason}")
    if not found:
        print("Nothing is proposed for this model.")
    if options.output:
        write(options.output, encode(with_proposals(Recipe(data=Data(options.data)), found)))
        print(f"Wrote {options.output}.")
    return 0
