"""The data that ships with the program."""

from __future__ import annotations

from inspector.engine.data import npz
from inspector.engine.data.source import Source
from inspector.engine.errors import EngineError
from inspector.resources import resource

PREFIX = "sample:"


def read(source: str) -> Source:
    """The data set named ``sample:<name>``, an archive in ``resources/samples``.

    Raises:
        EngineError: there is none of this name.
    """
    name = source.removeprefix(PREFIX)
    try:
        return npz.read(resource(f"samples/{name}.npz"))
    except FileNotFoundError as error:
        raise EngineError(f"There is no sample data '{name}'; the program ships with 'sample:digits'.") from error
