"""TensorFlow's nodes and functions → one flat graph of operations."""
