"""What a real server gives away to somebody who has the password and asks whatever he likes.

None of our commands passes a stranger's Cypher on; this is the second line.
"""

import random
import time

import neo4j
import pytest
from neo4j.exceptions import ClientError, Neo4jError

from graph.neo4j.settings import CLOSED
from graph.neo4j.texts import Part, joined
from tests.neo4j.canary import LOOPBACK, listener, listening

SECRETS = ["522123198001011234", "欧阳建国-暗号", "canary‮\u2028\x1b[31m"]
BASES = [
    "' OR 1=1 //",
    "`) DETACH DELETE n //",
    "\\u0060) MATCH (m) DETACH DELETE m //",
    "') LOAD CSV FROM 'http://127.0.0.1:{port}/x' AS row //",
    "LOAD CSV FROM 'http://127.0.0.1:{port}/x' AS row RETURN row",
    "'}}) CALL { MATCH (m) DETACH DELETE m } //",
    "｀) DETACH DELETE n //",
    "＇ OR ＇1＇＝＇1",
    "n'\n MATCH (m) DETACH DELETE m //",
    '" } RETURN 1; DROP CONSTRAINT person_id;',
    "$id", "@label@", "\x00", "\u2028", "\\", "\\'", "*/ DETACH DELETE n /*",
]  # fmt: skip


class Text(Part):
    """Texts for these tests."""

    FIND = "MATCH (n:Person {id: $id}) RETURN n.id AS id"
    ALL = "UNWIND $ids AS id OPTIONAL MATCH (n:Person {id: id}) RETURN count(n) AS found"
    MERGE = "MERGE (n:Person {id: $id}) SET n.name = $name"
    COUNT = (
        "MATCH (n) WITH count(n) AS nodes OPTIONAL MATCH ()-[r]->() RETURN nodes, count(r) AS ties"
    )
    TIES = (
        "MERGE (b:Person {id: 'Q'}) WITH b UNWIND range(1, 20) AS i"
        " MERGE (a:Person {id: 'P' + i}) MERGE (a)-[:PARENT]->(b)"
    )
    UNIQUE = "CREATE CONSTRAINT person_id IF NOT EXISTS FOR (n:Person) REQUIRE n.id IS UNIQUE"
    TWICE = "CREATE (n:Person {id: $id})"
    DIVIDED = "RETURN 1 / (size($id) - size($id))"
    A_DATE = "RETURN date($id)"


def query(text):
    return joined(text.name.lower(), [text])


@pytest.fixture(scope="module")
def anybody(neo4j_graph):
    """A session that runs any text at all, as a person at the Browser would."""
    address = neo4j_graph.address
    driver = neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password))
    with driver, driver.session() as session:
        yield session


@pytest.fixture(scope="module")
def logs(neo4j_server):
    return neo4j_server.home.path / "logs"


def test_no_file_of_the_machine_is_read(anybody, neo4j_server, tmp_path):
    (neo4j_server.home.path / "import" / "secret.csv").write_text("secret\n")
    (tmp_path / "secret.csv").write_text("secret\n")
    for url in (
        "file:///secret.csv",
        f"file://{tmp_path}/secret.csv",
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "netdoc:///etc/passwd",
        "jar:file:///etc/passwd!/x",
    ):
        with pytest.raises(ClientError) as caught:
            anybody.run("LOAD CSV FROM $url AS row RETURN row", url=url).consume()
        assert caught.value.code == "Neo.ClientError.Statement.ExternalResourceFailed", url


@pytest.mark.parametrize("scheme", ["http", "https", "ftp", "HTTP", "jar:http", "s3", "gs"])
@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "[::ffff:127.0.0.1]", "2130706433"]
)
def test_no_address_is_reached(anybody, scheme, host):
    with listener() as canary:
        url = f"{scheme}://{host}:{canary.port}/x"
        with pytest.raises(ClientError) as caught:
            anybody.run("LOAD CSV FROM $url AS row RETURN row", url=url).consume()
        assert caught.value.code == "Neo.ClientError.Statement.ExternalResourceFailed"
        assert canary.connections == 0


def test_the_listener_would_have_noticed():
    import socket

    with listener() as canary:
        socket.create_connection(("127.0.0.1", canary.port)).close()
        deadline = time.monotonic() + 5
        while not canary.connections and time.monotonic() < deadline:
            time.sleep(0.01)
        assert canary.connections == 1


def test_no_name_is_looked_up_elsewhere(neo4j_server):
    """A name inside an address would tell a name server what the graph holds."""
    with open(f"/proc/{neo4j_server.state().pid}/cmdline", "rb") as file:
        words = file.read().decode().split("\0")
    assert f"-Djdk.net.hosts.file={neo4j_server.home.hosts}" in words
    assert "127.0.0.1 localhost" in neo4j_server.home.hosts.read_text()


def test_the_settings_hold(anybody):
    found = dict(anybody.run("SHOW SETTINGS YIELD name, value").values())
    hidden = {"internal.dbms.cypher_ip_blocklist"}  # shown by no command; tried above
    assert {name: found.get(name) for name, _ in CLOSED if name not in hidden} == {
        name: value for name, value in CLOSED if name not in hidden
    }


def test_only_what_is_built_in_and_the_two_writers_can_be_called(anybody):
    names = [row["name"] for row in anybody.run("SHOW PROCEDURES YIELD name")]
    ours = {name for name in names if name.split(".")[0] not in {"db", "dbms", "tx"}}
    assert ours == {"huibi.nodes", "huibi.ties"}, "the two writers of the projection, no more"
    assert "db.index.fulltext.queryNodes" in names
    assert anybody.run("SHOW FUNCTIONS YIELD isBuiltIn WHERE NOT isBuiltIn").values() == []


def test_it_listens_on_loopback_only(neo4j_server):
    state = neo4j_server.state()
    found = listening(state.pid)
    assert {port for _, port in found} == {int(state.uri.rpartition(":")[2])}
    assert {address for address, _ in found} <= LOOPBACK


@pytest.mark.parametrize("auth", [None, ("neo4j", "neo4j"), ("neo4j", ""), ("admin", "admin")])
def test_nobody_comes_in_without_the_password(neo4j_server, neo4j_graph, auth):
    driver = neo4j.GraphDatabase.driver(neo4j_server.state().uri, auth=auth)
    with driver, pytest.raises(Neo4jError):
        driver.verify_connectivity()


def test_two_thousand_hostile_values_change_nothing(neo4j_empty):
    neo4j_empty.run_alone(query(Text.UNIQUE))
    neo4j_empty.write(query(Text.TIES))
    before = neo4j_empty.read(query(Text.COUNT))
    assert before == [{"nodes": 21, "ties": 20}]
    chance = random.Random(4)
    with listener() as canary:
        values = [base.replace("{port}", str(canary.port)) for base in BASES]
        while len(values) < 2000:
            values.append("".join(chance.sample(values[: len(BASES)], 2))[: chance.randint(3, 200)])
        one_by_one = neo4j_empty.reading(
            lambda work: [work.run(query(Text.FIND), {"id": value}) for value in values]
        )
        assert one_by_one == [[]] * 2000
        assert neo4j_empty.read(query(Text.ALL), {"ids": values}) == [{"found": 0}]
        assert canary.connections == 0
    assert neo4j_empty.read(query(Text.COUNT)) == before


def test_a_hostile_value_is_stored_as_it_is(neo4j_empty):
    for value in BASES:
        neo4j_empty.write(query(Text.MERGE), {"id": value, "name": value})
        assert neo4j_empty.read(query(Text.FIND), {"id": value}) == [{"id": value}]
    assert neo4j_empty.read(query(Text.COUNT)) == [{"nodes": len(BASES), "ties": 0}]


def test_no_log_takes_a_value(neo4j_empty, anybody, logs):
    neo4j_empty.run_alone(query(Text.UNIQUE))
    for secret in SECRETS:
        neo4j_empty.write(query(Text.MERGE), {"id": secret, "name": secret})
        for text in (Text.TWICE, Text.DIVIDED, Text.A_DATE):
            with pytest.raises(Neo4jError):
                anybody.run(text.value, id=secret).consume()
        with pytest.raises(Neo4jError):
            anybody.run(f"MATCH (n) WHERE n.name = '{secret}' RETURN bad syntax").consume()
    anybody.run("CALL db.clearQueryCaches()").consume()
    written = {path.name: path.read_bytes() for path in logs.rglob("*") if path.is_file()}
    assert "debug.log" in written
    for secret in SECRETS:
        leaky = [name for name, text in written.items() if secret.encode() in text]
        assert leaky == []
    assert neo4j_empty.address.password.encode() not in b"".join(written.values())
