"""A model whose file carries code: the bundled sample with its dropout replaced by a Lambda."""

from __future__ import annotations

import base64
import json
import marshal
import zipfile
from pathlib import Path

from ui_window_helpers import SAMPLE

LAYER = "head_dropout"


def code_model(path: Path, expression: str = "x * 1.0") -> Path:
    """Write it; the Lambda computes ``expression`` of ``x``."""
    code = marshal.dumps(eval(f"lambda x: {expression}").__code__)
    with zipfile.ZipFile(SAMPLE) as sample, zipfile.ZipFile(path, "w") as changed:
        for name in sample.namelist():
            data = sample.read(name)
            changed.writestr(name, _with_lambda(data, code) if name == "config.json" else data)
    return path


def _with_lambda(config: bytes, code: bytes) -> str:
    model = json.loads(config)
    layer = next(each for each in model["config"]["layers"] if each["config"]["name"] == LAYER)
    written = {"code": base64.b64encode(code).decode(), "defaults": None, "closure": None}
    function = {"class_name": "__lambda__", "config": written}
    layer["class_name"] = "Lambda"
    layer["config"] = {"name": LAYER, "function": function, "output_shape": [32], "arguments": {}}
    layer["inbound_nodes"][0]["kwargs"] = {}
    return json.dumps(model)
