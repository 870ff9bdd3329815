"""The atlas: one door to the catalogue, the plates, the hit test, the search and the levels. Thread-safe."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from bodymap.atlas.aspects import Aspect, read_aspects
from bodymap.atlas.body import Found, Group, Hit, Plate, Region
from bodymap.atlas.browse import Section, also_called, browse
from bodymap.atlas.catalogue import TISSUES, Catalogue, mid_sentence, read_table
from bodymap.atlas.geometry import Uv, area, crossings, inner_point, rings_of
from bodymap.atlas.hit import PlateIndex
from bodymap.atlas.levels import Levels
from bodymap.atlas.plates import load_plate
from bodymap.atlas.search import Search

PLATE_ORDER = (
    "anterior",
    "posterior",
    "right_lateral",
    "left_lateral",
    "right_arm_lateral",
    "left_arm_lateral",
    "right_leg_medial",
    "left_leg_medial",
    "plantar",
    "dorsal_foot",
)
DRAWN, MIRRORED = "right_", "left_"
"""How the ids of plates of one side begin: the right one is drawn, the left one is its mirror image."""
SHALLOW_ENOUGH = (
    0.5  # of its largest region's area: what a shallower layer must show to be where a muscle is shown
)

SHOWN_WELL = 1 / 3
"""How much of a muscle a plate must show, of what the plate that shows most of it does, for a muscle that is named to
stay there. Over the whole catalogue: above a third stand quadratus lumborum, rectus abdominis and gracilis seen from
where they are also needled (0.34 to 0.38); below it are rims and tendons (trapezius from the side 0.25, serratus
anterior from behind 0.28, quadratus lumborum from the front 0.28)."""
DEEPEST = 3
"""A plate that shows a muscle in this layer alone, while its usual place lies higher, sees it through the body:
piriformis or teres minor from the front, biceps femoris from within."""
COARSE = 0.5  # mm: flat enough to find a middle, with a third of the corners


@dataclass(frozen=True, slots=True)
class Named:
    """What a mark's target is made of: the name as it stands within a sentence ("upper trapezius") and the id that a
    count of muscles counts (a head counts as its parent, a group as one entry, other tissue as None)."""

    kind: str
    id: str
    name: str
    counts_as: str | None


class Atlas:
    """The body as the folder of assets holds it. Nothing is read before it is asked for."""

    def __init__(self, assets_dir: Path, cache_dir: Path | None = None) -> None:
        self.specialist = True
        """Whether muscles that only specialists needle (the pelvic floor, the perineum) are offered."""
        self._quiet: dict[tuple[str, str], Region] = {}
        self._assets = assets_dir
        self._cache = cache_dir
        self._lock = threading.RLock()
        self._locks: dict[str, threading.Lock] = {}
        self._plates: dict[str, PlateIndex] = {}
        self._points: dict[tuple[str, int, str], Uv] = {}

    @cached_property
    def catalogue(self) -> Catalogue:
        with self._lock:
            return Catalogue.read(self._assets)

    @cached_property
    def _usual(self) -> dict[str, tuple[str, int, float, float, frozenset[str]]]:
        """By muscle: plate, layer, the millimetres from the midline and above the soles, and the plates (those of the
        right side stand for both) that show it but from which it is not reached."""
        file = self._assets / "usual_points.tsv"
        if not file.is_file():
            return {}
        columns = ("muscle", "plate", "layer", "u", "v", "not_from", "why")
        return {
            row["muscle"]: (
                row["plate"],
                int(row["layer"]),
                float(row["u"]),
                float(row["v"]),
                frozenset(row["not_from"].split()),
            )
            for _, row in read_table(file, columns)
        }

    @cached_property
    def levels(self) -> Levels:
        with self._lock:
            return Levels.read(self._assets)

    @cached_property
    def _search(self) -> Search:
        return Search(self.catalogue)

    # ---- plates

    @cached_property
    def plate_ids(self) -> tuple[str, ...]:
        """The plates there are: from the front round the body and out to the limbs, then any others by name.

        For each plate of the right side there is its mirror image, the left one.
        """
        found = {path.stem for path in (self._assets / "plates").glob("*.svg")}
        found |= {MIRRORED + name.removeprefix(DRAWN) for name in found if name.startswith(DRAWN)}
        known = [name for name in PLATE_ORDER if name in found]
        return (*known, *sorted(found.difference(known)))

    @cached_property
    def aspects(self) -> tuple[Aspect, ...]:
        """What the switches of the screen offer: each plate and framed part of one whose plate there is."""
        with self._lock:
            return tuple(one for one in read_aspects(self._assets) if one.plate in self.plate_ids)

    def plate(self, plate_id: str) -> Plate:
        """The plate, read once. Raises KeyError for an unknown id, OSError or PlateFault for a bad file."""
        return self._index(plate_id).plate

    def mirrored(self, plate_id: str, u: float) -> tuple[str, float] | None:
        """The plate and the u (millimetres) of the same place on the patient's other side; None where there is none."""
        for own, other in ((DRAWN, MIRRORED), (MIRRORED, DRAWN)):
            if plate_id.startswith(own):
                return other + plate_id.removeprefix(own), -u
        mirror = self.plate(plate_id).mirror
        return (plate_id, 2 * mirror - u) if mirror is not None else None

    def _index(self, plate_id: str) -> PlateIndex:
        made = self._plates.get(plate_id)
        if made is not None:
            return made
        if plate_id not in self.plate_ids:
            raise KeyError(plate_id)
        with self._lock:
            own = self._locks.setdefault(plate_id, threading.Lock())
        with own:  # two plates may be read at once, one plate only once
            made = self._plates.get(plate_id)
            if made is None:
                path = self._assets / "plates" / f"{plate_id}.svg"
                mirrored_as = ""
                if plate_id.startswith(MIRRORED) and not path.exists():
                    path = path.with_name(f"{DRAWN}{plate_id.removeprefix(MIRRORED)}.svg")
                    mirrored_as = plate_id
                made = PlateIndex(load_plate(path, self._cache, mirrored_as=mirrored_as))
                self._plates[plate_id] = made
        return made

    # ---- a press

    def at(
        self, plate: str, layer: int, u: float, v: float, reach_mm: float = 0.0, narrow_mm: float = 0.0
    ) -> Hit:
        """What lies at a press (mm of the plate). `reach_mm`: how far a press may miss a region that is narrower there
        than `narrow_mm`. Raises KeyError for a plate or layer that does not exist."""
        hit = self._index(plate).at(layer, u, v, reach_mm, narrow_mm)
        if self.specialist or hit.region is None or hit.region.muscle not in self._specialists:
            return hit
        return replace(hit, region=self._unnamed(hit.region))

    def through(self, plate: str, u: float, v: float) -> list[Region]:
        """The regions at this point from the surface down, each muscle once."""
        found = self._index(plate).through(u, v)
        return [region for region in found if self.offers(region.muscle)]

    # ---- what only specialists needle

    @cached_property
    def _specialists(self) -> frozenset[str]:
        return frozenset(muscle.id for muscle in self.catalogue.muscles if muscle.specialist)

    def offers(self, muscle_id: str) -> bool:
        """Whether this muscle is to be marked, found and named: always, unless only specialists needle it and
        `specialist` is off."""
        return self.specialist or muscle_id not in self._specialists

    def _unnamed(self, region: Region) -> Region:
        """The region as one that only helps to find the way; the same object each time."""
        key = (region.plate, region.id)
        if key not in self._quiet:
            self._quiet[key] = replace(region, muscle="", name="pelvic floor")
        return self._quiet[key]

    def level(self, plate: str, v: float, muscle_id: str) -> str:
        """The vertebral level at height v for a paraspinal muscle or group ("L4", "L4-5"), "" for any other.

        Heights are the body's on every plate; a zoom or an enlarged plate that breaks this has no view from behind.
        """
        try:
            paraspinal = self.catalogue.entry(muscle_id).paraspinal
        except KeyError:
            return ""
        return self.levels.at(v) if paraspinal and plate in self.plate_ids else ""

    # ---- names

    def prepare_to_find(self) -> None:
        """Let the first `find` be as quick as the others: for the moment before something is typed."""
        self._search.prepare()

    def find(self, text: str, limit: int = 12) -> list[Found]:
        """Muscles and groups by any name, abbreviation, beginning or near spelling, best first.

        `reading` on some of them: several are called this, and which is meant must be asked.
        """
        return self._search.find(text, limit, self.specialist)

    def browse(self) -> tuple[Section, ...]:
        """The catalogue from head to foot, by body part, group and muscle."""
        return browse(self.catalogue, self.specialist)

    @cached_property
    def _also_called(self) -> dict[str, str]:
        return also_called(self.catalogue)

    def also_called(self, entry_id: str) -> str:
        """Another name of its own that tells more than the name ("peroneus longus"), or nothing."""
        return self._also_called.get(self.catalogue.resolve(entry_id), "")

    def target(self, kind: str, target_id: str) -> Named:
        """What a mark of a muscle, a group or other tissue is named and counts as. Raises KeyError."""
        if kind == "tissue":
            return Named(kind, target_id, mid_sentence(TISSUES[target_id]), None)
        entry = self.catalogue.entry(target_id)
        if kind != ("group" if isinstance(entry, Group) else "muscle"):
            raise KeyError(f"{target_id} is not a {kind}")
        return Named(kind, entry.id, mid_sentence(entry.name), self.catalogue.counts_as(entry.id))

    # ---- where a muscle is

    @cached_property
    def _regions(self) -> dict[str, list[tuple[str, int, Region]]]:
        found: dict[str, list[tuple[str, int, Region]]] = {}
        for plate_id in self.plate_ids:
            for number, layer in sorted(self.plate(plate_id).layers.items()):
                for region in layer.regions:
                    if region.muscle:
                        found.setdefault(region.muscle, []).append((plate_id, number, region))
        return found

    def regions_of(self, muscle_id: str) -> list[tuple[str, int, Region]]:
        """Where a muscle shows: (plate, layer, region), shallow layers first. Reads every plate."""
        now = self.catalogue.resolve(muscle_id)
        return list(self._regions.get(now, ())) if self.offers(now) else []

    def usual_point(self, muscle_id: str, side: str, shown: str = "") -> tuple[str, int, float, float] | None:
        """Where a muscle is marked that is named: (plate, layer, u, v), well inside its region on that side; None
        without one.

        On the plate that is `shown` (or, for the other side, on its mirror image) where that shows the muscle well: at
        least `SHOWN_WELL` of what any plate does, not in the deepest layer alone while its usual place lies higher, and
        not where `usual_points.tsv` says that it is not reached from there. Else on its best plate.

        The shallowest layer that shows at least half of what its largest region shows, so that infraspinatus is
        found beside trapezius rather than below it. Where a muscle is needled elsewhere than in its middle, as
        `usual_points.tsv` has it.
        """
        given = self._usual.get(muscle_id) if side in ("right", "left") else None
        rows = [
            (area(r.rings), p, n, r) for p, n, r in self.regions_of(muscle_id) if r.side in (side, "midline")
        ]
        usual: tuple[str, int, float, float] | None
        if given is not None and given[0] in self.plate_ids:
            plate, layer, u, v, _ = given
            usual = plate, layer, u * self.plate(plate).right_sign * (1 if side == "right" else -1), v
        else:
            usual = self._best_of(rows)
        here = _on_side(shown, side)
        if usual is None or not here or here == usual[0]:
            return usual
        there = [row for row in rows if row[1] == here]
        enough = SHOWN_WELL * max((row[0] for row in rows), default=0.0)
        if not any(row[0] >= enough for row in there):
            return usual
        if given is not None and _on_side(here, "right") in given[4]:
            return usual
        place = self._best_of(there)
        return usual if place is None or place[1] >= DEEPEST > usual[1] else place

    def _best_of(self, rows: list[tuple[float, str, int, Region]]) -> tuple[str, int, float, float] | None:
        """Of regions of one muscle, each with its area, plate and layer: the point well inside the one that shows it
        best, as `usual_point` says it."""
        if not rows:
            return None
        enough = SHALLOW_ENOUGH * max(row[0] for row in rows)
        _, plate, layer, region = min(
            (row for row in rows if row[0] >= enough), key=lambda row: (row[2], -row[0])
        )
        key = (plate, layer, region.id)
        if key not in self._points:
            self._points[key] = inner_point(rings_of(region.curve, COARSE))
        return (plate, layer, *self._points[key])

    def usual_point_of_group(
        self, group_id: str, side: str, level: str = "", shown: str = ""
    ) -> tuple[str, int, float, float] | None:
        """Where a group that is named without a muscle is marked: at the usual point of the member in the midst of the
        others, or, with a level, where the member lies that comes nearest to its height. Members that the plate `shown`
        shows well are seen there. None without one."""
        try:
            members = self.catalogue.group(group_id).members
            height = self.levels.height(level) if level else None
        except KeyError:
            return None
        if height is not None:
            at_level = [place for one in members if (place := self.point_at_level(one, side, level, shown))]
            return min(at_level, key=lambda place: abs(place[3] - height), default=None)
        places = [place for one in members if (place := self.usual_point(one, side, shown))]
        if not places:
            return None
        plates = [place[0] for place in places]
        most = max(plates, key=plates.count)
        there = [place for place in places if place[0] == most]
        u = sum(place[2] for place in there) / len(there)
        v = sum(place[3] for place in there) / len(there)
        return min(there, key=lambda place: math.hypot(place[2] - u, place[3] - v))

    def point_at_level(
        self, muscle_id: str, side: str, level: str, shown: str = ""
    ) -> tuple[str, int, float, float] | None:
        """Where a muscle lies at the height of a level (L4, L4-5, T4-7), on the plate of its usual point (see there
        for `shown`).

        The middle of its widest part there; where others hide it at that height, straight above or below the nearest
        part that shows. None without a usual point or for an unknown level.
        """
        usual = self.usual_point(muscle_id, side, shown)
        try:
            v = self.levels.height(level)
        except KeyError:
            return None
        if usual is None:
            return None
        found: list[tuple[float, int, float, int, float]] = []
        for plate, layer, region in self.regions_of(muscle_id):
            if plate != usual[0] or region.side not in (side, "midline"):
                continue
            away, spans = _nearest_crossings(region, v)
            if spans:
                left, right = max(spans, key=lambda span: span[1] - span[0])
                found.append((away, abs(layer - usual[1]), left - right, layer, (left + right) / 2.0))
        if not found:
            return None
        *_, layer, u = min(found)
        return usual[0], layer, u, v


def _on_side(plate: str, side: str) -> str:
    """That plate, or of a plate of one side the one of the patient's side meant."""
    if side == "left" and plate.startswith(DRAWN):
        return MIRRORED + plate.removeprefix(DRAWN)
    if side == "right" and plate.startswith(MIRRORED):
        return DRAWN + plate.removeprefix(MIRRORED)
    return plate


def _nearest_crossings(region: Region, v: float) -> tuple[float, list[tuple[float, float]]]:
    """How far from the height v (mm, in steps of 2) the region shows, and its stretches there."""
    _, low, _, high = region.box
    steps = int(max(abs(v - low), abs(v - high)) / 2.0) + 1
    for step in range(steps):
        for height in (v - 2.0 * step, v + 2.0 * step):
            if low <= height <= high:
                spans = crossings(region.rings, height)
                if spans:
                    return 2.0 * step, spans
    return 0.0, []
