"""Every edit on every way layers can be joined: done, run, trained for a step, saved and loaded again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
import pytest
from zoo import ZOO, inputs_for, predictions, weights_of, with_edits, written

from inspector.engine.apply import apply
from inspector.engine.freeze import trainable_paths
from inspector.engine.load import load
from inspector.engine.save import save
from inspector.engine.walk import calls, leaves
from inspector.formats import open_model
from inspector.graph.model import ModelGraph
from inspector.recipe.dropouts import dropout_key
from inspector.recipe.edits import Edit, Freeze, InsertDropout, ReplaceHead, SetDropout, SetMaxNorm
from inspector.recipe.max_norms import max_norm_axes
from inspector.recipe.plan import plan

pytestmark = pytest.mark.engine

RATE, LIMIT, UNITS = 0.65, 0.4, 14


def freeze(graph: ModelGraph) -> list[Edit]:
    names = {"first", "norm", "embedding", "attention", "both_ways"}
    return [Freeze(tuple(leaf.path for leaf in graph.leaves if leaf.name in names))]


def set_rates(graph: ModelGraph) -> list[Edit]:
    return [SetDropout(leaf.path, RATE) for leaf in graph.leaves if dropout_key(leaf)]


def insert(graph: ModelGraph) -> list[Edit]:
    """Two behind one layer, and one on every input that may have one."""
    first = next(leaf.path for leaf in graph.leaves if leaf.name == "first")
    whole = any(leaf.class_name == "Embedding" for leaf in graph.leaves)
    inputs = [] if whole else [InsertDropout(path, RATE) for path in graph.inputs]
    return [*inputs, InsertDropout(first, RATE), InsertDropout(f"{first}_dropout", RATE)]


def limit(graph: ModelGraph) -> list[Edit]:
    return [SetMaxNorm(leaf.path, LIMIT) for leaf in graph.leaves if max_norm_axes(leaf)]


def head(graph: ModelGraph) -> list[Edit]:
    return [ReplaceHead(UNITS, "softmax", output=graph.outputs[0])]


def other_end(graph: ModelGraph) -> list[Edit]:
    drop = {"chances": 3}.get(graph.outputs[0], 1 if graph.outputs[0] == "head" else 2)
    end = graph.outputs[0]
    for _ in range(drop):
        end = graph.predecessors[end][0]
    return [InsertDropout(end, RATE), ReplaceHead(UNITS, "softmax", drop_last=drop, output=graph.outputs[0])]


def on_top(graph: ModelGraph) -> list[Edit]:
    return [ReplaceHead(UNITS, "softmax", drop_last=0, output=graph.outputs[0])]


@pytest.fixture(scope="module", params=list(ZOO))
def file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    keras.utils.set_random_seed(0)
    return written(ZOO[request.param](), tmp_path_factory.mktemp("zoo") / f"{request.param}.keras")


@pytest.mark.parametrize("edits", [freeze, set_rates, insert, limit, head, other_end, on_top], ids=lambda f: f.__name__)
def test_an_edited_model_is_what_the_plan_says(
    file: Path, tmp_path: Path, edits: Callable[[ModelGraph], list[Edit]]
) -> None:
    original, graph = load(file), open_model(file)
    asked = edits(graph)
    edited = with_edits(file, *asked)
    inputs = inputs_for(edited)
    replaced = any(isinstance(edit, ReplaceHead) for edit in asked)
    before, after = predictions(original, inputs), predictions(edited, inputs)
    if edits is not limit:
        for one, other in list(zip(before, after, strict=True))[replaced:]:
            np.testing.assert_allclose(one, other, atol=1e-6)
    if replaced:
        assert after[0].shape[-1] == UNITS
        np.testing.assert_allclose(after[0].sum(-1), 1, atol=1e-4)

    save(edited, tmp_path / "edited.keras")
    again = open_model(tmp_path / "edited.keras")
    saw = {leaf.path: leaf for leaf in again.leaves}
    for edit in asked:
        match edit:
            case Freeze():
                assert not any(saw[path].trainable for path in edit.layers)
                assert trainable_paths(edited) == trainable_paths(original) - set(edit.layers)
                assert trainable_paths(load(tmp_path / "edited.keras")) == trainable_paths(edited)
            case SetDropout():
                assert _drops(leaves(edited)[edit.layer])
            case InsertDropout():
                added = saw[f"{edit.after}_dropout"]
                assert added.inputs == (edit.after,) * len(added.inputs)
                assert added.config["rate"] == RATE
            case SetMaxNorm():
                assert _within(leaves(edited)[edit.layer], max_norm_axes(graph.by_path[edit.layer]))
    _train_a_step(edited)
    assert set(weights_of(edited)) == set(weights_of(load(tmp_path / "edited.keras")))


def _drops(layer: keras.Layer) -> bool:
    """Whether the layer, or every layer that it wraps, has the rate."""
    rates = [vars(part).get("rate", vars(part).get("dropout")) for part in layer._flatten_layers()]
    numbers = [rate for rate in rates if isinstance(rate, float)]
    return bool(numbers) and all(rate == RATE for rate in numbers)


def _within(layer: keras.Layer, axes: dict[str, list[int]]) -> bool:
    limited = [weight for weight in layer.weights if isinstance(weight.constraint, keras.constraints.MaxNorm)]
    norms = [
        np.sqrt(np.sum(weight.numpy() ** 2, axis=tuple(np.atleast_1d(weight.constraint.axis)))).max()
        for weight in limited
    ]
    return len(limited) >= len(axes) and max(norms) <= LIMIT + 1e-5


def _train_a_step(model: keras.Model) -> None:
    output = model.outputs[0] if isinstance(model, keras.Sequential) else model.output
    losses, labels = (keras.tree.map_structure(make, output) for make in (_loss, _labels))
    model.compile("sgd", losses, run_eagerly=True)
    assert np.isfinite(model.train_on_batch(inputs_for(model), labels)).all()


def _loss(output: keras.KerasTensor) -> str:
    return "mean_squared_error" if output.shape[-1] == 1 else "sparse_categorical_crossentropy"


def _labels(output: keras.KerasTensor) -> np.ndarray:
    return np.ones((4, *output.shape[1:-1]))


def test_a_shared_layer_stays_shared(tmp_path: Path) -> None:
    edited = with_edits(
        written(ZOO["shared"](), tmp_path / "shared.keras"), SetMaxNorm("first", 9), InsertDropout("norm", 0.5)
    )
    count = [node.operation.name for node in calls(edited)]
    assert count.count("first") == count.count("norm") == count.count("norm_dropout") == 2


def test_arguments_of_calls_are_kept(tmp_path: Path) -> None:
    file = written(ZOO["transformer"](), tmp_path / "t.keras")
    edited = with_edits(file, SetDropout("attention", 0.5), InsertDropout("embedding", 0.5))
    call = next(node for node in calls(edited) if node.operation.name == "attention")
    assert call.arguments.kwargs["use_causal_mask"] is True


def test_new_layers_compute_in_the_precision_of_their_neighbour(tmp_path: Path) -> None:
    start = keras.Input((12,))
    flow = keras.layers.Dense(8, dtype="mixed_float16", name="half")(start)
    flow = keras.layers.Dense(5, dtype="float32", name="head")(flow)
    file = written(keras.Model(start, flow), tmp_path / "mixed.keras")
    edited = with_edits(file, InsertDropout("half", 0.5), ReplaceHead(7, "softmax"))
    assert edited.get_layer("half_dropout").compute_dtype == "float16"
    assert edited.get_layer("head").compute_dtype == "float32"


def test_a_new_head_behind_a_bare_operation_computes_like_the_layer_before_it(tmp_path: Path) -> None:
    start = keras.Input((12,))
    flow = keras.layers.Dense(8, dtype="mixed_float16", name="half")(start)
    end = keras.ops.softmax(keras.layers.Dense(5, dtype="mixed_float16", name="old")(flow))
    file = written(keras.Model(start, end), tmp_path / "mixed.keras")
    edited = with_edits(file, ReplaceHead(7, "softmax", drop_last=2))
    assert edited.layers[-1].dtype_policy.name == "mixed_float16"


def test_an_edited_model_is_free_of_the_one_it_was_made_from(tmp_path: Path) -> None:
    file = written(ZOO["twin_branches"](), tmp_path / "m.keras")
    original = load(file)
    edited = apply(original, plan(open_model(file), (InsertDropout("start", 0.5), SetMaxNorm("first", 9))))
    assert all(len(layer._inbound_nodes) == 1 for layer in edited.layers)
    features = keras.Model(edited.input, edited.get_layer("joined").output)
    assert "start_dropout" in [layer.name for layer in features.layers]
    before = weights_of(original)
    _train_a_step(edited)
    assert weights_of(edited) != before == weights_of(original)
