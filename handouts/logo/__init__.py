"""A clinic's logo: read, checked, and turned into pixels."""
