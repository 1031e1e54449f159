"""File systems in files: made, mounted, copied while they are in use. Mounts belong to this process and die with it."""
from __future__ import annotations

import ctypes
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NEW_MOUNTS, PRIVATE = 0x20000, 0x4000 | 0x40000  # CLONE_NEWNS; MS_REC | MS_PRIVATE of linux/mount.h


def own_mounts() -> None:
    """From here on this process and its children mount in a name space of their own. OSError where root may not."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(NEW_MOUNTS) != 0 or libc.mount(b"none", b"/", None, PRIVATE, None) != 0:
        raise OSError(ctypes.get_errno(), "no mounts of our own here")


def may_mount() -> str:
    """Why no image can be mounted here, "" when one can: looked for by doing it, in a child that ends with it."""
    if os.geteuid() != 0:
        return "only root may mount"
    trial = (
        "mount -t tmpfs none /mnt && truncate -s 4M /mnt/a && mkfs.ext4 -q -F /mnt/a && mkdir /mnt/m"
        " && mount -o loop /mnt/a /mnt/m"
    )
    done = subprocess.run(["unshare", "--mount", "sh", "-c", trial], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stderr.strip()


def run(*words: str | Path) -> None:
    """One command; what it said when it fails."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(f"{words[0]}: {done.stderr.strip()}")


def make_ext4(image: Path, size: str, *more: str) -> Path:
    image.parent.mkdir(parents=True, exist_ok=True)
    run("truncate", "-s", size, image)
    run("mkfs.ext4", "-q", "-F", "-m", "0", *more, image)  # nothing set aside for root
    return image


@contextmanager
def mounted(what: str | Path, place: Path, *options: str) -> Iterator[Path]:
    """`what`: an image, or "tmpfs"."""
    place.mkdir(parents=True, exist_ok=True)
    kind = ("-t", "tmpfs", *_options(options)) if what == "tmpfs" else _options(("loop", *options))
    run("mount", *kind, what, place)
    try:
        yield place
    except BaseException:
        run("umount", "--lazy", place)  # whatever went wrong may still hold files open, and is what must be said
        raise
    run("umount", place)


def _options(options: tuple[str, ...]) -> tuple[str, ...]:
    return ("-o", ",".join(options)) if options else ()


@contextmanager
def page_by_page(place: Path) -> Iterator[None]:
    """Newer loop devices call a write that the file below took in part only a success. One page at a time it is taken
    or not: without this they would lie, and no program could keep a promise on them."""
    device = subprocess.run(["findmnt", "-no", "SOURCE", str(place)], capture_output=True, text=True, check=True).stdout
    most = Path("/sys/block") / Path(device.strip()).name / "queue" / "max_sectors_kb"
    before = most.read_text()
    most.write_text("4")
    try:
        yield
    finally:
        most.write_text(before)


def free_bytes(place: Path) -> int:
    found = os.statvfs(place)
    return found.f_bavail * found.f_frsize


def fill(place: Path, leave: int = 0) -> Path:
    """A file that takes all room but `leave` bytes. Others' files fill a disk, not only ours."""
    ballast = place / "ballast"
    descriptor = os.open(ballast, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        step = max(0, free_bytes(place) - leave)
        while step >= 512:
            try:
                os.posix_fallocate(descriptor, os.fstat(descriptor).st_size, step)
                step = max(0, free_bytes(place) - leave)
            except OSError:
                step //= 2
    finally:
        os.close(descriptor)
    return ballast
