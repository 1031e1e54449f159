"""What agreeing means: the notice as it was worded, named by its hash, so that it can be shown again later."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from kiosk.assets import asset
from kiosk.session.visit import Consent

NOTICE = "base"
VERSION = "1"


def consent_to(tag: str, now: datetime) -> Consent:
    """`tag`: the language the notice was read in. The hash covers the whole word file that holds it."""
    words = asset("languages", f"{tag}.toml").read_bytes()
    return Consent(NOTICE, VERSION, sha256(words).hexdigest(), now.isoformat())
