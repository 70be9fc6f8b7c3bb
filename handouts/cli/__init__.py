"""The command line: thin commands, options, the terminal. Everything heavy is imported inside the commands."""
