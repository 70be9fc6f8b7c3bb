"""What a handout says, in which order. No sizes, no colours, no PDF terms."""
