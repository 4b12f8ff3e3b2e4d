"""Weights as Keras 1, Theano and cuDNN layers stored them, in the order and form of Keras 3.

Source: https://github.com/keras-team/tf-keras/blob/master/tf_keras/saving/legacy/hdf5_format.py
"""

from __future__ import annotations

import keras
import numpy as np

from inspector.engine.upgrade.arrays import Named

_LSTM_GATES, _GRU_GATES = (0, 2, 1, 3), (0, 1, 2)
"""Keras 1 stores a kernel, a recurrent kernel and a bias per gate; an LSTM's in another order."""
_CONVOLUTIONS = ("Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose", "SeparableConv2D", "DepthwiseConv2D")


def converted(layer: keras.Layer, named: Named, version: int, backend: str) -> Named:
    """The variables of a layer as Keras 3 has them.

    Args:
        layer: built.
        named: as stored.
        version: the first number of Keras' version.
        backend: what Keras ran on; Theano's convolutions turn their kernels.
    """
    if isinstance(layer, keras.layers.Bidirectional):
        half = len(named) // 2
        return [
            *_prefixed("forward", converted(layer.forward_layer, named[:half], version, backend)),
            *_prefixed("backward", converted(layer.backward_layer, named[half:], version, backend)),
        ]
    if isinstance(layer, keras.layers.TimeDistributed):
        return converted(layer.layer, named, version, backend)
    kind = type(layer).__name__
    arrays = [array for _, array in named]
    if kind == "LSTM" and len(arrays) == 12:
        return _from_gates(arrays, _LSTM_GATES)
    if kind == "GRU" and len(arrays) == 9:
        return _from_gates(arrays, _GRU_GATES)
    if kind in ("LSTM", "GRU") and len(arrays) == 3 and _is_cudnn(arrays[2], layer):
        return _from_cudnn(kind, arrays)
    if kind == "ConvLSTM2D" and backend == "theano":
        return [(name, array[::-1, ::-1] if array.ndim == 4 else array) for name, array in named]
    if kind in _CONVOLUTIONS and arrays:
        return [(name, _kernel(array, layer, version, backend)) for name, array in named]
    return named


def _prefixed(direction: str, named: Named) -> Named:
    return [(f"{direction}/{name.rpartition('/')[2]}", array) for name, array in named]


def _from_gates(arrays: list[np.ndarray], order: tuple[int, ...]) -> Named:
    return [
        (name, np.concatenate([arrays[3 * gate + part] for gate in order], axis=-1))
        for part, name in enumerate(("kernel", "recurrent_kernel", "bias"))
    ]


def _is_cudnn(bias: np.ndarray, layer: keras.Layer) -> bool:
    """Only cuDNN has two biases in one vector."""
    gates = 4 if isinstance(layer, keras.layers.LSTM) else 3
    return bias.shape == (2 * gates * layer.units,)


def _from_cudnn(kind: str, arrays: list[np.ndarray]) -> Named:
    gates = 4 if kind == "LSTM" else 3
    kernel = [part.T.reshape(part.shape, order="F") for part in np.hsplit(arrays[0], gates)]
    recurrent = [part.T for part in np.hsplit(arrays[1], gates)]
    biases = arrays[2].reshape((2, -1))
    bias = biases.sum(axis=0) if kind == "LSTM" else biases
    return [("kernel", np.hstack(kernel)), ("recurrent_kernel", np.hstack(recurrent)), ("bias", bias)]


def _kernel(array: np.ndarray, layer: keras.Layer, version: int, backend: str) -> np.ndarray:
    spatial = layer.rank
    if array.ndim < spatial + 2:
        return array
    if version == 1 and isinstance(layer, keras.layers.Conv1D) and array.ndim == 4:
        is_old = array.shape[:2] != (layer.kernel_size[0], 1)  # (filters, inputs, length, 1)
        array = (array.transpose(2, 3, 1, 0) if is_old else array)[:, 0]
    elif version == 1 and layer.data_format == "channels_first" and array.ndim == spatial + 2:
        array = np.moveaxis(np.moveaxis(array, 0, -1), 0, -2)
    elif version == 1 and isinstance(layer, keras.layers.Conv2DTranspose):
        array = array.transpose(0, 1, 3, 2)
    if backend == "theano":
        array = array[tuple(slice(None, None, -1) for _ in range(spatial))]
    return array
