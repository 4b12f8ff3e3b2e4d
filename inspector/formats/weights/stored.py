"""The door: the weights of an opened model, each read from its file when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from inspector.formats.errors import FormatError
from inspector.formats.protobuf.wire import WireError
from inspector.formats.weights.numbers import Tensor
from inspector.formats.weights.source import Source, source_of
from inspector.graph.model import ModelGraph, Weight


class StoredWeights:
    """The weights of one model. What is in its file is looked at when the first is asked for.

    Args:
        graph: as `open_model` gave it; its ``file`` is read.
    """

    def __init__(self, graph: ModelGraph) -> None:
        self.graph = graph

    def of(self, path: str) -> tuple[Weight, ...]:
        """The weights in the file of the layer at this path, in Keras' order; none where it has none there.

        Raises:
            FormatError: the file holds no weights, or cannot be read.
        """
        return self._found.get(path, ())

    def read(self, weight: Weight) -> Tensor:
        """The values of one of these weights; no other is read.

        Raises:
            FormatError: they are no numbers, too many, or cannot be read.
        """
        with self._refusing():
            return self._source.read(weight)

    @cached_property
    def _found(self) -> Mapping[str, tuple[Weight, ...]]:
        with self._refusing():
            return {path: tuple(weights) for path, weights in self._source.weights(self.graph).items()}

    @cached_property
    def _source(self) -> Source:
        return source_of(Path(self.graph.file))

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        cannot = f"Cannot read the weights of {Path(self.graph.file).name!r}:"
        try:
            yield
        except OSError as error:
            raise FormatError(f"{cannot} {error.strerror or error}.") from error
        except MemoryError as error:
            raise FormatError(f"{cannot} there is not enough memory for them.") from error
        except WireError as error:
            raise FormatError(f"{cannot} the file is damaged: {error}.") from error
        except FormatError as refusal:
            raise FormatError(f"{cannot} {refusal}") from refusal
