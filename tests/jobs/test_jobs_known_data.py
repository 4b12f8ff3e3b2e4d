"""A quick look at data tells the checks what they need, and reads little."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from inspector.jobs.data_facts import data_facts
from inspector.jobs.known_data import known_data
from inspector.jobs.source import SourceError
from inspector.recipe.checks.subject import KnownData


def saved(path: Path, x: np.ndarray, y: np.ndarray) -> str:
    np.savez_compressed(path / "data.npz", x_train=x, y_train=y)
    return str(path / "data.npz")


def test_the_bundled_sample_is_known() -> None:
    facts = data_facts("sample:digits")
    assert known_data("sample:digits") == KnownData(facts.samples, facts.classes, 255.0)


@pytest.mark.parametrize(
    ("labels", "classes"),
    [
        (np.array([0, 3, 1]), 4),
        (np.array([[0], [1], [1]]), 2),
        (np.eye(3)[[0, 2, 2]], 3),
        (np.array([0.5, 1.0, 2.0]), 0),
        (np.array([-1, 0, 1]), 0),
        (np.ones((3, 4)), None),  # several numbers each
    ],
)
def test_labels_are_counted_as_the_facts_of_the_data_count_them(
    labels: np.ndarray, classes: int | None, tmp_path: Path
) -> None:
    known = known_data(saved(tmp_path, np.full((3, 2), 0.5, np.float32), labels))
    assert known == KnownData(3, classes, 0.5)


def test_much_data_is_looked_at_quickly(tmp_path: Path) -> None:
    source = saved(tmp_path, np.zeros((100_000, 32, 32), np.uint8), np.zeros(100_000, np.int64))
    start = time.perf_counter()
    assert known_data(source).samples == 100_000
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 no archive"])
def test_what_cannot_be_read_is_refused(damage: bytes, tmp_path: Path) -> None:
    (tmp_path / "data.npz").write_bytes(damage)
    with pytest.raises(SourceError):
        known_data(str(tmp_path / "data.npz"))


def test_objects_of_python_are_not_read(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Python objects"):
        known_data(saved(tmp_path, np.array([{}, {}], dtype=object), np.array([0, 1])))
