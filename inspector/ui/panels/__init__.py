"""The panels at the right: one layer, regularisation, the head, the changes."""
