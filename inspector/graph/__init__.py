"""What a model is: layers, tensors, blocks and facts, as frozen values and pure functions."""
