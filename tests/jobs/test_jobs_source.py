"""What a source of data is, told without reading it."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from inspector.jobs.source import SourceError, kind_of


def test_every_kind_is_told_by_what_it_is(tmp_path: Path) -> None:
    np.savez(tmp_path / "data.npz", x_train=[1])
    (tmp_path / "data.npz").rename(tmp_path / "data")
    (tmp_path / "images" / "ant").mkdir(parents=True)
    (tmp_path / "mnist").mkdir()
    (tmp_path / "mnist" / "train-images-idx3-ubyte.gz").write_bytes(b"")
    assert kind_of("sample:digits") == "sample"
    assert kind_of(str(tmp_path / "data")) == "npz"
    assert kind_of(str(tmp_path / "images")) == "images"
    assert kind_of(str(tmp_path / "mnist")) == "idx"
    assert kind_of(str(tmp_path / "mnist" / "train-images-idx3-ubyte.gz")) == "idx"


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("sample:letters", "There is no sample data 'letters'"),
        ("nowhere.npz", "The data 'nowhere.npz' cannot be read: No such file or directory. Expected an .npz file"),
        ("~nobody-here/data", "cannot be read: Could not determine home directory"),
        ("a\0b", "cannot be read: embedded null byte"),
        (__file__, f"'{Path(__file__).name}' is no data that can be read. Expected an .npz file"),
    ],
)
def test_what_is_no_data_is_refused_in_words(source: str, sentence: str) -> None:
    with pytest.raises(SourceError, match=re.escape(sentence)):
        kind_of(source)
