"""Names, numbers and kinds of the fields in TensorFlow's messages that describe graphs, for files written as text.

Source: the .proto files in https://github.com/tensorflow/tensorflow/tree/master/tensorflow/core/framework and
https://github.com/tensorflow/tensorflow/tree/master/tensorflow/core/protobuf
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Scalar = Literal["text", "whole", "truth", "float", "double", "dtype"]
Message = Mapping[str, "tuple[int, Scalar | str]"]
"""Fields by name: their number, and a `Scalar` or the name of a message in `MESSAGES`."""

DTYPES = (
    "DT_INVALID", "DT_FLOAT", "DT_DOUBLE", "DT_INT32", "DT_UINT8", "DT_INT16", "DT_INT8", "DT_STRING", "DT_COMPLEX64",
    "DT_INT64", "DT_BOOL", "DT_QINT8", "DT_QUINT8", "DT_QINT32", "DT_BFLOAT16", "DT_QINT16", "DT_QUINT16", "DT_UINT16",
    "DT_COMPLEX128", "DT_HALF", "DT_RESOURCE", "DT_VARIANT", "DT_UINT32", "DT_UINT64",
)  # fmt: skip
"""Names of ``DataType`` by its number."""

_VALUES: Message = {
    "s": (2, "text"),
    "i": (3, "whole"),
    "f": (4, "float"),
    "b": (5, "truth"),
    "type": (6, "dtype"),
    "shape": (7, "Shape"),
    "tensor": (8, "Tensor"),
}

MESSAGES: Mapping[str, Message] = {
    "SavedModel": {"saved_model_schema_version": (1, "whole"), "meta_graphs": (2, "MetaGraph")},
    "MetaGraph": {
        "meta_info_def": (1, "MetaInfo"),
        "graph_def": (2, "Graph"),
        "signature_def": (5, "SignatureEntry"),
    },
    "MetaInfo": {"tags": (4, "text"), "tensorflow_version": (5, "text")},
    "SignatureEntry": {"key": (1, "text"), "value": (2, "Signature")},
    "Signature": {"inputs": (1, "InfoEntry"), "outputs": (2, "InfoEntry"), "method_name": (3, "text")},
    "InfoEntry": {"key": (1, "text"), "value": (2, "Info")},
    "Info": {"name": (1, "text"), "dtype": (2, "dtype"), "tensor_shape": (3, "Shape")},
    "Graph": {"node": (1, "Node"), "library": (2, "Library")},
    "Library": {"function": (1, "Function")},
    "Function": {"signature": (1, "Definition"), "node_def": (3, "Node"), "ret": (4, "TextEntry")},
    "Definition": {"name": (1, "text"), "input_arg": (2, "Argument"), "output_arg": (3, "Argument")},
    "Argument": {"name": (1, "text"), "type": (3, "dtype")},
    "TextEntry": {"key": (1, "text"), "value": (2, "text")},
    "Node": {
        "name": (1, "text"),
        "op": (2, "text"),
        "input": (3, "text"),
        "device": (4, "text"),
        "attr": (5, "AttributeEntry"),
    },
    "AttributeEntry": {"key": (1, "text"), "value": (2, "Attribute")},
    "Attribute": {**_VALUES, "list": (1, "List"), "placeholder": (9, "text"), "func": (10, "Called")},
    "List": {**_VALUES, "func": (9, "Called")},
    "Called": {"name": (1, "text"), "attr": (2, "AttributeEntry")},
    "Shape": {"dim": (2, "Axis"), "unknown_rank": (3, "truth")},
    "Axis": {"size": (1, "whole"), "name": (2, "text")},
    "Tensor": {
        "dtype": (1, "dtype"),
        "tensor_shape": (2, "Shape"),
        "tensor_content": (4, "text"),
        "half_val": (13, "whole"),
        "float_val": (5, "float"),
        "double_val": (6, "double"),
        "int_val": (7, "whole"),
        "string_val": (8, "text"),
        "int64_val": (10, "whole"),
        "bool_val": (11, "truth"),
    },
}
