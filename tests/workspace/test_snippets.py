"""Snippets as a therapist keeps them: made, changed, removed, brought back; examples that stay away once removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bodymap.charting.faults import Refused
from bodymap.charting.snippets import EXAMPLES
from bodymap.store.check import check
from bodymap.store.vault import Vault
from bodymap.workspace.workspace import Workspace
from tests.workspace.conftest import SquareAtlas
from tests.workspace.test_marks import RIGHT_INFRA


def words(workspace: Workspace) -> list[str]:
    return [one.word for one in workspace.snippets.all()]


def test_the_starter_few_are_there_and_are_no_records(workspace: Workspace) -> None:
    assert words(workspace) == sorted(example.word for example in EXAMPLES)
    assert list(workspace.store.select("snippet")) == []


def test_one_is_made_changed_removed_and_brought_back(workspace: Workspace) -> None:
    made = workspace.snippets.save("", "Rom", "Rotation {1:degrees} degrees.")
    assert workspace.snippets.named("rom") == made
    changed = workspace.snippets.save(made.id, "rom", "Rotation free.")
    assert (changed.id, changed.text) == (made.id, "Rotation free.")
    workspace.snippets.remove(made.id)
    assert workspace.snippets.named("rom") is None
    workspace.snippets.restore(made.id)
    assert workspace.snippets.named("rom").text == "Rotation free."


def test_a_removed_example_stays_away_and_can_be_brought_back(workspace: Workspace) -> None:
    example = workspace.snippets.named("nki")
    workspace.snippets.remove(example.id)
    assert "nki" not in words(workspace)
    workspace.snippets.restore(example.id)
    assert workspace.snippets.named("nki").text == example.text


def test_a_changed_example_is_the_therapists_own(workspace: Workspace) -> None:
    example = workspace.snippets.named("nki")
    own = workspace.snippets.save(example.id, "nki", "Asked: nothing new.")
    assert (own.text, own.example) == ("Asked: nothing new.", False)
    assert words(workspace).count("nki") == 1


def test_another_therapists_examples_are_left_alone(workspace: Workspace) -> None:
    workspace.snippets.remove(workspace.snippets.named("nki").id)
    workspace.snippets.save("", "mine", "Only mine.")
    other = workspace.practice.add_therapist("B. Other")
    workspace.practice.choose(other.id)
    assert "nki" in words(workspace)
    assert "mine" not in words(workspace)


def test_two_cannot_have_one_word(workspace: Workspace) -> None:
    with pytest.raises(Refused, match="already"):
        workspace.snippets.save("", "NKI", "text")


def test_it_is_filled_in_from_the_visit(workspace: Workspace, visit: str) -> None:
    workspace.marks.place(visit, *RIGHT_INFRA)
    made = workspace.snippets.save("", "done", "{side} {muscles}, {needles} needle, visit {visit}, {date}")
    assert (
        workspace.snippets.expanded(made, visit).text == "right infraspinatus, 1 needle, visit 1, 4 May 2026"
    )


def test_they_outlive_the_program_and_the_records_stay_sound(tmp_path: Path) -> None:
    folder = tmp_path / "records"
    first = Workspace(Vault.open(folder, create=True), SquareAtlas())  # type: ignore[arg-type]
    first.snippets.save("", "rom", "Rotation {1:degrees} degrees.")
    first.snippets.remove(first.snippets.named("nki").id)
    first.snippets.save(first.snippets.named("tol").id, "tol", "Borne well.")
    first.close()
    again = Workspace(Vault.open(folder), SquareAtlas())  # type: ignore[arg-type]
    assert again.snippets.named("rom").text == "Rotation {1:degrees} degrees."
    assert again.snippets.named("tol").text == "Borne well."
    assert again.snippets.named("nki") is None
    again.close()
    assert check(folder) == []
