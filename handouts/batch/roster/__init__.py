"""A roster: tables, cells, rows."""
