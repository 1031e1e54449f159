"""Signing with a finger: the picture is sealed at once, like any page; only its hash stays with the visit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256

from kiosk.clock import Clock
from kiosk.commitments.rules import promised
from kiosk.commitments.signature import Strokes, is_signed, picture
from kiosk.matters.commitment import Template
from kiosk.session.current import Current
from kiosk.session.journey import open_question, open_signature
from kiosk.session.papers import Envelope
from kiosk.session.visit import HeldSignature, Visit
from offline_queue import NotKept


class SignatureDesk:
    """Runs on the desk thread. `templates`: the promises there are, by id."""

    def __init__(
        self,
        current: Current,
        envelope: Envelope,
        templates: Mapping[str, Template],
        clock: Clock,
        today: Callable[[], date],
        trouble: Callable[[str], None],
    ) -> None:
        self._current, self._envelope, self._templates, self._clock = current, envelope, templates, clock
        self._today, self._trouble = today, trouble

    def sign(self, visit: Visit, strokes: Strokes, language: str) -> None:
        """`language`: in which the words were read."""
        asked = open_signature(visit, self._today())
        if asked is None or not is_signed(strokes):
            return
        drawn = picture(strokes)
        try:
            part = self._envelope.draft().seal_page(drawn).part
        except NotKept:
            self._trouble("not_kept")
            return
        held = HeldSignature(asked, sha256(drawn).hexdigest(), part)
        signed = replace(visit, signatures=(*visit.signatures, held), drawn={**visit.drawn, asked: strokes})
        self._current.step(self._with_promise(signed, held, language) or self._with_answer(signed, held))

    def _with_promise(self, visit: Visit, held: HeldSignature, language: str) -> Visit | None:
        assert visit.matter is not None
        paper = next((paper for paper in visit.matter.papers if paper.id == held.what), None)
        if paper is None:
            return None
        made = promised(self._templates[paper.commitment], paper, held.sha, language, self._clock.now())
        return replace(visit, promises=(*visit.promises, made))

    def _with_answer(self, visit: Visit, held: HeldSignature) -> Visit:
        assert open_question(visit, self._today()) is not None, "a field asked to be signed"
        return replace(visit, draft=visit.draft.with_answer(held.what, held.sha), changing="", error="")
