"""Firms' owners, and plain contracts with their bids: nothing is planted in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import iso_of
from loaders.synthetic.arrays import TODAY, YEAR, Ints, stream
from loaders.synthetic.organisations import MADE, Organisations, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

    from loaders.synthetic.population import Population

Row = dict[str, str]
_WORKS = (
    ("村级道路硬化工程", "works", "B02"), ("饮水管网改造工程", "works", "B03"),
    ("办公家具采购", "goods", "A06"), ("路灯采购", "goods", "A02"),
    ("环境卫生服务", "services", "C13"), ("规划编制服务", "services", "C10"),
)  # fmt: skip
_PROCEDURES = ("open", "open", "open", "invited", "negotiated", "direct")
_PEOPLE_A_CONTRACT = 200


def owner_rows(
    made: Organisations, population: Population, names: list[str], seed: int
) -> Iterator[Row]:
    """Yield each firm's legal representative, manager, supervisor and shareholders.

    `names` are the ids of persons by index. Shares of one firm add up to one.
    """
    rng = stream(seed, "owners")
    persons = population.persons
    age = (TODAY - persons.born[population.alive]) / YEAR
    grown = population.alive[(age > 28) & (age < 70)]
    for firm in made.firms:
        owners = [names[i] for i in rng.choice(grown, 3, replace=False).tolist()]
        share = round(float(rng.uniform(0.3, 0.9)), 2)
        first = Row(company=firm.id, note=MADE, **{"from": firm.founded})
        yield first | {"person": owners[0], "role": "legal_representative"}
        yield first | {"person": owners[0], "role": "shareholder", "share": f"{share:.2f}"}
        yield first | {"person": owners[1], "role": "shareholder", "share": f"{1 - share:.2f}"}
        yield first | {"person": owners[1], "role": "manager"}
        yield first | {"person": owners[2], "role": "supervisor"}


def contract_rows(
    made: Organisations, heads: dict[str, str], persons: int, seed: int
) -> tuple[list[Row], list[Row]]:
    """Return contracts and bids of governments and committees; `heads` names who decides."""
    rng = stream(seed, "contracts")
    buyers = made.governments + made.committees
    contracts: list[Row] = []
    bids: list[Row] = []
    for number in range(max(5, persons // _PEOPLE_A_CONTRACT)):
        buyer = buyers[int(rng.integers(len(buyers)))]
        bidders = [made.firms[i] for i in rng.choice(len(made.firms), 3, replace=False).tolist()]
        contract, offers = _contract(rng, f"HT{number + 1:06d}", buyer, bidders)
        if buyer.id in heads:
            contract["decided_by"] = heads[buyer.id]
        contracts.append(contract)
        bids += offers
    return contracts, bids


def _contract(
    rng: np.random.Generator, code: str, buyer: Unit, bidders: list[Unit]
) -> tuple[Row, list[Row]]:
    title, kind, category = _WORKS[int(rng.integers(len(_WORKS)))]
    budget = int(rng.lognormal(12.6, 0.9)) // 100 * 100 + 10_000
    prices = sorted(round(budget * float(factor)) for factor in rng.uniform(0.86, 0.99, 3))
    published = int(TODAY - rng.integers(120, 2000))
    opened = published + 22
    procedure = _PROCEDURES[int(rng.integers(len(_PROCEDURES)))]
    offers = [] if procedure == "direct" else list(zip(bidders, prices, strict=True))
    contract = Row(
        id=code,
        title=buyer.name + title,
        buyer=buyer.id,
        supplier=bidders[0].id,
        category=category,
        kind=kind,
        procedure=procedure,
        budget_amount=str(budget),
        amount=str(prices[0]),
        published=iso_of(published),
        deadline=iso_of(opened),
        awarded=iso_of(opened + 3),
        signed=iso_of(opened + 20),
        place=buyer.place,
        note=MADE,
    )
    return contract, [
        Row(
            contract=code,
            bidder=bidder.id,
            price=str(price),
            date=iso_of(opened),
            status="valid",
            won="true" if bidder is bidders[0] else "false",
        )
        for bidder, price in offers
    ]


def grown_up(population: Population) -> Ints:
    """Return the living between twenty-five and seventy."""
    age = (TODAY - population.persons.born[population.alive]) / YEAR
    return population.alive[(age > 25) & (age < 70)]
