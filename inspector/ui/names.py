"""What a model file is called in titles and lists."""

from __future__ import annotations

import os

from inspector.jobs.runs import RUN


def shown_name(path: str) -> str:
    """The file's name; every run has a ``best.keras``, so that a run's model is shown with the run's name."""
    folder, name = os.path.split(path)
    return f"{name} — {os.path.basename(folder)}" if os.path.exists(os.path.join(folder, RUN)) else name
