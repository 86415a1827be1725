"""What stands in Neo4j: labels, relationship types and properties, and which cells they come from.

Nodes: one label for each NodeKind, `id` unique within it; `Implied` for people whom relations
imply but nobody named; `Case` for cases with recorded verdicts; one `Projection`.

Relationships: one type for each EdgeKind, with the cells of the row that proves it; `PARENT` (child
to parent) and `SPOUSE` (each couple once, lower id to higher) as the law sees them; `LEGAL_KIN` and
`VERDICT` and `FINDING`, derived. Each has a `key` that is unique within its type.

Cells stand as in the canonical tables: dates as written, money in fen, booleans true or false.
Dated relationships also have `start` and `end`, days since 1970-01-01, half-open, the widest that
partial dates allow; PARENT, SPOUSE and every type with an interval always have both. `origin` is
file and row, `source` the ledger's source, `fact` the ledger's sequence of the row.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.neo4j.texts import Part
from graph.ontology.kinds import EdgeKind, NodeKind

if TYPE_CHECKING:
    from collections.abc import Mapping


class Label(Part):
    """Labels of nodes; the members are named as NodeKind names them."""

    PERSON = "Person"
    UNIT = "Unit"
    PLACE = "Place"
    CONTRACT = "Contract"
    PROGRAMME = "Programme"
    ACCOUNT = "Account"
    ASSET = "Asset"
    ZONE = "Zone"
    HOUSEHOLD = "Household"
    GROUP = "Group"
    COHORT = "Cohort"
    PHONE = "Phone"
    ADDRESS = "Address"
    IMPLIED = "Implied"
    CASE = "Case"


class Type(Part):
    """Types of relationships; all but the last five are named as EdgeKind names them."""

    KIN = "KIN"
    FRIEND = "FRIEND"
    ENMITY = "ENMITY"
    TEACHER = "TEACHER"
    GUARANTOR = "GUARANTOR"
    CREDITOR = "CREDITOR"
    PARTNER = "PARTNER"
    FIANCE = "FIANCE"
    GUARDIAN = "GUARDIAN"
    OTHER_TIE = "OTHER_TIE"
    LEGAL_REPRESENTATIVE = "LEGAL_REPRESENTATIVE"
    DIRECTOR = "DIRECTOR"
    SUPERVISOR = "SUPERVISOR"
    MANAGER = "MANAGER"
    SHAREHOLDER = "SHAREHOLDER"
    CONTROLLER = "CONTROLLER"
    HOLDS_POST = "HOLDS_POST"
    HANDLES_FOR = "HANDLES_FOR"
    STATIONED_IN = "STATIONED_IN"
    BELONGED_TO = "BELONGED_TO"
    IN_COHORT = "IN_COHORT"
    IN_HOUSEHOLD = "IN_HOUSEHOLD"
    LIVES_IN = "LIVES_IN"
    IN_GROUP = "IN_GROUP"
    PERSON_PHONE = "PERSON_PHONE"
    PERSON_ADDRESS = "PERSON_ADDRESS"
    LEFT_HOUSEHOLD = "LEFT_HOUSEHOLD"
    JOINED_HOUSEHOLD = "JOINED_HOUSEHOLD"
    PART_OF = "PART_OF"
    SUBORDINATE_TO = "SUBORDINATE_TO"
    LOCATED_IN = "LOCATED_IN"
    UNIT_PHONE = "UNIT_PHONE"
    UNIT_ADDRESS = "UNIT_ADDRESS"
    BOUGHT = "BOUGHT"
    SUPPLIED = "SUPPLIED"
    DECIDED_CONTRACT = "DECIDED_CONTRACT"
    PERFORMED_IN = "PERFORMED_IN"
    BID_FOR = "BID_FOR"
    RECEIVED = "RECEIVED"
    GRANTED = "GRANTED"
    PAID_INTO = "PAID_INTO"
    OWNS_ACCOUNT = "OWNS_ACCOUNT"
    PAID = "PAID"
    ASSET_OF = "ASSET_OF"
    LEASED = "LEASED"
    DECIDED_LEASE = "DECIDED_LEASE"
    IN_ZONE = "IN_ZONE"
    DEPOSITED_FROM = "DEPOSITED_FROM"
    PARENT = "PARENT"
    SPOUSE = "SPOUSE"
    LEGAL_KIN = "LEGAL_KIN"
    VERDICT = "VERDICT"
    FINDING = "FINDING"


NODE_CELLS: Mapping[NodeKind, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        NodeKind.PERSON: ("people", ("name", "born", "died")),
        NodeKind.UNIT: ("units", ("name", "kind", "credit_code", "founded", "staff")),
        NodeKind.PLACE: ("places", ("name", "level", "lat", "lon", "population", "households")),
        NodeKind.CONTRACT: (
            "contracts",
            (
                "title",
                "category",
                "kind",
                "procedure",
                "budget_item",
                "budget_amount",
                "amount",
                "published",
                "deadline",
                "awarded",
                "signed",
                "settled_amount",
            ),
        ),
        NodeKind.PROGRAMME: ("programmes", ("name", "discretion")),
        NodeKind.ACCOUNT: ("accounts", ("bank", "opened")),
        NodeKind.ASSET: ("assets", ("kind", "area", "quality")),
        NodeKind.ZONE: ("zones", ("name",)),
    }
)
"""Where the nodes of a kind have rows of their own, and the cells that nodes take from them."""

TIE_CELLS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "kin": ("relation", "kind", "from", "to", "raised", "supported"),
        "ties": ("kind", "from", "to"),
        "roles": ("role", "share", "from", "to"),
        "posts": ("title", "role", "level", "from", "to"),
        "handlers": ("capacity", "skills"),
        "memberships": ("kind", "unit", "group_name", "from", "to"),
        "moves": ("date", "reason"),
        "bids": ("price", "date", "won", "author"),
        "benefits": (
            "id",
            "programme",
            "person",
            "household",
            "date",
            "amount",
            "village",
            "account",
            "filed",
        ),
        "transfers": ("id", "amount", "date", "purpose"),
        "leases": ("id", "rent", "procedure", "minutes", "from", "to"),
        "contracts": ("awarded",),
        "accounts": ("opened",),
        "people": (),
        "places": (),
        "units": (),
        "assets": (),
        "zones": (),
    }
)
"""Cells that a relationship takes from the row that proves it."""

NEVER: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "people": frozenset({"id_number", "phone", "address", "note"}),
        "units": frozenset({"phone", "address", "note"}),
        "bids": frozenset({"status", "note", "number", "currency"}),
        "contracts": frozenset(
            {
                "note",
                "process",
                "agency",
                "procedure_details",
                "tenderers",
                "outcome",
                "partners",
                "items",
                "currency",
            }
        ),
        "": frozenset({"note"}),
    }
)
"""Cells of a table, or of any other table, that are written nowhere.

Numbers and addresses of people, which stand as digests; notes, which may hold anything; the
status of a bid, since a snapshot keeps the status of the row under this name; and particulars of
tenders that only patterns read.
"""


def label_of(kind: NodeKind) -> Label:
    """Return the label of a kind of node."""
    return Label[kind.name]


def type_of(kind: EdgeKind) -> Type:
    """Return the relationship type of a kind of tie."""
    return Type[kind.name]
