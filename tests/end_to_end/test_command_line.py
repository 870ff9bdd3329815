"""The command line as scripts use it: exit statuses, one sentence on standard error, nothing pretended."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pdfplumber
import pytest

from tests.end_to_end.person import main_py, python


def run(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python(), str(main_py()), *map(str, words)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "BODYMAP_DEBUG": "", **environment},
    )


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "records"
    made = run("demo", folder)
    assert made.returncode == 0, made.stderr
    return folder


@pytest.mark.parametrize(
    "words",
    [
        ("--nonsense",),
        ("chart", "--visit", "last", "--pdf", "x.pdf"),
        ("chart", "--vault", "nowhere", "--visit", "last", "--pdf", "x.pdf"),
        ("visits",),
        ("visits", "--vault", "/nowhere/at/all"),
        ("demo", "."),
        ("atlas", "at", "nowhere", "1", "0", "0"),
        ("atlas", "at", "anterior", "7", "0", "0"),
        ("atlas", "at", "anterior", "1", "left", "0"),
        ("atlas", "render", "--plate", "anterior", "--png", "/nowhere/x.png"),
        ("atlas", "render", "--plate", "anterior", "--layer", "4", "--png", "x.png"),
        ("atlas", "pdf"),
        ("atlas", "pdf", "/nowhere/x.pdf"),
        ("atlas", "pdf", "."),
        ("atlas", "pdf", "x.pdf", "--paper", "a3"),
        ("atlas", "pdf", "x.pdf", "--ink", "red"),
        ("atlas", "pdf", "x.pdf", "--layer", "1"),
        ("charts", "--vault", "x", "--pdf", "x.pdf"),
        ("charts", "--vault", "x", "--day", "yesterday", "--pdf", "x.pdf"),
        ("picture", "--vault", "x", "--visit", "last", "--file", "x.gif"),
        ("--size", "huge"),
        ("--passphrase-fd", "3"),
        ("export", "anything"),
        ("export", "--patient", "x", "--text", "x.txt"),
        ("export", "--patient", "x"),
        ("import", "anything"),
        ("backup",),
        ("restore", "x"),
    ],
    ids=" ".join,
)
def test_wrong_use_is_one_sentence_and_two(words: tuple[str, ...]) -> None:
    ran = run(*words)
    assert ran.returncode == 2, ran
    assert ran.stdout == ""
    assert len(ran.stderr.splitlines()) == 1
    assert "Traceback" not in ran.stderr


def test_visits_as_json(vault: Path) -> None:
    rows = json.loads(run("visits", "--vault", vault, "--json").stdout)
    assert {"id", "date", "patient", "patient_id", "therapist", "status", "marks", "plan_id"} == set(rows[0])
    assert [row["date"] for row in rows] == sorted((row["date"] for row in rows), reverse=True)


def test_an_unknown_visit(vault: Path, tmp_path: Path) -> None:
    ran = run("chart", "--vault", vault, "--visit", "nobody", "--pdf", tmp_path / "x.pdf")
    assert (ran.returncode, (tmp_path / "x.pdf").exists()) == (2, False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("anterior", "1", "-60", "1300"), "pectoralis-major-sternocostal right"),
        (("anterior", "1", "60", "1300"), "pectoralis-major-sternocostal left"),
        (("posterior", "1", "60", "1300"), "trapezius-lower right"),
        (("posterior", "3", "20", "985"), "multifidus-lumbar right L5"),
    ],
)
def test_which_muscle_lies_there(words: tuple[str, ...], said: str) -> None:
    ran = run("atlas", "at", *words)
    assert (ran.returncode, ran.stdout.strip()) == (0, said)


def test_beside_the_body_is_a_finding() -> None:
    ran = run("atlas", "at", "anterior", "1", "900", "100")
    assert (ran.returncode, ran.stdout.strip()) == (1, "nothing")


def test_a_tampered_vault_is_a_finding(vault: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(vault, copy)
    assert run("check", "--vault", copy).returncode == 0
    data = bytearray((copy / "records.db").read_bytes())
    data[-3000] ^= 1
    (copy / "records.db").write_bytes(data)
    ran = run("check", "--vault", copy, "--json")
    assert ran.returncode == 1
    assert json.loads(ran.stdout)["findings"]


def test_a_patient_is_handed_out_whole(vault: Path, tmp_path: Path) -> None:
    rows = json.loads(run("visits", "--vault", vault, "--json").stdout)
    patient = next(row["patient_id"] for row in rows if row["patient"] == "Lindqvist, Åsa")
    text, held = tmp_path / "whole.txt", tmp_path / "whole.json"
    ran = run("export", "--vault", vault, "--patient", patient, "--text", text)
    assert ran.returncode == 0, ran.stderr
    assert "not encrypted" in ran.stdout
    whole = text.read_text(encoding="utf-8")
    assert "Record of Lindqvist, Åsa" in whole
    assert "Cardiac pacemaker or defibrillator (stop): yes (since 2019)." in whole
    assert "Sandoval" not in whole
    assert "CONSENT, VERSION 1" in whole
    assert "taken by Dana Whitfield" in whole
    assert "{" not in whole  # a consent's fields are filled in
    assert "WRITTEN AND CHANGED:" in whole
    assert "Cardiac pacemaker or defibrillator: yes" in whole.partition("WRITTEN AND CHANGED:")[2]
    # By the clinic's own id as well.
    assert run("export", "--vault", vault, "--patient", patient, "--json", held).returncode == 0
    clinic_id = json.loads(held.read_text(encoding="utf-8"))["patient"]["clinic_id"]
    again = tmp_path / "again.json"
    assert run("export", "--vault", vault, "--patient", clinic_id, "--json", again).returncode == 0
    assert json.loads(again.read_text(encoding="utf-8"))["patient"]["id"] == patient
    assert json.loads(held.read_text(encoding="utf-8"))["patient"]["family_name"] == "Lindqvist"
    unknown = run("export", "--vault", vault, "--patient", "nobody", "--text", tmp_path / "no.txt")
    assert unknown.returncode == 2
    assert "no patient with that id" in unknown.stderr
    assert not (tmp_path / "no.txt").exists()


def test_the_atlas_is_exported_and_rendered(tmp_path: Path) -> None:
    assert run("atlas", "export", tmp_path / "body.geojson").returncode == 0
    features = json.loads((tmp_path / "body.geojson").read_text())["features"]
    assert {"muscle", "side", "view", "layer"} <= set(features[0]["properties"])
    ran = run("atlas", "render", "--plate", "posterior", "--png", tmp_path / "b.png", "--height", "300")
    assert ran.returncode == 0
    assert (tmp_path / "b.png").read_bytes().startswith(b"\x89PNG")


def test_the_atlas_is_printed(tmp_path: Path) -> None:
    file = tmp_path / "atlas.pdf"
    ran = run("atlas", "pdf", file, "--paper", "letter")
    assert ran.returncode == 0, ran.stderr
    with pdfplumber.open(file) as pdf:
        assert f"{len(pdf.pages)} pages" in ran.stdout
        assert (pdf.pages[0].width, pdf.pages[0].height) == (612, 792)
        assert pdf.metadata["Title"] == "Muscle atlas"
        assert "Vastus lateralis" in pdf.pages[-1].extract_text()
    assert run("atlas", "pdf", tmp_path / "gone" / "atlas.pdf").returncode == 2


def test_a_picture_of_records_that_cannot_be_opened_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "letter.txt").write_text("x")
    ran = run("--vault", tmp_path / "records", "--screenshot", tmp_path / "x.png")
    assert ran.returncode == 2
    assert "other files are" in ran.stderr
    assert not (tmp_path / "x.png").exists()


def test_records_in_use_say_who_has_them(vault: Path) -> None:
    from bodymap.store.vault import Vault

    with Vault.open(vault):
        ran = run("visits", "--vault", vault)
    assert ran.returncode == 2
    assert "open" in ran.stderr.lower()


def test_no_patient_text_in_what_goes_wrong(vault: Path, tmp_path: Path) -> None:
    """A fault of ours, provoked: neither the sentence nor the log holds what a patient said."""
    script = tmp_path / "broken.py"
    script.write_text(
        "import sys\n"
        f"sys.path.insert(0, {str(main_py().parent)!r})\n"
        "from bodymap import app, commands\n"
        "def broken(arguments): raise ValueError('Sandoval, Mireya')\n"
        "commands._COMMANDS['visits'] = broken\n"
        f"sys.exit(app.main(['visits', '--vault', {str(vault)!r}]))\n"
    )
    state = tmp_path / "state"
    ran = subprocess.run(
        [python(), str(script)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "BODYMAP_DEBUG": "", "XDG_STATE_HOME": str(state)},
    )
    assert ran.returncode == 70
    logged = "".join(path.read_text() for path in state.rglob("*.log"))
    assert "ValueError" in logged
    assert "Sandoval" not in ran.stderr + logged


def test_charts_of_a_patient_and_of_a_day_as_one_file(vault: Path, tmp_path: Path) -> None:
    rows = json.loads(run("visits", "--vault", vault, "--json").stdout)
    patient = rows[0]["patient_id"]
    many = sum(row["patient_id"] == patient for row in rows)
    made = run(
        "charts", "--vault", vault, "--of", patient, "--pdf", tmp_path / "all.pdf", "--paper", "letter"
    )
    assert made.returncode == 0, made.stderr
    assert f"{many} charts, {many + 1} pages" in made.stdout
    with pdfplumber.open(tmp_path / "all.pdf") as pdf:
        assert pdf.pages[0].width == 612
        assert rows[0]["patient"] in pdf.pages[0].extract_text()
    day = run("charts", "--vault", vault, "--day", rows[0]["date"], "--pdf", tmp_path / "day.pdf")
    assert day.returncode == 0, day.stderr
    for words in (("--of", "nobody"), ("--day", "1999-01-01")):
        ran = run("charts", "--vault", vault, *words, "--pdf", tmp_path / "none.pdf")
        assert (ran.returncode, len(ran.stderr.splitlines())) == (2, 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.pdf", "day.pdf"]


def test_the_picture_of_a_visit(vault: Path, tmp_path: Path) -> None:
    for file in ("marks.png", "marks.svg"):
        made = run("picture", "--vault", vault, "--visit", "last", "--file", tmp_path / file)
        assert made.returncode == 0, made.stderr
    assert (tmp_path / "marks.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "marks.svg").read_bytes().startswith(b"<?xml")


def test_the_handout_of_a_visit(vault: Path, tmp_path: Path) -> None:
    made = run(
        "handout", "--vault", vault, "--visit", "last", "--text", "deutsch", "--pdf", tmp_path / "h.pdf"
    )
    assert made.returncode == 0, made.stderr
    with pdfplumber.open(tmp_path / "h.pdf") as pdf:
        assert len(pdf.pages) == 1
        assert "Heute behandelt" in pdf.pages[0].extract_text()
    ran = run(
        "handout", "--vault", vault, "--visit", "last", "--text", "Klingon", "--pdf", tmp_path / "h.pdf"
    )
    assert (ran.returncode, len(ran.stderr.splitlines())) == (2, 1)
    assert "English, Deutsch, Español" in ran.stderr


def test_the_report_of_a_patient(vault: Path, tmp_path: Path) -> None:
    rows = json.loads(run("visits", "--vault", vault, "--json").stdout)
    patient = rows[0]["patient_id"]
    made = run("report", "--vault", vault, "--of", patient, "--discharge", "--pdf", tmp_path / "r.pdf")
    assert made.returncode == 0, made.stderr
    with pdfplumber.open(tmp_path / "r.pdf") as pdf:
        words = pdf.pages[0].extract_text()
        assert rows[0]["patient"] in words
        assert "discharge summary" in words
    ran = run("report", "--vault", vault, "--of", "nobody", "--pdf", tmp_path / "none.pdf")
    assert (ran.returncode, len(ran.stderr.splitlines())) == (2, 1)


def test_the_report_of_a_plan(vault: Path, tmp_path: Path) -> None:
    made = run("report", "--vault", vault, "--plan", "last", "--paper", "letter", "--pdf", tmp_path / "r.pdf")
    assert made.returncode == 0, made.stderr
    rows = json.loads(run("visits", "--vault", vault, "--json").stdout)
    plan = next(row["plan_id"] for row in rows if row["plan_id"])
    with pdfplumber.open(tmp_path / "r.pdf") as pdf:
        assert len(pdf.pages) == 1
        words = pdf.pages[0].extract_text()
        assert "Neck pain, right" in words
        assert "6/10 → 3/10 (−3; better, by at least the 2 that matter)" in " ".join(words.split())
        assert pdf.metadata["Title"] == "Progress report"
    made = run("report", "--vault", vault, "--plan", plan, "--ink", "mono", "--pdf", tmp_path / "s.pdf")
    assert made.returncode == 0, made.stderr
    for wrong in (("--plan", "nothing"), ("--of", rows[-1]["patient_id"], "--plan", plan), ()):
        ran = run("report", "--vault", vault, *wrong, "--pdf", tmp_path / "none.pdf")
        assert (ran.returncode, len(ran.stderr.splitlines())) == (2, 1)
        assert not (tmp_path / "none.pdf").exists()


def test_the_windows_words_mean_the_same_with_and_without_the_commands(tmp_path: Path) -> None:
    from bodymap import cli

    for words in (
        [],
        ["--vault", str(tmp_path), "--size", "1366x768"],
        ["--visit", "last", "--plate", "posterior", "--layer", "2", "--theme", "dark"],
        ["--screenshot", "picture.png", "--patient", "1", "--passphrase-fd", "3"],
    ):
        assert cli.parse(words) == cli.parser().parse_args(words)
    values = {
        f"--{action.dest.replace('_', '-')}" for action in cli.parser()._actions if action.nargs is None
    }
    assert values - {"--command"} == cli.WINDOW_WORDS
    for words in (["visits"], ["--vault", "x", "visits"], ["--theme"], ["--theme", "pink"], ["--vault=x"]):
        try:
            found: object = cli.parser().parse_args(words)
        except cli.WrongUse as wrong:
            with pytest.raises(cli.WrongUse, match=str(wrong).split("(")[0][:30]):
                cli.parse(words)
        else:
            assert cli.parse(words) == found
