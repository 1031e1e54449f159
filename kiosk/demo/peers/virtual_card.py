"""A card made of code, laid on pcscd's virtual reader: speaks vpcd's socket protocol and a 社会保障卡 behind it."""

from __future__ import annotations

import contextlib
import socket
import threading
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol

PORT = 35963
CONTACT_ATR = bytes.fromhex("3B8F8001804F0CA0000003060300030000000068")
POWER_OFF, POWER_ON, RESET, GET_ATR = 0, 1, 2, 4  # vpcd's one-byte orders; anything longer is a command for the card

APPLICATION = bytes.fromhex("7378312E73682EC9E7BBE1B1A3D5CF")  # sx1.sh.社会保障 in GBK
DONE, NOT_FOUND, NO_RECORD, NOT_ALLOWED = b"\x90\x00", b"\x6a\x82", b"\x6a\x83", b"\x69\x82"
UNKNOWN_ORDER = b"\x6d\x00"


class Pulled(Exception):
    """The card leaves the reader in the middle of an order."""


class Card(Protocol):
    """What lies on the reader. `answer` gets a whole command and gives data and status word; b"" is a mute card."""

    @property
    def atr(self) -> bytes: ...
    def answer(self, command: bytes) -> bytes: ...


class SocialCard:
    """A third-generation 社会保障卡 of one of assets/demo/people.json; T=0, so it answers 61xx and 6Cxx first.

    `version` "1.00", "2.00" or "3.00" changes the order of the records as it does on real cards; `locked` holds the
    tags that this card gives to nobody (6982).
    """

    atr = CONTACT_ATR

    def __init__(self, person: dict[str, Any], version: str = "", locked: frozenset[int] = frozenset()) -> None:
        card = person["social_card"]
        self._locked = locked
        self._files = {5: _card_records(card, version or card["version"]),
                       6: _holder_records(person, version or card["version"])}  # fmt: skip
        self._chosen, self._waiting = False, b""

    def answer(self, command: bytes) -> bytes:
        match command[:2]:
            case b"\x00\xa4":
                return self._select(command[5 : 5 + command[4]])
            case b"\x00\xc0":
                waiting, self._waiting = self._waiting, b""
                return waiting + DONE if waiting else b"\x69\x85"
            case b"\x00\xb2":
                return self._record(command)
            case b"\x00\x20":
                raise AssertionError("a PIN was sent to the card")
            case _:
                return UNKNOWN_ORDER

    def _select(self, name: bytes) -> bytes:
        self._chosen = name == APPLICATION
        if not self._chosen:
            return NOT_FOUND
        self._waiting = b"\x6f" + bytes([len(name) + 2]) + b"\x84" + bytes([len(name)]) + name
        return b"\x61" + bytes([len(self._waiting)])

    def _record(self, command: bytes) -> bytes:
        file, number, wanted = command[3] >> 3, command[2], command[4]
        records = self._files.get(file) if self._chosen else None
        if records is None:
            return NOT_FOUND
        if not 1 <= number <= len(records):
            return NO_RECORD
        record = records[number - 1]
        if record[0] in self._locked:
            return NOT_ALLOWED
        return record + DONE if wanted == len(record) else b"\x6c" + bytes([len(record)])


def _card_records(card: dict[str, str], version: str) -> list[bytes]:
    return [
        _record(1, bytes.fromhex(card["card_identifier"])),
        _record(2, b"3"),
        _record(3, version.encode("ascii")),
        _record(4, bytes.fromhex("9156000002441900441900FF")),
        _record(5, bytes.fromhex(card["issued"])),
        _record(6, bytes.fromhex(card["expires"])),
        _record(7, card["card_number"].encode("ascii")),
    ]


def _holder_records(person: dict[str, Any], version: str) -> list[bytes]:
    name = person["name"].encode("gbk")
    extension = [] if version == "1.00" else [_record(0x4E, name[30:].ljust(20, b"\0"))]
    return [
        _record(0x08, person["number"].encode("ascii")),
        _record(0x09, name[:30].ljust(30, b"\0")),
        *extension,
        _record(0x0A, person["sex"].encode("ascii")),
        _record(0x0B, bytes.fromhex(person["nation"])),
        _record(0x0C, bytes.fromhex(person["number"][:6])),
        _record(0x0D, bytes.fromhex(person["birth"].replace("-", ""))),
    ]


def _record(tag: int, value: bytes) -> bytes:
    return bytes([tag, len(value)]) + value


class ForeignCard:
    """A card of somebody else's: it knows none of our applications."""

    atr = CONTACT_ATR

    def answer(self, command: bytes) -> bytes:
        return NOT_FOUND if command[1:2] == b"\xa4" else UNKNOWN_ORDER


class MuteCard:
    """Shows its ATR and then says nothing: the service waits for it until it is lifted."""

    atr = CONTACT_ATR

    def answer(self, command: bytes) -> bytes:
        return b""


@dataclass
class SpoiltCard:
    """Another card that fails at its n-th command (from 1): "pull", "mute", "half" an answer, "rubbish"."""

    card: Card
    at: int
    fault: str = "pull"
    commands: int = 0

    @property
    def atr(self) -> bytes:
        return self.card.atr

    def answer(self, command: bytes) -> bytes:
        self.commands += 1
        if self.commands != self.at:
            return self.card.answer(command)
        match self.fault:
            case "mute":
                return b""
            case "half":
                whole = self.card.answer(command)
                return whole[: max(2, len(whole) // 2)]
            case "rubbish":
                return b"\xff" * 200
            case _:
                raise Pulled


class VirtualCard:
    """The hand at pcscd's virtual reader: `lay` a card, `lift` it. A context manager; leaving it lifts the card."""

    def __init__(self, port: int = PORT) -> None:
        self._port = port
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> VirtualCard:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.lift()

    def lay(self, card: Card) -> None:
        """Lay it; a card that lies there is lifted first. OSError when no virtual reader waits."""
        self.lift()
        self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=5)
        self._socket.settimeout(None)
        self._thread = threading.Thread(target=_serve, args=(self._socket, card), name="virtual-card", daemon=True)
        self._thread.start()

    def lift(self) -> None:
        """Take it away; the reader notices at its next look, at most 0.4 s later."""
        if self._socket is not None and self._thread is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
            self._thread.join(5)
            self._socket.close()
        self._socket = self._thread = None


def _serve(wire: socket.socket, card: Card) -> None:
    with contextlib.suppress(OSError, Pulled):
        while message := _message(wire):
            if len(message) > 1:
                _send(wire, card.answer(message))
            elif message[0] == GET_ATR:
                _send(wire, card.atr)
    with contextlib.suppress(OSError):
        wire.shutdown(socket.SHUT_RDWR)


def _message(wire: socket.socket) -> bytes:
    """One message, b"" when the reader is gone: two bytes of length, big-endian, then so many bytes."""
    head = _receive(wire, 2)
    return _receive(wire, int.from_bytes(head, "big")) if head else b""


def _receive(wire: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        # vpcd sends length and body apart; without an acknowledgement at once, every command takes 44 ms.
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        piece = wire.recv(size - len(data))
        if not piece:
            return b""
        data += piece
    return data


def _send(wire: socket.socket, data: bytes) -> None:
    wire.sendall(len(data).to_bytes(2, "big") + data)
