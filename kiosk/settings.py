"""The settings of one kiosk: a table with a sentence each; an unknown name stops the start
and suggests the right one."""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_type_hints

from kiosk.errors import TechnicianProblem


class SettingsProblem(TechnicianProblem):
    """A setting is missing, misspelt or of the wrong kind; the sentence says which one and what to write."""

    def __init__(self, sentence: str) -> None:
        super().__init__("settings")
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence


def setting(says: str, default: Any = MISSING) -> Any:
    return field(metadata={"says": says}) if default is MISSING else field(default=default, metadata={"says": says})


@dataclass(frozen=True)
class ReaderSettings:
    driver: str = setting("sam_serial (居民身份证, SAM-V on a serial line) or pcsc (社会保障卡)")
    port: str = setting("serial device, for sam_serial", "")
    baud: int = setting("serial speed, for sam_serial", 115200)
    reader: str = setting("part of the PC/SC reader's name, for pcsc", "")


@dataclass(frozen=True)
class CameraSettings:
    driver: str = setting("opencv")
    source: str = setting("device path or address of the document camera")


@dataclass(frozen=True)
class PrinterSettings:
    driver: str = setting("escpos_tcp")
    host: str = setting("address of the receipt printer")
    port: int = setting("port of the receipt printer", 9100)
    profile: str = setting("a profile of devices/receipt_printer", "generic-80")


@dataclass(frozen=True)
class Settings:
    folder: Path = setting("where this kiosk keeps its queue, keys and records")
    platform_url: str = setting("address of the central platform, without path")
    enrolment_code: str = setting("code from the platform, used at the first start only", "")
    serial: str = setting("serial number of the machine", "")
    language: str = setting("language after each visit: zh-Hans or en", "zh-Hans")
    idle_warning_s: float = setting("seconds without a touch before the warning (normal view)", 90.0)
    idle_grace_s: float = setting("seconds the warning counts down", 30.0)
    result_wait_s: float = setting("seconds a resident waits for the platform's answer before the slip is printed", 2.5)
    keep_days: int = setting("days the sealed answers of what was delivered are kept; pages go after one", 30)
    hand: str = setting("demo only: path of the local socket through which a scripted hand touches the screen", "")
    fullscreen: bool = setting("cover the whole screen", True)
    readers: tuple[ReaderSettings, ...] = setting("the card readers", ())
    camera: CameraSettings | None = setting("the document camera", None)
    printer: PrinterSettings | None = setting("the receipt printer", None)


def load_settings(path: Path) -> Settings:
    """Read a TOML file. Raises SettingsProblem with a sentence for the technician."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsProblem(f"no settings file at {path}") from error
    except (OSError, ValueError) as error:
        raise SettingsProblem(f"{path}: {error}") from error
    readers = _of_kind("readers", table.get("readers", []), list)
    table["readers"] = tuple(_fill(ReaderSettings, row, "readers") for row in readers)
    for name, kind in (("camera", CameraSettings), ("printer", PrinterSettings)):
        if name in table:
            table[name] = _fill(kind, table[name], name)
    if "folder" in table:
        table["folder"] = Path(_of_kind("folder", table["folder"], str))
    filled = _fill(Settings, table, "")
    assert isinstance(filled, Settings)
    return filled


def _of_kind(name: str, value: Any, kind: type) -> Any:
    """A whole number is a number as well; `true` is none."""
    fits = isinstance(value, (int, float) if kind is float else kind) and (kind is bool or not isinstance(value, bool))
    if not fits:
        raise SettingsProblem(f"setting {name} must be {WRITTEN[kind]}, not {value!r}")
    return value


WRITTEN: dict[type, str] = {
    str: "text in quotes",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list, written as [[…]] tables",
    dict: "a table, written as […]",
}


def _fill(kind: type, given: Any, where: str) -> Any:
    table = _of_kind(where, given, dict)
    known, hints = {f.name: f for f in fields(kind)}, get_type_hints(kind)
    prefix = f"{where}." if where else ""
    for name in table:
        if name not in known:
            near = get_close_matches(name, known, 1)
            raise SettingsProblem(
                f"unknown setting {prefix}{name!r}" + (f" (did you mean {near[0]!r}?)" if near else "")
            )
    for name, f in known.items():
        if name not in table and f.default is MISSING:
            raise SettingsProblem(f"setting {prefix}{name} is missing: {f.metadata['says']}")
        if name in table and hints[name] in WRITTEN:
            _of_kind(f"{prefix}{name}", table[name], hints[name])
    return kind(**table)
