"""The route of a registered case: what people asked, did and decided in it counts."""

import pytest

from api.desk import cases, prying, recusals
from api.routing import route_case
from graph.desk.routing.report import as_json
from tests.desk.offices import build, case, sit, sketch

HANDLERS = [{"person": person, "unit": "U1"} for person in ("承", "协", "审")]


@pytest.fixture
def seat(tmp_path):
    found = sit(tmp_path / "huibi.db", build(sketch(handlers=HANDLERS)))
    cases.register(found, case(), name="case.yaml")
    yield found
    found.ledger.close()


def standing(desk, person):
    route, _ = route_case("K-1", desk.ledger, desk.snapshot, on=desk.today)
    people = [one for leg in as_json(route)["steps"] for one in leg["people"]]
    return next(one["standing"] for one in people if one["person"] == person)


def test_who_pried_is_not_free_until_the_decider_ruled(seat):
    assert standing(seat, "协") == "free"
    prying.add_prying(seat, "K-1", "协", how="询问谈话内容", reported_by="承")
    assert (standing(seat, "协"), standing(seat, "承")) == ("to_decide", "free")
    recusals.decide(seat, "K-1", "协", outcome="may_handle", reason="工作需要", by="局长")
    assert standing(seat, "协") == "free"
    prying.add_prying(seat, "K-1", "协", how="再次询问", reported_by="承")
    assert standing(seat, "协") == "to_decide"


def test_whose_recusal_was_asked_for_waits_for_the_answer(seat):
    recusals.apply(seat, "K-1", "协", role="subject", reason="有过节")
    assert standing(seat, "协") == "to_decide"
