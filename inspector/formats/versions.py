"""Which Keras wrote a file."""

from __future__ import annotations


def written_by(version: str) -> str:
    """For a person: ``"Keras 3.15.1"``; empty where the file does not say."""
    return f"Keras {version}" if version else ""


def major(version: str) -> int | None:
    """The first number of a version such as ``"2.2.4-tf"``."""
    first = version.partition(".")[0]
    return int(first) if first.isdecimal() and len(first) < 3 else None
