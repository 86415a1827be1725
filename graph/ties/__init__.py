"""Ties beyond kinship, for the open clause: computed when asked, never stored."""
