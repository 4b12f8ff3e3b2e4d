"""Multiply-adds of one call: what convolutions and matrix products do with one sample."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from inspector.catalogue import category_of
from inspector.graph.layers import operations, table
from inspector.graph.layers.call import Call, UnknownError, known
from inspector.graph.layers.keras_names import modern
from inspector.graph.model import Shape, Weight

_WITHOUT_PRODUCTS = frozenset(
    {"normalization", "activation", "pooling", "regularization", "merging", "reshaping", "preprocessing", "input"}
)
_NOT_SIMPLE = frozenset({"Merge", "MelSpectrogram", "STFTSpectrogram", "Pipeline", "ReversibleEmbedding"})
_GATED = frozenset({"LSTM", "GRU", "SimpleRNN", "CuDNNLSTM", "CuDNNGRU", "RNN"})


@dataclass(frozen=True, slots=True)
class Work:
    """A call with the weights it uses and the shapes of the tensors it gives."""

    call: Call
    weights: tuple[Weight, ...]
    outputs: tuple[Shape, ...]

    @property
    def kernels(self) -> list[Weight]:
        """The weights inputs are multiplied with, in order; no biases."""
        return [each for each in self.weights if len(each.shape) > 1 and not each.name.endswith("bias")]

    @property
    def kernel_values(self) -> int:
        """How many values all kernels hold."""
        if not self.kernels:
            raise UnknownError("the kernel")
        return sum(each.parameters for each in self.kernels)


Rule = Callable[[Work], int]


def multiply_adds(work: Work) -> int:
    """Multiply-adds for one sample.

    Raises:
        UnknownError: they do not follow from what is known; also a lookup or type error of a malformed config.
    """
    name = work.call.class_name
    if name in _RULES:
        return _RULES[name](work)
    category = category_of(name)
    if name in operations.SHAPES or name in operations.MOVES or name == "Embedding":
        return 0
    if category in _WITHOUT_PRODUCTS and name not in _NOT_SIMPLE:
        return 0
    raise UnknownError(f"what {name} computes")


def values(shape: Shape) -> int:
    """How many values one sample of a tensor has."""
    return math.prod(map(known, shape[1:]))


def _at_every_output(work: Work) -> int:
    """A convolution: the kernel once at every position of its output."""
    output = work.outputs[0]
    spatial = output[2:] if work.call.channels_first else output[1:-1]
    return math.prod(map(known, spatial)) * work.kernel_values


def _at_every_input(work: Work) -> int:
    """A transposed convolution: the kernel once at every position of its input."""
    return math.prod(map(known, work.call.spatial)) * work.kernel_values


def _local(work: Work) -> int:
    return work.kernels[0].parameters


def _dense(work: Work) -> int:
    return math.prod(map(known, work.call.input[1:-1])) * work.kernel_values


def _einsum_dense(work: Work) -> int:
    taken, rest = work.call.config["equation"].replace(" ", "").split(",")
    letters = rest.split("->")[0]
    new = (size for letter, size in zip(letters, work.kernels[0].shape, strict=True) if letter not in taken)
    return values(work.call.input) * math.prod(new)


def _gated(work: Work) -> int:
    return known(work.call.input[1]) * work.kernel_values


def _conv_lstm(work: Work) -> int:
    """Both kernels at every position of the state, in every step."""
    steps, filters = known(work.call.input[1]), work.kernels[0].shape[-1] // 4
    positions = values(work.outputs[0]) // filters
    return positions * work.kernel_values * (1 if work.call.config.get("return_sequences") else steps)


def _bidirectional(work: Work) -> int:
    """Both directions' kernels in every step."""
    if not all(len(each.shape) == 2 for each in work.kernels):
        raise UnknownError("the layer inside")
    return _gated(work)


def _time_distributed(work: Work) -> int:
    layer = work.call.config["layer"]
    step = work.call.input[:1] + work.call.input[2:]
    inside = Call(*modern(str(layer["class_name"]), layer["config"]), (step,))
    return known(work.call.input[1]) * multiply_adds(Work(inside, work.weights, table.shapes(inside)))


def _spectral_normalization(work: Work) -> int:
    layer = work.call.config["layer"]
    inside = Call(*modern(str(layer["class_name"]), layer["config"]), work.call.inputs)
    own = tuple(weight for weight in work.weights if not weight.name.endswith("vector_u"))
    return multiply_adds(Work(inside, own, work.outputs))


def _heads(work: Work) -> int:
    """Projections of query, key, value and output (and gate), then every query with every key, and the weighted sum."""
    call = work.call
    query = call.input
    value = call.input_at(1) if len(call.inputs) > 1 else query
    key = call.input_at(2) if len(call.inputs) > 2 else value
    axes = call.config.get("attention_axes")
    if axes is not None and len([axes] if isinstance(axes, int) else axes) != len(query) - 2:
        raise UnknownError("attention over some axes")
    q, k, *gate, v, out = work.kernels
    queries, keys = _positions(query), _positions(key)
    heads, size = q.shape[-2:]
    projections = queries * sum(each.parameters for each in (q, *gate, out)) + keys * (k.parameters + v.parameters)
    return projections + queries * keys * heads * (size + v.shape[-1])


def _attention(work: Work) -> int:
    query, value = work.call.input, work.call.input_at(1)
    pairs = _positions(query) * _positions(value)
    is_additive = work.call.class_name == "AdditiveAttention" or work.call.config.get("score_mode") == "concat"
    return pairs * (known(value[-1]) + (0 if is_additive else known(query[-1])))


def _positions(shape: Shape) -> int:
    return math.prod(map(known, shape[1:-1]))


def _dot(work: Work) -> int:
    axes = work.call.config.get("axes", -1)
    axis = axes if isinstance(axes, int) else axes[0]
    return values(work.outputs[0]) * known(work.call.input[axis])


def _matrix_product(work: Work) -> int:
    if len(work.call.inputs) != 2:
        raise UnknownError("which side a constant is on")
    return values(work.outputs[0]) * known(work.call.input[-1])


def _einsum(work: Work) -> int:
    terms = work.call.config["subscripts"].replace(" ", "").split("->")[0].split(",")
    sizes: dict[str, int] = {}
    for term, shape in zip(terms, _one_sample(work.call.inputs), strict=True):
        sizes |= dict(zip(term, map(known, shape), strict=True))
    return math.prod(sizes.values())


def _one_sample(shapes: Sequence[Shape | None]) -> list[Shape]:
    if None in shapes:
        raise UnknownError("the shape of an input")
    return [(1, *shape[1:]) if shape and shape[0] is None else shape for shape in shapes if shape is not None]


_RULES: Mapping[str, Rule] = {
    **{f"Conv{rank}D": _at_every_output for rank in (1, 2, 3)},
    **{f"DepthwiseConv{rank}D": _at_every_output for rank in (1, 2)},
    **{f"SeparableConv{rank}D": _at_every_output for rank in (1, 2)},
    **{f"Conv{rank}DTranspose": _at_every_input for rank in (1, 2, 3)},
    **{f"LocallyConnected{rank}D": _local for rank in (1, 2)},
    **dict.fromkeys(("Dense", "TimeDistributedDense"), _dense),
    "EinsumDense": _einsum_dense,
    **dict.fromkeys(_GATED, _gated),
    **{f"ConvLSTM{rank}D": _conv_lstm for rank in (1, 2, 3)},
    "Bidirectional": _bidirectional,
    "TimeDistributed": _time_distributed,
    "SpectralNormalization": _spectral_normalization,
    **dict.fromkeys(("MultiHeadAttention", "GroupQueryAttention"), _heads),
    **dict.fromkeys(("Attention", "AdditiveAttention"), _attention),
    "Dot": _dot,
    "Matmul": _matrix_product,
    "Einsum": _einsum,
}
