"""The 256-byte text of an identity card's chip as a document: four layouts, UTF-16LE, padded with spaces.

Layouts: R resident card (GA/T 490), J residence permit of Hong Kong, Macao and Taiwan residents, I foreigner's
permanent residence card of 2017, Y the one of 2023. The letter stands at byte 248; a resident card has a space or a
zero there. Rare characters may be private-use code points: they are kept as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from devices.interfaces import CardDocument, DocumentKind

SIZE = 256
FOR_EVER = "长期"
TYPE_SLOT = (248, 2)
SEXES = frozenset("0129")  # GB/T 2261.1

Slot = tuple[int, int]  # offset and length in bytes


@dataclass(frozen=True)
class Layout:
    kind: DocumentKind
    name: Slot
    sex: Slot
    birth: Slot
    number: Slot
    valid_from: Slot
    valid_to: Slot
    nation: Slot = (0, 0)
    address: Slot = (0, 0)
    issuer: Slot = (0, 0)
    name_en: tuple[Slot, ...] = ()


R = Layout(
    DocumentKind.RESIDENT_ID, name=(0, 30), sex=(30, 2), nation=(32, 4), birth=(36, 16), address=(52, 70),
    number=(122, 36), issuer=(158, 30), valid_from=(188, 16), valid_to=(204, 16),
)  # fmt: skip
J = Layout(
    DocumentKind.HK_MACAO_TAIWAN_RESIDENCE, name=(0, 30), sex=(30, 2), birth=(36, 16), address=(52, 70),
    number=(122, 36), issuer=(158, 30), valid_from=(188, 16), valid_to=(204, 16),
)  # fmt: skip
I_2017 = Layout(
    DocumentKind.FOREIGN_PERMANENT_2017, name_en=((0, 120),), sex=(120, 2), number=(122, 30), name=(158, 30),
    valid_from=(188, 16), valid_to=(204, 16), birth=(220, 16), issuer=(240, 8),
)  # fmt: skip
Y_2023 = Layout(
    DocumentKind.FOREIGN_PERMANENT_2023, name=(0, 30), sex=(30, 2), birth=(36, 16), name_en=((52, 70), (220, 22)),
    number=(122, 36), valid_from=(188, 16), valid_to=(204, 16),
)  # fmt: skip
LETTERS = {"0": R, "J": J, "I": I_2017, "Y": Y_2023}


@dataclass(frozen=True)
class NotReadable:
    """`why` names what is wrong, never what stands there: "size", "coding", "type" or a field's name."""

    why: str


class _Wrong(Exception):
    """A field does not hold what it must; carries the field's name only."""


def parse_text(block: bytes, newest_address: str = "") -> CardDocument | NotReadable:
    """The document in this block. A newer address, when the card has one, stands for the printed one."""
    if len(block) != SIZE:
        return NotReadable("size")
    try:
        letter = _cut(block, TYPE_SLOT)
        layout = LETTERS.get(letter) if letter else R
        return _document(block, layout, newest_address) if layout else NotReadable("type")
    except UnicodeDecodeError:
        return NotReadable("coding")
    except _Wrong as wrong:
        return NotReadable(str(wrong))


def _document(block: bytes, layout: Layout, newest_address: str) -> CardDocument:
    name = _cut(block, layout.name)
    name_en = "".join(_cut(block, slot) for slot in layout.name_en)
    return CardDocument(
        kind=layout.kind,
        number=_required(_cut(block, layout.number), "number"),
        name=_required(name or name_en, "name"),
        sex=_sex(_cut(block, layout.sex)),
        birth=_day(_cut(block, layout.birth), "birth"),
        name_en=name_en,
        nation=_cut(block, layout.nation),
        address=newest_address or _cut(block, layout.address),
        issuer=_cut(block, layout.issuer),
        valid_from=_day(_cut(block, layout.valid_from), "valid_from"),
        valid_to=_until(_cut(block, layout.valid_to)),
        source="sam_serial",
        verified="sam",
    )


def _cut(block: bytes, slot: Slot) -> str:
    """By bytes, as a character outside the basic plane takes four of them."""
    offset, length = slot
    return block[offset : offset + length].decode("utf-16-le").rstrip(" \0")


def _required(value: str, field: str) -> str:
    if not value:
        raise _Wrong(field)
    return value


def _sex(value: str) -> str:
    if value not in SEXES or not value:
        raise _Wrong("sex")
    return value


def _day(value: str, field: str) -> date:
    if len(value) != 8 or not (value.isascii() and value.isdigit()):
        raise _Wrong(field)
    try:
        return date(int(value[:4]), int(value[4:6]), int(value[6:]))
    except ValueError:
        raise _Wrong(field) from None


def _until(value: str) -> date | None:
    return None if value == FOR_EVER else _day(value, "valid_to")
