"""How a handout is set: blocks -> boxes -> tagged pages."""
