"""When a commitment may be offered, and what a chosen one is (pure). The paper always stays possible."""
from __future__ import annotations

from datetime import datetime

from kiosk.commitments.model import Promise
from kiosk.matters.commitment import Template
from kiosk.matters.paper import Requirement


class NotPromised(ValueError):
    """There is no promise: it was not signed, or it is not the one this paper allows."""


def may_offer(requirement: Requirement, allowed: bool | None) -> bool:
    """`allowed` is what the platform says about this person. Unknown and no both mean: not offered."""
    return bool(requirement.commitment) and allowed is True


def promised(
    template: Template, requirement: Requirement, signature_sha: str, language: str, chosen_at: datetime
) -> Promise:
    """The promise as it is handed in. Raises NotPromised."""
    if requirement.commitment != template.id:
        raise NotPromised(f"{requirement.id} cannot be replaced by {template.id}")
    if len(signature_sha) != 64:
        raise NotPromised(f"{template.id} was not signed")
    return Promise(
        template.id, template.version, template.text_hash, requirement.id, language, chosen_at, signature_sha
    )
