"""Print the layers of a model, as in model.summary(), or everything as JSON."""

from __future__ import annotations

import argparse
import json

from inspector.drawing.document import document
from inspector.drawing.text import summary
from inspector.formats import open_model
from inspector.graph.grouping import blocks


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE", help="a .keras, .h5 or .hdf5 file")
    parser.add_argument("--json", action="store_true", help="one JSON object (docs/show-json.md) instead of text")


def run(options: argparse.Namespace) -> int:
    """Print the model; raises FormatError."""
    graph = open_model(options.file)
    if options.json:
        print(json.dumps(document(graph, blocks(graph)), indent=2, ensure_ascii=False))
    else:
        print(summary(graph))
    return 0
