"""One tagged file of a roster's handouts."""
