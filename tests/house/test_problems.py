"""Every problem the code names is in the table of kiosk/errors.py, and every one a screen may show has its words."""

import ast
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from kiosk.errors import KINDS, Defect
from kiosk.fleet.enrol import NotEnrolled
from kiosk.language import Words, languages
from kiosk.settings import SettingsProblem
from kiosk.store import StoreTooNew
from kiosk.submission.number import CounterFull

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("kiosk", "ui")
STRANGERS = ("kiosk/reference_platform", "kiosk/demo")  # programs of their own, with problems of their own
SHOWN = {"named", "trouble", "_trouble", "IdentityProblem"}  # what these are given reaches the screen
PARTS = ("title", "saved", "do")
GIVEN = {
    "card_unreadable": "KP-101", "card_foreign": "KP-102", "card_lost": "KP-103", "card_expired": "KP-104",
    "reader_lost": "KP-105", "page_blank": "KP-201", "page_blurred": "KP-202", "page_cropped": "KP-203",
    "camera_gone": "KP-204", "platform_rubbish": "KP-301", "platform_failed": "KP-302", "platform_silent": "KP-303",
    "disk_full": "KP-401", "counter_full": "KP-402", "store_too_new": "KP-403", "not_kept": "KP-404",
    "not_undone": "KP-501", "settings": "KP-601", "not_enrolled": "KP-602", "font_missing": "KP-603",
    "defect": "KP-900",
}  # fmt: skip
PEOPLE = ("resident", "staff", "technician", "us")


def sources() -> dict[str, ast.Module]:
    trees: dict[str, ast.Module] = {}
    for path in (path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(STRANGERS):
            trees[name] = ast.parse(path.read_text(encoding="utf-8"))
    return trees


class House:
    """What the modules together hold: classes of problems, functions that return text, tables of text."""

    def __init__(self, trees: Iterable[ast.Module]) -> None:
        nodes = [node for tree in trees for node in ast.walk(tree)]
        classes = [node for node in nodes if isinstance(node, ast.ClassDef)]
        self.problems: set[str] = set()
        more = {"Problem"}
        while more - self.problems:
            self.problems |= more
            bases = {c.name: {base.id for base in c.bases if isinstance(base, ast.Name)} for c in classes}
            more = {name for name, above in bases.items() if above & self.problems}
        own = {c.name for c in classes if any(isinstance(n, ast.FunctionDef) and n.name == "__init__" for n in c.body)}
        self.made_with_a_key = self.problems - own | {"Problem"}
        self.functions: dict[str, list[ast.FunctionDef]] = {}
        self.tables: dict[str, ast.Dict] = {}
        for node in nodes:
            match node:
                case ast.FunctionDef(name=name, returns=ast.Name(id="str")):
                    self.functions.setdefault(name, []).append(node)
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict() as table):
                    self.tables[name] = table
                case _:
                    pass


class Naming(ast.NodeVisitor):
    """The keys one module names. `shown`: those for a screen; `raised`: those of exceptions; `lost`: lines where no key
    can be made out."""

    def __init__(self, tree: ast.Module, house: House) -> None:
        self.shown: set[str] = set()
        self.raised: set[str] = set()
        self.lost: list[int] = []
        self._house, self._class = house, ""
        self._handed_on: list[set[str]] = [set()]
        self._bound: list[dict[str, ast.expr]] = [{}]
        self.visit(tree)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        before, self._class = self._class, node.name
        self.generic_visit(node)
        self._class = before

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._handed_on.append({argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)})
        self._bound.append({n.target.id: n.value for n in ast.walk(node) if isinstance(n, ast.NamedExpr)})
        self.generic_visit(node)
        self._bound.pop()
        self._handed_on.pop()

    def visit_Call(self, node: ast.Call) -> None:
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
        makes = name in self._house.made_with_a_key or (name == "__init__" and self._class in self._house.problems)
        if node.args and (name in SHOWN or makes):
            self._take(node.args[0], self.shown if name in SHOWN else self.raised)
        for keyword in node.keywords:
            if keyword.arg == "remark":  # a card that is good enough, and what to say about it
                self._take(keyword.value, self.shown)
        self.generic_visit(node)

    def _take(self, key: ast.expr, into: set[str]) -> None:
        """The text itself, or everything it may come from."""
        match key:
            case ast.Constant(value=str(text)):
                into |= {text} - {""}
            case ast.Name(id=name) if name in self._handed_on[-1]:
                pass  # whoever calls with it is seen there
            case ast.Attribute(attr="key"):
                pass  # a problem that was named where it was made
            case _:
                origins = self._origins(key)
                self.lost += [] if origins else [key.lineno]
                for origin in origins:
                    self._take(origin, into)

    def _origins(self, key: ast.expr) -> list[ast.expr]:
        match key:
            case ast.IfExp(body=one, orelse=other):
                return [one, other]
            case ast.Name(id=name) if name in self._bound[-1]:
                return [self._bound[-1][name]]
            case ast.Call(func=ast.Attribute(value=ast.Name(id=table), attr="get"), args=[_, other]):
                return [*self._house.tables[table].values, other]
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                inside = [node for one in self._house.functions.get(name, []) for node in ast.walk(one)]
                return [n.value for n in inside if isinstance(n, ast.Return) and n.value is not None]
            case _:
                return []


@pytest.fixture(scope="module")
def named() -> dict[str, Naming]:
    trees = sources()
    house = House(trees.values())
    return {name: Naming(tree, house) for name, tree in trees.items()}


def shown(named: dict[str, Naming]) -> set[str]:
    return {key for naming in named.values() for key in naming.shown}


def raised(named: dict[str, Naming]) -> set[str]:
    return {key for naming in named.values() for key in naming.raised}


def test_every_problem_the_code_names_is_in_the_table(named: dict[str, Naming]) -> None:
    assert shown(named) | raised(named) <= KINDS.keys()


def test_the_search_finds_problems_of_every_sort(named: dict[str, Naming]) -> None:
    literal, chosen, remarked, tabled = "card_lost", {"card_foreign", "page_blurred"}, "card_expired", "not_kept"
    assert {literal, *chosen, remarked, tabled} <= shown(named)
    assert {"settings", "not_enrolled", "font_missing", "store_too_new", "counter_full", "defect"} <= raised(named)


def test_every_place_that_names_a_problem_can_be_read(named: dict[str, Naming]) -> None:
    assert [f"{name}:{line}" for name, naming in named.items() for line in naming.lost] == []


def test_what_a_screen_is_given_may_be_on_a_screen(named: dict[str, Naming]) -> None:
    assert [key for key in sorted(shown(named)) if not KINDS[key].on_screen] == []


def test_codes_are_unique_and_well_formed() -> None:
    assert [code for code, n in Counter(kind.code for kind in KINDS.values()).items() if n > 1] == []
    assert [key for key, kind in KINDS.items() if not re.fullmatch(r"KP-[1-9]\d\d", kind.code)] == []


def test_codes_stay_what_they_were() -> None:
    """A code stands in handbooks and in what people were told on the telephone: it is never given to something else."""
    assert {key: kind.code for key, kind in KINDS.items() if key in GIVEN} == GIVEN


def test_every_problem_names_who_can_fix_it() -> None:
    assert [key for key, kind in KINDS.items() if kind.who not in PEOPLE] == []


def test_a_problem_belongs_to_the_person_its_class_names() -> None:
    made = [CounterFull(), NotEnrolled("down"), SettingsProblem("x"), StoreTooNew(9), Defect("defect")]
    assert [(problem.key, problem.who) for problem in made] == [(p.key, KINDS[p.key].who) for p in made]


@pytest.mark.parametrize("tag", languages())
def test_every_problem_for_a_screen_has_its_words(tag: str) -> None:
    words = Words(tag)
    keys = [f"trouble.{key}.{part}" for key, kind in KINDS.items() if kind.on_screen for part in PARTS]
    assert [key for key in keys if not words.knows(key) or not words.say(key).strip()] == []
    assert [who for who in PEOPLE if not words.knows(f"trouble.who.{who}")] == []


@pytest.mark.parametrize("tag", languages())
def test_no_words_are_kept_for_problems_that_are_gone(tag: str) -> None:
    parts = [key.split(".") for key in sorted(Words(tag).keys()) if key.startswith("trouble.")]
    assert {key for _, key, *part in parts if part and key != "who"} <= KINDS.keys()


PLANTED = """
TABLE = {"a": "planted_row"}

class Lost(Problem):
    def __init__(self):
        super().__init__("planted_own")

def of(code) -> str:
    return "planted_one" if code else "planted_other"

def kept(code) -> str:
    return TABLE.get(code, "planted_default")

def work(desk, key):
    desk.trouble(of(1))
    if refused := desk.kept(1):
        desk.trouble(refused)
    desk.trouble(key)
    desk.trouble("a" + key)
    raise Lighter("planted_raised")

class Lighter(Problem): ...
"""


def test_the_search_itself_finds_what_is_planted() -> None:
    tree = ast.parse(PLANTED)
    found = Naming(tree, House([tree]))
    assert found.shown == {"planted_one", "planted_other", "planted_row", "planted_default"}
    assert found.raised == {"planted_own", "planted_raised"}
    assert len(found.lost) == 1
