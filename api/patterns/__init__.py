"""Patterns as a service: run, narrowed to what was asked, named, recorded, answered, evaluated."""
