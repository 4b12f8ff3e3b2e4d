"""A Keras config (version 1, 2 or 3, already parsed from JSON) becomes layers and edges."""
