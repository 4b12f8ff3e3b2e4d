"""Protocol-buffer files of TensorFlow, read field by field: nothing is copied that is not asked for."""
