"""How much of an untrusted file is read: far above what real models need, far below what hurts the machine."""

from __future__ import annotations

CONFIG_BYTES = 64 << 20
"""A model's configuration as JSON text; NASNetLarge has 1 MB."""

METADATA_BYTES = 1 << 20

JSON_VALUES = 5_000_000
JSON_DEPTH = 200

ARCHIVE_MEMBERS = 10_000
ARCHIVE_DIRECTORY_BYTES = 4 << 20
COMPRESSION_RATIO = 200
"""Unpacked over packed size of a member that unpacks to more than a megabyte."""

LAYERS = 50_000
CONNECTIONS = 200_000
"""Tensors that layers or operations take, all together."""
NAME_CHARACTERS = 1_000
NOTES_PER_CODE = 100
NESTED_MODELS = 32
"""Models inside models inside models."""

HDF5_OBJECTS = 500_000
HDF5_DEPTH = 64
HDF5_NAME_BYTES = 64 << 20
"""All paths of an HDF5 file together."""

HELPER_SECONDS = 30.0
HELPER_CPU_SECONDS = 4
"""Of computing alone: a damaged file can keep the HDF5 library busy for ever, a slow drive only makes it wait."""
HELPER_MEMORY_BYTES = 448 << 20
HELPER_ANSWER_BYTES = 256 << 20

PACKED_BYTES = 192 << 20
"""Values of one dataset that is compressed or in chunks, which the helper unpacks in its memory."""
TENSOR_BYTES = 4 << 30
"""Values of one tensor that lie in the file as they are."""

OPERATIONS = 100_000
"""Operations that make up a model's results, those of inlined functions included."""
NODES = 300_000
"""Operations that stand in a graph or a function, whether the results need them or not."""
ATTRIBUTES = 10_000
"""Of one operation."""
FIELDS = 1_000_000
"""Of one message of a protocol buffer, whatever they are."""
FILE_FIELDS = 2_000_000
"""Of a large file, which is walked over without being read."""

FUNCTIONS = 100_000
FUNCTION_CALLS = 20_000
FUNCTION_DEPTH = 64
SAVED_OBJECTS = 500_000
INDEX_BLOCK_BYTES = 64 << 20
GRAPH_BYTES = 256 << 20
"""A TensorFlow graph, the values of its constants aside."""
TEXT_BYTES = 64 << 20
"""A graph that is written as text."""
RUN_BYTES = (2 << 30) - (1 << 20)
"""A graph that is run: what one protocol buffer can hold."""
