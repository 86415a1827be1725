"""B9, which nobody plants: where kin got more, the neediest may have been left with nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import hypergeom

from loaders.synthetic.arrays import ints
from loaders.synthetic.favour import need_classes, of_head
from loaders.synthetic.programmes import YEARS

if TYPE_CHECKING:
    from loaders.synthetic.arrays import Bools
    from loaders.synthetic.decisions import Decisions
    from loaders.synthetic.grants import Judging
    from loaders.synthetic.hardship import Hardship
    from loaders.synthetic.scene import Scene

_RARE = 0.01
_SINCE = YEARS.index(2023)
_NEEDIEST = 0.95
"""Quantile of the village above which need is greatest."""
_MORE = 1.5
"""Odds ratio from which kin of the head got more, planted or by chance."""


def tell_silent(scene: Scene, hardship: Hardship, judging: Judging, made: Decisions) -> None:
    """Note villages where kin got more and more of the neediest nothing than chance would leave.

    Of the neediest twentieth of every village in the last year, those who got nothing from 2023 on
    are counted by village against the hypergeometric law of the county.
    """
    neediest = _neediest(scene, hardship)
    empty = neediest & ~made.chosen[:, _SINCE:].any(axis=(0, 1))
    villages = len(scene.county.ground.villages)
    among, without = (
        np.bincount(scene.village[who], minlength=villages) for who in (neediest, empty)
    )
    rare = hypergeom.sf(without - 1, among.sum(), without.sum(), among) < _RARE
    classes = need_classes(hardship)
    for village in np.flatnonzero(rare).tolist():
        found = [
            of_head(scene, judging, made, classes, (village, head)) for head in scene.heads(village)
        ]
        if any(one is not None and one.realised(made) > _MORE for one in found):
            houses = scene.house_codes(np.flatnonzero(empty & (scene.village == village)).tolist())
            scene.truth.natural("B9", scene.village_code(village), houses)


def _neediest(scene: Scene, hardship: Hardship) -> Bools:
    """Tell which households are the neediest on record of their village in the last year."""
    told = hardship.on_record[:, -1]
    found = np.zeros(scene.houses, np.bool_)
    for village in range(len(scene.county.ground.villages)):
        local = ints(np.flatnonzero(told & (scene.village == village)))
        if len(local):
            score = hardship.score[local, -1]
            found[local] = score > np.quantile(score, _NEEDIEST)
    return found
