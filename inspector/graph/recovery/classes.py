"""Which Keras layer some operations were: by the layer's name where that is a class's own, else by what they do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from inspector.catalogue import layer_classes
from inspector.graph.model import Shape
from inspector.graph.operations import Variable

_NUMBER = re.compile(r"(_\d+)+$")
_NEVER_BY_NAME = frozenset({"Lambda", "InputLayer", "Merge"})
_ACTIVATIONS = frozenset(
    {"Relu", "Relu6", "Sigmoid", "Softmax", "Elu", "Selu", "Tanh", "Erf", "Erfc", "LeakyRelu", "Softplus", "Softsign"}
)
_SUMS = ("AddV2", "Add", "AddN")


@dataclass(frozen=True, slots=True)
class Made:
    """What a layer is made of.

    Attributes:
        name: the layer's own name.
        types: how many operations of each type.
        variables: what it reads.
        output: the shape of what it gives, ``None`` where that is not known.
        takes: how many tensors it takes from other layers.
    """

    name: str
    types: Counter[str]
    variables: tuple[Variable, ...]
    output: Shape | None
    takes: int

    @property
    def roles(self) -> frozenset[str]:
        """Last parts of its variables' names: ``{"kernel", "bias"}``."""
        return frozenset(variable.name.rpartition("/")[2] for variable in self.variables)

    @property
    def vectors(self) -> int:
        """How many of its variables have one axis."""
        return sum(len(variable.shape or ()) == 1 for variable in self.variables)

    def has(self, *types: str) -> bool:
        """Whether there is an operation of one of these types."""
        return not self.types.keys().isdisjoint(types)

    def count(self, *types: str) -> int:
        """How many operations there are of these types."""
        return sum(self.types[each] for each in types)


def class_of(made: Made) -> str:
    """The most likely class; the most frequent type of operation where none is likely."""
    by_name = _default_names().get(_NUMBER.sub("", made.name))
    if by_name:
        return by_name
    return next((name for name, fits in _RULES if fits(made)), made.types.most_common(1)[0][0])


@cache
def _default_names() -> dict[str, str]:
    """Keras' default name of a layer to its class: ``max_pooling2d`` to ``MaxPooling2D``."""
    return {_snake_case(name): name for name in layer_classes() if name not in _NEVER_BY_NAME}


def _snake_case(class_name: str) -> str:
    """As ``keras.src.utils.naming.to_snake_case`` makes it."""
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", class_name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()


def _is_one_axis(made: Made) -> bool:
    return made.output is not None and len(made.output) == 3


def _is_attention(made: Made) -> bool:
    products = max(made.types["Einsum"], made.types["BatchMatMulV2"])
    return products >= 2 and made.has("Softmax")


def _loops(made: Made) -> int:
    return made.count("While", "StatelessWhile")


def _gates(made: Made) -> float:
    """How many times as wide as high the recurrent kernel is: 4 of an LSTM, 3 of a GRU; 0 where there is none."""
    shapes = [each.shape for each in made.variables if each.name.endswith("/recurrent_kernel") and each.shape]
    return (shapes[0][1] or 0) / (shapes[0][0] or 1) if shapes and len(shapes[0]) == 2 else 0


_RULES: tuple[tuple[str, Callable[[Made], bool]], ...] = (
    ("SeparableConv2D", lambda made: made.has("DepthwiseConv2dNative") and made.has("Conv2D")),
    ("Conv2DTranspose", lambda made: made.has("Conv2DBackpropInput")),
    ("Conv3DTranspose", lambda made: made.has("Conv3DBackpropInputV2")),
    ("DepthwiseConv2D", lambda made: made.has("DepthwiseConv2dNative")),
    ("Bidirectional", lambda made: _loops(made) == 2 and _gates(made) > 0),
    ("LSTM", lambda made: _loops(made) == 1 and _gates(made) == 4),
    ("GRU", lambda made: _loops(made) == 1 and _gates(made) == 3),
    ("SimpleRNN", lambda made: _loops(made) == 1 and _gates(made) == 1),
    ("RNN", lambda made: made.has("While", "StatelessWhile", "TensorListReserve", "Enter")),
    ("Conv1D", lambda made: made.has("Conv2D") and _is_one_axis(made)),
    ("Conv2D", lambda made: made.has("Conv2D")),
    ("Conv3D", lambda made: made.has("Conv3D")),
    ("BatchNormalization", lambda made: bool({"moving_mean", "moving_variance"} & made.roles)),
    ("BatchNormalization", lambda made: made.has("FusedBatchNormV3", "FusedBatchNorm") and not made.has("Fill")),
    ("LayerNormalization", lambda made: made.vectors > 1 and made.has("Mean") and made.has("SquaredDifference")),
    ("BatchNormalization", lambda made: made.vectors > 2 and made.has("Mul") and made.has("AddV2", "Add", "Sub")),
    ("LayerNormalization", lambda made: bool({"gamma", "beta"} & made.roles) and made.has("Mean", "FusedBatchNormV3")),
    ("MultiHeadAttention", _is_attention),
    ("Embedding", lambda made: made.has("ResourceGather") or (made.has("GatherV2") and "embeddings" in made.roles)),
    ("EinsumDense", lambda made: made.has("Einsum") and bool(made.roles)),
    ("Dense", lambda made: made.has("MatMul", "Tensordot") or (made.has("BatchMatMulV2") and bool(made.roles))),
    ("MaxPooling1D", lambda made: made.has("MaxPool") and _is_one_axis(made)),
    ("AveragePooling1D", lambda made: made.has("AvgPool") and _is_one_axis(made)),
    ("MaxPooling2D", lambda made: made.has("MaxPool")),
    ("AveragePooling2D", lambda made: made.has("AvgPool")),
    ("MaxPooling3D", lambda made: made.has("MaxPool3D")),
    ("AveragePooling3D", lambda made: made.has("AvgPool3D")),
    ("GlobalAveragePooling2D", lambda made: made.has("Mean")),
    ("GlobalMaxPooling2D", lambda made: made.has("Max")),
    ("ZeroPadding2D", lambda made: made.has("Pad", "PadV2", "MirrorPad")),
    ("UpSampling2D", lambda made: made.has("ResizeNearestNeighbor", "ResizeBilinear", "ResizeBicubic")),
    ("Concatenate", lambda made: made.has("ConcatV2") and not made.has("Shape")),
    ("Cropping2D", lambda made: made.has("StridedSlice") and not made.has("Pack", "Shape")),
    ("Activation", lambda made: bool(_ACTIVATIONS & made.types.keys())),
    ("LayerScale", lambda made: made.types.keys() == {"Mul"} and bool(made.roles) and made.takes < 2),
    ("Add", lambda made: made.has(*_SUMS) and not made.has("Mul")),
    ("Rescaling", lambda made: made.has("Mul") and made.has("AddV2", "Sub") and made.takes < 2),
    ("Normalization", lambda made: made.has("Sub") and made.has("RealDiv")),
    ("Subtract", lambda made: made.has("Sub") and made.takes > 1),
    ("Multiply", lambda made: made.has("Mul")),
    ("Flatten", lambda made: made.has("Reshape") and made.output is not None and len(made.output) == 2),
    ("Reshape", lambda made: made.has("Reshape")),
    ("Permute", lambda made: made.has("Transpose")),
)
