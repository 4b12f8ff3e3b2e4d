"""What in the opened file could run code or reach files: the verdict, what was found, and whether it may run."""
