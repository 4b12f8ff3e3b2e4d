"""What in a file could run code, read or write files when a program loads the model; nothing of it is run to tell."""
