"""Rows that share a layout: the ordinary renderer's bytes with other personal text."""
