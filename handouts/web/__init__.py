"""What is read on a screen: a handout as one web page, and a site of them."""
