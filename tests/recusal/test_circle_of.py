"""Circles are found by code, the packs' own too."""

import pytest

from graph.errors import NotFoundError
from graph.recusal.pack import circle_of, load_pack


def test_a_legal_circle_comes_before_any_packs_own():
    assert circle_of("NR-P").code == "NR-P"


def test_a_packs_own_circle_is_found_by_its_code():
    code = next(iter(load_pack("us_455").circles))
    assert circle_of(code).shapes == circle_of(f"us_455:{code}").shapes


def test_a_code_that_several_packs_use_asks_for_the_pack():
    with pytest.raises(NotFoundError, match="village:DISTANT"):
        circle_of("DISTANT")
    assert "UUD" in circle_of("village:DISTANT").shapes


def test_an_unknown_code_lists_what_there_is():
    with pytest.raises(NotFoundError, match="K1-K4"):
        circle_of("K9")
