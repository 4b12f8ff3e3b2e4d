"""A graph becomes positions and pictures, without a window."""
