from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.engine

from inspector.engine.errors import EngineError  # noqa: E402
from inspector.engine.load import load  # noqa: E402


@pytest.mark.parametrize("name", ["folder", "graph.pb", "graph.pbtxt", "graph.meta"])
def test_a_graph_of_operations_is_refused_with_what_to_do(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.mkdir() if name == "folder" else path.write_bytes(b"\x0a\x00")
    with pytest.raises(EngineError, match="looked at here, not edited or trained"):
        load(path)
