"""The Keras script that does what a recipe says, for people who want to read it, keep it, or go on from there."""
