"""Papers under the camera: awake only while a paper is asked for, pages sealed at once, nothing kept in the clear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from devices.interfaces import (
    BlankDesk,
    Blurred,
    CameraGone,
    Cropped,
    DocumentCamera,
    PageResult,
    TakenPage,
)
from kiosk.clock import Clock
from kiosk.materials.capture import CaptureState, accepted, advance, refused, released
from kiosk.session.current import Current
from kiosk.session.journey import open_paper, stop_of
from kiosk.session.lanes import Lanes
from kiosk.session.model import Stop
from kiosk.session.visit import HeldPage, Visit
from offline_queue import Draft as SealedDraft
from offline_queue import Vault


class Envelope:
    """The sealed draft of this visit: opened with the first page or at the hand-in, abandoned when the visit ends."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._draft: SealedDraft | None = None

    def draft(self) -> SealedDraft:
        if self._draft is None:
            self._draft = self._vault.open_draft(kind="application")
        return self._draft

    def keep_only(self, parts: frozenset[int]) -> None:
        """Pages the resident took back leave the disk."""
        if self._draft is not None:
            for page in self._draft.pages:
                if page.part not in parts:
                    self._draft.drop_page(page.part)

    def handed_over(self) -> None:
        """The queue has it now, and the key is gone."""
        self._draft = None

    def abandon(self) -> None:
        if self._draft is not None:
            self._draft.abandon()
            self._draft = None


class PaperDesk:
    """Runs on the desk thread; the camera works on its own lane."""

    def __init__(
        self,
        current: Current,
        lanes: Lanes,
        camera: DocumentCamera | None,
        envelope: Envelope,
        clock: Clock,
        today: Callable[[], date],
        trouble: Callable[[str], None],
        interrupted: Callable[[], bool],
    ) -> None:
        self._current, self._lanes, self._camera, self._envelope = current, lanes, camera, envelope
        self._clock, self._today, self._trouble, self._busy_elsewhere = clock, today, trouble, interrupted
        self._taking = False

    @property
    def taking(self) -> bool:
        return self._taking

    def tick(self, visit: Visit | None) -> None:
        """Wake the camera where a paper is asked for, rest it everywhere else, and follow what lies there."""
        if self._camera is None:
            return
        if visit is None or stop_of(visit, self._today()) is not Stop.CAMERA:
            self._camera.rest()
            self._taking = False
            return
        self._camera.wake()
        seen = advance(visit.capture or CaptureState(), self._camera.look(), self._clock.steady())
        if seen.fires and not self._busy_elsewhere():
            self.take(replace(visit, capture=seen))
        elif seen != visit.capture:
            self._current.change(replace(visit, capture=seen))

    def take(self, visit: Visit) -> None:
        """By a finger, or by itself when the page lies still."""
        if self._camera is None:
            self._trouble("camera_gone")
        elif not self._taking:
            self._taking = True
            self._current.change(replace(visit, capture=released(visit.capture or CaptureState())))
            self._lanes.run("camera", self._camera.take, self._current.still(self._taken))

    def keep(self, visit: Visit) -> None:
        """Seal the page that was looked at; its picture leaves the memory."""
        asked = open_paper(visit, self._today())
        if visit.checking is None or asked is None:
            return
        requirement, page = asked
        sealed = self._envelope.draft().seal_page(visit.checking.image)
        held = (*visit.pages, HeldPage(requirement.id, page, sealed.part))
        self._current.step(replace(visit, pages=held, checking=None, capture=None))

    def retake(self, visit: Visit) -> None:
        self._current.change(self.seek_again(visit))

    def seek_again(self, visit: Visit) -> Visit:
        """Back to the paper. The shutter does not fire by itself before somebody has moved it."""
        lay_at = visit.capture.quad if visit.capture is not None else None
        return replace(visit, checking=None, capture=CaptureState(refused_at=lay_at))

    def let_go(self, visit: Visit) -> None:
        """After a step back: pages and signatures that are no longer part of the visit leave the disk."""
        self._envelope.keep_only(visit.parts)

    def forget(self) -> None:
        self._taking = False
        if self._camera is not None:
            self._camera.rest()
        self._envelope.abandon()

    def _taken(self, visit: Visit, result: PageResult) -> None:
        self._taking = False
        if isinstance(result, TakenPage):
            self._current.step(replace(visit, checking=result, capture=accepted(visit.capture or CaptureState())))
            return
        self._current.change(replace(visit, capture=refused(visit.capture or CaptureState())))
        self._trouble(_name_of(result))


def _name_of(result: BlankDesk | Blurred | Cropped | CameraGone) -> str:
    match result:
        case BlankDesk():
            return "page_blank"
        case Blurred():
            return "page_blurred"
        case Cropped():
            return "page_cropped"
        case CameraGone():
            return "camera_gone"
