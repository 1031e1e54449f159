"""Lints every screen against the generated types of the presenters beside it, so that a misspelt property fails.

The types hold absolute paths, so they live in a temporary folder. The recipe (pyside6-metaobjectdump, the type
registrar, a qmldir, qmllint that counts warnings) is the one that works with PySide6 6.11.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

TOOLS = Path(sys.executable).parent


@dataclass(frozen=True)
class QmlReport:
    files: int
    presenters: int
    complaints: tuple[str, ...]


@dataclass(frozen=True)
class QmlModule:
    """The presenters that share one QML_IMPORT_NAME, and the major version they register."""

    name: str
    major: int
    presenters: tuple[Path, ...]


def lint_all(root: Path) -> QmlReport:
    """Lint all QML under `root`/ui. A complaint is what a tool said, with file and line."""
    screens = tuple(sorted((root / "ui").rglob("*.qml")))
    modules = presenter_modules(root / "ui")
    with TemporaryDirectory(prefix="kiosk-qml-") as folder:
        types = Path(folder)
        complaints = [c for module in modules for c in write_types(module, types, root)]
        copy_plain_modules(root / "ui", types)
        if screens and not complaints:
            complaints = _said("pyside6-qmllint", "--max-warnings", "0", "-I", str(types), *map(str, screens), cwd=root)
    return QmlReport(len(screens), sum(len(m.presenters) for m in modules), tuple(complaints))


def presenter_modules(folder: Path) -> list[QmlModule]:
    """Python files under `folder` that set QML_IMPORT_NAME, grouped by it."""
    found: dict[tuple[str, int], list[Path]] = {}
    for path in sorted(folder.rglob("*.py")):
        names = dict(_constants(path))
        if "QML_IMPORT_NAME" in names:
            key = (str(names["QML_IMPORT_NAME"]), int(str(names.get("QML_IMPORT_MAJOR_VERSION", 1))))
            found.setdefault(key, []).append(path)
    return [QmlModule(name, major, tuple(paths)) for (name, major), paths in found.items()]


def write_types(module: QmlModule, types: Path, root: Path) -> list[str]:
    """Generate `module`'s types below the import path `types`; what went wrong comes back."""
    target = types / module.name.replace(".", "/")
    target.mkdir(parents=True, exist_ok=True)
    dump = target / "metaobjects.json"
    said = _said("pyside6-metaobjectdump", "-o", str(dump), *map(str, module.presenters), cwd=root)
    if said:
        return said
    said = _said(
        "pyside6-qmltyperegistrar", str(dump), "--generate-qmltypes", str(target / "plugin.qmltypes"),
        "--import-name", module.name, "--major-version", str(module.major), "-o", "/dev/null", cwd=root,
    )  # fmt: skip
    (target / "qmldir").write_text(
        f"module {module.name}\ntypeinfo plugin.qmltypes\ndepends QtQuick\n", encoding="utf-8"
    )
    return said


def copy_plain_modules(folder: Path, types: Path) -> None:
    """Link folders with a qmldir of their own (theme, controls) under the name it gives them."""
    for qmldir in folder.rglob("qmldir"):
        first = qmldir.read_text(encoding="utf-8").split("\n", 1)[0].split()
        if first[:1] == ["module"]:
            target = types / first[1].replace(".", "/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(qmldir.parent, target_is_directory=True)


def _constants(path: Path) -> Iterator[tuple[str, object]]:
    """Module-level names bound to a literal."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, node.value.value


def _said(tool: str, *arguments: str, cwd: Path) -> list[str]:
    done = subprocess.run([TOOLS / tool, *arguments], cwd=cwd, capture_output=True, text=True, check=False)
    return [(done.stdout + done.stderr).strip() or f"{tool} failed"] if done.returncode else []
