"""Code in a file runs only when that very file is trusted, and then without network."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import keras
import pytest

from inspector.jobs.messages import Apply, Describe, Described, Done, Event, Failed, Job, Log
from inspector.jobs.process import Engine
from inspector.jobs.trust import digest
from inspector.recipe.edits import Freeze
from inspector.recipe.recipe import Recipe

pytestmark = pytest.mark.engine


def followed(job: Job) -> list[Event]:
    with Engine(job) as engine:
        return list(engine)


@pytest.fixture(scope="module")
def listener() -> Iterator[int]:
    """A port of this computer that takes calls."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture(params=["keras", "h5"])
def model(request: pytest.FixtureRequest, tmp_path: Path, listener: int) -> Path:
    """A model whose Lambda writes into the file ``called`` what came of a call to the listener."""
    call = f"str(__import__('socket').socket().connect_ex(('127.0.0.1', {listener})))"
    code = eval(f"lambda x: (__import__('pathlib').Path({str(tmp_path / 'called')!r}).write_text({call}), x * 2.0)[1]")
    layers = [keras.Input((4,)), keras.layers.Dense(3, name="dense"), keras.layers.Lambda(code, output_shape=(3,))]
    path = tmp_path / f"model.{request.param}"
    keras.Sequential(layers).save(path)
    assert not (tmp_path / "called").exists()
    return path


def test_a_trusted_file_is_edited_and_its_code_has_no_network(model: Path, tmp_path: Path) -> None:
    output = tmp_path / "edited.keras"
    events = followed(Apply(str(model), Recipe(edits=(Freeze(("dense",)),)), str(output), digest(model)))
    assert isinstance(events[-1], Done), events[-1]
    assert output.is_file()
    logged = [event.text for event in events if isinstance(event, Log) and "network" in event.text]
    assert len(logged) == 1
    if sys.platform == "linux":
        assert ("without network" in logged[0]) == ((tmp_path / "called").read_text() != "0")


def test_the_code_of_a_file_that_is_not_trusted_is_not_run(model: Path, tmp_path: Path) -> None:
    described = next(event for event in followed(Describe(str(model))) if isinstance(event, Described))
    assert not described.trainable
    assert "run only when the file is trusted" in described.reason
    assert not (tmp_path / "called").exists()


def test_a_file_that_was_changed_after_it_was_trusted_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.keras"
    keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)]).save(path)
    last = followed(Apply(str(path), Recipe(), str(tmp_path / "edited.keras"), "0" * 64))[-1]
    assert isinstance(last, Failed)
    assert "was changed since it was trusted" in last.text
