"""Small real Keras models, one of every structure a file can have."""

from __future__ import annotations

from collections.abc import Callable

import keras
from keras import layers, ops

Builder = Callable[[], keras.Model]


def plain_sequential() -> keras.Model:
    return keras.Sequential(
        [keras.Input((8, 8, 3)), layers.Conv2D(4, 3), layers.BatchNormalization(), layers.Flatten(), layers.Dense(2)],
        name="plain",
    )


def sequential_in_sequential() -> keras.Model:
    inner = keras.Sequential([layers.Dense(5, activation="relu"), layers.Dropout(0.5)], name="inner")
    return keras.Sequential([keras.Input((6,)), inner, layers.Dense(2)])


def branches_that_join() -> keras.Model:
    image = keras.Input((8, 8, 3), name="image")
    left = layers.Conv2D(4, 3, padding="same", name="left")(image)
    right = layers.Conv2D(4, 1, name="right")(image)
    joined = layers.Concatenate(name="joined")([right, left, right])
    return keras.Model(image, layers.GlobalAveragePooling2D()(joined))


def several_inputs_and_outputs() -> keras.Model:
    one, two = keras.Input((4,), name="one"), keras.Input((3,), name="two")
    both = layers.Concatenate()([two, one])
    return keras.Model(
        {"two": two, "one": one}, {"b": layers.Dense(1, name="b")(both), "a": layers.Dense(2, name="a")(one)}
    )


def one_layer_called_twice() -> keras.Model:
    one, two = keras.Input((4,)), keras.Input((4,))
    shared = layers.Dense(3, name="shared")
    return keras.Model([one, two], layers.Subtract()([shared(one), shared(two)]))


def nested_functional_with_two_outputs() -> keras.Model:
    inside = keras.Input((6, 6, 2))
    inner = keras.Model(
        inside, [layers.Conv2D(2, 1, name="conv")(inside), layers.GlobalMaxPooling2D()(inside)], name="inner"
    )
    outside = keras.Input((6, 6, 2))
    maps, vector = inner(outside)
    return keras.Model(outside, [layers.Dense(3)(vector), layers.Flatten()(maps)])


def models_nested_thrice_and_called_twice() -> keras.Model:
    core = keras.Sequential([keras.Input((4,)), layers.Dense(4, name="core_dense")], name="core")
    inside = keras.Input((4,))
    middle = keras.Model(inside, layers.Add()([core(inside), inside]), name="middle")
    outside = keras.Input((4,))
    return keras.Model(outside, layers.Dense(1)(middle(middle(outside))))


def bare_operations() -> keras.Model:
    image = keras.Input((5, 3))
    scaled = ops.relu(image) * 2.0 + 1.0
    parts = ops.split(scaled, 3, axis=-1)
    return keras.Model(image, ops.mean(parts[0] - parts[1] + parts[2], axis=1) + image[:, 0, :1])


def recurrent_wrappers() -> keras.Model:
    steps = keras.Input((7, 4))
    seen, *states = layers.LSTM(3, return_sequences=True, return_state=True, name="encoder")(steps)
    again = layers.LSTM(3, return_sequences=True, name="decoder")(seen, initial_state=states)
    both = layers.Bidirectional(layers.GRU(2, return_sequences=True), name="both")(again)
    return keras.Model(steps, layers.TimeDistributed(layers.Dense(2), name="each")(both))


def attention_by_keyword() -> keras.Model:
    query, key, value = keras.Input((5, 8)), keras.Input((6, 3)), keras.Input((6, 7))
    mixed = layers.MultiHeadAttention(2, 4, name="heads")(query, key=key, value=value)
    return keras.Model([query, value, key], layers.LayerNormalization()(mixed))


def embedding_and_convolutions() -> keras.Model:
    words = keras.Input((12,), dtype="int32")
    seen = layers.Embedding(20, 6)(words)
    seen = layers.SeparableConv1D(4, 3, padding="same")(seen)
    seen = layers.Conv1DTranspose(4, 2, strides=2)(seen)
    return keras.Model(words, layers.GlobalMaxPooling1D()(seen))


def partly_frozen() -> keras.Model:
    model = keras.Sequential(
        [
            keras.Input((4,)),
            layers.Dense(3, name="first"),
            layers.BatchNormalization(name="norm"),
            layers.Dense(1, name="last"),
        ]
    )
    model.get_layer("first").trainable = False
    model.get_layer("norm").trainable = False
    return model


def nested_and_frozen() -> keras.Model:
    base = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.BatchNormalization()], name="base")
    base.trainable = False
    return keras.Sequential([keras.Input((4,)), base, layers.Dense(1)])


def mixed_precision() -> keras.Model:
    return keras.Sequential(
        [keras.Input((4,)), layers.Dense(3, dtype="mixed_float16"), layers.Dense(1, dtype="float32")]
    )


def compiled() -> keras.Model:
    model = keras.Sequential([keras.Input((4,)), layers.Dense(1)])
    model.compile("adam", "mse")
    return model


STRUCTURES: tuple[Builder, ...] = (
    plain_sequential,
    sequential_in_sequential,
    branches_that_join,
    several_inputs_and_outputs,
    one_layer_called_twice,
    nested_functional_with_two_outputs,
    models_nested_thrice_and_called_twice,
    bare_operations,
    recurrent_wrappers,
    attention_by_keyword,
    embedding_and_convolutions,
    partly_frozen,
    nested_and_frozen,
    mixed_precision,
    compiled,
)


@keras.saving.register_keras_serializable("tests")
class Scale(layers.Layer):
    """A layer of our own that holds another."""

    def build(self, shape: tuple[int | None, ...]) -> None:
        self.inside = layers.Dense(3)
        self.inside.build(shape)
        self.factor = self.add_weight(shape=(3,), name="factor")

    def call(self, tensor: object) -> object:
        return self.inside(tensor) * self.factor


class Branching(keras.Model):
    """A subclassed model: what it calls is code."""

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self.first = layers.Dense(3)
        self.others = [layers.Dense(2), layers.Dropout(0.1)]

    def call(self, tensor: object) -> object:
        return self.others[1](self.others[0](self.first(tensor)))


def with_a_layer_of_our_own() -> keras.Model:
    numbers = keras.Input((4,))
    return keras.Model(numbers, layers.Dense(1)(Scale(name="b")(Scale(name="a")(numbers))))


def with_a_subclassed_model_inside() -> keras.Model:
    numbers = keras.Input((4,))
    return keras.Model(numbers, layers.Dense(1)(Branching(name="branching")(numbers)))


def subclassed() -> keras.Model:
    model = Branching(name="branching")
    model(ops.zeros((1, 4)))
    return model


def shared_between_models() -> keras.Model:
    dense = layers.Dense(4, name="dense")
    inside = keras.Input((4,))
    inner = keras.Model(inside, dense(inside), name="inner")
    outside = keras.Input((4,))
    return keras.Model(outside, dense(inner(outside)))


def a_circle_of_calls() -> keras.Model:
    dense = layers.Dense(4, name="dense")
    numbers = keras.Input((4,))
    return keras.Model(numbers, dense(layers.ReLU(name="relu")(dense(numbers))))


def never_built() -> keras.Model:
    return keras.Sequential([layers.Dense(2), layers.Dropout(0.2)])
