"""What the records of a 社会保障卡 say, whatever their order: `tag len value` (人社信息函〔2012〕37号, LD/T 6001.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from devices.interfaces import CardDocument, DocumentKind

ISSUED, EXPIRES = 0x05, 0x06  # EF05, the card
NUMBER, NAME, SEX, NATION, BIRTH, NAME_MORE = 0x08, 0x09, 0x0A, 0x0B, 0x0D, 0x4E  # EF06, its holder
SEXES = frozenset("0129")
NO_DATE = (b"\0\0\0\0", b"\xff\xff\xff\xff")


@dataclass(frozen=True)
class BadRecord:
    """`why` names what is wrong, never what stands there."""

    why: str


def parse_record(record: bytes) -> tuple[int, bytes] | BadRecord:
    """Tag and value; the length inside must count exactly what follows it."""
    if len(record) < 2 or record[1] != len(record) - 2:
        return BadRecord("length")
    return record[0], record[2:]


def parse_social_card(fields: Mapping[int, bytes]) -> CardDocument | BadRecord:
    """The document in these values by tag. Number and name must be there; what the card keeps to itself stays empty."""
    try:
        return CardDocument(
            kind=DocumentKind.SOCIAL_CARD,
            number=_required(fields.get(NUMBER, b"").decode("ascii").strip(" \0"), "number"),
            name=_required(_name(fields), "name"),
            sex=_sex(fields.get(SEX, b"0").decode("ascii")),
            birth=_day(fields.get(BIRTH)),
            nation=fields.get(NATION, b"").hex(),
            valid_from=_day(fields.get(ISSUED)),
            valid_to=_day(fields.get(EXPIRES)),
            source="pcsc",
        )
    except UnicodeDecodeError:
        return BadRecord("coding")
    except _Wrong as wrong:
        return BadRecord(str(wrong))


class _Wrong(Exception):
    """A value is not what its tag promises; carries the field's name only."""


def _name(fields: Mapping[int, bytes]) -> str:
    """GBK, padded with zeros; gb18030 also knows the user-defined range, where rare characters may stand."""
    parts = (fields.get(tag, b"").rstrip(b"\0 ") for tag in (NAME, NAME_MORE))
    return b"".join(parts).decode("gb18030")


def _required(value: str, field: str) -> str:
    if not value:
        raise _Wrong(field)
    return value


def _sex(value: str) -> str:
    if value not in SEXES:
        raise _Wrong("sex")
    return value


def _day(value: bytes | None) -> date | None:
    """Four bytes of BCD: 20 21 06 01."""
    if value is None or value in NO_DATE:
        return None
    digits = value.hex()
    if len(value) != 4 or not digits.isdigit():
        raise _Wrong("date")
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise _Wrong("date") from None
