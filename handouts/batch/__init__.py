"""Handouts for a clinic's whole roster: one file a row, restartable, and nobody's name anywhere but on the page."""
