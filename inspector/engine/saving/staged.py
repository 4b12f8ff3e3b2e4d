"""Files and folders that appear only when they are complete, and were looked at."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from inspector.engine.errors import EngineError
from inspector.jobs.model_formats import is_saved_model


@contextlib.contextmanager
def staged(output: Path) -> Iterator[Path]:
    """A place of the same name beside ``output``; what is written there takes its place at the end of the block.

    A file that is there is replaced in one step. A folder is replaced where it is a SavedModel and nothing else; what
    was there is back when the new one cannot be put in its place.

    Raises:
        EngineError: nothing can be written there, or a folder of other things is there. All is as it was then.
    """
    if output.is_dir() and not is_saved_model(output):
        raise EngineError(f"There is a folder '{output}' with other things in it. Choose another name.")
    try:
        folder = Path(tempfile.mkdtemp(prefix=f".{output.name}-", dir=output.parent))
    except OSError as error:
        raise _unwritable(output, error) from error
    place = folder / output.name
    try:
        yield place
        _sync(place)
        _put(place, output, folder / "replaced")
    except OSError as error:
        raise _unwritable(output, error) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _put(place: Path, output: Path, aside: Path) -> None:
    if not output.is_dir():
        place.replace(output)
        return
    output.rename(aside)
    try:
        place.rename(output)
    except OSError:
        aside.rename(output)
        raise


def _sync(place: Path) -> None:
    for file in [place] if place.is_file() else place.rglob("*"):
        if file.is_file():
            with file.open("rb+") as opened:
                os.fsync(opened.fileno())


def _unwritable(output: Path, error: OSError) -> EngineError:
    return EngineError(f"'{output}' cannot be written: {error.strerror or error}.")
