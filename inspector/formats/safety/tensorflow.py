"""Operations of TensorFlow that reach beyond the model: files, Python functions, other machines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

REACHES: Mapping[str, str] = {
    "PyFunc": "calls a Python function of the program that runs it",
    "PyFuncStateless": "calls a Python function of the program that runs it",
    "EagerPyFunc": "calls a Python function of the program that runs it",
    "ReadFile": "reads a file",
    "MatchingFiles": "looks for files",
    "WholeFileReader": "reads a file",
    "WholeFileReaderV2": "reads a file",
    "TextLineReader": "reads a file",
    "TextLineReaderV2": "reads a file",
    "FixedLengthRecordReader": "reads a file",
    "FixedLengthRecordReaderV2": "reads a file",
    "TFRecordReader": "reads a file",
    "TFRecordReaderV2": "reads a file",
    "LMDBReader": "reads a file",
    "LMDBDataset": "reads a file",
    "TextLineDataset": "reads a file",
    "TextLineDatasetV2": "reads a file",
    "TFRecordDataset": "reads a file",
    "TFRecordDatasetV2": "reads a file",
    "FixedLengthRecordDataset": "reads a file",
    "FixedLengthRecordDatasetV2": "reads a file",
    "CSVDataset": "reads a file",
    "CSVDatasetV2": "reads a file",
    "SqlDataset": "reads a database",
    "LoadDataset": "reads files",
    "LoadDatasetV2": "reads files",
    "ImmutableConst": "reads a file",
    "InitializeTableFromTextFile": "reads a vocabulary from a file",
    "InitializeTableFromTextFileV2": "reads a vocabulary from a file",
    "Restore": "reads a file",
    "RestoreSlice": "reads a file",
    "RestoreV2": "reads files",
    "WriteFile": "writes a file",
    "Save": "writes a file",
    "SaveSlices": "writes a file",
    "SaveV2": "writes files",
    "SaveDataset": "writes files",
    "SaveDatasetV2": "writes files",
    "DatasetToTFRecord": "writes a file",
    "PrintV2": "can write a file",
    "MergeV2Checkpoints": "moves and deletes files",
    "CreateSummaryFileWriter": "writes files",
    "CreateSummaryDbWriter": "writes a database",
    "DebugIdentityV2": "writes files",
    "DebugIdentityV3": "writes files or sends to other machines",
    "DataServiceDataset": "asks other machines",
    "DataServiceDatasetV2": "asks other machines",
    "RemoteCall": "runs on another machine",
    "RpcCall": "asks other machines",
}
"""What an operation does that a model has no need of, by its type."""

OF_CHECKPOINTS = frozenset(
    {"Save", "SaveSlices", "SaveV2", "MergeV2Checkpoints", "Restore", "RestoreSlice", "RestoreV2"}
)
"""Those of them that every saved model has beside its signatures, to be saved and restored with."""

_SYMBOL = re.compile(
    r"(io\.(read_file|write_file|matching_files|gfile\..*)|gfile\..*|py_function|numpy_function|py_func|"
    r"load_op_library|load_library|saved_model\..*|train\..*|data\..*|summary\..*|io\.(TF|Fixed).*|print)"
)
_COMPATIBLE = re.compile(r"^(compat\.v[12]\.|v[12]\.)+")
_TYPE = re.compile(r'"?op"?\s*:\s*"(\w+)"')


def dangerous(config: Mapping[str, Any]) -> str:
    """What an operation that Keras 2 wrote as a layer calls, where that reaches beyond the model; else empty."""
    function = config.get("function")
    if isinstance(function, str):
        name = _COMPATIBLE.sub("", function)
        raw = name.removeprefix("raw_ops.")
        return function if _SYMBOL.fullmatch(name) or raw in REACHES else ""
    definition = config.get("node_def")
    if isinstance(definition, str):
        found = _TYPE.search(definition)
        kind: Any = found[1] if found else ""
    else:
        kind = definition.get("op") if isinstance(definition, Mapping) else ""
    return kind if isinstance(kind, str) and kind in REACHES else ""
