"""The orders `matters pack` and `matters install`. With --json, JSON alone on stdout."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from kiosk.assets import asset
from kiosk.matters.packs_file import read_pack
from kiosk.matters.packs_install import install as install_pack
from kiosk.matters.packs_keys import public_key, signing_key
from kiosk.matters.packs_make import make_pack
from kiosk.matters.packs_model import PackRefused, Quarantined, Refused


def pack(order: argparse.Namespace) -> int:
    """Exit status: 0 written, 1 the catalogue or the base is wrong (CatalogueProblem too), 2 key or file is."""
    try:
        key = signing_key(order.key)
        base = read_pack(order.base, key.public_key()) if order.base else None
        version = order.version or (base.manifest.version + 1 if base else 1)
        name = base.manifest.set if base else order.set
        manifest = make_pack(order.folder or asset("matters"), order.out, key, name, base, version)
    except PackRefused as refusal:
        print(f"{order.base}: {refusal.refused}", file=sys.stderr)
        return 1
    except (OSError, ValueError) as fault:
        print(fault, file=sys.stderr)
        return 1 if not isinstance(fault, OSError) else 2
    size = order.out.stat().st_size
    found = {
        "set": manifest.set,
        "version": manifest.version,
        "base": manifest.base,
        "matters": len(manifest.entries),
        "tombstones": len(manifest.tombstones),
        "bytes": size,
    }
    _print(order, found, [f"{manifest.set} {manifest.version}: {len(manifest.entries)} matters, {size} bytes"])
    return 0


def install(order: argparse.Namespace) -> int:
    """Exit status: 0 installed or there already, 1 refused, 2 a file cannot be read or written."""
    try:
        key = public_key(order.key) if order.key else None
        done = install_pack(order.file, order.into, key)
    except (OSError, ValueError) as fault:
        print(fault, file=sys.stderr)
        return 2
    if isinstance(done, Refused):
        _print(order, {"installed": False, "refused": done.why, "detail": done.detail}, [])
        print(done, file=sys.stderr)
        return 1
    found = {
        "installed": True,
        "changed": done.changed,
        "set": done.state.set,
        "version": done.state.version,
        "matters": len(done.state.served),
        "quarantined": [_held(one) for one in done.state.quarantined],
    }
    lines = [f"{done.state.set} {done.state.version}: {len(done.state.served)} matters"]
    lines += [f"quarantined: {one.code} {one.version}: {one.reason}" for one in done.state.quarantined]
    _print(order, found, lines)
    return 0


def _held(one: Quarantined) -> dict[str, Any]:
    return {"matter": one.code, "version": one.version, "reason": one.reason, "stays": one.kept}


def _print(order: argparse.Namespace, data: Any, lines: list[str]) -> None:
    said = json.dumps(data, ensure_ascii=False) if order.json else "\n".join(lines)
    if said:
        print(said)
