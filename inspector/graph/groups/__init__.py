"""How layers are put into groups that fold: by names, by structure, always without making circles."""
