"""Operations → the layers they were made of, by their scopes, the variables they read and what they compute."""
