"""Fifty invented people hand in on a disk of their own: by the session, and by `submit` with papers. What is left of
them on the disk, deleted files included, is then looked for in its image.

python -m tests.faults.queue.sealed_disk PLACE [careless] makes PLACE/disk.img. `careless`: one page was laid aside in
clear for a moment.
"""
from __future__ import annotations

import logging
import os
import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from devices.interfaces import CardDocument
from kiosk.forms.model import Draft
from kiosk.platform_client.contract import ConsentGiven
from kiosk.session.shares import ShareAnswer
from kiosk.submission.submit import HandingIn, PagePart, submit
from offline_queue.files import write_synced
from tests.faults.queue.images import make_ext4, mounted, own_mounts
from tests.support.desk import ELDER, KNOWN, Scene

PEOPLE = 50
PAGE = 60_000
SURNAMES, GIVEN = "欧阳诸葛慕容司马上官夏侯", "霁霏翀旻彧曦璟珩瑄翾"


class Person:
    """Well-formed and nobody's. `secrets`: what may be found nowhere."""

    def __init__(self, n: int) -> None:
        chance = random.Random(f"person {n}")
        pick = 2 * chance.randrange(len(SURNAMES) // 2)
        self.name = SURNAMES[pick : pick + 2] + GIVEN[n % 10] + GIVEN[n // 10]
        self.birth = date(1930 + n % 25, 1 + n % 12, 1 + n % 28)
        self.number = _with_check_digit(f"441900{self.birth:%Y%m%d}{chance.randrange(100):02d}1")
        self.phone = f"139{chance.randrange(10**8):08d}"
        self.address = f"东莞市石碣镇荔湾{chance.randrange(10**6)}弄{n}号"
        self.answer = f"账号{chance.randrange(10**15):015d}"
        self.page = f"{self.name} {self.number} ".encode() + chance.randbytes(PAGE)

    @property
    def secrets(self) -> tuple[str, ...]:
        return self.name, self.number, self.phone, self.address, self.answer

    @property
    def document(self) -> CardDocument:
        return replace(ELDER, number=self.number, name=self.name, birth=self.birth, address=self.address)


def _with_check_digit(body: str) -> str:
    weighed = sum(int(digit) * (2 ** (17 - n) % 11) for n, digit in enumerate(body))
    return body + "10X98765432"[weighed % 11]


@cache
def people() -> tuple[Person, ...]:
    return tuple(Person(n) for n in range(PEOPLE))


def needles() -> Iterator[tuple[str, bytes]]:
    """Every secret in every way it may have been written down, and pieces of every page."""
    for person in people():
        for secret in person.secrets:
            for how, data in written(secret):
                yield f"{secret} as {how}", data
        for at in (0, 1000, PAGE // 2, PAGE - 100):
            yield f"page of {person.name} at {at}", person.page[at : at + 32]


def written(secret: str) -> Iterator[tuple[str, bytes]]:
    escaped = "".join(f"\\u{ord(c):04x}" if ord(c) > 127 else c for c in secret)
    found = {code: secret.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "gb18030")}
    found |= {"JSON": escaped.encode(), "JSON in capitals": escaped.upper().replace("\\U", "\\u").encode()}
    found |= {"hex": secret.encode().hex().encode(), "reversed": secret[::-1].encode()}
    seen: set[bytes] = set()
    for how, data in found.items():
        if data not in seen:
            seen.add(data)
            yield how, data


def make_disk(place: Path, careless: bool) -> None:
    own_mounts()
    image = make_ext4(place / "disk.img", "320M", "-E", "nodiscard")
    with mounted(image, place / "kiosk") as folder:
        log = logging.FileHandler(folder / "kiosk.log")
        logging.basicConfig(level=logging.DEBUG, handlers=[log], force=True)
        scene = Scene(folder)
        for n, person in enumerate(people()):
            (_by_the_session if n % 2 else _with_a_paper)(scene, person)
        if careless:
            _lay_aside(folder, people()[7].page)
        assert len(scene.queue.entries()) == PEOPLE
        scene.close()
        log.close()


def _by_the_session(scene: Scene, person: Person) -> None:
    """Read from the card, answered from what the platform knows, handed in by a touch."""
    scene.reader.gives = person.document
    scene.shares = ShareAnswer({**KNOWN, "ds.residence.address": person.address})
    scene.handed_in()
    scene.session.end("done")
    scene.lanes.waiting.clear()


def _with_a_paper(scene: Scene, person: Person) -> None:
    """One page taken again, one visit before it walked away from."""
    vault, clock = scene.queue._vault, scene.clock
    left = vault.open_draft()
    left.seal_page(person.page)
    left.abandon()
    sealed = vault.open_draft()
    sealed.drop_page(sealed.seal_page(person.page).part)
    page = sealed.seal_page(person.page)
    draft = Draft()
    for field, value in (("phone", person.phone), ("live_address", person.address), ("account_no", person.answer)):
        draft = draft.with_answer(field, value)
    handing = HandingIn(
        scene.catalogue.get("DG-MZ-001"), person.document, draft, (), (PagePart("id_card", 1, page.part),),
        ConsentGiven(notice="base", version="1", sha="0" * 64, at=clock.now().isoformat()), "unknown", "down",
        clock.now(),
    )
    submit(handing, sealed, scene.queue, scene.store, f"tag{len(scene.queue.entries())}")


def _lay_aside(folder: Path, page: bytes) -> None:
    """As a program does that thinks a deleted file is gone."""
    aside = folder / "queue" / "tmp" / "aside.webp"
    write_synced(aside, page)
    os.unlink(aside)


if __name__ == "__main__":
    make_disk(Path(sys.argv[1]), careless="careless" in sys.argv[2:])
