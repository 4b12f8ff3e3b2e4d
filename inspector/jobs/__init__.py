"""How a job is asked of the engine and followed: messages, the engine process, run folders."""
