"""The key that is this machine: made at the first start, never leaving it, whole on the disk or not there at all."""
from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_FILE = "device.key"
KEY_BYTES = 32


def device_key(folder: Path) -> Ed25519PrivateKey:
    """The Ed25519 key in `folder`, made now if there is none. Raises ValueError when the file is no key."""
    return load_device_key(folder) or _made(folder)


def load_device_key(folder: Path) -> Ed25519PrivateKey | None:
    try:
        return Ed25519PrivateKey.from_private_bytes((folder / KEY_FILE).read_bytes())
    except FileNotFoundError:
        return None


def _made(folder: Path) -> Ed25519PrivateKey:
    """Linking the finished file to its name fails when somebody was faster; then theirs is the key."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = write_private(folder, Ed25519PrivateKey.generate().private_bytes_raw())
    try:
        os.link(draft, folder / KEY_FILE)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    sync_folder(folder)
    return Ed25519PrivateKey.from_private_bytes((folder / KEY_FILE).read_bytes())


def keep_private(path: Path, data: bytes) -> None:
    """Put `data` at `path` as a whole, readable by this user only, and on the disk when this returns."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(path.parent, data).rename(path)
    sync_folder(path.parent)


def write_private(folder: Path, data: bytes) -> Path:
    """A new file with a random name in `folder`, synced, mode 0600."""
    path = folder / f".new-{secrets.token_hex(8)}"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return path


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
