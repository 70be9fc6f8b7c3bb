"""Helps the author of a muscle: a schema for the editor, a skeleton to begin with, a preview to look at."""
