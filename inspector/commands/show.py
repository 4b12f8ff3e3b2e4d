"""Print the layers of a model, as in model.summary(), or everything as JSON."""

from __future__ import annotations

import argparse
import json

from inspector.commands.looking import add_looking, look
from inspector.drawing.document import document
from inspector.drawing.text import summary
from inspector.formats.safety.verdict import verdict


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_looking(parser)
    parser.add_argument(
        "--facts", action="store_true", help="work, memory and receptive field of every layer and block, not its inputs"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object (docs/show-json.md) instead of text")


def run(options: argparse.Namespace) -> int:
    """Print the model; raises FormatError."""
    looked = look(options)
    if options.json:
        print(json.dumps(document(looked.graph, looked.blocks()), indent=2, ensure_ascii=False))
    else:
        print(summary(looked.graph, blocks=looked.blocks() if options.facts else None))
        print(f"\n{verdict(looked.graph)}")
    return 0
