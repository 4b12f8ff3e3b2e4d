"""The layer catalogue is complete, and its colours can be read."""

from __future__ import annotations

import pytest

from inspector.catalogue import Category, categories, category_of, help_of


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("category", categories(), ids=lambda category: category.id)
def test_the_text_of_a_box_can_be_read_on_its_fill_in_both_themes(category: Category) -> None:
    assert contrast(category.light_fill, category.light_text) >= 4.5
    assert contrast(category.dark_fill, category.dark_text) >= 4.5


@pytest.mark.parametrize("category", categories(), ids=lambda category: category.id)
def test_a_box_stands_out_from_the_canvas_in_both_themes(category: Category) -> None:
    assert contrast(category.light_fill, "#fbfcfe") >= 3
    assert contrast(category.dark_fill, "#1f2329") >= 3


def test_no_two_categories_share_a_colour() -> None:
    assert len({category.light_fill for category in categories()}) == len(categories())
    assert len({category.dark_fill for category in categories()}) == len(categories())


@pytest.mark.parametrize(
    ("class_name", "category"),
    [
        ("Conv2D", "convolution"),
        ("Convolution2D", "convolution"),
        ("keras>Dense", "core"),
        ("Add", "merging"),
        ("GetItem", "operation"),
        ("Relu", "operation"),
        ("TFOpLambda", "operation"),
        ("Functional", "model"),
        ("Somebody>TheirOwnLayer", "custom"),
        ("Lambda", "custom"),
    ],
)
def test_a_class_name_has_a_category(class_name: str, category: str) -> None:
    assert category_of(class_name) == category


def test_a_class_keras_does_not_have_is_said_to_be_the_authors() -> None:
    assert "TheirOwnLayer" in help_of("Somebody>TheirOwnLayer")
    assert "GetItem" in help_of("GetItem")


@pytest.mark.engine
def test_every_layer_class_of_keras_is_in_the_catalogue() -> None:
    import keras

    layers = {name: value for name, value in vars(keras.layers).items() if _is_layer(value, keras.layers.Layer)}
    names = {*layers, *(layer.__name__ for layer in layers.values())}
    assert len(names) > 150
    known = {category.id for category in categories()}
    for name in names:
        assert category_of(name) in known
        assert category_of(name) != "custom" or name in {"Lambda", "Layer"}, name
        assert "model's author" not in help_of(name), name


@pytest.mark.engine
def test_every_operation_of_keras_ops_is_an_operation_or_named_like_a_layer() -> None:
    import keras
    from keras.src.ops.operation import Operation

    def below(base: type) -> set[type]:
        return {sub for child in base.__subclasses__() for sub in {child} | below(child)}

    operations = {c.__name__ for c in below(Operation) if c.__module__.startswith("keras.src.ops")}
    assert len(operations) > 250
    assert {name for name in operations if category_of(name) == "custom"} == set()
    assert keras.layers.Add.__name__ in operations


def _is_layer(value: object, base: type) -> bool:
    return isinstance(value, type) and issubclass(value, base)
