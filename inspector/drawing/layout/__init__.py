"""A layered layout from top to bottom, one module per stage, pure functions of sizes and links."""
