from __future__ import annotations

import json
import random
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from handmade import archive, dense_model, functional, hdf5, input_layer, layer

from inspector.formats import FormatError, limits, open_model
from inspector.graph.facts import totals
from inspector.graph.model import ModelGraph

pytestmark = pytest.mark.slow

ODD_VALUES: tuple[Any, ...] = (
    *(None, True, -1, 0, 2**70, 1.5, float("nan"), float("inf"), "", "x", "numbers", "\ud800", [], {}, [[]]),
    *([None], [-1], ["numbers", 0, 0], ["numbers", 0, 10**9], {"class_name": "Dense"}, {"class_name": "__tuple__"}),
    *({"class_name": "Sequential", "config": []}, {"args": [], "kwargs": {}}, {"items": 3}, "a/b", "dense/x"),
)


def rich_config() -> dict[str, Any]:
    """A model with nested models, wrappers, kwargs and shapes: many places to damage."""
    inner = {**dense_model(), "name": "inner", "inbound_nodes": [[["numbers", 0, 0, {}]]]}
    inner["config"] = {**inner["config"], "name": "inner"}
    lstm = {"class_name": "LSTM", "config": {"name": "lstm", "units": 3, "use_bias": True}}
    tensor = {
        "class_name": "__keras_tensor__",
        "config": {"shape": [None, 2], "dtype": "float32", "keras_history": ["inner", 0, 0]},
    }
    sequential = {
        "class_name": "Sequential",
        "name": "line",
        "config": {
            "name": "line",
            "build_input_shape": [None, 2],
            "layers": [{"class_name": "Dense", "config": {"name": "d", "units": 3, "use_bias": True}}],
        },
        "inbound_nodes": [{"args": [tensor], "kwargs": {"mask": None}}],
        "build_config": {"input_shape": [None, 2]},
    }
    return functional(
        [
            input_layer("numbers", 4),
            inner,
            sequential,
            layer("Reshape", "grid", [[["line", 1, 0, {}]]], target_shape=[3, 1]),
            layer("Bidirectional", "both", [[["grid", 0, 0, {"initial_state": ["inner", 1, 0]}]]], layer=lstm),
            layer("Conv1D", "conv", [[["grid", 0, 0, {}]]], filters=2, kernel_size=[2], strides=[1], padding="same"),
            layer("Concatenate", "joined", [[["both", 0, 0, {}], ["line", 1, 0, {}]]], axis=-1),
            layer("Secret", "secret", [[["joined", 0, 0, {}]]]),
        ],
        [["numbers", 0, 0]],
        [["joined", 0, 0], ["secret", 0, 0]],
    )


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every holder and key inside a JSON value."""
    slots = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, held in slots:
        yield value, key
        yield from places(held)


def graph_or_refusal(path: Path) -> ModelGraph | str:
    """What opening gives; any other exception than a refusal fails the test."""
    try:
        graph = open_model(path)
    except FormatError as refusal:
        return str(refusal)
    for edge in graph.edges:
        assert edge.source in graph.by_path
        assert edge.target in graph.by_path
        assert edge.source_index >= 0
    assert totals(graph).parameters >= 0
    for each in graph.layers:
        assert each.name
        assert set(each.inputs) <= graph.by_path.keys()
    return graph


def test_a_config_with_any_value_put_anywhere_is_a_graph_or_a_refusal(tmp_path: Path) -> None:
    text = json.dumps(rich_config())
    count = sum(1 for _ in places(json.loads(text)))
    chance = random.Random(1)
    for number in range(count):
        for odd in chance.sample(ODD_VALUES, 4):
            config = json.loads(text)
            holder, key = list(places(config))[number]
            holder[key] = odd
            graph_or_refusal(archive(tmp_path / "model.keras", json.dumps(config)))


def test_a_config_with_anything_taken_out_is_a_graph_or_a_refusal(tmp_path: Path) -> None:
    text = json.dumps(rich_config())
    for number in range(sum(1 for _ in places(json.loads(text)))):
        config = json.loads(text)
        holder, key = list(places(config))[number]
        del holder[key]
        graph_or_refusal(archive(tmp_path / "model.keras", json.dumps(config)))


def test_an_archive_with_bits_turned_over_is_a_graph_or_a_refusal(tmp_path: Path) -> None:
    whole = archive(tmp_path / "model.keras", rich_config()).read_bytes()
    with zipfile.ZipFile(tmp_path / "packed.keras", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("config.json", json.dumps(rich_config()))
    packed = (tmp_path / "packed.keras").read_bytes()
    for seed, raw in [(seed, raw) for seed in range(200) for raw in (whole, packed)]:
        (tmp_path / "damaged").write_bytes(damaged(raw, random.Random(seed)))
        graph_or_refusal(tmp_path / "damaged")


def test_an_hdf5_file_with_bits_turned_over_is_a_graph_or_a_refusal_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "HELPER_SECONDS", 4.0)
    whole = hdf5(tmp_path / "model.h5", dense_model(), weights={"dense/kernel:0": (4, 2)}).read_bytes()

    def attempt(seed: int) -> ModelGraph | str:
        path = tmp_path / f"damaged_{seed}"
        path.write_bytes(damaged(whole, random.Random(seed)))
        return graph_or_refusal(path)

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(attempt, range(40)))
    assert any(isinstance(result, str) for result in results)
    assert any(isinstance(result, ModelGraph) for result in results)


def damaged(raw: bytes, chance: random.Random) -> bytes:
    """A file with some bits turned over, and sometimes its end cut off."""
    changed = bytearray(raw)
    for _ in range(chance.choice((1, 4, 40))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed[: chance.randrange(len(changed))] if chance.random() < 0.2 else changed)
