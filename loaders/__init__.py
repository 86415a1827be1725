"""Readers of source files: bytes in, checked facts out."""
