"""How two people, or two groups, are connected."""
