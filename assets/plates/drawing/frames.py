"""Where each plate lies: how u and v of its file become rows and columns of the drawing grid.

Inside the drawing code a point is (x, v) with x >= 0: the distance from the mirror line, or, on a plate of one side,
from its left edge. All lengths are millimetres.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Frame:
    """`u = sign * x + shift`; `light` points to the lamp, above and before the body, in (x, v, towards the reader);
    `fine` are boxes (u0, v0, u1, v1) of small structures; without `one_side` the plate is mirrored at u = 0."""

    sign: int
    shift: float
    bottom: float
    width: float
    height: float
    view_box: str
    title: str
    light: tuple = (-0.50, 0.55, 0.67)
    fine: tuple = ()
    layers: tuple = (1, 2, 3)
    one_side: bool = False

    def x(self, u):
        return self.sign * (u - self.shift)


BODY = {"bottom": -12.0, "width": 360, "height": 1750, "view_box": "-345 -1720 690 1732"}
FEET = {"bottom": -115.0, "width": 170, "height": 275, "view_box": "-172 -158 344 271"}
FORWARD = (0.50, 0.55, 0.67)

FRAMES = {
    "anterior": Frame(-1, 0.0, title="Anterior plate", **BODY),
    "posterior": Frame(1, 0.0, title="Posterior plate", **BODY),
    "right_lateral": Frame(
        1, -170.0, -12.0, 340, 1750, "-170 -1720 340 1732", "Right lateral plate", FORWARD,
        ((-100, -12, 170, 108), (-20, 1395, 170, 1730), (-60, 1440, -20, 1570)), one_side=True,
    ),
    "right_arm_lateral": Frame(
        1, -140.0, 670.0, 270, 790, "-140 -1450 270 775", "Right arm lateral plate", FORWARD,
        ((-30, 660, 130, 905),), one_side=True,
    ),
    "right_leg_medial": Frame(
        1, -170.0, -12.0, 320, 1060, "-165 -1040 300 1052", "Right leg medial plate", (-0.50, 0.55, 0.67),
        ((-170, -12, 130, 108),), one_side=True,
    ),
    "plantar": Frame(-1, 0.0, title="Plantar plate", fine=((-200, -120, 0, 200),), **FEET),
    "dorsal_foot": Frame(1, 0.0, title="Dorsal foot plate", fine=((0, -120, 200, 200),), layers=(1, 2), **FEET),
}  # fmt: skip
