"""Benefits and funds: who got what was decided."""
