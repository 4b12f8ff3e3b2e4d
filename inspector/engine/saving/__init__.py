"""A model written in one of several formats, read again and compared before it takes its place."""
