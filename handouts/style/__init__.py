"""What things look and read like: colours and type, fonts, interface words, plain text."""
