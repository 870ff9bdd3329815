"""A sheet that lies over the muscle under the pointer: it is what one sees there, the muscle is what is recorded."""

from __future__ import annotations

from bodymap.atlas.body import Hit
from bodymap.atlas.catalogue import mid_sentence

SHEETS = ("aponeurosis", "retinaculum")


def covering(hit: Hit, muscle: str) -> str:
    """The sheet over the muscle of this name at the press: "plantar aponeurosis". "" for none, and for its own,
    which covers it no more than its tendon does."""
    name = hit.tissue_name
    if hit.region is None or hit.near or not any(sheet in name.lower() for sheet in SHEETS):
        return ""
    own = muscle.lower().split(",")[0].split()
    if own and own[-1] in name.lower().replace(",", "").split():
        return ""
    return mid_sentence(name)
