"""Weights as pictures: which way round a kernel lies, its scale, and what a cell of a large matrix stands for."""

from __future__ import annotations

import numpy as np
import pytest

from inspector.tensors.pictures import Field, Kernels, picture


def kernel(height: int, width: int, channels: int, filters: int) -> np.ndarray:
    """Every value is its place: hundreds of the filter, tens of the channel, ones of row and column."""
    places = np.indices((height, width, channels, filters))
    return (places[3] * 1000 + places[2] * 100 + places[0] * 10 + places[1]).astype(np.float32)


def test_a_convolution_is_a_tile_per_filter_and_channel() -> None:
    found = picture("Conv2D", "kernel", kernel(3, 2, 4, 5))
    assert isinstance(found, Kernels)
    assert (found.filters, found.tiles, found.in_colour) == (5, 4, False)
    assert found.values[2, 1].tolist() == [[2100, 2101], [2110, 2111], [2120, 2121]]


def test_a_transposed_convolution_has_its_filters_before_its_channels() -> None:
    found = picture("Conv2DTranspose", "kernel", np.swapaxes(kernel(3, 3, 4, 5), 2, 3))
    assert isinstance(found, Kernels)
    assert (found.filters, found.tiles) == (5, 4)
    assert found.values[2, 1, 0, 0] == 2100


@pytest.mark.parametrize(
    ("class_name", "name"), [("DepthwiseConv2D", "kernel"), ("SeparableConv2D", "depthwise_kernel")]
)
def test_a_depthwise_kernel_is_a_tile_per_channel(class_name: str, name: str) -> None:
    found = picture(class_name, name, kernel(3, 3, 4, 2))
    assert isinstance(found, Kernels)
    assert (found.filters, found.tiles) == (8, 1)
    assert found.values[3, 0, 0, 0] == 1100  # the second multiple of the second channel


def test_a_kernel_of_three_channels_is_in_colour_each_filter_scaled_by_itself() -> None:
    found = picture("Conv2D", "kernel", kernel(3, 3, 3, 2))
    assert isinstance(found, Kernels)
    assert found.in_colour
    for number in range(2):
        tile = found.coloured(number)
        assert tile.shape == (3, 3, 3)
        assert (tile.min(), tile.max()) == (0.0, 1.0)
        assert tile[2, 2, 2] == 1.0


def test_signed_tiles_reach_one_at_the_filters_largest_magnitude() -> None:
    values = kernel(3, 3, 2, 2)
    values[0, 0, 0, 1] = -5000
    found = picture("Conv2D", "kernel", values)
    assert isinstance(found, Kernels)
    assert found.signed(1).min() == -1.0
    assert found.signed(0).max() == 1.0


def test_what_is_no_number_does_not_spoil_the_scale_of_the_others() -> None:
    values = kernel(3, 3, 3, 1)
    values[1, 1, 1, 0] = np.nan
    found = picture("Conv2D", "kernel", values)
    assert isinstance(found, Kernels)
    assert found.coloured(0).max() == 1.0
    assert np.nanmax(found.signed(0)) == 1.0


def test_a_pointwise_convolution_a_dense_kernel_and_an_embedding_are_fields() -> None:
    for class_name, shape in (("Conv2D", (1, 1, 4, 5)), ("Dense", (4, 5)), ("Embedding", (4, 5))):
        found = picture(class_name, "kernel", np.ones(shape))
        assert isinstance(found, Field)
        assert (found.cells.shape, found.span, found.largest) == ((4, 5), 1, 1.0)


def test_a_cell_of_a_wide_matrix_is_the_value_of_the_largest_magnitude_in_its_square() -> None:
    values = np.zeros((7, 1000), np.float32)
    values[5, 2], values[6, 3], values[0, 999] = -3.0, 2.0, 1.0
    found = picture("Dense", "kernel", values)
    assert isinstance(found, Field)
    assert found.span == 4
    assert found.cells.shape == (2, 250)
    assert (found.cells[1, 0], found.cells[0, 249], found.largest) == (-3.0, 1.0, 3.0)


def test_a_high_matrix_is_looked_at_strip_by_strip(monkeypatch: pytest.MonkeyPatch) -> None:
    from inspector.tensors import pictures

    values = np.random.default_rng(1).normal(size=(100, 600)).astype(np.float32)
    whole = picture("Dense", "kernel", values)
    monkeypatch.setattr(pictures, "_STRIP", 3000)
    strips = picture("Dense", "kernel", values)
    assert isinstance(whole, Field)
    assert isinstance(strips, Field)
    np.testing.assert_array_equal(strips.cells, whole.cells)


def test_a_bias_and_an_empty_matrix_have_no_picture() -> None:
    assert picture("Dense", "bias", np.ones(5)) is None
    assert picture("Dense", "kernel", np.ones((0, 5))) is None
