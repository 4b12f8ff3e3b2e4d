"""What the person wants of a model: edits, data and training, checked without TensorFlow."""
