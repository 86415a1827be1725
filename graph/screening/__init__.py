"""A list of candidates against what rules out a post."""
