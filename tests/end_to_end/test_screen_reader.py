"""What a screen reader finds and does: the real program on a real X display, over the accessibility bus."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bodymap import assets
from bodymap.atlas.atlas import Atlas
from tests.end_to_end import at_spi
from tests.end_to_end.at_spi import FOCUSED, SELECTED, Thing, eventually

pytestmark = [
    pytest.mark.skipif(bool(at_spi.missing()), reason=f"needs Xvfb and AT-SPI; {at_spi.missing()}"),
]


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Thing]:
    """The body view of the program that shows an invented visit from behind."""
    folder = tmp_path_factory.mktemp("screen-reader")
    records = folder / "records"
    with at_spi.desktop(folder / "desktop") as environment:
        made = subprocess.run(at_spi.bodymap("demo", str(records)), env=environment, capture_output=True)
        assert made.returncode == 0, made.stderr
        command = at_spi.bodymap(
            "--vault", str(records), "--visit", "last", "--plate", "posterior", "--layer", "1"
        )
        with at_spi.running(command, environment) as program:
            bus = eventually(lambda: at_spi.accessibility_bus(environment))
            found = eventually(
                lambda: [
                    body
                    for one in bus.programs
                    if (body := one.find(lambda thing: thing.name.startswith("Body: Posterior"))) is not None
                ],
                40,
            )[0]
            yield found
            assert program.poll() is None, "the program died of it"


def part(body: Thing, beginning: str) -> Thing:
    return next(one for one in body.children if one.name.startswith(beginning))


def test_muscles_and_marks_are_found_pressed_and_reached_by_keys(body: Thing, tmp_path: Path) -> None:
    names = [one.name for one in body.children]
    assert body.role == "panel"
    # Every muscle of the layer, the patient's right before the left; then the marks as the list names them.
    muscles = [name.split(",")[0] for name in names if name.startswith(("Right ", "Left "))]
    layer = Atlas(assets.folder()).plate("posterior").layers[1]
    assert len(muscles) == sum(bool(region.muscle) for region in layer.regions)
    assert muscles[1::2] == [name.replace("Right", "Left") for name in muscles[::2]]
    marks = [name for name in names if name.startswith("Mark ")]
    assert marks
    assert all(" mm" in mark and "needle" in mark for mark in marks)

    muscle = part(body, "Right infraspinatus")
    before = muscle.name
    assert muscle.role in ("push button", "button")
    assert muscle.parent == body
    left, top, width, height = muscle.box
    assert min(width, height) > 10
    assert body.at(left + width // 2, top + height // 2).name.startswith(("Right ", "Mark "))

    with at_spi.listening(body.bus, tmp_path / "heard") as heard:
        # Pressed, it is marked; the names say so, and so does the voice.
        muscle.do("Press")
        eventually(lambda: muscle.name != before)
        assert len([one for one in body.children if one.name.startswith("Mark ")]) == len(marks) + 1
        for word in ("ChildrenChanged", "accessible-name", "Announcement", "Marked right infraspinatus"):
            eventually(lambda word=word: word in heard())

        # The keyboard's place goes where it is told, and on by keys.
        muscle.do("SetFocus")
        eventually(lambda: muscle.has(FOCUSED))
        body.bus.key(at_spi.DOWN)
        now = eventually(lambda: [one for one in body.children if one.has(FOCUSED) and one != muscle])[0]
        eventually(lambda: told_focus(heard(), now))
        said = now.name
        body.bus.key(at_spi.RETURN)
        eventually(lambda: now.name != said)
        body.bus.key(at_spi.TAB)
        first = eventually(lambda: [one for one in body.children if one.has(SELECTED)])[0]
        assert first.name.startswith("Mark ")
        eventually(lambda: first.has(FOCUSED) and told_focus(heard(), first))


def told_focus(heard: str, thing: Thing) -> bool:
    """Whether it was told that this has the focus."""
    events = heard.split("signal time=")
    return any(
        f"path={thing.path};" in one and 'string "focused"' in one and "int32 1" in one for one in events
    )


def test_another_layer_brings_its_own_muscles(body: Thing) -> None:
    gone = part(body, "Right infraspinatus")
    gone.do("SetFocus")
    eventually(lambda: gone.has(FOCUSED))
    body.bus.key(ord("3"))
    eventually(lambda: body.name.endswith("deep layer"))
    names = [one.name for one in body.children]
    assert any("multifidus" in name for name in names)
    assert not any(name.startswith("Right latissimus") for name in names)
    with pytest.raises(subprocess.CalledProcessError):
        print(gone.name)
    eventually(lambda: any(one.has(FOCUSED) for one in body.children))
