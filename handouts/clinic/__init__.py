"""The clinic's own file, what was asked for, and encryption."""
