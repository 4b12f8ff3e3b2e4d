"""The Weights panel: figures, histogram and picture of every weight of a layer."""
