"""Figures and pictures of arrays of numbers, and how far two models' arrays are apart."""
