"""How often patterns are right on made counties whose truth is known."""
