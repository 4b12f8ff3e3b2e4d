"""Which reader a source of data is for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from inspector.engine.data import idx, images, npz
from inspector.engine.data.source import Source
from inspector.engine.errors import EngineError
from inspector.graph.model import Shape
from inspector.jobs.source import SourceError, kind_of, sample_file


def read(source: str, picture: Shape, tell: Callable[[str], None]) -> Source:
    """Read training data of any kind.

    Args:
        source: ``"sample:digits"``, or the path of a file or folder.
        picture: height, width and channels that images have to have for the model; ``None`` where any will do.
        tell: hears what is going on.

    Raises:
        EngineError: it is missing, damaged, or nothing that can be read.
    """
    try:
        kind = kind_of(source)
        if kind == "sample":
            return npz.read(sample_file(source))
        path = Path(source).expanduser()
        match kind:
            case "npz":
                return npz.read(path)
            case "images":
                return images.read(path, picture, tell)
            case "idx":
                return idx.read(path)
    except SourceError as error:
        raise EngineError(str(error)) from error
    except OSError as error:
        raise EngineError(f"The data '{source}' cannot be read: {error.strerror or error}.") from error
