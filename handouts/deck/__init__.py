"""Flashcards as neutral notes, the release ledger, and the Anki package made of them."""
