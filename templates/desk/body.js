// The body to click on.
