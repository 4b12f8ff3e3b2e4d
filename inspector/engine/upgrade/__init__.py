"""Models of Keras 1 and 2 become models of Keras 3: built again from their repaired configs, with their weights."""
