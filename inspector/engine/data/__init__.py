"""Training data: read from files, checked against the model, fitted to it, given out in batches."""
