"""The kiosk's own small secrets on disk: made at the first start, readable by its user only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def owner_secret(folder: Path) -> bytes:
    """32 random bytes that turn a number into an owner tag (kiosk/identity/owner.py). Stays on this machine."""
    path = folder / "owner.key"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    fresh = secrets.token_bytes(32)
    draft = path.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(fresh)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
    return fresh
