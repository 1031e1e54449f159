"""A network namespace of its own with one end of a wire in our hands (TUN), made without any command but the kernel's.

Root only, Linux only. The namespace and all in it end with the descriptors.
"""
from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct
import threading
from dataclasses import dataclass
from pathlib import Path

CLONE_NEWNET = 0x40000000
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x1, 0x1000
SIOCSIFFLAGS, SIOCSIFADDR, SIOCSIFNETMASK, SIOCSIFMTU, SIOCSIFTXQLEN = 0x8914, 0x8916, 0x891C, 0x8922, 0x8943
IFF_UP, IFF_RUNNING = 0x1, 0x40
MTU = 1400


@dataclass(frozen=True)
class Net:
    """`space`: the namespace's descriptor. `wire`: packets out of it are read here, packets into it written."""

    space: int
    wire: int

    @property
    def place(self) -> str:
        """Where another process finds it, as long as it is open here."""
        return f"/proc/{os.getpid()}/fd/{self.space}"

    def close(self) -> None:
        os.close(self.wire)
        os.close(self.space)


def enter(place: str) -> None:
    """Move the calling thread, and those it starts, into a namespace."""
    space = os.open(place, os.O_RDONLY)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(space, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "cannot enter the namespace")
    os.close(space)


def go_first() -> None:
    """This thread, and the processes it starts, before whatever else the machine does: a line waits for nobody."""
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), -15)


def open_net(address: str, congestion: str) -> Net:
    """Raises OSError where this is not allowed or not there. `congestion`: what its connections use by themselves."""
    made: list[Net | OSError] = []

    def make() -> None:
        try:
            made.append(_made(address, congestion))
        except OSError as error:
            made.append(error)

    # Only a thread of its own may leave for another namespace without taking the whole process along.
    thread = threading.Thread(target=make)
    thread.start()
    thread.join()
    if isinstance(made[0], OSError):
        raise made[0]
    return made[0]


def _made(address: str, congestion: str) -> Net:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "no network namespace of our own")
    wire = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(wire, TUNSETIFF, struct.pack("16sH22x", b"wire", IFF_TUN | IFF_NO_PI))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        _set(control, SIOCSIFADDR, b"wire", _address(address))
        _set(control, SIOCSIFNETMASK, b"wire", _address("255.255.255.0"))
        _set(control, SIOCSIFMTU, b"wire", struct.pack("i20x", MTU))
        _set(control, SIOCSIFTXQLEN, b"wire", struct.pack("i20x", 1000))
        for name in (b"wire", b"lo"):
            _set(control, SIOCSIFFLAGS, name, struct.pack("h22x", IFF_UP | IFF_RUNNING))
    Path("/proc/sys/net/ipv4/tcp_congestion_control").write_text(congestion)
    return Net(os.open("/proc/thread-self/ns/net", os.O_RDONLY), wire)


def _set(control: socket.socket, what: int, name: bytes, value: bytes) -> None:
    fcntl.ioctl(control, what, struct.pack("16s24s", name, value))


def _address(text: str) -> bytes:
    return struct.pack("=HH4s16x", socket.AF_INET, 0, socket.inet_aton(text))
