"""The checks of a recipe: one pure function each, listed in ``registry``."""
