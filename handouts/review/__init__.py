"""Sign-off: everything that a patient reads as a list to sign, the reading copy, and what became of an approval."""
