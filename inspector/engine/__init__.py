"""The only room with TensorFlow and Keras: load, edit, train, evaluate and save real models."""
