"""Pictures that leave the program: files in four formats, the dialog that asks for one, the clipboard."""
