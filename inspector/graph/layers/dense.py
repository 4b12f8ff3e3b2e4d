"""Dense layers and embeddings."""

from __future__ import annotations

from inspector.graph.layers.call import Call, ShapeRule, UnknownError, WeightRule, kernel_and_bias, known, weights
from inspector.graph.model import Shape, Weight


def _dense(call: Call) -> tuple[Shape, ...]:
    return ((*call.input[:-1], call.config["units"]),)


def _dense_weights(call: Call) -> tuple[Weight, ...]:
    units = call.config["units"]
    return kernel_and_bias(call, (known(call.input[-1]), units), (units,))


def _embedding(call: Call) -> tuple[Shape, ...]:
    return ((*call.input, call.config["output_dim"]),)


def _embedding_weights(call: Call) -> tuple[Weight, ...]:
    return weights(("embeddings", (call.config["input_dim"], call.config["output_dim"])))


def _reversible_embedding_weights(call: Call) -> tuple[Weight, ...]:
    if call.config.get("tie_weights", True):
        return _embedding_weights(call)
    back = (call.config["output_dim"], call.config["input_dim"])
    return _embedding_weights(call) + weights(("reverse_embeddings", back))


class _Equation:
    """An EinsumDense equation such as ``ab,bc->ac``, with the sizes its letters stand for.

    ``...`` stands for axes that pass through, at the front or at the back of input and output alike.
    """

    def __init__(self, call: Call) -> None:
        taken, given = call.config["equation"].replace(" ", "").split("->")
        taken, self.kernel_letters = taken.split(",")
        self.in_front = taken.startswith("...")
        input_letters, self.output_letters = taken.strip("."), given.strip(".")
        shape = call.input
        passing = len(shape) - len(input_letters)
        if passing < 0 or (passing and "..." not in taken):
            raise UnknownError(f"{call.config['equation']} on {len(shape)} axes")
        self.passing = passing
        asked = call.config["output_shape"]
        asked = (asked,) if asked is None or isinstance(asked, int) else tuple(asked)
        if self.in_front:
            self.output = shape[: max(passing, 1)] + asked
            ends = self.output[len(self.output) - len(self.output_letters) :]
            self.sizes = dict(zip(input_letters, shape[passing:], strict=True))
        else:
            self.output = (shape[0], *asked, *shape[len(shape) - passing :])
            ends = self.output[: len(self.output_letters)]
            self.sizes = dict(zip(input_letters, shape, strict=False))
        self.output_sizes = dict(zip(self.output_letters, ends, strict=True))


def _einsum(call: Call) -> tuple[Shape, ...]:
    return (_Equation(call).output,)


def _einsum_weights(call: Call) -> tuple[Weight, ...]:
    equation = _Equation(call)
    sizes = equation.output_sizes | equation.sizes
    kernel = weights(("kernel", tuple(known(sizes[letter]) for letter in equation.kernel_letters)))
    bias_letters = call.config.get("bias_axes")
    if not bias_letters:
        return kernel
    first = min(equation.output_letters.index(letter) for letter in bias_letters)
    bias = tuple(
        known(equation.output_sizes[letter]) if letter in bias_letters else 1
        for letter in equation.output_letters[first:]
    )
    if not equation.in_front:
        bias += (1,) * equation.passing
    return kernel + weights(("bias", bias))


SHAPES: dict[str, ShapeRule] = {
    "Dense": _dense,
    "TimeDistributedDense": _dense,
    "Embedding": _embedding,
    "ReversibleEmbedding": _embedding,
    "EinsumDense": _einsum,
}
WEIGHTS: dict[str, WeightRule] = {
    "Dense": _dense_weights,
    "TimeDistributedDense": _dense_weights,
    "Embedding": _embedding_weights,
    "ReversibleEmbedding": _reversible_embedding_weights,
    "EinsumDense": _einsum_weights,
}
