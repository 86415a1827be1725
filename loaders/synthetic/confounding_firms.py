"""Honest firms that look related or odd: one agent's address, one public owner, a new coop."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from loaders.synthetic.firms import Firm, role
from loaders.synthetic.planted_bids import let
from loaders.synthetic.planted_contracts import AWARDED, WINDOW, purchase
from loaders.synthetic.planted_firms import new_firm, open_owner, silent_owner
from loaders.synthetic.planted_kin import FIRST, LAST, KinCases, one_of
from loaders.synthetic.purchases import offers_of
from loaders.synthetic.tenders import THRESHOLDS, Offer, Tender

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from loaders.synthetic.trade import Trade
    from loaders.synthetic.truth import Truth

_PEOPLE_A_CASE = 30_000
_SHELLS, _BIDDING = 22, 3
_STATE_FIRMS = 4
_TENDERS = 4
_SMALL_SHARE = 0.08


def _cases(truth: Truth) -> int:
    return max(1, truth.persons // _PEOPLE_A_CASE)


def agent_phone(trade: Trade, truth: Truth) -> None:
    """An agent registered more than twenty firms under its own telephone and address."""
    rng = truth.stream("agent_phone")
    for _ in range(_cases(truth)):
        township = one_of(rng, list(trade.county.ground.townships)).code
        first = _founded(trade, rng, township, None)
        firms = [open_owner(trade, first)]
        for number in range(_SHELLS + _BIDDING - 1):
            person = trade.folk.take() if number < _BIDDING else None
            firm = _founded(trade, rng, township, person)
            firm = replace(firm, phone=first.phone, address=first.address)
            firms.append(open_owner(trade, firm))
        ids = _tenders_of(trade, rng, firms[1 : 1 + _BIDDING])
        why = "同一代办机构登记的二十多家企业共用其电话和地址"
        truth.confound("agent_phone", ("C6",), ids, [firm.id for firm in firms], why)


def _founded(trade: Trade, rng: np.random.Generator, place: str, person: int | None) -> Firm:
    founded = FIRST - int(rng.integers(500, 3000))
    return new_firm(trade, "services", founded, place, [person], int(rng.integers(4, 20)))


def state_holding(trade: Trade, truth: Truth) -> None:
    """A county's finance bureau owns several firms, which compete like any others."""
    rng = truth.stream("state_holding")
    for bureaus in trade.county.organisations.bureaus:
        owner = bureaus[1]
        firms = []
        for _ in range(_STATE_FIRMS):
            firm = _founded(trade, rng, owner.place, trade.folk.take())
            rows = [role(owner.id, firm.id, "shareholder", firm.unit.founded, 1.0)]
            if firm.people:
                signs = trade.names[firm.people[0]]
                rows.append(role(signs, firm.id, "legal_representative", firm.unit.founded))
            firms.append(trade.add(firm, rows))
        ids = _tenders_of(trade, rng, firms[:3])
        why = "国有资产出资人持股的多家企业，各自独立经营"
        truth.confound(
            "state_holding", ("C1", "C6"), ids, [owner.id, *(firm.id for firm in firms)], why
        )


def _tenders_of(trade: Trade, rng: np.random.Generator, firms: list[Firm]) -> list[str]:
    """Let a few tenders in which these firms and one more compete honestly; returns their ids."""
    ids = []
    people = {person for firm in firms for person in firm.people}
    for _ in range(_TENDERS):
        buyer = one_of(rng, [b for b in trade.buyers if b.parent or b.kind == "public_body"])
        day = int(rng.integers(FIRST + 100, LAST - AWARDED))
        if not trade.offices.near(buyer).isdisjoint(people):
            continue
        others = trade.rivals(buyer, "services", day + AWARDED, people)[:1]
        budget = int(THRESHOLDS["services"] * rng.uniform(0.1, 0.6))
        offers = offers_of(rng, [*firms, *others], budget)
        ids.append(let(rng, trade, buyer, "services", offers, day, budget=budget).id)
    return ids


def returned_migrants_coop(trade: Trade, truth: Truth) -> None:
    """Returned migrants found a cooperative under a subsidy programme and get its first order."""
    rng = truth.stream("returned_migrants_coop")
    committees = [buyer for buyer in trade.buyers if buyer.kind == "village_committee"]
    for _ in range(_cases(truth)):
        buyer, day = one_of(rng, committees), int(rng.integers(FIRST, LAST))
        name = f"{buyer.name[:4]}返乡创业种植专业合作社"
        unit = trade.registry.new_unit(name, "cooperative", buyer.place, day - 20)
        person = trade.stranger(buyer)
        firm = trade.registry.enter(unit, "goods", () if person is None else (person,), 12)
        rows = []
        if person is not None:
            rows.append(role(trade.names[person], unit.id, "legal_representative", unit.founded))
        trade.add(firm, rows)
        amount = int(rng.integers(40_000, 120_000))
        tender = Tender(
            buyer=buyer, kind="goods", title=buyer.name + "产业扶持苗木采购", category="A06",
            procedure="direct", budget=amount, offers=(Offer(firm=firm, price=amount),),
            published=day, window=WINDOW, item="返乡创业扶持",
        )  # fmt: skip
        contract = trade.book.let(tender).id
        why = "返乡人员依扶持政策新成立的合作社"
        truth.confound("returned_migrants_coop", ("C8",), [unit.id], [contract], why)


def small_share(trade: Trade, truth: Truth) -> None:
    """A decider's sibling holds a few per cent of a firm that others run and own."""
    rng = truth.stream("small_share")
    cases = KinCases(trade, rng, trade.buyers)
    for _ in range(_cases(truth)):
        kin = cases.next("medium")
        if kin is None:
            return
        firm = new_firm(
            trade, "goods", FIRST - int(rng.integers(500, 2500)), kin.hold.unit.place,
            [kin.relative, trade.stranger(kin.hold.unit)], 20,
        )  # fmt: skip
        front = firm.people[1] if len(firm.people) > 1 else None
        firm = silent_owner(trade, firm, kin.relative, _SMALL_SHARE, front)
        day = int(rng.integers(kin.hold.first, kin.hold.last - AWARDED))
        deal = purchase(rng, trade, kin.hold.unit, firm, day, decider=kin.hold.person)
        if deal is not None:
            why = f"决定人的{kin.word}只持有8%股份，不任职"
            decider = trade.names[kin.hold.person]
            truth.confound("small_share", ("C1",), [decider], [deal.id, firm.id], why)


def tie_elsewhere(trade: Trade, truth: Truth) -> None:
    """The firm of a decider's relative wins at a unit where the decider has no say."""
    rng = truth.stream("tie_elsewhere")
    cases = KinCases(trade, rng, trade.buyers)
    for _ in range(_cases(truth)):
        kin = cases.next("strong")
        if kin is None:
            return
        founded = FIRST - int(rng.integers(500, 2500))
        firm = new_firm(trade, "works", founded, kin.hold.unit.place, [kin.relative], 20)
        open_owner(trade, firm)
        away = [b for b in trade.buyers if kin.relative not in trade.offices.near(b)]
        if not away:
            continue
        day = int(rng.integers(kin.hold.first, kin.hold.last - AWARDED))
        deal = purchase(rng, trade, one_of(rng, away), firm, day)
        if deal is not None:
            why = f"企业法定代表人的亲属（{kin.word}一方）任职于别的单位"
            decider = trade.names[kin.hold.person]
            truth.confound("tie_elsewhere", ("C1",), [decider], [deal.id, firm.id], why)


CONFOUNDERS: tuple[tuple[str, Callable[[Trade, Truth], None]], ...] = (
    ("agent_phone", agent_phone),
    ("state_holding", state_holding),
    ("returned_migrants_coop", returned_migrants_coop),
    ("small_share", small_share),
    ("tie_elsewhere", tie_elsewhere),
)
"""Names and what makes them, in the order made."""
