"""A clinic's logo and colour: what a picture has to be to stand on every chart, told in sentences where it is not.

A logo comes from anywhere: a web page, a former designer, a stranger. It is drawn on each chart for years, so it is
taken apart here once, and nothing that could load, run, move or take long gets in. What is kept is text: the SVG as it
is, a PNG in base64.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bodymap.charting.faults import Refused

MOST_BYTES = 256 * 1024
MOST_PIXELS = 4000
"""On either side of a PNG: ten times what a letterhead can show."""
MOST_SHAPES = 2000
MOST_NUMBER = 1_000_000.0
PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = "png:"

if TYPE_CHECKING:
    from xml.etree import ElementTree

_OTHER = "Choose a PNG or SVG file."
_SIMPLER = "Save it as a plain SVG or as PNG and choose that."


def read_logo(data: bytes) -> str:
    """The picture as the record keeps it. Raises Refused with a sentence for what is no fit logo."""
    if len(data) > MOST_BYTES:
        raise refused(
            f"This picture has {len(data) // 1024} KB; a logo may have up to {MOST_BYTES // 1024} KB. Save it smaller."
        )
    if data.startswith(PNG_START):
        _check_png(data)
        return PNG_KEPT + base64.b64encode(data).decode()
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").strip()
    except UnicodeDecodeError:
        raise refused(f"This file is no picture that a letterhead can hold. {_OTHER}") from None
    if "<svg" not in text and ":svg" not in text:
        raise refused(f"This file is no picture that a letterhead can hold. {_OTHER}")
    _check_svg(text)
    return text


def png_of(kept: str) -> bytes:
    """The bytes of a kept PNG; nothing for an SVG."""
    return base64.b64decode(kept.removeprefix(PNG_KEPT)) if kept.startswith(PNG_KEPT) else b""


def refused(sentence: str) -> Refused:
    return Refused("logo", sentence)


# -- PNG -------------------------------------------------------------------------------------------------------------

_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_BROKEN = f"This PNG is damaged: it cannot be shown whole. {_OTHER}"


def _check_png(data: bytes) -> None:
    packed = b""
    size: tuple[int, int, int, int] | None = None
    ended = False
    for kind, body in _chunks(data):
        if kind == b"IHDR" and len(body) == 13:
            wide, tall, depth, colour = struct.unpack(">IIBB", body[:10])
            size = (wide, tall, depth, colour)
            if not (0 < wide <= MOST_PIXELS and 0 < tall <= MOST_PIXELS):
                raise refused(
                    f"This picture is {wide} x {tall} pixels; a logo may have up to {MOST_PIXELS} on either side. "
                    "Save it smaller."
                )
        elif kind == b"acTL":
            raise refused("This PNG is animated; paper stands still. Save one picture of it and choose that.")
        elif kind == b"IDAT":
            packed += body
        ended = ended or kind == b"IEND"
    if size is None or not packed or not ended:
        raise refused(_BROKEN)
    wide, tall, depth, colour = size
    # A line of pixels and its filter byte; interlaced ones have a little more.
    most = (wide * _SAMPLES.get(colour, 4) * max(depth, 8) // 8 + 16) * (tall + 16) * 2
    unpacker = zlib.decompressobj()
    try:
        made = unpacker.decompress(packed, most)
    except zlib.error:
        raise refused(_BROKEN) from None
    if unpacker.unconsumed_tail or not unpacker.eof or len(made) < tall:
        raise refused(_BROKEN)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG_START)
    while at + 12 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        check = data[at + 8 + length : at + 12 + length]
        if len(check) < 4 or binascii.crc32(kind + body) != struct.unpack(">I", check)[0]:
            raise refused(_BROKEN)
        yield kind, body
        if kind == b"IEND":
            return
        at += 12 + length


# -- SVG -------------------------------------------------------------------------------------------------------------

_DRAWN = frozenset(["path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"])
_HARMLESS = frozenset(
    [
        "svg",
        "g",
        "a",
        "title",
        "desc",
        "metadata",
        "defs",
        "style",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "namedview",
    ]
)
_MOVING = frozenset(["animate", "animateTransform", "animateMotion", "animateColor", "set"])
_RUNNING = frozenset(["script", "foreignObject", "handler", "iframe"])
_ELSEWHERE = re.compile(r"url\(\s*['\"]?(?!#)|@import|javascript:|expression\(", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def _check_svg(text: str) -> None:
    if "<!ENTITY" in text.upper() or re.search(r"<!DOCTYPE[^>]*\[", text, re.IGNORECASE):
        raise refused(f"This SVG defines its own abbreviations, which can hide anything. {_SIMPLER}")
    from xml.etree import ElementTree  # 5 ms that no start of the program waits for

    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError, RecursionError):
        raise refused(f"This SVG is damaged: it cannot be read to its end. {_OTHER}") from None
    if _local(root.tag) != "svg":
        raise refused(f"This file is no picture that a letterhead can hold. {_OTHER}")
    shapes = 0
    for depth, element in _walk(root):
        if depth > 60:
            raise refused(f"This SVG is nested too deeply. {_SIMPLER}")
        name = _local(element.tag)
        shapes += name in _DRAWN
        _check_element(name, element)
    if shapes > MOST_SHAPES:
        raise refused(
            f"This SVG has {shapes} shapes, and every chart would wait for them; a logo may have {MOST_SHAPES}. "
            "Save it as PNG and choose that."
        )
    if not shapes:
        raise refused(f"This SVG shows nothing. {_OTHER}")
    _check_size(root)


def _walk(root: ElementTree.Element) -> Iterator[tuple[int, ElementTree.Element]]:
    waiting = [(0, root)]
    while waiting:
        depth, element = waiting.pop()
        yield depth, element
        waiting += [(depth + 1, child) for child in element]


def _check_element(name: str, element: ElementTree.Element) -> None:
    if name in _RUNNING:
        raise refused(f"This SVG holds a program ({name}), and nothing of that kind is opened. {_SIMPLER}")
    if name in _MOVING:
        raise refused(f"This SVG is animated; paper stands still. {_SIMPLER}")
    if name in ("image", "use", "feImage"):
        raise refused(f"This SVG refers to another picture instead of drawing it ({name}). {_SIMPLER}")
    if name not in _DRAWN and name not in _HARMLESS and _is_svg(element.tag):
        raise refused(f"This SVG uses an effect that paper cannot hold ({name}). {_SIMPLER}")
    if name == "style" and _ELSEWHERE.search(element.text or ""):
        raise refused(_FROM_ELSEWHERE)
    for key, value in element.attrib.items():
        attribute = _local(key)
        if attribute.lower().startswith("on"):
            raise refused(
                f"This SVG holds a program ({attribute}), and nothing of that kind is opened. {_SIMPLER}"
            )
        if attribute in ("href", "src", "base") and not value.startswith("#") and name != "a":
            raise refused(_FROM_ELSEWHERE)
        if _ELSEWHERE.search(value):
            raise refused(_FROM_ELSEWHERE)
        if "dasharray" in attribute or "stroke-dasharray" in value:
            raise refused(f"This SVG has dashed lines, which can take for ever to draw. {_SIMPLER}")
        if attribute in ("filter", "mask"):
            raise refused(f"This SVG uses an effect that paper cannot hold ({attribute}). {_SIMPLER}")
        if _is_svg(key) or "}" not in key:
            _check_numbers(attribute, value)


_FROM_ELSEWHERE = (
    f"This SVG takes something from another file or from the internet, which a chart never does. {_SIMPLER}"
)
_MEASURED = frozenset(
    [
        "d",
        "points",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "fx",
        "fy",
        "width",
        "height",
        "viewBox",
        "transform",
        "gradientTransform",
        "stroke-width",
        "font-size",
        "offset",
    ]
)


def _check_numbers(attribute: str, value: str) -> None:
    if attribute not in _MEASURED:
        return
    if any(abs(float(number)) > MOST_NUMBER for number in _NUMBER.findall(value)):
        raise refused(f"This SVG has measures beyond all paper. {_SIMPLER}")


def _check_size(root: ElementTree.Element) -> None:
    box = [float(number) for number in _NUMBER.findall(root.get("viewBox", ""))]
    if len(box) != 4:
        sides = [_NUMBER.match(root.get(name, "").strip()) for name in ("width", "height")]
        if not all(sides):
            raise refused(f"This SVG does not say how large it is. {_SIMPLER}")
        box = [0.0, 0.0, *(float(side[0]) for side in sides if side)]
    wide, tall = box[2], box[3]
    if not (wide > 0 and tall > 0) or wide / tall > 20 or tall / wide > 20:
        raise refused(
            "This picture is too narrow for a letterhead. Choose one less than 20 times as long as wide."
        )


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _is_svg(tag: object) -> bool:
    return "}" not in str(tag) or str(tag).startswith("{http://www.w3.org/2000/svg}")


# -- colour ----------------------------------------------------------------------------------------------------------

_COLOUR = re.compile(r"^#?([0-9a-f]{6})$", re.IGNORECASE)


def read_colour(text: str) -> str:
    """#0f5470 from what was typed, with or without its sign; nothing for nothing. Raises Refused."""
    if not text.strip():
        return ""
    match = _COLOUR.match(text.strip())
    if match is None:
        raise Refused(
            "accent", "Write the colour as six figures or letters from 0 to f, for example #0f5470."
        )
    return f"#{match[1].lower()}"
