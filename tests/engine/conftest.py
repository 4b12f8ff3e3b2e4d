"""What every test of the engine begins with: the state an engine process has when it starts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _no_code_is_allowed() -> Iterator[None]:
    """A trusted file lets Keras run code for the rest of an engine's process; these tests share theirs."""
    yield
    from keras.src.backend.common import global_state  # has no public name

    global_state.set_global_attribute("safe_mode_saving", None)  # neither allowed nor forbidden yet
