"""Proof that edits are real, on a small convolutional model and on one of keras.applications."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
import pytest
from keras import Input, Model, layers
from zoo import inputs_for, predictions, randomised, weights_of, with_edits

from inspector.engine.load import load
from inspector.engine.rates import optimizer
from inspector.engine.save import save
from inspector.engine.walk import leaves
from inspector.formats import open_model
from inspector.recipe.edits import Freeze, InsertDropout, ReplaceHead, SetDropout, SetMaxNorm, Unfreeze

pytestmark = pytest.mark.engine

BASE, SLOWER, LIMIT = 0.02, 0.002, 0.7


@dataclass(frozen=True)
class Subject:
    """A model, and the layers of it that the tests edit."""

    make: object
    limited: dict[str, tuple[int, ...]]  # layers that get a max-norm, with the axes of one unit's or filter's weights
    dropout: str
    before_head: str
    head: str


def sample() -> Model:
    image = Input((16, 16, 1), name="image")
    flow = layers.Conv2D(8, 3, activation="relu", name="conv1")(image)
    flow = layers.BatchNormalization(name="norm1")(flow)
    flow = layers.Conv2D(16, 3, activation="relu", name="conv2")(flow)
    flow = layers.BatchNormalization(name="norm2")(flow)
    flow = layers.DepthwiseConv2D(3, name="depthwise")(flow)
    flow = layers.GlobalAveragePooling2D(name="pool")(flow)
    flow = layers.Dropout(0.1, name="drop")(layers.Dense(24, "relu", name="hidden")(flow))
    return Model(image, layers.Dense(10, "softmax", name="classes")(flow), name="sample")


def mobile_net() -> Model:
    keras.backend.clear_session()  # names of unnamed layers count what was made before
    return keras.applications.MobileNetV2(weights=None, input_shape=(32, 32, 3), alpha=0.35, classes=10)


SUBJECTS = {
    "sample": Subject(sample, {"conv2": (0, 1, 2), "depthwise": (0, 1), "hidden": (0,)}, "drop", "drop", "classes"),
    "mobile_net": Subject(
        mobile_net,
        {"block_16_expand": (0, 1, 2), "block_16_depthwise": (0, 1), "Conv_1": (0, 1, 2)},
        "",
        "global_average_pooling2d",
        "predictions",
    ),
}


class Norms(keras.callbacks.Callback):
    """Notes the largest norm of every limited kernel after every step."""

    def __init__(self, limited: dict[str, tuple[int, ...]]) -> None:
        super().__init__()
        self.limited = limited
        self.largest: list[dict[str, float]] = []

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        kernels = {path: self.model.get_layer(path).kernel.numpy() for path in self.limited}
        norms = {path: np.sqrt(np.sum(kernel**2, axis=self.limited[path])) for path, kernel in kernels.items()}
        self.largest.append({path: float(norm.max()) for path, norm in norms.items()})


@dataclass(frozen=True)
class Trained:
    """What is left of one training after edits."""

    subject: Subject
    original: Path
    saved: Path
    start: dict[str, bytes]
    end: dict[str, bytes]
    frozen: frozenset[str]
    norms: list[dict[str, float]]
    losses: list[float]
    outputs: tuple[int | None, ...]


@pytest.fixture(scope="module", params=list(SUBJECTS))
def trained(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    subject = SUBJECTS[request.param]
    folder = tmp_path_factory.mktemp(request.param)
    original = folder / "original.keras"
    keras.utils.set_random_seed(1)
    save(randomised(subject.make()), original)
    graph = open_model(original)
    names = [leaf.path for leaf in graph.leaves if leaf.class_name != "InputLayer"]  # whose flag is not in the file
    frozen = names[: names.index(next(iter(subject.limited)))]
    dropout = SetDropout(subject.dropout, 0.3) if subject.dropout else InsertDropout(subject.before_head, 0.3)
    model = with_edits(
        original,
        Freeze(tuple(names)),
        Unfreeze(tuple(name for name in names if name not in frozen)),
        dropout,
        *(SetMaxNorm(path, LIMIT) for path in subject.limited),
        ReplaceHead(14, "softmax"),
    )
    rates = {path: SLOWER for path in leaves(model) if path != subject.head}
    model.compile(optimizer("adam", BASE, model, rates), "sparse_categorical_crossentropy", jit_compile=False)
    start, norms = weights_of(model), Norms(subject.limited)
    history = model.fit(
        inputs_for(model, 40), np.arange(40) % 10, batch_size=10, epochs=4, verbose=0, callbacks=[norms]
    )
    saved = folder / "trained.keras"
    save(model, saved)
    return Trained(
        subject,
        original,
        saved,
        start,
        weights_of(model),
        frozenset(frozen),
        norms.largest,
        history.history["loss"],
        model.output_shape,
    )


def test_frozen_weights_stay_byte_identical_batch_norm_statistics_included(trained: Trained) -> None:
    assert any("norm" in key.lower() or "_BN" in key for key in trained.start if key.split("#")[0] in trained.frozen)
    moved = {key.split("#")[0] for key in trained.start if trained.start[key] != trained.end[key]}
    assert not moved & trained.frozen


def test_every_layer_that_is_not_frozen_moves(trained: Trained) -> None:
    moved = {key.split("#")[0] for key in trained.start if trained.start[key] != trained.end[key]}
    assert moved == {key.split("#")[0] for key in trained.start} - trained.frozen


def test_every_limited_kernel_is_within_the_limit_after_every_step(trained: Trained) -> None:
    assert len(trained.norms) == 16
    for step in trained.norms:
        assert all(0 < norm <= LIMIT * (1 + 1e-5) for norm in step.values())
    assert max(max(step.values()) for step in trained.norms) > LIMIT * 0.99, "the limit was never reached"


def test_a_head_of_14_trains_on_ten_labels(trained: Trained) -> None:
    assert trained.outputs == (None, 14)
    assert np.isfinite(trained.losses).all()
    assert trained.losses[-1] < trained.losses[0]


def test_the_rates_set_are_the_rates_in_the_saved_file(trained: Trained) -> None:
    config = json.loads(zipfile.ZipFile(trained.saved).read("config.json"))
    assert config["compile_config"]["optimizer"]["config"]["learning_rate"] == pytest.approx(BASE, rel=1e-6)
    dropped = [layer["config"] for layer in config["config"]["layers"] if layer["class_name"] == "Dropout"]
    changed = trained.subject.dropout or f"{trained.subject.before_head}_dropout"
    assert [layer["rate"] for layer in dropped if layer["name"] == changed] == [0.3]
    reloaded = keras.saving.load_model(trained.saved)
    assert float(reloaded.optimizer.learning_rate) == pytest.approx(BASE, rel=1e-6)
    assert reloaded.get_layer(changed).rate == 0.3


def test_the_saved_file_opens_with_the_same_edits(trained: Trained) -> None:
    graph = open_model(trained.saved)
    assert {leaf.path for leaf in graph.leaves if not leaf.trainable} == trained.frozen
    for path, axes in trained.subject.limited.items():
        config = graph.by_path[path].config
        limit = config.get("kernel_constraint") or config.get("depthwise_constraint")
        assert limit["class_name"] == "MaxNorm"
        assert limit["config"]["max_value"] == LIMIT
        assert tuple(limit["config"]["axis"]) == axes
    assert graph.by_path[trained.subject.head].config["units"] == 14


def test_no_edits_change_no_prediction(trained: Trained) -> None:
    original = keras.saving.load_model(trained.original, compile=False)
    inputs = inputs_for(original)
    for one, other in zip(
        predictions(original, inputs), predictions(with_edits(trained.original), inputs), strict=True
    ):
        np.testing.assert_array_equal(one, other)


def test_a_new_head_leaves_the_features_before_it_as_they_were(trained: Trained) -> None:
    original = keras.saving.load_model(trained.original, compile=False)
    edited = with_edits(trained.original, ReplaceHead(14, "softmax"))
    inputs = inputs_for(original)
    features = [
        predictions(Model(model.input, model.get_layer(trained.subject.before_head).output), inputs)[0]
        for model in (original, edited)
    ]
    np.testing.assert_array_equal(*features)
    assert np.ptp(features[0]) > 0


def test_an_edited_model_can_be_edited_again(trained: Trained) -> None:
    again = with_edits(
        trained.saved, Unfreeze(tuple(trained.frozen)), SetMaxNorm(next(iter(trained.subject.limited)), None)
    )
    assert all(layer.trainable for layer in leaves(again).values())
    np.testing.assert_array_equal(*(predictions(model, inputs_for(again))[0] for model in (again, load(trained.saved))))
