"""Posts and bodies: who sits beside whom."""
