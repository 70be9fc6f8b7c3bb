"""Renderers: functions from a neutral form (Figure, Document, Deck) to bytes or text. They read no content files."""
