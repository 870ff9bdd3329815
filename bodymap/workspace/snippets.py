"""Snippets: the therapist's own short words for text, the clinic's, and a starter few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bodymap.charting.edits import changed, created
from bodymap.charting.found import fold
from bodymap.charting.records import new_id
from bodymap.charting.snippets import EXAMPLES, Expanded, Snippet, expand, known_of, tidy
from bodymap.charting.wording import day
from bodymap.workspace.desk import Desk


class Snippets:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def all(self) -> Sequence[Snippet]:
        """What can be typed, by word: the therapist's, the clinic's, and the examples not yet changed or removed.

        Where two have one word, the therapist's own goes before the clinic's, and that before an example.
        """
        found: dict[str, Snippet] = {}
        for snippet in (
            *self._desk.store.select("snippet", therapist_id=self._desk.therapist.id),
            *self._desk.store.select("snippet", therapist_id=None),
            *(example for example in self._examples() if self._stored(example.id) is None),
        ):
            found.setdefault(fold(snippet.word), snippet)
        return [found[word] for word in sorted(found)]

    def named(self, word: str) -> Snippet | None:
        """The snippet of that word, however it is written."""
        return next((one for one in self.all() if fold(one.word) == fold(word)), None) if word else None

    def starting(self, typed: str) -> Sequence[Snippet]:
        """Those whose word starts so, the word itself first."""
        return [one for one in self.all() if fold(one.word).startswith(fold(typed))]

    def expanded(self, snippet: Snippet, visit_id: str) -> Expanded:
        """What the snippet becomes in this visit's note."""
        store = self._desk.store
        visit = store.visit(visit_id)
        ids = [one.id for one in store.visits_of(visit.patient_id)]
        number = len(ids) - ids.index(visit.id) if visit.id in ids else 0
        return expand(snippet.text, known_of(store.marks_of(visit_id), number, day(visit.date)))

    def save(self, snippet_id: str, word: str, text: str, *, origin: object = None) -> Snippet:
        """Keep the snippet under that id, a new one for "": the therapist's own from then on. Raises Refused."""
        word, text = tidy(snippet_id, word, text, self.all())
        stored = self._stored(snippet_id)
        own = self._desk.therapist.id
        if stored is None:
            made = Snippet(snippet_id or new_id(), word, text, own)
            self._desk.commit([created(made)], "new snippet", origin=origin)
        elif (stored.word, stored.text, stored.removed) != (word, text, False):
            change = changed(stored, word=word, text=text, removed=False, example=False)
            self._desk.commit([change], "change snippet", origin=origin)
        else:
            return stored
        kept = self._stored(snippet_id or made.id)
        assert kept is not None
        return kept

    def remove(self, snippet_id: str, *, origin: object = None) -> None:
        """Take it out of what can be typed. It is kept, marked as removed; `restore` brings it back."""
        stored = self._stored(snippet_id)
        if stored is None:
            # An example that never was a record becomes one that is removed, and so stays away.
            example = next(one for one in self._examples() if one.id == snippet_id)
            self._desk.commit([created(replace(example, removed=True))], "remove snippet", origin=origin)
        elif not stored.removed:
            self._desk.commit([changed(stored, removed=True)], "remove snippet", origin=origin)

    def restore(self, snippet_id: str, *, origin: object = None) -> None:
        """Bring back what was removed."""
        stored = self._stored(snippet_id)
        if stored is not None and stored.removed:
            tidy(stored.id, stored.word, stored.text, self.all())
            self._desk.commit([changed(stored, removed=False)], "restore snippet", origin=origin)

    def _examples(self) -> list[Snippet]:
        """The starter few as this therapist's: what one therapist makes of them leaves the others' alone."""
        own = self._desk.therapist.id
        return [replace(one, id=f"{one.id}:{own}", therapist_id=own) for one in EXAMPLES]

    def _stored(self, snippet_id: str) -> Snippet | None:
        """The record, removed or not; None where there is none."""
        try:
            found = self._desk.store.record("snippet", snippet_id)
        except KeyError:
            return None
        assert isinstance(found, Snippet)
        return found
