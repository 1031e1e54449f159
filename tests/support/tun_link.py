"""A long, thin, lossy line between two network namespaces: rate, delay, loss and cuts, with the kernel's own TCP at
both ends. A cut is what a modem that dials anew does: the kiosk's connections are reset, the platform hears nothing.
"""
from __future__ import annotations

import heapq
import os
import random
import select
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from itertools import count

from tests.support.tun_net import Net, go_first, open_net

QUEUE_S = 0.5  # what would wait longer at the line's entry is dropped
KIOSK, PLATFORM = "10.9.0.1", "10.9.0.2"
FIN, SYN, RST, ACK = 0x01, 0x02, 0x04, 0x10


@dataclass(frozen=True)
class Weather:
    """`loss`: share of packets lost, each way. `cut_every`: seconds between two cuts of `cut_for` seconds, 0 for none.
    `congestion`: the kernel's own choice at both ends."""

    loss: float = 0.0
    cut_every: float = 0.0
    cut_for: float = 1.0
    congestion: str = "bbr"
    rate: float = 2_000_000.0
    rtt: float = 0.3


@dataclass
class Way:
    """One direction. `taken`: bytes that were let in, with their IP headers."""

    to: int
    free: float = 0.0
    taken: int = 0
    ahead: list[tuple[float, int, bytes]] = field(default_factory=list)


class Link:
    """Use as a context. Cuts are counted from `begin()`, so that every run meets them at the same moments."""

    def __init__(self, weather: Weather, seed: int) -> None:
        self._weather, self._chance, self._numbers = weather, random.Random(seed), count()
        self.kiosk: Net = open_net(KIOSK, weather.congestion)
        self.platform: Net = open_net(PLATFORM, weather.congestion)
        self._up, self._down = Way(self.platform.wire), Way(self.kiosk.wire)
        self._began = float("inf")
        self._over = False
        self._thread = threading.Thread(target=self._carry, name="link", daemon=True)

    def __enter__(self) -> Link:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over = True
        self._thread.join()
        self.kiosk.close()
        self.platform.close()

    def begin(self) -> None:
        self._began, self._up.taken = time.monotonic(), 0

    @property
    def sent_up(self) -> int:
        """Bytes the kiosk put on the line since `begin`, with headers and everything sent again."""
        return self._up.taken

    def _carry(self) -> None:
        go_first()
        ways = {self.kiosk.wire: self._up, self.platform.wire: self._down}
        poll = select.poll()
        for wire in ways:
            poll.register(wire, select.POLLIN)
        while not self._over:
            nearest = min((way.ahead[0][0] for way in ways.values() if way.ahead), default=float("inf"))
            for wire, _ in poll.poll(max(0.0, min(50.0, (nearest - time.monotonic()) * 1000))):
                self._take(wire, ways[wire])
            self._deliver()

    def _take(self, wire: int, way: Way) -> None:
        while True:
            try:
                packet = os.read(wire, 2048)
            except BlockingIOError:
                return
            now = time.monotonic()
            if self._cut(now):
                if way is self._up and (reset := reset_for(packet)) is not None:
                    os.write(wire, reset)
                continue
            start = max(now, way.free)
            if self._chance.random() < self._weather.loss or start - now > QUEUE_S:
                continue
            way.free = start + len(packet) * 8 / self._weather.rate
            way.taken += len(packet)
            heapq.heappush(way.ahead, (way.free + self._weather.rtt / 2, next(self._numbers), packet))

    def _deliver(self) -> None:
        now = time.monotonic()
        for way in (self._up, self._down):
            while way.ahead and way.ahead[0][0] <= now:
                _, _, packet = heapq.heappop(way.ahead)
                if way is self._up or not self._cut(now):
                    os.write(way.to, packet)

    def _cut(self, now: float) -> bool:
        every, passed = self._weather.cut_every, now - self._began
        return every > 0 and passed >= every and passed % every < self._weather.cut_for


def reset_for(packet: bytes) -> bytes | None:
    """What a modem's router answers to a packet it cannot forward: a reset of that connection. None for what is no TCP
    or is a reset itself."""
    head = (packet[0] & 15) * 4
    if packet[0] >> 4 != 4 or packet[9] != socket.IPPROTO_TCP:
        return None
    source, target = packet[12:16], packet[16:20]
    source_port, target_port, seq, ack, offset, flags = struct.unpack_from(">HHIIBB", packet, head)
    if flags & RST:
        return None
    length = struct.unpack_from(">H", packet, 2)[0] - head - (offset >> 4) * 4
    if flags & ACK:
        said = (ack, 0, RST)
    else:
        said = (0, (seq + length + bool(flags & SYN) + bool(flags & FIN)) & 0xFFFFFFFF, RST | ACK)
    body = struct.pack(">HHIIBBHHH", target_port, source_port, said[0], said[1], 5 << 4, said[2], 0, 0, 0)
    pseudo = target + source + struct.pack(">BBH", 0, socket.IPPROTO_TCP, len(body))
    body = body[:16] + struct.pack(">H", checksum(pseudo + body)) + body[18:]
    ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(body), 0, 0, 64, socket.IPPROTO_TCP, 0) + target + source
    return ip[:10] + struct.pack(">H", checksum(ip)) + ip[12:] + body


def checksum(data: bytes) -> int:
    """RFC 1071."""
    words = struct.unpack(f">{len(data) // 2}H", data)
    total: int = sum(words)
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF
