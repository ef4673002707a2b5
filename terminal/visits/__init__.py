"""One conversation at the screen per file, each a RULES table at the end of its file."""
