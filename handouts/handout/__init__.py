"""Wing 1: what a handout says, in which order. No sizes, no colours, no PDF terms."""
