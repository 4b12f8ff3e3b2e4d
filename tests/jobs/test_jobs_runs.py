"""Run folders: made, refused, and read back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from inspector.jobs.messages import Batch, Progress, encode
from inspector.jobs.runs import (
    EVENTS,
    HISTORY,
    RUN,
    RunError,
    discard_unbegun,
    prepare,
    read_events,
    read_history,
    read_run,
)


def test_a_new_folder_is_made_with_those_around_it(tmp_path: Path) -> None:
    folder = prepare(tmp_path / "runs" / "first")
    assert folder == tmp_path / "runs" / "first"
    assert folder.is_dir()


def test_an_empty_folder_that_is_there_will_do(tmp_path: Path) -> None:
    assert prepare(str(tmp_path)) == tmp_path


def test_a_folder_that_holds_something_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("words")
    with pytest.raises(RunError, match=r"new or empty folder, but .* holds 'thesis\.tex'"):
        prepare(tmp_path)
    assert (tmp_path / "thesis.tex").read_text() == "words"


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("")
    with pytest.raises(RunError, match="found a file"):
        prepare(tmp_path / "run")


def test_a_folder_that_cannot_be_made_is_refused_in_words() -> None:
    with pytest.raises(RunError, match="cannot be used"):
        prepare("/proc/run")
    assert os.path.isdir("/proc")


def test_a_history_is_read_back_as_numbers(tmp_path: Path) -> None:
    (tmp_path / HISTORY).write_text("epoch,seconds,loss,val_loss\n1,2.5,0.7,0.8\n2,5.0,0.6,0.7\n")
    assert read_history(tmp_path)[1] == {"epoch": 2.0, "seconds": 5.0, "loss": 0.6, "val_loss": 0.7}


def test_a_figure_that_an_epoch_does_not_have_is_left_out_of_its_row(tmp_path: Path) -> None:
    (tmp_path / HISTORY).write_text("epoch,loss,auc\n1,0.7,\n2,0.6,0.9\n")
    assert read_history(tmp_path) == [{"epoch": 1, "loss": 0.7}, {"epoch": 2, "loss": 0.6, "auc": 0.9}]


@pytest.mark.parametrize("content", ["epoch,loss\n1,much\n", "epoch,loss\n1\n", "epoch\n1,2\n"])
def test_a_damaged_history_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / HISTORY).write_text(content)
    with pytest.raises(RunError, match="is damaged"):
        read_history(tmp_path)


def test_events_are_read_up_to_where_a_crash_cut_them_off(tmp_path: Path) -> None:
    events = [Progress("Loading the model"), Batch(1, 1, {"loss": 0.5}, 0.1)]
    whole = b"".join(encode(event) for event in events)
    (tmp_path / EVENTS).write_bytes(whole + encode(Batch(1, 2, {"loss": 0.4}, 0.2))[:20])
    assert list(read_events(tmp_path)) == events


def test_what_is_no_run_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="Is this a run folder"):
        read_run(tmp_path)
    (tmp_path / RUN).write_text('{"model": 1}')
    with pytest.raises(RunError, match=r"run\.json' is not the description of a run"):
        read_run(tmp_path)


def test_the_folder_of_a_run_that_never_began_goes_and_any_other_stays(tmp_path: Path) -> None:
    refused, begun = prepare(tmp_path / "refused"), prepare(tmp_path / "begun")
    (refused / EVENTS).write_bytes(b"")
    for name in (EVENTS, RUN):
        (begun / name).write_bytes(b"")
    for folder in (refused, begun, tmp_path / "missing"):
        discard_unbegun(folder)
    assert [entry.name for entry in tmp_path.iterdir()] == ["begun"]
    assert {entry.name for entry in begun.iterdir()} == {EVENTS, RUN}
