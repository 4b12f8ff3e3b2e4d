"""Multiply-adds are half the operations that TensorFlow's profiler counts in convolutions and matrix products."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.slow]
keras = pytest.importorskip("keras")
tensorflow = pytest.importorskip("tensorflow")

from keras import layers  # noqa: E402

from inspector.formats.config.file import read_config  # noqa: E402
from inspector.graph.fact_sheet import FactSheet  # noqa: E402
from inspector.graph.weights import fill  # noqa: E402

ARCHITECTURES = ("ResNet50", "MobileNetV2", "EfficientNetB0", "DenseNet121", "Xception", "ConvNeXtTiny")
PRODUCTS = ["Conv2D", "Conv3D", "DepthwiseConv2dNative", "Conv2DBackpropInput", "MatMul", "BatchMatMulV2"]


def profiled(model: keras.Model) -> int:
    """Operations of one prediction of one sample, of these types only."""
    samples = [tensorflow.TensorSpec((1, *each.shape[1:]), each.dtype) for each in model.inputs]

    def predict(*given: object) -> object:
        return model(list(given), training=False)

    return _profiled(tensorflow.function(predict).get_concrete_function(*samples).graph)


def _profiled(graph: tensorflow.Graph) -> int:
    """The profiler does not look into functions a graph calls, where Keras puts convolutions with groups."""
    profiler = tensorflow.compat.v1.profiler
    options = profiler.ProfileOptionBuilder.float_operation()
    options |= {"account_type_regexes": PRODUCTS, "output": "none"}
    called = (op for op in graph.get_operations() if op.type in ("PartitionedCall", "StatefulPartitionedCall"))
    inside = (_profiled(graph._get_function(op.get_attr("f").name).graph) for op in called)
    return int(profiler.profile(graph, cmd="op", options=options).total_float_ops) + sum(inside)


def counted(model: keras.Model) -> int:
    found = FactSheet(fill(read_config(json.loads(model.to_json())))).of_model().macs
    assert found is not None
    return 2 * found


@pytest.fixture(autouse=True)
def _fresh_names() -> None:
    keras.backend.clear_session()


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_an_architecture_counts_as_tensorflow_counts_it(name: str) -> None:
    model = getattr(keras.applications, name)(weights=None)
    assert counted(model) == profiled(model)


def convolutions() -> keras.Model:
    image = keras.Input((17, 13, 6))
    made = layers.Conv2D(8, 3, strides=2, groups=2, padding="same")(image)
    made = layers.Conv2D(8, (3, 1))(made)
    made = layers.SeparableConv2D(5, 3, strides=2, depth_multiplier=2, padding="same", use_bias=False)(made)
    made = layers.DepthwiseConv2D(2, depth_multiplier=3)(made)
    return keras.Model(image, layers.Dense(7)(layers.Dense(3)(layers.Flatten()(made))))


def sequences() -> keras.Model:
    steps = keras.Input((12, 5))
    made = layers.Conv1D(4, 3, padding="causal")(steps)
    return keras.Model(steps, layers.Dense(2)(layers.GlobalMaxPooling1D()(layers.DepthwiseConv1D(3)(made))))


def volumes() -> keras.Model:
    volume = keras.Input((6, 8, 8, 2))
    return keras.Model(volume, layers.Conv3D(3, (1, 3, 3), strides=(1, 2, 2), padding="same")(volume))


def enlarged() -> keras.Model:
    image = keras.Input((5, 7, 3))
    made = layers.Conv2DTranspose(4, 3, strides=2, padding="same")(image)
    return keras.Model(image, layers.Conv2DTranspose(2, 5, padding="same")(made))


def one_tower_for_two_inputs() -> keras.Model:
    """Called on images of two sizes: a convolution is paid for both, and for what each costs."""
    inside = keras.Input((None, None, 3))
    tower = keras.Model(inside, layers.GlobalMaxPooling2D()(layers.Conv2D(4, 3)(inside)))
    one, two = keras.Input((8, 8, 3)), keras.Input((12, 12, 3))
    shared = layers.Dense(5)
    return keras.Model([one, two], layers.Add()([shared(tower(one)), shared(tower(two))]))


@pytest.mark.parametrize("build", [convolutions, sequences, volumes, enlarged, one_tower_for_two_inputs])
def test_a_structure_counts_as_tensorflow_counts_it(build: Callable[[], keras.Model]) -> None:
    model = build()
    assert counted(model) == profiled(model)
