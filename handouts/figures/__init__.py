"""Muscle -> Figure."""
