"""Contracts and bids as they are let: rows, and what later stages ask of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.model import iso_of
from loaders.synthetic.organisations import MADE, Unit

if TYPE_CHECKING:
    from loaders.synthetic.firms import Firm
    from loaders.synthetic.offices import Offices

Row = dict[str, str]
THRESHOLDS = {"works": 4_000_000, "goods": 2_000_000, "services": 1_000_000}
"""Yuan from which a tender is compulsory (必须招标的工程项目规定 5)."""
APART = 130
"""Days between two awards of one buyer to one firm, so that no two make up a set by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One bid; blank `account` and `author` are the firm's own."""

    firm: Firm
    price: int
    status: str = "valid"
    account: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tender:
    """One purchase: the lowest valid offer wins; yuan and days since 1970-01-01.

    A single offer under `direct` or `single_source` leaves no row in `bids`.
    """

    buyer: Unit
    kind: str
    title: str
    category: str
    procedure: str
    budget: int
    offers: tuple[Offer, ...]
    published: int
    window: int = 22
    settled: float | None = None
    """Settled over agreed amount; None while nothing is settled."""
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """A let contract: what money flows and plants have to know of it."""

    id: str
    buyer: Unit
    supplier: Firm
    kind: str
    amount: int
    signed: int
    awarded: int
    decided_by: int | None


@dataclass(slots=True)
class Book:
    """Rows of contracts and bids in the order let."""

    offices: Offices
    names: list[str]
    contracts: list[Row] = field(default_factory=list)
    bids: list[Row] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)
    _awards: defaultdict[tuple[str, str], list[int]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def is_apart(self, buyer: Unit, firm: Firm, awarded: int) -> bool:
        """Tell whether the firm has no award of this buyer near the day."""
        return all(abs(awarded - day) > APART for day in self._awards.get((buyer.id, firm.id), ()))

    def let(self, tender: Tender, decider: int | None = None) -> Deal:
        """Add the contract and its bids; the head of the buyer decides unless told who does."""
        valid = [offer for offer in tender.offers if offer.status == "valid"]
        won = min(valid, key=lambda offer: offer.price)
        opened = tender.published + tender.window
        awarded, signed = opened + 4, opened + 19
        if decider is None:
            decider = self.offices.head(tender.buyer, iso_of(awarded))
        deal = Deal(
            id=f"HT{len(self.deals) + 1:06d}", buyer=tender.buyer, supplier=won.firm,
            kind=tender.kind, amount=won.price, signed=signed, awarded=awarded,
            decided_by=decider,
        )  # fmt: skip
        self._awards[tender.buyer.id, won.firm.id].append(awarded)
        self.deals.append(deal)
        self.contracts.append(self._contract(tender, deal, opened))
        if tender.procedure not in ("direct", "single_source"):
            self.bids += [_bid(deal.id, offer, opened, won=offer is won) for offer in tender.offers]
        return deal

    def _contract(self, tender: Tender, deal: Deal, opened: int) -> Row:
        row = Row(
            id=deal.id,
            title=tender.title,
            buyer=tender.buyer.id,
            supplier=deal.supplier.id,
            category=tender.category,
            kind=tender.kind,
            procedure=tender.procedure,
            budget_amount=str(tender.budget),
            amount=str(deal.amount),
            published=iso_of(tender.published),
            deadline=iso_of(opened),
            awarded=iso_of(deal.awarded),
            signed=iso_of(deal.signed),
            place=tender.buyer.place,
            note=MADE,
        )
        if tender.item:
            row["budget_item"] = tender.item
        if tender.settled is not None:
            row["settled_amount"] = str(round(deal.amount * tender.settled))
        if deal.decided_by is not None:
            row["decided_by"] = self.names[deal.decided_by]
        return row


def _bid(contract: str, offer: Offer, opened: int, *, won: bool) -> Row:
    return Row(
        contract=contract,
        bidder=offer.firm.id,
        price=str(offer.price),
        date=iso_of(opened),
        status=offer.status,
        won="true" if won else "false",
        deposit_account=offer.account or offer.firm.account,
        author=offer.author or offer.firm.author,
    )
