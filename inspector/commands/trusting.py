"""The option that lets a command run the Python code a model file carries."""

from __future__ import annotations

import argparse

from inspector.jobs.trust import Trust


def add_trust(parser: argparse.ArgumentParser) -> None:
    """Declare the switch."""
    parser.add_argument(
        "--trust",
        action="store_true",
        help="run the Python code in FILE (Lambda layers), with your rights and no network; remembered for this very "
        "file. Look at the code first: inspector show FILE",
    )


def trusted(options: argparse.Namespace) -> str:
    """The SHA-256 of the command's file where it is trusted, by the switch or from before; else empty.

    Raises:
        TrustError: trust cannot be remembered.
        OSError: the file cannot be read.
    """
    trust = Trust()
    if not options.trust:
        return trust.of(options.file)
    found = trust.add(options.file)
    print(f"'{options.file}' is trusted from now on: Python code in it is run. SHA-256 {found}", flush=True)
    return found
