"""No password travels in the clear beyond this machine."""

import pytest

from graph.errors import Neo4jError
from graph.neo4j.session import Address
from graph.neo4j.transport import is_loopback, require_private


def address(uri, **more):
    return Address(uri=uri, user="neo4j", password="s3cret-word", **more)


@pytest.mark.parametrize(
    "uri",
    [
        "bolt://127.0.0.1:7687",
        "neo4j://localhost",
        "bolt://[::1]:7687",
        "bolt+s://graph.example.cn:7687",
        "neo4j+ssc://10.1.2.3",
    ],
)
def test_loopback_and_encrypted_addresses_are_taken(uri):
    require_private(address(uri))


@pytest.mark.parametrize("uri", ["bolt://10.1.2.3:7687", "neo4j://graph.example.cn"])
def test_a_plain_address_elsewhere_is_refused(uri):
    with pytest.raises(Neo4jError, match="without encryption") as caught:
        require_private(address(uri))
    assert "s3cret-word" not in str(caught.value)


def test_one_host_may_be_allowed():
    require_private(address("bolt://neo4j:7687", plain_host="neo4j"))
    with pytest.raises(Neo4jError, match="HUIBI_NEO4J_PLAIN_HOST=other"):
        require_private(address("bolt://other:7687", plain_host="neo4j"))


@pytest.mark.parametrize(
    "uri",
    ["", "127.0.0.1:7687", "http://127.0.0.1:7474", "bolt://", "bolt://h:port", "bolt://[x"],
)
def test_what_is_no_address_is_told(uri):
    with pytest.raises(Neo4jError, match="no address of Neo4j"):
        require_private(address(uri))


def test_a_password_in_the_address_is_refused_and_not_repeated():
    with pytest.raises(Neo4jError, match="HUIBI_NEO4J_PASSWORD_FILE") as caught:
        require_private(address("bolt://neo4j:hidden@127.0.0.1:7687"))
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize(
    ("host", "is_own"),
    [("127.9.9.9", True), ("::1", True), ("localhost", True), ("127.0.0.1.evil.cn", False)],
)
def test_loopback(host, is_own):
    assert is_loopback(host) is is_own
