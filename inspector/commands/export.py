"""Write a picture of a model's graph: .png, or .dot for Graphviz."""

from __future__ import annotations

import argparse
from pathlib import Path

from inspector.commands.output import add_overwrite, check_output
from inspector.commands.pictures import write_picture
from inspector.drawing.picture import Options
from inspector.formats import open_model


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE", help="a .keras, .h5 or .hdf5 file")
    parser.add_argument("output", metavar="OUT", type=Path, help="the picture, OUT.png or OUT.dot")
    parser.add_argument(
        "--show-shapes", action=argparse.BooleanOptionalAction, default=False, help="tensor shapes on the edges"
    )
    parser.add_argument(
        "--show-layer-names", action=argparse.BooleanOptionalAction, default=True, help="names in the boxes, else types"
    )
    parser.add_argument("--fold", action="store_true", help="draw blocks folded instead of every layer")
    add_overwrite(parser)


def run(options: argparse.Namespace) -> int:
    """Write the picture; raises OutputError, FormatError, PictureError, DotError."""
    check_output(options.output, overwrite=options.overwrite)
    graph = open_model(options.file)
    shown = Options(show_shapes=options.show_shapes, show_layer_names=options.show_layer_names)
    print(write_picture(graph, options.output, shown, fold=options.fold))
    return 0
