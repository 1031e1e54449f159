"""Sizes of the slip, in dots, and the words it takes."""
from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, str]  # words.load_words

WIDE = 480  # from this width on (80 mm paper) things stand beside each other
BODY, SECOND, SMALL = 28, 26, 23
TITLE_ZH = "办件收件回执"  # on every slip, whatever its language: any window can read what it is
BAND_ZH = "离线暂存 · 待上传"
