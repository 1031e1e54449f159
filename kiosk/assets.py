"""Finds the files that come with the program: the assets folder and the Chinese font, from a checkout or installed."""
from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

PACKAGED = "_assets"  # where a built wheel carries the folder, inside the kiosk package


def assets_folder() -> Path:
    """The folder `assets`. Raises FileNotFoundError when the program was installed without it."""
    package = Path(__file__).parent
    for folder in (package.parent / "assets", package / PACKAGED):
        if (folder / "matters").is_dir():
            return folder
    raise FileNotFoundError("the assets folder is neither beside nor inside the package kiosk")


def asset(*parts: str) -> Path:
    """The path of one asset, e.g. asset("languages", "zh-Hans.toml"). It need not exist."""
    return assets_folder().joinpath(*parts)


def chinese_font() -> Path:
    """Noto Sans SC (OTF, one face, family "Noto Sans SC"): the same letters on screen and on the slip."""
    with as_file(files("pylopdf_fonts_zh_cn") / "NotoSansSC-Regular.otf") as path:
        return path
