"""The one door to PC/SC: pyscard's C calls in our words. Its card monitor is not used: it dies with the service."""

from __future__ import annotations

from dataclasses import dataclass

from smartcard import scard

NEW_READERS = "\\\\?PnP?\\Notification"

NO_SERVICE = frozenset({0x8010001D, 0x8010001E, 0x80100013, 0x80100003})  # also: the context died with the service
NO_READERS = frozenset({0x8010002E, 0x80100009, 0x80100017})
NOT_PERMITTED = 0x8010006A
TIMEOUT = 0x8010000A
LOST = frozenset({0x8010000C, 0x80100016, 0x80100068, 0x80100069})  # removed, reset by others, or another card
MUTE = frozenset({0x80100066, 0x80100067})
OTHER_PROTOCOL = 0x8010000F


class PcscTrouble(Exception):
    """A call of the service failed; `code` is its result as an unsigned number."""

    def __init__(self, code: int) -> None:
        super().__init__(f"{code:#010x}")
        self.code = code


@dataclass(frozen=True)
class Slot:
    """What a reader says: `count` grows with every laying and lifting, which tells a swap inside one look."""

    present: bool
    mute: bool
    count: int
    state: int = 0  # as it came, to be handed back to `wait`
    atr: bytes = b""


UNAWARE = Slot(present=False, mute=False, count=0, state=scard.SCARD_STATE_UNAWARE)


class Service:
    """One context with the card service. Raises PcscTrouble when there is none."""

    def __init__(self) -> None:
        result, self._context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
        _check(result)

    def readers(self) -> list[str]:
        """Names of the readers there are; none is not a trouble."""
        result, names = scard.SCardListReaders(self._context, [])
        if _unsigned(result) in NO_READERS:
            return []
        _check(result)
        return list(names)

    def wait(self, reader: str, known: Slot, seconds: float) -> Slot:
        """The reader's slot, as soon as it is another than the known one or readers come and go; else the known one."""
        watched = [(NEW_READERS, scard.SCARD_STATE_UNAWARE)] + ([(reader, known.state)] if reader else [])
        result, states = scard.SCardGetStatusChange(self._context, int(seconds * 1000), watched)
        if _unsigned(result) == TIMEOUT:
            return known
        _check(result)
        return _slot(states[-1][1], bytes(states[-1][2])) if reader else known

    def card(self, reader: str) -> Card:
        return Card(self._context, reader)

    def close(self) -> None:
        scard.SCardReleaseContext(self._context)


class Card:
    """A connection to the card in a reader, shared with nobody. Raises PcscTrouble."""

    def __init__(self, context: int, reader: str) -> None:
        protocols = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        result, self._handle, used = scard.SCardConnect(context, reader, scard.SCARD_SHARE_EXCLUSIVE, protocols)
        _check(result)
        self._header = scard.SCARD_PCI_T1 if used == scard.SCARD_PROTOCOL_T1 else scard.SCARD_PCI_T0

    def transmit(self, command: bytes) -> bytes:
        """A whole command in, data and status word out. A mute card lets this wait without limit.

        A card that is pulled meanwhile gives an empty answer and a good result: that counts as lost here.
        """
        result, answer = scard.SCardTransmit(self._handle, self._header, list(command))
        _check(result)
        if len(answer) < 2:
            raise PcscTrouble(0x80100069)
        return bytes(answer)

    def close(self) -> None:
        """Leave the card powered: resetting it would disturb other programs."""
        scard.SCardDisconnect(self._handle, scard.SCARD_LEAVE_CARD)


def _slot(state: int, atr: bytes) -> Slot:
    present = bool(state & scard.SCARD_STATE_PRESENT)
    known = state & ~scard.SCARD_STATE_CHANGED
    return Slot(present, bool(state & scard.SCARD_STATE_MUTE), state >> 16 & 0xFFFF, known, atr if present else b"")


def _check(result: int) -> None:
    if result != scard.SCARD_S_SUCCESS:
        raise PcscTrouble(_unsigned(result))


def _unsigned(result: int) -> int:
    return int(result) & 0xFFFFFFFF
