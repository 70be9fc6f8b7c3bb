"""Scenes are data: what a picture shows, with its props and contacts."""
