"""What the HDF5 helper may be asked for besides what is in a file: words that stand before the file's name."""

from __future__ import annotations

PLACES = "--places"
"""Where the values of every dataset lie, too."""
VALUES = "--values="
"""The values of the dataset whose path follows, and nothing else."""
