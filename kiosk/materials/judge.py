"""What became of a picture, and which papers are still missing (pure)."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never

from devices.interfaces import BlankDesk, Blurred, CameraGone, Cropped, PageResult, TakenPage
from kiosk.materials.model import Requirement, Way


def page_trouble(result: PageResult) -> str:
    """The named problem of a picture that is none (kiosk/errors.py), or "" for a good one."""
    match result:
        case TakenPage():
            return ""
        case BlankDesk():
            return "page_blank"
        case Blurred():
            return "page_blurred"
        case Cropped():
            return "page_cropped"
        case CameraGone():
            return "camera_gone"
        case _:
            assert_never(result)


def papers_there(
    requirements: Sequence[Requirement], ways: Mapping[str, Way], pages: Mapping[str, int]
) -> dict[str, bool]:
    """Requirement id → whether it is provided: by its way, or by as many pages as it has. `pages`: taken so far."""
    return {
        paper.id: ways[paper.id] is not Way.CAMERA or pages.get(paper.id, 0) >= paper.pages for paper in requirements
    }
