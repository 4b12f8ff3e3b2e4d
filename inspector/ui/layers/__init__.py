"""The list of blocks and layers at the left."""
