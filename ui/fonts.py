"""The one Chinese family for every screen: the system's, else the one the package brings."""
from __future__ import annotations

from PySide6.QtGui import QFontDatabase

from kiosk.errors import TechnicianProblem

SYSTEM = "Noto Sans CJK SC"


def chinese_family() -> str:
    """Its name, loaded if need be. TechnicianProblem where there is none: a kiosk of empty boxes helps nobody."""
    if SYSTEM in QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        return SYSTEM
    from pylopdf_fonts_zh_cn import sans_path

    font = QFontDatabase.addApplicationFont(str(sans_path()))
    families = QFontDatabase.applicationFontFamilies(font) if font >= 0 else []
    if not families:
        raise TechnicianProblem("font_missing")
    return families[0]
