"""Logos as they come: what is kept, and what is refused in a sentence."""

from __future__ import annotations

import struct
import time
import zlib
from binascii import crc32

import pytest

from bodymap.charting.faults import Refused
from bodymap.charting.logo import MOST_BYTES, png_of, read_colour, read_logo

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40">{}</svg>'
LEAF = '<path d="M4 36 C 10 4 60 4 116 4 C 100 36 40 36 4 36 Z" fill="#2a7f62"/>'


def svg(inner: str) -> bytes:
    return SVG.format(inner).encode()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc32(kind + body))


def png(
    wide: int = 6, tall: int = 4, *, rows: int | None = None, extra: bytes = b"", end: bool = True
) -> bytes:
    pixels = b"".join(b"\x00" + b"\x2a\x7f\x62" * wide for _ in range(tall if rows is None else rows))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", wide, tall, 8, 2, 0, 0, 0))
        + extra
        + chunk(b"IDAT", zlib.compress(pixels))
        + (chunk(b"IEND", b"") if end else b"")
    )


def test_a_plain_svg_is_kept_as_it_is() -> None:
    assert read_logo(svg(LEAF)) == SVG.format(LEAF)


def test_a_png_comes_back_byte_for_byte() -> None:
    data = png()
    assert png_of(read_logo(data)) == data
    assert png_of(read_logo(svg(LEAF))) == b""


def test_what_drawing_programs_write_beside_the_drawing_does_no_harm() -> None:
    text = (
        '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="urn:some:editor" width="120mm" height="40mm" x:version="1.3">'
        "<metadata><x:page/></metadata><defs><linearGradient id='g'><stop offset='0'/></linearGradient></defs>"
        f"<style>.a{{fill:url(#g)}}</style><g class='a'>{LEAF}</g></svg>"
    )
    assert read_logo(text.encode())


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no picture"),
        (b"\x00\x01\x02\xff", "no picture"),
        (b"GIF89a" + b"\x00" * 40, "no picture"),
        (b"<html><body>hello</body></html>", "no picture"),
        (b" " * (MOST_BYTES + 1), "KB"),
        (png(end=False), "damaged"),
        (png()[:-30], "damaged"),
        (png().replace(b"IDAT", b"IDAt"), "damaged"),
        (png(5000, 1), "5000 x 1 pixels"),
        (png(0, 3, rows=1), "0 x 3 pixels"),
        (png(6, 4, rows=4000), "damaged"),  # unpacks to far more than it says
        (png(extra=chunk(b"acTL", b"\x00" * 8)), "animated"),
        (svg(LEAF)[:-20], "damaged"),
        (svg(""), "shows nothing"),
        (svg(f"<script>alert(1)</script>{LEAF}"), "program"),
        (svg(f'<g onload="alert(1)">{LEAF}</g>'), "program"),
        (svg(f"<foreignObject/>{LEAF}"), "program"),
        (svg(f'<image href="http://example.org/a.png"/>{LEAF}'), "another picture"),
        (svg(f'<image href="data:image/png;base64,AAAA"/>{LEAF}'), "another picture"),
        (svg(f'<defs><path id="a" d="M0 0"/></defs><use href="#a"/>{LEAF}'), "another picture"),
        (svg('<path d="M0 0L1 1" style="fill:url(file:///etc/passwd)"/>'), "another file"),
        (svg('<path d="M0 0L1 1" fill="url(http://example.org/#a)"/>'), "another file"),
        (svg(f"<style>@import 'http://example.org/a.css';</style>{LEAF}"), "another file"),
        (svg(f"<animate/>{LEAF}"), "animated"),
        (svg(f"<filter id='f'/>{LEAF}"), "effect"),
        (svg('<path d="M0 0 L1e9 0"/>'), "measures"),
        (svg('<path d="M0 0 L9 0" stroke-dasharray="0.00001"/>'), "dashed"),
        (svg('<path d="M0 0 L9 0"/>' * 2001), "2001 shapes"),
        (svg("<g>" * 300 + LEAF + "</g>" * 300), "nested"),
        (
            b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + svg(f"<text>&b;</text>{LEAF}"),
            "abbreviations",
        ),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0L1 1"/></svg>', "how large"),
        (svg(LEAF).replace(b"0 0 120 40", b"0 0 120 1"), "too narrow"),
        (svg(LEAF).replace(b"0 0 120 40", b"0 0 0 0"), "too narrow"),
    ],
)
def test_what_is_no_fit_logo_is_refused_in_a_sentence(data: bytes, says: str) -> None:
    start = time.monotonic()
    with pytest.raises(Refused) as refused:
        read_logo(data)
    assert says in refused.value.sentence
    assert refused.value.sentence.endswith(".")
    assert time.monotonic() - start < 2


@pytest.mark.parametrize(("typed", "kept"), [("#0F5470", "#0f5470"), ("2a7f62", "#2a7f62"), (" ", "")])
def test_colours(typed: str, kept: str) -> None:
    assert read_colour(typed) == kept


@pytest.mark.parametrize("typed", ["red", "#12345", "#1234567", "url(x)"])
def test_what_is_no_colour_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        read_colour(typed)
