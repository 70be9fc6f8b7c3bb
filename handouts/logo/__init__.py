"""A clinic's logo: read, checked, and turned into paths or an image."""
