"""What the machine must have, and what a server takes of it."""

import pytest

from graph.errors import Neo4jError
from graph.neo4j.machine import find_java, memory_for, memory_here
from tests.neo4j.false_java import write_java


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path / "bin"


def test_java_is_found(path):
    java = write_java(path)
    assert find_java() == java


def test_without_java_it_is_said_what_to_install(path):
    with pytest.raises(Neo4jError, match=r"no java.*apt-get install openjdk-17-jdk-headless"):
        find_java()


@pytest.mark.parametrize("version", ["11.0.2", "16"])
def test_an_old_java_is_named_with_its_version(path, version):
    java = write_java(path, version=version)
    with pytest.raises(Neo4jError, match=f"{java} is version {version.split('.')[0]}.*17") as error:
        find_java()
    assert "apt-get install" in str(error.value)


def test_a_java_without_compiler_is_refused(path):
    write_java(path, has_compiler=False)
    with pytest.raises(Neo4jError, match=r"needs a JDK.*apt-get install"):
        find_java()


def test_what_is_no_java_is_refused(path):
    path.mkdir()
    (path / "java").write_text("#!/bin/sh\nexit 3\n")
    (path / "java").chmod(0o755)
    with pytest.raises(Neo4jError, match="older than version 9, or no Java"):
        find_java()


@pytest.mark.parametrize(
    ("total", "heap", "page_cache"),
    [(1024, 512, 170), (6144, 1024, 1024), (24_000, 4000, 4000), (256_000, 4096, 4096)],
)
def test_memory_follows_the_machine(total, heap, page_cache):
    memory = memory_for(total)
    assert (memory.heap, memory.page_cache) == (heap, page_cache)


def test_this_machine_has_memory():
    assert 256 < memory_here() < 100_000_000
