"""What the patterns of money could not see, said in one way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.findings import NotTested
from graph.model import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from graph.patterns.facts import Facts
    from graph.patterns.money.flows import Flows

_NAMED = 20


def undated_gap(code: str, flows: Flows) -> Iterator[NotTested]:
    """Yield how many transfers have no full date, where any has none."""
    if flows.undated:
        why = Words("转账日期不完整，无法排序", "the day of these transfers is not known")
        yield NotTested(code=code, why=why, count=flows.undated)


def hub_gaps(code: str, facts: Facts, hubs: NDArray[np.int32]) -> Iterator[NotTested]:
    """Yield the parties of which only the newest transfers were looked at, the first ones named."""
    why = Words("转账过多，窗口内只看最新的", "too many transfers: only the newest were looked at")
    for node in hubs[:_NAMED].tolist():
        yield NotTested(code=code, why=why, subject=facts.snapshot.ties.name(node))
    if len(hubs) > _NAMED:
        yield NotTested(code=code, why=why, count=len(hubs) - _NAMED)
