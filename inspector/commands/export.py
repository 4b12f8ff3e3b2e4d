"""Write a picture of a model's graph: .png, or .dot for Graphviz."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import get_args

from inspector.commands.looking import add_looking, look
from inspector.commands.output import add_overwrite, check_output
from inspector.commands.pictures import write_picture
from inspector.drawing.picture import Direction, Options


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_looking(parser)
    parser.add_argument("output", metavar="OUT", type=Path, help="the picture, OUT.png or OUT.dot")
    parser.add_argument(
        "--show-shapes", action=argparse.BooleanOptionalAction, default=False, help="tensor shapes on the edges"
    )
    parser.add_argument(
        "--show-layer-names", action=argparse.BooleanOptionalAction, default=True, help="names in the boxes, else types"
    )
    parser.add_argument(
        "--direction", choices=get_args(Direction), default="TB", help="from top to bottom, or from left to right"
    )
    parser.add_argument("--fold", action="store_true", help="draw blocks folded instead of every layer")
    add_overwrite(parser)


def run(options: argparse.Namespace) -> int:
    """Write the picture; raises OutputError, FormatError, PictureError, DotError."""
    check_output(options.output, overwrite=options.overwrite)
    looked = look(options)
    shown = Options(options.show_shapes, options.show_layer_names, options.direction)
    print(write_picture(looked.graph, looked.blocks() if options.fold else (), options.output, shown))
    return 0
