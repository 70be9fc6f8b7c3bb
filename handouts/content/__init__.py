"""What content files say: schema, library, reading and checking."""
