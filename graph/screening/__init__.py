"""A list of candidates against what rules out a post: rule by rule, each with evidence and date."""
