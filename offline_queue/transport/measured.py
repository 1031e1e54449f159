"""What is known of the line between kiosk and platform, and how to use it: parts and connections fit to it.

Where the kernel tells nothing of a connection (TCP_INFO is Linux's), the plain rules remain: two connections, whole
parts.
"""
from __future__ import annotations

import socket
import struct
import threading
from dataclasses import dataclass, replace

from offline_queue.model import PART_BYTES

SLOWEST = 4000  # bytes a second and connection; what is slower than that is tried again
SMALL_PART = 65_536
SLOW_LINE = 300_000 / 8  # bytes a second under which small stretches are sent
LONG_RTT_S = 0.15
LOSS_SEEN = 0.01  # share of segments sent again; less is everyday congestion
LEAST_SEGMENTS = 50  # fewer say nothing about loss

TCP_INFO_BYTES = 140
RTT_AT, RETRANSMITTED_AT, SEGMENTS_AT = 68, 100, 136  # struct tcp_info, unchanged since Linux 4.2


@dataclass(frozen=True)
class Figures:
    """`rtt`: seconds, the shortest seen of late. `loss`: share of segments sent again. `rate`: bytes a second over all
    connections. None: not measured yet."""

    rtt: float | None = None
    loss: float = 0.0
    rate: float | None = None


def connections(figures: Figures) -> int:
    """How many send at once: two; four on a long or lossy line, where one round trip per part would leave it idle;
    never so many that each one's share would count as standing still."""
    wanted = 4 if (figures.rtt or 0.0) >= LONG_RTT_S or figures.loss >= LOSS_SEEN else 2
    bearable = wanted if figures.rate is None else int(figures.rate // (2 * SLOWEST))
    return max(1, min(wanted, bearable))


def lanes(figures: Figures) -> int:
    """Connections to hold: while some wait for the answer to what they sent, as many others send as the line can use,
    and no round trip leaves it idle."""
    sending = connections(figures)
    return sending + sending // 2


def stretch_bytes(figures: Figures) -> int:
    """How much of a part goes into one request."""
    return SMALL_PART if figures.rate is not None and figures.rate < SLOW_LINE else PART_BYTES


@dataclass(frozen=True)
class Sample:
    """What the kernel knows of one connection."""

    rtt: float
    retransmitted: int
    segments: int


def sample_of(sock: socket.socket) -> Sample | None:
    """None where the kernel does not tell, or the connection is gone."""
    try:
        info = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, TCP_INFO_BYTES)
    except (OSError, AttributeError):
        return None
    if len(info) < TCP_INFO_BYTES:
        return None
    rtt, again, segments = (struct.unpack_from("=I", info, at)[0] for at in (RTT_AT, RETRANSMITTED_AT, SEGMENTS_AT))
    return Sample(rtt / 1e6, again, segments) if rtt else None


class Meter:
    """Gathers figures from every connection; any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._figures = Figures()
        self.rtt_known = threading.Event()

    @property
    def figures(self) -> Figures:
        return self._figures

    def connected(self, sock: socket.socket) -> None:
        """A handshake is one round trip on a queue that is still empty: the truest look at the line."""
        if (sample := sample_of(sock)) is not None:
            with self._lock:
                self._figures = replace(self._figures, rtt=sample.rtt)
        self.rtt_known.set()

    def used(self, sock: socket.socket) -> None:
        """After a request. Round trips count only when shorter: our own bytes in the queue lengthen them."""
        sample = sample_of(sock)
        if sample is None:
            return
        with self._lock:
            loss = self._figures.loss
            if sample.segments >= LEAST_SEGMENTS:
                loss += 0.5 * (sample.retransmitted / sample.segments - loss)
            rtt = min(sample.rtt, self._figures.rtt or sample.rtt)
            self._figures = replace(self._figures, rtt=rtt, loss=loss)

    def moved(self, count: int, seconds: float) -> None:
        """So many bytes arrived over all connections in these seconds."""
        with self._lock:
            self._figures = replace(self._figures, rate=count / max(seconds, 1e-3))
