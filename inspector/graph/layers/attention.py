"""Attention layers; their inputs are query, value and, where it differs from value, key."""

from __future__ import annotations

from inspector.graph.layers.call import Call, ShapeRule, WeightRule, known, weights
from inspector.graph.model import Shape, Weight


def _value(call: Call) -> Shape:
    return call.input_at(1) if len(call.inputs) > 1 else call.input


def _key(call: Call) -> Shape:
    return call.input_at(2) if len(call.inputs) > 2 else _value(call)


def _output_sizes(call: Call) -> tuple[int | None, ...]:
    asked = call.config.get("output_shape")
    if asked is None:
        return (call.input[-1],)
    return (asked,) if isinstance(asked, int) else tuple(asked)


def _multi_head(call: Call) -> tuple[Shape, ...]:
    return (call.input[:-1] + _output_sizes(call),)


def _mixed_values(call: Call) -> tuple[Shape, ...]:
    return ((*call.input[:-1], _value(call)[-1]),)


def _like_the_query(call: Call) -> tuple[Shape, ...]:
    return (call.input,)


def _multi_head_weights(call: Call) -> tuple[Weight, ...]:
    heads, key_size = call.config["num_heads"], call.config["key_dim"]
    value_size = call.config.get("value_dim") or key_size
    output = tuple(map(known, _output_sizes(call)))
    return _projections(call, (heads, key_size), (heads, key_size), (heads, value_size), output)


def _grouped_query_weights(call: Call) -> tuple[Weight, ...]:
    size = call.config["head_dim"]
    queries, shared = (call.config["num_query_heads"], size), (call.config["num_key_value_heads"], size)
    return _projections(call, queries, shared, shared, (known(call.input[-1]),))


def _projections(
    call: Call, query: tuple[int, ...], key: tuple[int, ...], value: tuple[int, ...], output: tuple[int, ...]
) -> tuple[Weight, ...]:
    """The dense layers inside: query, key, gate where there is one, value and output, in Keras' order."""
    heads_out = (query[0], value[1])
    made = _dense(call, "query", (call.input[-1],), query) + _dense(call, "key", (_key(call)[-1],), key)
    if call.config.get("use_gate"):
        made += _dense(call, "gate", (call.input[-1],), heads_out)
    return (
        made + _dense(call, "value", (_value(call)[-1],), value) + _dense(call, "attention_output", heads_out, output)
    )


def _dense(call: Call, name: str, taken: tuple[int | None, ...], given: tuple[int, ...]) -> tuple[Weight, ...]:
    kernel = weights((f"{name}/kernel", (*map(known, taken), *given)))
    return kernel + (weights((f"{name}/bias", given)) if call.config.get("use_bias", True) else ())


def _attention_weights(call: Call) -> tuple[Weight, ...]:
    scale = weights(("scale", ())) if call.config.get("use_scale") else ()
    return scale + (weights(("concat_score_weight", ())) if call.config.get("score_mode") == "concat" else ())


def _additive_weights(call: Call) -> tuple[Weight, ...]:
    return weights(("scale", (known(call.input[-1]),))) if call.config.get("use_scale", True) else ()


SHAPES: dict[str, ShapeRule] = {
    "MultiHeadAttention": _multi_head,
    "GroupQueryAttention": _like_the_query,
    "Attention": _mixed_values,
    "AdditiveAttention": _mixed_values,
}
WEIGHTS: dict[str, WeightRule] = {
    "MultiHeadAttention": _multi_head_weights,
    "GroupQueryAttention": _grouped_query_weights,
    "Attention": _attention_weights,
    "AdditiveAttention": _additive_weights,
}
