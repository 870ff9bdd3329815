"""What a plate is made of, as plain data. Everything is in millimetres of the plate, v upwards."""

from __future__ import annotations

from dataclasses import dataclass

from bodymap.atlas.geometry import Box, Curve, Rings


@dataclass(frozen=True, slots=True)
class Shape:
    """One drawn path. `kind` is its class (skin, skin-line, bone, tendon, aponeurosis, fascia, ligament, shade, light,
    fibre, line); `side` is the PATIENT's: right, left or midline; `of` is the region's id for relief and fibres;
    `tissue` is what a press there offers (bone, tendon, fascia, ligament, skin or nothing)."""

    id: str
    kind: str
    side: str
    curve: Curve
    name: str = ""
    tissue: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """The shape of one muscle on one side in one layer of one plate. `rings` are its outlines flattened to 0.05 mm
    (even-odd). `muscle` is empty for muscles that only help the reader find the way; `name` then says what it is."""

    id: str
    muscle: str
    side: str
    plate: str
    layer: int
    curve: Curve
    rings: Rings
    box: Box
    name: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """A depth of dissection: 1 superficial, 2 intermediate, 3 deep. Tuples are in painting order."""

    number: int
    bones: tuple[Shape, ...]
    tissue_under: tuple[Shape, ...]
    regions: tuple[Region, ...]
    relief: tuple[Shape, ...]
    fibres: tuple[Shape, ...]
    tissue_over: tuple[Shape, ...]
    lines: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Plate:
    """One drawn view of the body, both sides. `box` is the file's view box; `digest` the SHA-256 of the file.

    `mirror` is the u of the body's midline (None on a plate of one side); `right_sign` says where the PATIENT's right
    lies: 1 at greater u than the midline, -1 at smaller, 0 where all of the plate is one side.
    """

    id: str
    title: str
    version: int
    box: Box
    skin: tuple[Shape, ...]
    skin_lines: tuple[Shape, ...]
    layers: dict[int, Layer]
    digest: str
    mirror: float | None = None
    right_sign: int = 0


@dataclass(frozen=True, slots=True)
class Muscle:
    """An entry of the catalogue. `parent` is the muscle a head or part counts as (its own id where it has none).

    `name` stands alone ("Upper trapezius"); within a sentence its first letter is small (`catalogue.mid_sentence`).
    `risk_flags`: P pleura, V vessel, N nerve, O organ, S spinal canal, G gland, E eye. `non_compressible`: bleeding
    there cannot be pressed. `specialist`: shown only where that setting is on. `paraspinal`: named with a level.
    """

    id: str
    name: str
    latin: str
    fma_id: str
    body_part: str
    parent: str
    synonyms: tuple[str, ...]
    innervation: str
    caution: str
    position: str
    risk_flags: frozenset[str]
    non_compressible: bool
    specialist: bool
    paraspinal: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Several muscles under one name that a therapist may leave unspecified; a mark of it stays ONE entry.

    `paraspinal` says that a mark of it is named with a vertebral level.
    """

    id: str
    name: str
    body_part: str
    members: tuple[str, ...]
    synonyms: tuple[str, ...]
    paraspinal: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """What lies at a press. `region` is None on skin, bone or tendon; `near` says the press only came close to it;
    `tissue` and `tissue_name` are what other tissue lies there; `on_body` is False on the paper around."""

    region: Region | None
    near: bool
    on_body: bool
    side: str
    tissue: str
    tissue_name: str


@dataclass(frozen=True, slots=True)
class Found:
    """One answer of the search: a muscle or a group, and the words that matched ("pec major" of its synonyms).

    `reading`: several entries are called by the phrase, this is one of them, and which is meant must be asked.
    """

    kind: str
    id: str
    name: str
    matched: str
    score: float
    reading: bool = False
