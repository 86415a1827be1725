"""The solver: arrays in, chances out; it knows no people, only rows and columns."""
