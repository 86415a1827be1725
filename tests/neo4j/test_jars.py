"""Fetching: what Maven brings is used only where every digest is the committed one."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections import namedtuple
from pathlib import Path

import pytest

from graph.errors import Neo4jError
from graph.neo4j import jars
from graph.neo4j.jars import damage, digests, require_jars, server_version

ROOT = Path(__file__).parents[2]
MADE = {"a-1.jar": b"first", "b-2.jar": b"second"}

_MAVEN = """#!{python}
import pathlib, sys, time
into = next(word.split("=", 1)[1] for word in sys.argv if word.startswith("-DoutputDirectory="))
with open({asked!r}, "a") as file:
    file.write(into + "\\n")
print("[INFO] Downloaded from somewhere: x")
for name, text in {brought!r}.items():
    pathlib.Path(into, name).write_bytes(text)
time.sleep({seconds})
if {fault!r}:
    print("[ERROR] " + {fault!r})
    sys.exit(1)
"""


@pytest.fixture
def promised(monkeypatch):
    """Promise two small jars instead of Neo4j's."""
    made = {name: hashlib.sha256(text).hexdigest() for name, text in MADE.items()}
    monkeypatch.setattr(jars, "digests", lambda: made)


@pytest.fixture
def maven(tmp_path, monkeypatch):
    """Put a pretended mvn on an otherwise empty path; returns what it was asked for."""
    asked = tmp_path / "asked"
    asked.touch()

    def put(*, brought=MADE, fault="", seconds=0):
        script = tmp_path / "bin" / "mvn"
        script.parent.mkdir(exist_ok=True)
        script.write_text(
            _MAVEN.format(
                python=sys.executable,
                asked=str(asked),
                brought=brought,
                fault=fault,
                seconds=seconds,
            )
        )
        script.chmod(0o755)
        return asked

    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return put


@pytest.fixture
def folder(tmp_path, promised):
    return tmp_path / "cache" / "neo4j-x"


def test_the_committed_list_is_the_version_of_the_pom():
    pom = ElementTree.parse(ROOT / "graph/neo4j/java/pom.xml")
    space = {"m": "http://maven.apache.org/POM/4.0.0"}
    assert pom.findtext(".//m:neo4j.version", namespaces=space) == server_version()
    versions = [found.text for found in pom.iterfind(".//m:version", space)]
    assert all(re.fullmatch(r"[\d.]+|\$\{neo4j\.version\}", text) for text in versions)
    assert server_version().startswith("5.26.")


def test_every_jar_has_a_digest():
    assert len(digests()) > 200
    assert {"neo4j-5.26.30.jar", "neo4j-bolt-5.26.30.jar"} <= set(digests())
    assert all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in digests().values())


def test_they_are_fetched_once(folder, maven):
    asked, seen = maven(), []
    assert require_jars(folder, seen.append) == folder
    assert require_jars(folder) == folder
    assert {path.name for path in folder.iterdir()} == set(MADE)
    assert len(asked.read_text().split()) == 1
    assert seen == [1]


@pytest.mark.parametrize("harm", ["altered", "missing", "beside"])
def test_jars_that_are_not_as_promised_are_fetched_again(folder, maven, harm):
    asked = maven()
    require_jars(folder)
    if harm == "altered":
        (folder / "a-1.jar").write_bytes(b"evil")
    elif harm == "missing":
        (folder / "b-2.jar").unlink()
    else:
        (folder / "evil.jar").write_bytes(b"evil")
    assert len(damage(folder)) == 1
    require_jars(folder)
    assert damage(folder) == ()
    assert len(asked.read_text().split()) == 2


@pytest.mark.parametrize(
    "brought", [MADE | {"a-1.jar": b"evil"}, MADE | {"evil.jar": b""}, {"a-1.jar": b"first"}]
)
def test_what_maven_altered_is_never_used(folder, maven, brought):
    maven(brought=brought)
    with pytest.raises(Neo4jError, match="not the ones this program was made with"):
        require_jars(folder)
    assert not folder.exists()
    assert not list(folder.parent.glob("*.part-*"))


def test_an_interrupted_fetch_leaves_nothing_to_be_used(folder, maven):
    asked = maven(seconds=30)
    code = (
        "import sys, pathlib; from graph.neo4j import jars; jars.digests = lambda: {'x': 'y'};"
        "jars.require_jars(pathlib.Path(sys.argv[1]))"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(folder)])
    while not asked.read_text():
        assert process.poll() is None
    process.kill()
    process.wait()
    assert not folder.exists()
    assert len(list(folder.parent.glob("*.part-*"))) == 1
    maven()
    require_jars(folder)
    assert damage(folder) == ()
    assert not list(folder.parent.glob("*.part-*"))


def test_without_maven_it_is_said_what_to_install(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Neo4jError, match=r"apt-get install maven.*copy this folder"):
        require_jars(folder)


def test_jars_that_are_there_need_no_maven(folder, tmp_path, monkeypatch):
    folder.mkdir(parents=True)
    for name, text in MADE.items():
        (folder / name).write_bytes(text)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert require_jars(folder) == folder


def test_mavens_own_reason_is_told(folder, maven):
    maven(fault="Could not transfer artifact: Unknown host")
    with pytest.raises(Neo4jError, match="Unknown host"):
        require_jars(folder)
    assert not folder.exists()


def test_a_disk_without_room_is_told_before_anything_is_fetched(folder, maven, monkeypatch):
    asked = maven()
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(10**9, 10**9, 10**6))
    with pytest.raises(Neo4jError, match=r"1 MB are free.*make room"):
        require_jars(folder)
    assert asked.read_text() == ""


def test_a_place_that_cannot_be_written_is_told(folder, maven):
    maven()
    folder.parent.write_text("a file where the folder should be")
    with pytest.raises(Neo4jError, match="HUIBI_NEO4J_JARS"):
        require_jars(folder)


def test_two_processes_fetch_once(folder, maven, tmp_path):
    asked = maven(seconds=0.5)
    code = (
        "import sys, pathlib; from graph.neo4j import jars; made = dict(w.split('=') for w in"
        " sys.argv[2:]); jars.digests = lambda: made; jars.require_jars(pathlib.Path(sys.argv[1]))"
    )
    words = [f"{name}={hashlib.sha256(text).hexdigest()}" for name, text in MADE.items()]
    both = [
        subprocess.Popen([sys.executable, "-c", code, str(folder), *words], env=dict(os.environ))
        for _ in range(2)
    ]
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    assert len(asked.read_text().split()) == 1
