"""Which precautions are asked by themselves: no "the rest no" may say no to what the record itself names or implies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bodymap.charting.found import fold
from bodymap.charting.medicines import ASKED_ABOUT, NOT_THINNING, may_thin
from bodymap.charting.meetings import BLOOD_THINNERS
from bodymap.charting.precautions import Answer, Medication, Precaution, PrecautionAnswer, named_in
from bodymap.charting.zones import ZoneKind

IMPLIED: dict[str, tuple[str, ...]] = {
    "pacemaker": ("implant", "heart"),
    "stimulator": ("implant",),
    "breast-implant": ("implant",),
    "heart-valve": ("heart",),
}
"""What a yes names besides, in the words of the shipped list: a pacemaker is implanted, and for the heart. It is for
asking: the therapist answers."""

DRAWN: dict[ZoneKind, tuple[str, ...]] = {
    ZoneKind.PACEMAKER: ("pacemaker", "implant", "heart"),
    ZoneKind.PUMP: ("implant", "stimulator"),
    ZoneKind.STIMULATOR: ("implant", "stimulator"),
    **dict.fromkeys(
        (
            ZoneKind.IMPLANT,
            ZoneKind.JOINT_REPLACEMENT,
            ZoneKind.PORT,
            ZoneKind.SENSOR,
            ZoneKind.SHUNT,
        ),
        ("implant",),
    ),
    ZoneKind.WOUND: ("infection",),
    ZoneKind.INFECTION: ("infection",),
    ZoneKind.LYMPHOEDEMA: ("lymphoedema",),
    ZoneKind.NUMB: ("numbness",),
    ZoneKind.INJECTION: ("injection",),
}
"""What an avoid-zone of a kind is a yes to."""


@dataclass(frozen=True, slots=True)
class AskedAlone:
    """An item that nobody has answered, and why it is not swept along."""

    item: Precaution
    why: str


def thinners_named(text: str) -> tuple[str, ...]:
    """The medicines that may thin the blood which a text names, as they are written there."""
    return tuple(dict.fromkeys(word for word in re.findall(r"\w+", text) if fold(word) in ASKED_ABOUT))


def asked_alone(
    items: Sequence[Precaution],
    answers: Mapping[str, PrecautionAnswer],
    alerts: str,
    medicines: Iterable[Medication],
    zones: Iterable[ZoneKind],
) -> tuple[AskedAlone, ...]:
    """The items without an answer that the alerts, a medicine, a drawn zone or another yes name, in their order.
    `medicines` are those taken, `zones` those that are there."""
    said = {key: one.answer for key, one in answers.items() if one.answer is not Answer.NOT_ASKED}
    left = [item for item in items if item.under_age is None and item.id not in said]
    why: dict[str, str] = {}
    for item in left:
        if named_in(item.text, alerts):
            why[item.id] = "The alerts name it."
    for medicine in medicines:
        if medicine.thins_blood:
            why.setdefault(BLOOD_THINNERS, f"{medicine.name} is listed as thinning the blood.")
        elif may_thin(medicine.name) and NOT_THINNING not in medicine.note:
            why.setdefault(BLOOD_THINNERS, f"{medicine.name} is listed, and may thin the blood.")
    if named := thinners_named(alerts):
        lists = ": a yes lists it as thinning the blood" if len(named) == 1 else ""
        why.setdefault(BLOOD_THINNERS, f"The alerts name {' and '.join(named)}{lists}.")
    for kind in zones:
        for item_id in DRAWN.get(kind, ()):
            why.setdefault(item_id, f"Drawn as an avoid-zone: {kind.word.lower()}.")
    for item in items:
        if said.get(item.id) is Answer.YES:
            because = f"{item.text} is a yes."
        elif item.id in why and item.id not in said:
            because = f"{item.text} is asked too."
        else:
            continue
        for item_id in IMPLIED.get(item.id, ()):
            why.setdefault(item_id, because)
    return tuple(AskedAlone(item, why[item.id]) for item in left if item.id in why)
