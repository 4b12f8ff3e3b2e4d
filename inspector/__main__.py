"""The one executable: the window and the shell, and behind switches the processes they start."""

from __future__ import annotations

import sys


def main() -> int:
    """Start what the first argument asks for; the result is the exit code."""
    arguments = sys.argv[1:]
    match arguments[:1]:
        case ["--engine"]:
            from inspector.engine.main import main as engine

            return engine()
        case ["--hdf5-helper"]:
            from inspector.formats.hdf5_helper import main as helper

            return helper(arguments[1:])
        case ["--regex-helper"]:
            from inspector.graph.substitution import main as regex

            return regex()
        case ["--tf-keras"]:
            from inspector.engine.upgrade.tf_keras_main import main as tf_keras

            return tf_keras()
        case ["--rerun"]:
            from inspector.engine.saving.rerun_main import main as rerun

            return rerun()
        case ["--display-test"]:
            from inspector.ui.display import main as display

            return display()
    from inspector.cli import main as shell

    return shell(arguments)


if __name__ == "__main__":
    sys.exit(main())
