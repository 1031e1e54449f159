"""The conversation with a 社会保障卡: select, read two files record by record, the number once more at the end.

No PIN is ever sent: what is protected stays unread. The bank's application is not touched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from devices.card_reader.social_card import NUMBER, BadRecord, parse_record, parse_social_card
from devices.interfaces import CardDocument, CardLost, ReadFailed

APPLICATION = bytes.fromhex("7378312E73682EC9E7BBE1B1A3D5CF")  # sx1.sh.社会保障 in GBK
SELECT = b"\x00\xa4\x04\x00" + bytes([len(APPLICATION)]) + APPLICATION
CARD_FILE, HOLDER_FILE = 5, 6
MOST_RECORDS = 16
DONE, NO_RECORD, NOT_ALLOWED = 0x9000, 0x6A83, 0x6982

Transmit = Callable[[bytes], bytes]  # a whole command in, data and status word out


@dataclass(frozen=True, repr=False)
class Reply:
    status: int  # both bytes of the status word
    data: bytes


def read_social_card(transmit: Transmit) -> CardDocument | CardLost | ReadFailed:
    """The document; CardLost when another card answers at the end. What `transmit` raises passes through."""
    selected = ask(transmit, SELECT)
    if selected.status != DONE:
        return _refused(selected)
    fields: dict[int, bytes] = {}
    number_at = 0
    for file in (CARD_FILE, HOLDER_FILE):
        for at in range(1, MOST_RECORDS + 1):
            reply = ask(transmit, _read_order(file, at))
            if reply.status == NO_RECORD:
                break
            if reply.status == NOT_ALLOWED:
                continue
            record = parse_record(reply.data) if reply.status == DONE else BadRecord("status")
            if isinstance(record, BadRecord):
                return ReadFailed("data_invalid", retryable=True)
            fields.setdefault(*record)
            number_at = at if record[0] == NUMBER else number_at
    document = parse_social_card(fields)
    if isinstance(document, BadRecord):
        return ReadFailed("data_invalid", retryable=False)
    again = ask(transmit, _read_order(HOLDER_FILE, number_at))
    return document if again.data[2:] == fields[NUMBER] else CardLost()


def ask(transmit: Transmit, command: bytes) -> Reply:
    """Send a command; fetch what waits (61xx) and ask again with the right length (6Cxx), as T=0 cards want it."""
    reply = _split(transmit(command))
    match reply.status >> 8:
        case 0x61:
            return _split(transmit(bytes([0x00, 0xC0, 0x00, 0x00, reply.status & 0xFF])))
        case 0x6C:
            return _split(transmit(command[:4] + bytes([reply.status & 0xFF])))
        case _:
            return reply


def _read_order(file: int, record: int) -> bytes:
    return bytes([0x00, 0xB2, record, file << 3 | 4, 0x00])


def _split(answer: bytes) -> Reply:
    return Reply(int.from_bytes(answer[-2:], "big"), answer[:-2])


def _refused(reply: Reply) -> ReadFailed:
    """A status word of its own (6…) is a card without this application; anything else is no answer of a card."""
    other = 0x6000 <= reply.status < 0x7000 and not reply.data
    return ReadFailed("unsupported_card", retryable=False) if other else ReadFailed("data_invalid", retryable=True)
