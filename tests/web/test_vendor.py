"""What is vendored is what was released: name, version, licence and digest of every file."""

import hashlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "viz" / "web" / "vendor", ROOT / "tests" / "web" / "vendor")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.parent.name)
def test_every_vendored_file_is_listed_with_its_digest(folder):
    listed = json.loads((folder / "VENDOR.json").read_text(encoding="utf-8"))
    found = {
        f"{one['name']}-{one['version']}/{name}": digest
        for one in listed
        for name, digest in one["files"].items()
    }
    there = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "VENDOR.json"
    }
    assert there == found
    for one in listed:
        assert one["licence"]
        assert "LICENSE" in one["files"]
