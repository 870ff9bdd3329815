"""The command line: which words there are, and the commands that need no window.

Exit status: 0 well, 1 a finding, 2 wrong use or something outside the program in the way, 70 a fault of ours.
Errors are one sentence on standard error.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from bodymap import __version__

WELL, FINDING, WRONG_USE, OUR_FAULT = 0, 1, 2, 70

WINDOW_WORDS = frozenset(
    f"--{word}"
    for word in (
        "vault",
        "passphrase-fd",
        "patient",
        "visit",
        "plate",
        "layer",
        "theme",
        "size",
        "screenshot",
    )
)
"""The window's own words that each take a value."""

LATER = {
    "import": "Importing records comes with a later version of BodyMap.",
    "backup": "Backups by command come with a later version of BodyMap; "
    "until then copy the whole records folder while BodyMap is closed.",
    "restore": "Restoring by command comes with a later version of BodyMap; "
    "until then put back the copied records folder while BodyMap is closed.",
}


class WrongUse(Exception):
    """The command was not understood, in one sentence."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        sentence = message[:1].upper() + message[1:].rstrip(".")
        raise WrongUse(f"{sentence}. See: {self.prog} --help")


def parser(*, commands: bool = True) -> argparse.ArgumentParser:
    """The words of the command line; without `commands`, those of the window alone."""
    p = _Parser(
        prog="bodymap", description="Chart dry needling on an anatomical body. Without a command: the window."
    )
    p.add_argument("--version", action="version", version=f"BodyMap {__version__}")
    p.add_argument("--vault", type=Path, metavar="DIR", help="the folder with the records")
    p.add_argument(
        "--passphrase-fd", type=int, metavar="N", help="read the passphrase from this file descriptor (later)"
    )
    p.add_argument("--patient", metavar="ID", help="open this patient")
    p.add_argument("--visit", metavar="ID|last", help="open this visit")
    p.add_argument("--plate", metavar="P", help="show this plate (anterior, posterior)")
    p.add_argument("--layer", type=int, choices=(1, 2, 3), metavar="N", help="show this layer (1, 2, 3)")
    p.add_argument("--theme", choices=("light", "dark", "high-contrast"), help="the colours of the window")
    p.add_argument("--size", type=_size, metavar="WxH", help="the window's size in pixels")
    p.add_argument(
        "--screenshot", type=Path, metavar="FILE", help="save a picture of the window as PNG, then end"
    )
    if commands:
        _add_commands(p)
    else:
        p.set_defaults(command=None)
    return p


def _add_commands(p: argparse.ArgumentParser) -> None:
    commands = p.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    demo = commands.add_parser("demo", help="make records of invented patients")
    demo.add_argument("folder", type=Path, metavar="DIR")

    visits = commands.add_parser("visits", help="list the visits")
    _vault(visits)
    visits.add_argument("--json", action="store_true")

    chart = commands.add_parser("chart", help="print a visit's chart as PDF")
    _vault(chart)
    chart.add_argument("--visit", required=True, metavar="ID|last")
    chart.add_argument("--pdf", type=Path, required=True, metavar="FILE")
    chart.add_argument("--paper", choices=("a4", "letter"), default="a4")
    chart.add_argument("--ink", choices=("colour", "mono"), default="colour")

    picture = commands.add_parser("picture", help="the body with a visit's marks as PNG or SVG")
    _vault(picture)
    picture.add_argument("--visit", required=True, metavar="ID|last")
    picture.add_argument("--file", type=Path, required=True, metavar="FILE.png|FILE.svg")
    picture.add_argument("--name", action="store_true", help="with the patient's name and the day")
    picture.add_argument("--ink", choices=("colour", "mono"), default="colour")

    handout = commands.add_parser("handout", help="what the patient takes home, as PDF")
    _vault(handout)
    handout.add_argument("--visit", required=True, metavar="ID|last")
    handout.add_argument("--text", default="", metavar="NAME", help="which handout; without it the first")
    handout.add_argument("--pdf", type=Path, required=True, metavar="FILE")
    handout.add_argument("--paper", choices=("a4", "letter"), default="a4")
    handout.add_argument("--ink", choices=("colour", "mono"), default="colour")

    report = commands.add_parser("report", help="the report of a patient's course, as PDF")
    _vault(report)
    report.add_argument("--of", default="", metavar="ID", help="the patient's id or clinic id")
    report.add_argument(
        "--plan", default="", metavar="ID|last", help="only the visits of this treatment plan"
    )
    report.add_argument("--discharge", action="store_true", help="as a discharge summary")
    report.add_argument("--pdf", type=Path, required=True, metavar="FILE")
    report.add_argument("--paper", choices=("a4", "letter"), default="a4")
    report.add_argument("--ink", choices=("colour", "mono"), default="colour")

    charts = commands.add_parser(
        "charts", help="all charts of a patient or of a day as one PDF with contents"
    )
    _vault(charts)
    which = charts.add_mutually_exclusive_group(required=True)
    which.add_argument("--of", metavar="ID", help="the patient's id or clinic id")
    which.add_argument("--day", type=_day, metavar="YYYY-MM-DD|today")
    charts.add_argument("--pdf", type=Path, required=True, metavar="FILE")
    charts.add_argument("--paper", choices=("a4", "letter"), default="a4")
    charts.add_argument("--ink", choices=("colour", "mono"), default="colour")

    atlas = commands.add_parser("atlas", help="the body: pdf, export, render, at")
    verbs = atlas.add_subparsers(dest="verb", metavar="VERB", required=True, parser_class=_Parser)
    pdf = verbs.add_parser("pdf", help="every view and layer with its muscles named, for printing")
    pdf.add_argument("file", type=Path, metavar="FILE.pdf")
    pdf.add_argument("--paper", choices=("a4", "letter"), default="a4")
    pdf.add_argument("--ink", choices=("colour", "mono"), default="colour")
    export = verbs.add_parser("export", help="every region as GeoJSON, in millimetres")
    export.add_argument("file", type=Path, metavar="FILE.geojson")
    render = verbs.add_parser("render", help="a plate as PNG")
    render.add_argument("--plate", required=True, metavar="P")
    render.add_argument("--layer", type=int, choices=(1, 2, 3), default=1, metavar="N")
    render.add_argument("--png", type=Path, required=True, metavar="FILE")
    render.add_argument("--height", type=_height, default=2000, metavar="PX")
    render.add_argument("--ink", choices=("colour", "dark", "mono", "high-contrast"), default="colour")
    at = verbs.add_parser("at", help="which muscle lies at a point (millimetres)")
    at.add_argument("plate", metavar="PLATE")
    at.add_argument("layer", type=int, metavar="LAYER")
    at.add_argument("u", type=float, metavar="U")
    at.add_argument("v", type=float, metavar="V")
    # "-104.5" is a coordinate here, not an option.
    at._negative_number_matcher = p._negative_number_matcher

    whole = commands.add_parser("export", help="all that is recorded of one patient, as text or JSON")
    _vault(whole)
    whole.add_argument("--patient", required=True, metavar="ID", help="the patient's id or clinic id")
    form = whole.add_mutually_exclusive_group(required=True)
    form.add_argument(
        "--text",
        type=Path,
        metavar="FILE",
        help="for people to read, with who wrote and changed what; verifies the audit",
    )
    form.add_argument(
        "--json", type=Path, metavar="FILE", help="the records as they stand, for another program"
    )

    for name in ("import", "backup", "restore"):
        later = commands.add_parser(name, help="(later)")
        later.add_argument("rest", nargs=argparse.REMAINDER)

    check = commands.add_parser("check", help="check the records: integrity and audit")
    _vault(check)
    check.add_argument("--json", action="store_true")


def _vault(command: argparse.ArgumentParser) -> None:
    # SUPPRESS: `bodymap --vault DIR visits` and `bodymap visits --vault DIR` mean the same.
    command.add_argument(
        "--vault", type=Path, metavar="DIR", default=argparse.SUPPRESS, help="the folder with the records"
    )


def _size(text: str) -> tuple[int, int]:
    parts = text.lower().split("x")
    if len(parts) != 2 or not all(part.isdigit() for part in parts):
        raise argparse.ArgumentTypeError("a size is written as WIDTHxHEIGHT, for example 1366x768")
    width, height = (int(part) for part in parts)
    if not (200 <= width <= 8000 and 200 <= height <= 8000):
        raise argparse.ArgumentTypeError("a size lies between 200x200 and 8000x8000")
    return width, height


def _day(text: str) -> date:
    if text == "today":
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a day is written as 2026-11-12, or today") from None


def _height(text: str) -> int:
    if not text.isdigit() or not 100 <= int(text) <= 20_000:
        raise argparse.ArgumentTypeError("a height is a number of pixels from 100 to 20000")
    return int(text)


def folder_of(arguments: argparse.Namespace) -> Path:
    """The records folder that was named. Raises WrongUse where none was."""
    folder: Path | None = getattr(arguments, "vault", None)
    if folder is None:
        raise WrongUse("Say which records: --vault DIR.")
    return folder


def out(text: str) -> None:
    """A line on standard output, in UTF-8 whatever the terminal says."""
    sys.stdout.buffer.write((text + "\n").encode())
    sys.stdout.flush()


def complain(sentence: str) -> None:
    """One sentence on standard error."""
    sys.stderr.buffer.write((" ".join(sentence.split()) + "\n").encode())
    sys.stderr.flush()


def dump(data: object) -> None:
    """As JSON."""
    import json

    out(json.dumps(data, ensure_ascii=False, indent=2))


def writable(file: Path) -> Path:
    """The file, if it can be written there. Raises WrongUse with the reason."""
    folder = file.parent
    if file.is_dir():
        raise WrongUse(f"{file} is a folder; name a file.")
    if not folder.is_dir():
        raise WrongUse(f"There is no folder {folder}.")
    if not os.access(file if file.exists() else folder, os.W_OK):
        raise WrongUse(f"{file} cannot be written; choose another place.")
    return file


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The words as arguments. Raises WrongUse; --help and --version end the program."""
    words = list(words)
    # Whoever starts the window waits for it, and the words of eleven commands take longer than all else about them.
    window_only = len(words) % 2 == 0 and all(word in WINDOW_WORDS for word in words[::2])
    return parser(commands=not window_only).parse_args(words)
