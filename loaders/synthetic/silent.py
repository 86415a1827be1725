"""B9, which nobody plants: where favour leaves the neediest with nothing, it shows in counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import hypergeom

from loaders.synthetic.favour import QUANTILES, need_classes
from loaders.synthetic.programmes import YEARS

if TYPE_CHECKING:
    from loaders.synthetic.decisions import Decisions
    from loaders.synthetic.hardship import Hardship
    from loaders.synthetic.scene import Scene

_RARE = 0.05


def tell_silent(scene: Scene, hardship: Hardship, made: Decisions) -> None:
    """Note favoured villages where more of the neediest got nothing than chance would leave.

    Of the neediest twentieth of the county in the last year, those with nothing in it are counted
    by village against the hypergeometric law.
    """
    last = len(YEARS) - 1
    neediest = (need_classes(hardship)[:, last] == len(QUANTILES)) & hardship.on_record[:, last]
    empty = neediest & ~made.chosen[:, last].any(axis=0)
    favoured = {one.subject: one for one in scene.truth.planted if one.code == "B1"}
    for village in range(len(scene.county.ground.villages)):
        local = scene.village == village
        p = hypergeom.sf(
            int((empty & local).sum()) - 1,
            int(neediest.sum()),
            int(empty.sum()),
            int((neediest & local).sum()),
        )
        if p < _RARE and any(scene.names[head] in favoured for head in scene.heads(village)):
            houses = scene.house_codes(np.flatnonzero(empty & local).tolist())
            scene.truth.natural("B9", scene.village_code(village), houses)
