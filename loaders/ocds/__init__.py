"""Contracting data in the Open Contracting Data Standard (OCDS 1.1): releases and records."""

from loaders.ocds.loader import OcdsLoader

__all__ = ["OcdsLoader"]
