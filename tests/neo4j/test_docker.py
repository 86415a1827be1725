"""The Docker files say what they should; their entry command runs here without Docker."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from graph.neo4j.home import read_password
from graph.neo4j.jars import server_version
from graph.neo4j.settings import CLOSED, PAGE

ROOT = Path(__file__).parents[2]
COMPOSE = YAML(typ="safe").load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
STEPS = [
    line.split(maxsplit=1)
    for line in (ROOT / "Dockerfile").read_text().replace("\\\n", " ").splitlines()
    if line and not line.startswith("#")
]
EXACT_TAG = re.compile(r"[a-z0-9/]+:\d+\.\d+\.\d+(-[a-z]+)*")


def steps(name):
    return [rest for word, rest in STEPS if word == name]


def variable(setting):
    """How Neo4j's image takes a setting from the environment."""
    return "NEO4J_" + setting.replace("_", "__").replace(".", "_")


def test_images_are_pinned_to_the_patch():
    for image in (SERVICES["neo4j"]["image"], *(line.split()[0] for line in steps("FROM"))):
        assert EXACT_TAG.fullmatch(image), image


def test_both_ways_run_the_same_neo4j():
    assert SERVICES["neo4j"]["image"] == f"neo4j:{server_version()}-community"


@pytest.mark.parametrize(("setting", "value"), [*CLOSED, *PAGE])
def test_the_container_is_closed_like_the_local_server(setting, value):
    assert value, "the image drops empty values"
    assert SERVICES["neo4j"]["environment"][variable(setting)] == value


def test_every_setting_of_the_container_has_a_value_and_no_password():
    for name, value in SERVICES["neo4j"]["environment"].items():
        assert isinstance(value, str), name
        assert value, name
    assert "NEO4J_AUTH" not in SERVICES["neo4j"]["environment"]
    assert "PASSWORD" not in SERVICES["huibi"]["environment"]


@pytest.mark.parametrize("name", ["neo4j", "huibi"])
def test_no_service_is_root_or_may_become_it(name):
    service = SERVICES[name]
    user, group = service["user"].split(":")
    assert int(user) > 0
    assert int(group) > 0
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service


def test_ports_are_open_to_this_machine_only():
    assert len(SERVICES["neo4j"]["ports"]) == 2
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["neo4j"]["ports"])
    assert "ports" not in SERVICES["huibi"]


def test_there_is_no_default_password():
    secret = COMPOSE["secrets"]["neo4j_auth"]
    assert secret == {"environment": "HUIBI_NEO4J_AUTH"}  # compose refuses to start without it
    assert SERVICES["neo4j"]["environment"]["NEO4J_AUTH_PATH"] == "/run/secrets/neo4j_auth"
    given = SERVICES["huibi"]["environment"]["HUIBI_NEO4J_PASSWORD_FILE"]
    assert given == "/run/secrets/neo4j_auth"
    for service in SERVICES.values():
        (secret,) = service["secrets"]
        assert secret["source"] == "neo4j_auth"
        assert secret["mode"] == 0o400
        assert f"{secret['uid']}:{secret['gid']}" == service["user"]


def test_huibi_reads_the_password_as_the_image_keeps_it(tmp_path):
    file = tmp_path / "neo4j_auth"
    file.write_text("neo4j/s3cret/word\n")
    assert read_password(file) == "s3cret/word"


def test_neo4j_is_watched_and_waited_for():
    health = SERVICES["neo4j"]["healthcheck"]
    assert health["test"][0] == "CMD"
    assert "127.0.0.1:7474" in health["test"][-1]
    assert {"interval", "timeout", "retries", "start_period"} <= set(health)
    assert SERVICES["huibi"]["depends_on"]["neo4j"] == {"condition": "service_healthy"}


def test_data_outlive_the_containers():
    named = set(COMPOSE["volumes"])
    for service, paths in (("neo4j", {"/data", "/logs"}), ("huibi", {"/ledger"})):
        mounts = dict(mount.split(":")[:2] for mount in SERVICES[service]["volumes"][:2])
        assert paths <= set(mounts.values())
        assert set(mounts) <= named
    sources = SERVICES["huibi"]["volumes"][-1]
    assert sources.endswith(":/sources:ro")


def test_the_applications_file_system_is_read_only():
    assert SERVICES["huibi"]["read_only"] is True


def test_the_image_is_built_from_hashes_and_ends_without_root():
    installs = [line for line in steps("RUN") if "pip install" in line]
    assert len(installs) == 2
    assert "--require-hashes -r requirements.lock" in installs[0]
    assert "--no-deps" in installs[1]
    assert "--no-build-isolation" in installs[1]  # nothing else is fetched
    (user,) = steps("USER")
    assert user == SERVICES["huibi"]["user"]
    assert STEPS.index(["USER", user]) > STEPS.index(["FROM", steps("FROM")[1]])
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    pinned = [line for line in lines if line[:1].isalnum()]
    assert len(pinned) > 50
    assert all("==" in line for line in pinned)


def test_nothing_but_the_program_goes_into_the_image():
    ignored = (ROOT / ".dockerignore").read_text().split("\n")
    lines = [line for line in ignored if line and not line.startswith("#")]
    assert lines[0] == "*"
    taken = {line[1:] for line in lines if line.startswith("!")}
    copied = {word for line in steps("COPY") for word in line.split()[:-1]}
    copied = {word for word in copied if not word.startswith("-") and word != "/opt/huibi"}
    assert taken == copied
    assert "**/*.db*" in lines


@pytest.mark.slow
def test_the_entry_command_runs_from_an_installed_copy(tmp_path):
    """Install as the image does, then run what it runs: files left out of the package show here."""
    (entry,) = map(json.loads, steps("ENTRYPOINT"))
    copy, made_of = tmp_path / "copy", checkout(tmp_path)
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-build-isolation", "--no-deps",
         "--target", str(copy), str(made_of)],
        check=True,
    )  # fmt: skip
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(copy),
        "PYTHONSAFEPATH": "1",
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "HUIBI_LEDGER": str(tmp_path / "huibi.db"),
    }
    program = copy / "bin" / entry[0]
    words = [sys.executable, "-P", str(program)]

    def run(*arguments):
        return subprocess.run(
            [*words, *arguments], env=environment, cwd=tmp_path, capture_output=True, text=True
        )

    (usual,) = map(json.loads, steps("CMD"))
    assert "neo4j" in run(*usual).stdout
    done = run(*SERVICES["huibi"]["command"], "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["is_configured"] is False
    assert run("load", str(ROOT / "examples" / "family")).returncode == 0
    assert json.loads(run("status", "--json").stdout)["sequence"] == 22
    for path in data_files(made_of):
        assert (copy / path).read_bytes() == (made_of / path).read_bytes(), path


def data_files(folder):
    """Files that the program reads beside its code."""
    packages = ("graph", "loaders", "api", "viz")
    found = [path for name in packages for path in (folder / name).rglob("*") if path.is_file()]
    files = [path.relative_to(folder) for path in found if path.suffix != ".py"]
    assert len(files) > 20
    return files


def checkout(folder):
    """Copy what the image is built from: pip leaves a build folder in what it installs."""
    into = folder / "checkout"
    into.mkdir()
    for name in ("pyproject.toml", "README.md", "graph", "loaders", "api", "viz"):
        if (ROOT / name).is_dir():
            skipped = shutil.ignore_patterns("__pycache__", "*.db*")
            shutil.copytree(ROOT / name, into / name, ignore=skipped)
        else:
            shutil.copy(ROOT / name, into / name)
    return into
