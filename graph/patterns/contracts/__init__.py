"""Contracts and collective assets: who was awarded what."""
