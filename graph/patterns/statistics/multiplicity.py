"""Many tests at once: the false discovery rate by families, and inside what was selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import false_discovery_control

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def q_values(p: Floats, family: Sequence[str] | None = None) -> Floats:
    """Return the q-values of Benjamini and Hochberg (1995), each family for itself.

    p: shape (n,), each in 0..1; family: its n names, all one family where absent.
    """
    found = np.ones(len(p))
    names = np.zeros(len(p)) if family is None else np.asarray(family)
    for name in np.unique(names):
        members = np.flatnonzero(names == name)
        found[members] = false_discovery_control(p[members], method="bh")
    return found


def selected_inside(
    inner: Sequence[Floats], outer_q: Floats, level: float
) -> list[NDArray[np.bool_]]:
    """Return which tests inside each selected unit pass, units not selected passing none.

    Benjamini and Bogomolov (J. R. Stat. Soc. B 76, 2014): of m units R were selected, so inside
    each of them Benjamini-Hochberg is held at level R / m.
    """
    is_selected = outer_q <= level
    share = float(is_selected.mean()) if len(outer_q) else 0.0
    return [
        q_values(p) <= level * share if chosen and len(p) else np.zeros(len(p), np.bool_)
        for p, chosen in zip(inner, is_selected.tolist(), strict=True)
    ]
