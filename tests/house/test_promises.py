"""Every promise of the queue's README names tests, and these tests are there."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def promises() -> dict[int, list[str]]:
    """The tests each numbered promise names."""
    text = (ROOT / "offline_queue" / "README.md").read_text(encoding="utf-8")
    part = text.partition("## The promises")[2].partition("\n## ")[0]
    numbered = re.split(r"^(\d+)\. ", part, flags=re.MULTILINE)[1:]
    pairs = zip(numbered[::2], numbered[1::2], strict=True)
    return {int(n): re.findall(r"`(test_\w+)`", said) for n, said in pairs}


def every_test() -> set[str]:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "tests").rglob("test_*.py"))
    return {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_promises_are_numbered_without_a_gap() -> None:
    assert list(promises()) == list(range(1, len(promises()) + 1))
    assert len(promises()) >= 11


def test_every_promise_names_a_test_that_is_there() -> None:
    there = every_test()
    assert {n: names for n, names in promises().items() if not names} == {}
    assert {n: [name for name in names if name not in there] for n, names in promises().items()} == {
        n: [] for n in promises()
    }
