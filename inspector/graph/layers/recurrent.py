"""Recurrent layers and the cells they run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inspector.graph.layers.call import Call, ShapeRule, UnknownError, WeightRule, known, per_axis, weights
from inspector.graph.layers.convolution import convolved
from inspector.graph.layers.keras_names import modern
from inspector.graph.model import Shape, Weight

_GATES = {"LSTM": 4, "GRU": 3, "SimpleRNN": 1}
_STATES = {"LSTM": 2, "GRU": 1, "SimpleRNN": 1}


def _kind(class_name: str) -> str:
    """``LSTM``, ``GRU`` or ``SimpleRNN``, whether the class is the layer, its cell or its GPU form."""
    kind = class_name.removeprefix("CuDNN").removesuffix("Cell")
    if kind not in _GATES:
        raise UnknownError(f"the cell {class_name}")
    return kind


def _sequence(call: Call) -> tuple[Shape, ...]:
    return _unrolled(call, (call.config["units"],) * (1 + _STATES[_kind(call.class_name)]))


def _unrolled(call: Call, sizes: tuple[int, ...]) -> tuple[Shape, ...]:
    """Output and, where asked for, states; ``sizes`` are those of the output and of every state."""
    batch, steps = call.input[:2]
    output = (batch, steps, sizes[0]) if call.config.get("return_sequences") else (batch, sizes[0])
    states = tuple((batch, size) for size in sizes[1:]) if call.config.get("return_state") else ()
    return (output, *states)


def _gated_weights(call: Call) -> tuple[Weight, ...]:
    return _cell_weights(call.class_name, call.config, known(call.input[-1]))


def _cell_weights(class_name: str, config: Mapping[str, Any], features: int) -> tuple[Weight, ...]:
    kind, units = _kind(class_name), config["units"]
    width = _GATES[kind] * units
    made = weights(("kernel", (features, width)), ("recurrent_kernel", (units, width)))
    if class_name.startswith("CuDNN"):
        return made + weights(("bias", (2 * width,)))
    if not config.get("use_bias", True):
        return made
    two_rows = kind == "GRU" and config.get("reset_after", False)
    return made + weights(("bias", (2, width) if two_rows else (width,)))


def _cells(cell: Any) -> list[tuple[str, dict[str, Any], str]]:
    """The cells a serialised cell consists of: class, config and a name to put before its weights."""
    if not isinstance(cell, Mapping):
        raise UnknownError("a cell without a config")
    name, config = modern(str(cell["class_name"]), cell["config"])
    if name == "StackedRNNCells":
        parts = [modern(str(part["class_name"]), part["config"]) for part in config["cells"]]
        return [(part, settings, f"{settings.get('name', part)}/") for part, settings in parts]
    return [(name, config, "")]


def _rnn(call: Call) -> tuple[Shape, ...]:
    cells = _cells(call.config["cell"])
    states = [config["units"] for name, config, _ in cells for _ in range(_STATES[_kind(name)])]
    return _unrolled(call, (cells[-1][1]["units"], *states))


def _rnn_weights(call: Call) -> tuple[Weight, ...]:
    features = known(call.input[-1])
    made: list[Weight] = []
    for name, config, prefix in _cells(call.config["cell"]):
        for weight in _cell_weights(name, config, features):
            made += weights((prefix + weight.name, weight.shape))
        features = config["units"]
    return tuple(made)


def _conv_lstm(rank: int) -> ShapeRule:
    def rule(call: Call) -> tuple[Shape, ...]:
        step = call.with_input(_one_step(call))
        state = step.with_spatial(convolved(step, rank), call.config["filters"])
        output = (state[0], call.input[1], *state[1:]) if call.config.get("return_sequences") else state
        return (output, state, state) if call.config.get("return_state") else (output,)

    return rule


def _conv_lstm_weights(rank: int) -> WeightRule:
    def rule(call: Call) -> tuple[Weight, ...]:
        window, filters = per_axis(call.config["kernel_size"], rank), call.config["filters"]
        channels = call.with_input(_one_step(call)).channels
        made = weights(
            ("kernel", (*window, channels, 4 * filters)), ("recurrent_kernel", (*window, filters, 4 * filters))
        )
        return made + (weights(("bias", (4 * filters,))) if call.config.get("use_bias", True) else ())

    return rule


def _one_step(call: Call) -> Shape:
    return (call.input[0], *call.input[2:])


SHAPES: dict[str, ShapeRule] = {
    **dict.fromkeys(("LSTM", "GRU", "SimpleRNN", "CuDNNLSTM", "CuDNNGRU"), _sequence),
    "RNN": _rnn,
    **{f"ConvLSTM{rank}D": _conv_lstm(rank) for rank in (1, 2, 3)},
}
WEIGHTS: dict[str, WeightRule] = {
    **dict.fromkeys(("LSTM", "GRU", "SimpleRNN", "CuDNNLSTM", "CuDNNGRU"), _gated_weights),
    "RNN": _rnn_weights,
    **{f"ConvLSTM{rank}D": _conv_lstm_weights(rank) for rank in (1, 2, 3)},
}
