"""The explorer's pages: static files that a browser runs as they are, without a build."""

from pathlib import Path

ROOT = Path(__file__).parent
"""Folder of index.html, css, js, locales and vendor."""
FOLDERS = ("css", "js", "locales", "vendor", "data")
"""What is served beneath it."""
