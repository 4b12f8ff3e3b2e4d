"""Every builder of a hostile file: gives the path to open in the folder it is handed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import hostile_archives
import hostile_files
import hostile_graphs
import hostile_hdf5

Builder = Callable[[Path], Path]

_KINDS = (hostile_archives, hostile_hdf5, hostile_graphs, hostile_files)
REFUSED: tuple[Builder, ...] = tuple(builder for kind in _KINDS for builder in kind.REFUSED)
"""What is answered with a sentence."""
SHOWN: tuple[Builder, ...] = tuple(builder for kind in _KINDS for builder in kind.SHOWN)
"""What is shown as far as it goes."""
