"""The only room with TensorFlow and Keras: load, edit, train and save models.

Both read these settings when they are first imported, so they are made here, before any module of the room.
"""

import os

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
