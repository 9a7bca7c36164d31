"""The command line: one verb a file, each loaded only when it is called."""
