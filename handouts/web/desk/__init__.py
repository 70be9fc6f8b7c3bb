"""The desk: a page of this machine alone, for people who do not use a terminal. Nothing about a person is kept."""
