"""A model file becomes a graph. Nothing that is in the file is executed."""
