"""A site of handouts: a folder of pages and files that any static host, or a browser without one, shows."""
