"""Files and folders that may be models, in a folder and all folders inside it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from inspector.formats import holds_model

ENDINGS = (".keras", ".h5", ".hdf5", ".pb", ".pbtxt", ".meta")
_BESIDE = ("keras_metadata.pb", "fingerprint.pb")


def models_in(folder: Path, refused: list[OSError]) -> Iterator[Path]:
    """Every file whose ending or first bytes are those of models, and folders that archives were unpacked to.

    Args:
        folder: where to look.
        refused: filled with the errors of folders that cannot be listed.
    """
    for name, folders, files in os.walk(folder, onerror=refused.append):
        folders.sort()
        here = Path(name)
        if "config.json" in files and "metadata.json" in files:
            yield here
        for each in sorted(files):
            path = here / each
            if each not in _BESIDE and path.is_file() and (path.suffix.lower() in ENDINGS or holds_model(path)):
                yield path
