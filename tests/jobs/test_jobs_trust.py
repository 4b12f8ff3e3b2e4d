from __future__ import annotations

from pathlib import Path

import pytest

from inspector.jobs.trust import FILE, Trust, TrustError, digest, settings_folder


def model(folder: Path, content: bytes = b"model") -> Path:
    path = folder / "model.keras"
    path.write_bytes(content)
    return path


def test_a_file_is_trusted_only_when_that_was_said(tmp_path: Path) -> None:
    trust, path = Trust(tmp_path / "settings"), model(tmp_path)
    assert trust.of(path) == ""
    assert trust.add(path) == trust.of(path) != ""
    assert Trust(tmp_path / "settings").of(path)


def test_trust_is_in_the_bytes_and_not_in_the_name(tmp_path: Path) -> None:
    trust, path = Trust(tmp_path / "settings"), model(tmp_path)
    trust.add(path)
    moved = path.rename(tmp_path / "other.keras")
    assert trust.of(moved)
    assert trust.of(model(tmp_path, b"model!")) == ""


@pytest.mark.parametrize("written", ["", "{", "[]", "3", "\x00"])
def test_nothing_is_trusted_where_the_record_is_damaged(written: str, tmp_path: Path) -> None:
    trust, path = Trust(tmp_path), model(tmp_path)
    trust.add(path)
    (tmp_path / FILE).write_text(written)
    assert trust.of(path) == ""
    assert trust.add(path)
    assert trust.of(path)


def test_trust_that_cannot_be_kept_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "settings").write_text("a file")
    with pytest.raises(TrustError, match=r"cannot be written: .*\.$"):
        Trust(tmp_path / "settings").add(model(tmp_path))
    with pytest.raises(TrustError, match="found none"):
        Trust(tmp_path).add(tmp_path)


def test_what_is_trusted_is_kept_with_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert settings_folder() == tmp_path / "model-inspector"


def test_a_no_is_remembered_and_taken_back_by_a_yes(tmp_path: Path) -> None:
    trust, path = Trust(tmp_path / "settings"), model(tmp_path)
    found = digest(path)
    assert trust.answer(found) is None
    trust.remember(found, path.name, trusted=False)
    assert Trust(tmp_path / "settings").answer(found) is False
    assert trust.of(path) == ""
    assert trust.add(path) == trust.of(path) == found
    assert trust.answer(found) is True
    trust.remember(found, path.name, trusted=False)
    assert trust.of(path) == ""


@pytest.mark.parametrize("entry", ["true", "[]", "{}", '{"trusted": "yes"}', '{"trusted": 1}'])
def test_only_a_plain_yes_is_one(entry: str, tmp_path: Path) -> None:
    trust, path = Trust(tmp_path), model(tmp_path)
    (tmp_path / FILE).write_text(f'{{"{digest(path)}": {entry}}}')
    assert trust.of(path) == ""


def test_a_saved_model_is_trusted_with_every_file_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    (folder / "assets" / "inner").mkdir(parents=True)
    (folder / "saved_model.pb").write_bytes(b"graph")
    (folder / "assets" / "inner" / "words").write_text("a")
    trust = Trust(tmp_path / "settings")
    assert trust.of(folder) == ""

    trust.add(folder)
    assert trust.of(folder) == digest(folder)

    (folder / "assets" / "inner" / "words").write_text("b")
    assert trust.of(folder) == ""


def test_no_name_of_a_file_looks_like_two_files(tmp_path: Path) -> None:
    two, one = tmp_path / "two", tmp_path / "one"
    two.mkdir()
    one.mkdir()
    for name in ("a", "b"):
        (two / name).write_bytes(b"x")
    (one / f"a {digest(two / 'a')}\nb").write_bytes(b"x")
    assert digest(one) != digest(two)
