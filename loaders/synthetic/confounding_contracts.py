"""Honest contracts that look like favours, splitting or rings, each for a reason on record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.model import day_of
from loaders.synthetic.firms import role
from loaders.synthetic.planted_bids import let, run_of
from loaders.synthetic.planted_contracts import AWARDED, WINDOW
from loaders.synthetic.planted_firms import new_firm, open_owner
from loaders.synthetic.planted_kin import FIRST, LAST, holds_of, one_of
from loaders.synthetic.purchases import offers_of
from loaders.synthetic.tenders import APART, THRESHOLDS, Offer, Tender

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from loaders.synthetic.firms import Firm
    from loaders.synthetic.organisations import Unit
    from loaders.synthetic.trade import Trade
    from loaders.synthetic.truth import Truth

_PEOPLE_A_CASE = 30_000
_SPRINGS = (2022, 2023, 2024, 2025, 2026)
_CALLS = 6
_SOLE_ORDERS = 8
_TURNS = 10


def _cases(truth: Truth) -> int:
    return max(1, truth.persons // _PEOPLE_A_CASE)


def _alone(
    trade: Trade, buyer: Unit, firm: Firm, published: int, amount: int, title: str, category: str,
    procedure: str = "direct", item: str = "",
) -> str:  # fmt: skip
    """Let a contract without competition; returns its id."""
    tender = Tender(
        buyer=buyer, kind=firm.kind, title=buyer.name + title, category=category,
        procedure=procedure, budget=amount + amount // 50,
        offers=(Offer(firm=firm, price=amount),), published=published, window=WINDOW, item=item,
    )  # fmt: skip
    return trade.book.let(tender).id


def sole_supplier(trade: Trade, truth: Truth) -> None:
    """The one brick factory of a township supplies all its bricks; its owner is nobody's kin."""
    rng = truth.stream("sole_supplier")
    governments = trade.county.organisations.governments
    for at in rng.permutation(len(governments))[: _cases(truth)].tolist():
        buyer = governments[at]
        firm = _named(trade, rng, buyer, "goods", f"{buyer.name[:2]}页岩砖厂有限公司")
        first = int(rng.integers(FIRST, LAST - _SOLE_ORDERS * (APART + 20)))
        ids = [
            _alone(
                trade, buyer, firm, first + turn * (APART + 15), int(rng.integers(60_000, 160_000)),
                "砖块采购", "A07", "single_source",
            )
            for turn in range(_SOLE_ORDERS)
        ]  # fmt: skip
        why = "本乡镇只有一家砖厂，与采购人无关系"
        truth.confound("sole_supplier", ("C1", "C5"), [buyer.id], [firm.id, *ids], why)


def _named(trade: Trade, rng: np.random.Generator, buyer: Unit, kind: str, name: str) -> Firm:
    """Return a new firm of that name owned by somebody without a tie to the buyer."""
    person = trade.stranger(buyer)
    firm = new_firm(trade, kind, int(FIRST - rng.integers(600, 3_000)), buyer.place, [person], 25)
    firm = replace(firm, unit=replace(firm.unit, name=name))
    return open_owner(trade, firm)


def ex_officio_coop(trade: Trade, truth: Truth) -> None:
    """The head of a village heads its cooperative by office, and the village hires that."""
    rng, made = truth.stream("ex_officio_coop"), trade.county.organisations
    done = 0
    for village in rng.permutation(len(made.committees)).tolist():
        committee, coop = made.committees[village], made.cooperatives[village]
        heads = [h for h in holds_of(trade, committee) if h.post.role == "head"]
        if committee not in trade.buyers or not heads or done == _cases(truth):
            continue
        hold, post = heads[0], heads[0].post
        beside = {p.person for p in trade.county.posts if p.unit is coop}
        if not trade.offices.kin(post.person).isdisjoint(beside) or post.person in beside:
            continue
        done += 1
        person = trade.names[post.person]
        span = {"from": post.since} | ({"to": post.until} if post.until else {})
        trade.posts.append(
            {"person": person, "unit": coop.id, "title": "理事长（兼）", "role": "head"} | span
        )
        trade.roles.append(role(person, coop.id, "legal_representative", post.since) | span)
        firm = trade.registry.enter(coop, "services", (post.person,), 6)
        trade.accounts.append(firm.account_row())
        days = rng.integers(hold.first, hold.last - AWARDED, 2).tolist()
        ids = [
            _alone(
                trade, committee, firm, day, int(rng.integers(20_000, 60_000)), "公厕管护", "C13"
            )
            for day in sorted(days)
        ]  # fmt: skip
        why = "村委会主任因职务兼任村集体合作社理事长，不是个人利益"
        truth.confound("ex_officio_coop", ("C1",), [person], [coop.id, *ids], why)


def seasonal_works(trade: Trade, truth: Truth) -> None:
    """A township repairs its roads after every winter, tendered openly and small each time."""
    rng = truth.stream("seasonal_works")
    for buyer in _quiet(trade, rng, _cases(truth)):
        ids = []
        firms = trade.veterans(rng, buyer, "works", FIRST, 3)
        for year in _SPRINGS:
            for part in range(4 if len(firms) == 3 else 0):
                day = day_of(f"{year}-02-20") + part * 12 + int(rng.integers(0, 6))
                budget = int(THRESHOLDS["works"] * rng.uniform(0.5, 0.68))
                winner = firms[int(rng.integers(3))]
                others = [firm for firm in firms if firm is not winner]
                offers = offers_of(rng, [winner, *others], budget)
                low = min(offer.price for offer in offers) - 100
                tender = Tender(
                    buyer=buyer, kind="works", title=f"{buyer.name}{year}年春季水毁道路修复工程",
                    category="B02", procedure="open", budget=budget,
                    offers=(Offer(firm=winner, price=low), *offers[1:]), published=day,
                    window=WINDOW,
                )  # fmt: skip
                ids.append(trade.book.let(tender).id)
        why = "每年春季都有的小修工程，均公开招标"
        truth.confound("seasonal_works", ("C3a", "C5"), [buyer.id], ids, why)


def framework_orders(trade: Trade, truth: Truth) -> None:
    """One open tender for a framework, then small orders called off under it."""
    rng = truth.stream("framework_orders")
    for buyer in _quiet(trade, rng, _cases(truth)):
        day = int(rng.integers(FIRST + 400, LAST - 200))
        firms = trade.drawn(rng, buyer, "goods", day + AWARDED, 4)
        if len(firms) < 4:
            continue
        budget = int(THRESHOLDS["goods"] * 1.3)
        offers = offers_of(rng, firms, budget)
        whole = let(rng, trade, buyer, "goods", offers, day, budget=budget)
        firm = replace(whole.supplier, kind="goods")
        orders = [
            _alone(
                trade, buyer, firm, day + AWARDED + 10 + 12 * turn,
                int(THRESHOLDS["goods"] * rng.uniform(0.17, 0.2)), f"框架协议第{turn + 1}批订单",
                "A06", item=f"框架协议{whole.id}",
            )
            for turn in range(_CALLS)
        ]  # fmt: skip
        why = "公开招标的框架协议项下分批下单"
        truth.confound("framework_orders", ("C3a",), [buyer.id], [whole.id, *orders], why)


def capacity_rotation(trade: Trade, truth: Truth) -> None:
    """Firms that are busy after a win do not bid the next time, so that wins alternate."""
    rng = truth.stream("capacity_rotation")
    for buyer in _quiet(trade, rng, _cases(truth)):
        firms = trade.veterans(rng, buyer, "works", FIRST, 4)
        if len(firms) < 4:
            continue
        winners: list[tuple[Firm, list[Firm]]] = []
        busy: Firm | None = None
        for _ in range(_TURNS):
            free = [firm for firm in firms if firm is not busy]
            busy = one_of(rng, free)
            winners.append((busy, [firm for firm in free if firm is not busy]))
        ids = run_of(rng, trade, buyer, "works", winners)
        why = "刚中标的企业产能已满，下一次不投标"
        truth.confound("capacity_rotation", ("C5",), [buyer.id], [f.id for f in firms] + ids, why)


def _quiet(trade: Trade, rng: np.random.Generator, count: int) -> list[Unit]:
    """Return so many public buyers that have no run of tenders yet, and give them one."""
    buyers = [b for b in trade.buyers if b.kind == "public_body" and b.id not in trade.runs]
    taken = [buyers[at] for at in rng.permutation(len(buyers))[:count].tolist()]
    trade.runs |= {buyer.id for buyer in taken}
    return taken


CONFOUNDERS: tuple[tuple[str, Callable[[Trade, Truth], None]], ...] = (
    ("sole_supplier", sole_supplier),
    ("ex_officio_coop", ex_officio_coop),
    ("seasonal_works", seasonal_works),
    ("framework_orders", framework_orders),
    ("capacity_rotation", capacity_rotation),
)
"""Names and what makes them, in the order made."""
