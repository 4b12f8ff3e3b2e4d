"""The values of a model's weights, read from its file one tensor at a time, without TensorFlow."""
