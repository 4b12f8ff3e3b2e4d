"""Keras' own files, by what they begin with or hold: asked of every path, before a reader is chosen."""

from __future__ import annotations

from pathlib import Path

CONFIG = "config.json"
"""The model's config, in a ``.keras`` archive."""


def is_archive(head: bytes) -> bool:
    """Whether these first bytes of a file begin a zip archive."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def is_hdf5(head: bytes) -> bool:
    """Whether these first bytes of a file begin an HDF5 file."""
    return head.startswith(b"\x89HDF\r\n\x1a\n")


def is_unpacked_archive(folder: Path) -> bool:
    """Whether a folder has a model's config in it, as a ``.keras`` archive has."""
    return (folder / CONFIG).is_file()


def is_body_graph(member: str) -> bool:
    """Whether a file of a ``.keras`` archive, by its name, holds the operations of a body."""
    return member.startswith("assets/") and member.endswith("/graph.pb")
