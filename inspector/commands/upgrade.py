"""Rebuild a model of an old Keras for Keras 3, so that it can be edited and trained again."""

from __future__ import annotations

import argparse
from pathlib import Path

from inspector.commands.engine import follow
from inspector.commands.output import add_model_output, model_output
from inspector.commands.trusting import add_trust, trusted
from inspector.formats.stored_model import stored_model
from inspector.jobs.messages import Upgrade


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="OLD", help="an .h5 or .keras file of Keras 1 or 2, or a SavedModel of Keras 2")
    add_model_output(parser, "NEW.keras", "where the upgraded model goes")
    add_trust(parser)


def run(options: argparse.Namespace) -> int:
    """Write the upgraded model; raises OutputError, FormatError, TrustError."""
    output = model_output(options)
    stored_model(Path(options.file))  # says at once what cannot be rebuilt, before TensorFlow starts
    return follow(Upgrade(model=options.file, output=output, trusted=trusted(options)))
