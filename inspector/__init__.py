"""Model Inspector: open a Keras model, see it, prepare it for fine-tuning, train it."""

__version__ = "0.1.0"
