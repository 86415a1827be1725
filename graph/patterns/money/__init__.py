"""Money flows: where public payments went."""
