"""Models of TensorFlow's operations, without layers of Keras: run as one layer, the body, under new ones."""
