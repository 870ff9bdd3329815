"""Where the drawing of the side plates, the arm, the leg and the feet departs from the measurements, and why.

Points are (u, v) as in the plate's file; `joined` turns them into the drawing's (x, v). Tables as in corrections.py.
"""

import corrections as C
from frames import FRAMES

SIDE = ("right_lateral", "right_arm_lateral", "right_leg_medial", "plantar", "dorsal_foot")

CONTEXT = {
    "levator-nasolabialis": "Levator labii superioris alaeque nasi",
    "opponens-digiti-minimi-muscle-of-foot": "Opponens digiti minimi of the foot",
    "rectus-capitis-anterior": "Rectus capitis anterior",
    "rectus-capitis-lateralis": "Rectus capitis lateralis",
    "stylohyoid": "Stylohyoid",
}

DROP = {}
KEEP = {}
BARE = {}
EDITS = {}
PARTS = {}
LINES = {}
FIBRES = {}

TISSUE = {}


def tissue(label):
    """As corrections.tissue, for what only these plates have."""
    return TISSUE.get(label)


def names(plate):
    """Muscles outside the catalogue that a plate shows: id to plain English."""
    return C.CONTEXT | CONTEXT if plate in SIDE else C.CONTEXT


def moved(plate, edit):
    """An edit in (u, v) as one in (x, v)."""
    frame = FRAMES[plate]
    kind, name, where, points = edit
    if kind == "tendon":
        u, v, du, dv, k = points
        points = (frame.x(u), v, frame.sign * du, dv, k)
    elif points is not None:
        points = [(frame.x(u), v) for u, v in points]
    return kind, name, where, points


def join():
    """Add these tables to those of the front and back."""
    for mine, all_of_them in ((DROP, C.DROP), (KEEP, C.KEEP), (BARE, C.BARE)):
        all_of_them.update(mine)
    for mine, all_of_them in ((EDITS, C.EDITS), (PARTS, C.PARTS)):
        for (plate, layer), edits in mine.items():
            all_of_them[plate, layer] = [moved(plate, e) for e in edits]
    for (plate, layer), lines in LINES.items():
        C.LINES[plate, layer] = [(label, [(FRAMES[plate].x(u), v) for u, v in p]) for label, p in lines]
    for (plate, layer, name), rows in FIBRES.items():
        frame = FRAMES[plate]
        C.FIBRES[plate, layer, name] = [(frame.x(u), v, frame.sign * du, dv) for u, v, du, dv in rows]


join()
