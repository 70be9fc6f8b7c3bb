"""Patient handouts and Anki decks about muscles and their trigger points, from one content library."""

__version__ = "0.2.0"
