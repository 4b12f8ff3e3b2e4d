"""What the shell can ask for, one command a file: ``add`` declares its arguments, ``run`` does it."""
