"""What lies at a press. Inside a region wins; else a narrow region close by; else the tissue or skin there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bodymap.atlas.body import Hit, Layer, Plate, Region, Shape
from bodymap.atlas.geometry import Outline, control_box, nearest, rings_of, width_near

CELL = 25.0  # mm: the grid's squares; a layer of 150 regions leaves about two regions a square
MIDLINE_MM = (
    5.0  # beside a plate's mirror line, other tissue counts as midline: spinous processes are that wide
)


class _Filled:
    """A closed shape that is flattened when a press first comes into its box."""

    __slots__ = ("_outline", "box", "shape")

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.box = control_box(shape.curve)
        self._outline: Outline | None = None

    def contains(self, u: float, v: float) -> bool:
        u0, v0, u1, v1 = self.box
        if not (u0 <= u <= u1 and v0 <= v <= v1):
            return False
        if self._outline is None:
            self._outline = Outline(rings_of(self.shape.curve))
        return self._outline.contains(u, v)


def _filled(shapes: Iterable[Shape]) -> list[_Filled]:
    """Topmost first."""
    return [_Filled(shape) for shape in reversed(tuple(shapes)) if shape.tissue]


class LayerIndex:
    """One layer's regions on a grid of squares."""

    def __init__(self, layer: Layer) -> None:
        self.regions = layer.regions
        self._outlines = [Outline(region.rings) for region in layer.regions]
        self._cells: dict[tuple[int, int], list[int]] = {}
        for number, region in enumerate(layer.regions):
            for cell in _cells(*region.box):
                self._cells.setdefault(cell, []).append(number)
        self.over = _filled(layer.tissue_over)
        self.under = _filled(layer.tissue_under)
        self.bones = _filled(layer.bones)

    def inside(self, u: float, v: float) -> Region | None:
        """The topmost region that holds the point."""
        for number in reversed(self._cells.get((int(u // CELL), int(v // CELL)), ())):
            u0, v0, u1, v1 = self.regions[number].box
            if u0 <= u <= u1 and v0 <= v <= v1 and self._outlines[number].contains(u, v):
                return self.regions[number]
        return None

    def near(self, u: float, v: float, reach: float) -> list[Region]:
        """The regions within `reach` mm of the point, the nearest first."""
        numbers = {
            number
            for cell in _cells(u - reach, v - reach, u + reach, v + reach)
            for number in self._cells.get(cell, ())
        }
        close: list[tuple[float, int]] = []
        for number in numbers:
            u0, v0, u1, v1 = self.regions[number].box
            if u0 - reach <= u <= u1 + reach and v0 - reach <= v <= v1 + reach:
                gap = nearest(self.regions[number].rings, u, v)[0]
                if gap <= reach:
                    close.append((gap, -number))  # of two as near, the one painted later
        return [self.regions[-number] for _, number in sorted(close)]

    def tissue(self, u: float, v: float, below: bool) -> Shape | None:
        """The topmost tendon, fascia, ligament or bone at the point; what lies below the muscles only if asked."""
        for filled in (*self.over, *self.under, *self.bones) if below else self.over:
            if filled.contains(u, v):
                return filled.shape
        return None


def _cells(u0: float, v0: float, u1: float, v1: float) -> Iterator[tuple[int, int]]:
    for column in range(int(u0 // CELL), int(u1 // CELL) + 1):
        for row in range(int(v0 // CELL), int(v1 // CELL) + 1):
            yield column, row


# Tissue narrow enough to be aimed at: a press on it is not a muscle beside it that was missed.
AIMED_AT = ("tendon", "ligament")


class PlateIndex:
    """A plate made ready for presses. Layers are indexed when first asked for."""

    def __init__(self, plate: Plate) -> None:
        self.plate = plate
        self._layers: dict[int, LayerIndex] = {}
        self._skin = _filled(plate.skin)

    def layer(self, number: int) -> LayerIndex:
        """The index of a layer. Raises KeyError where the plate has no such layer."""
        made = self._layers.get(number)
        if made is None:
            made = self._layers[number] = LayerIndex(self.plate.layers[number])
        return made

    def at(self, layer: int, u: float, v: float, reach_mm: float = 0.0, narrow_mm: float = 0.0) -> Hit:
        """What lies at (u, v) mm of a layer: inside a region wins; then a tendon or ligament that is drawn there, for
        it is what the therapist sees under the pointer; then the nearest region within `reach_mm` that is narrower
        there than `narrow_mm`; else the tissue there. Sides are the PATIENT's."""
        index = self.layer(layer)
        region = index.inside(u, v)
        near = False
        drawn = index.tissue(u, v, below=True) if region is None else None
        if region is None and reach_mm > 0.0 and (drawn is None or drawn.kind not in AIMED_AT):
            close = index.near(u, v, reach_mm)
            if close and width_near(close[0].rings, u, v, narrow_mm) < narrow_mm:
                region, near = close[0], True
        shape = drawn or index.tissue(u, v, below=near)
        if region is not None and not near:
            skin = None  # what holds a region is on the body, and a press there offers no skin
        else:
            skin = next((filled.shape for filled in self._skin if filled.contains(u, v)), None)
        if region is not None:
            side = region.side
        elif shape is not None and shape.side != "midline":
            side = shape.side
        else:
            side = self.side(u)
        found = shape or skin
        return Hit(
            region=region,
            near=near,
            on_body=region is not None or found is not None,
            side=side,
            tissue=found.tissue if found else "",
            tissue_name=found.name if found else "",
        )

    def side(self, u: float) -> str:
        """The PATIENT's side of a point that lies in no one-sided shape."""
        mirror, sign = self.plate.mirror, self.plate.right_sign
        if mirror is None:
            for layer in self.plate.layers.values():
                for region in layer.regions:
                    return region.side
            return "right"
        if abs(u - mirror) <= MIDLINE_MM:
            return "midline"
        return "right" if (u - mirror) * sign > 0.0 else "left"

    def through(self, u: float, v: float) -> list[Region]:
        """The regions at this point from the surface down, each muscle once, where it first shows."""
        found: dict[str, Region] = {}
        for number in sorted(self.plate.layers):
            region = self.layer(number).inside(u, v)
            if region is not None:
                found.setdefault(region.muscle or region.name, region)
        return list(found.values())
