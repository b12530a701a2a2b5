"""What import graphs alone do not catch: the rules of CONTRIBUTING, read from the source itself."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "remit"

LAYERS = [
    "core",
    "audit",
    "accounts",
    "people",
    "jobs",
    "products",
    "projects",
    "comments",
    "meetings",
    "documents",
    "planning",
    "closure",
    "registers",
    "benefits",
    "costs",
    "earned_value",
    "scenarios",
    "simulations",
    "changes",
    "resourcing",
    "timesheets",
    "interchange",
    "reporting",
    "web",
]
# Rooms of an app from the outside in; a room may import what stands after it, never what stands before.
ROOMS = [
    {"views", "api", "tasks", "cli"},
    {"forms", "tables", "exports", "search"},
    {"operations"},
    {"compute"},
    {"queries"},
    {"policies"},
    {"models"},
    {"querysets"},
]
PROCESS_EDGES = {
    "web/cli",
    "web/background.py",
    "web/serving.py",
    "web/worker.py",
    "web/upkeep.py",
    "web/wsgi.py",
    "web/sqlite/",
    "jobs/tasks.py",  # where the worker's process meets the work of all kinds
}
WRITES = {
    "save",
    "create",
    "delete",
    "update",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}
MANAGERS = {"objects", "_default_manager", "_base_manager"}

HARD_FUNCTION, HARD_MODULE = 60, 600
SOFT_FUNCTION, SOFT_MODULE = 40, 400
# The ratchet: lower these numbers when something was split, never raise them.
MOST_LONG_FUNCTIONS, MOST_LONG_MODULES = 4, 3


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def modules(*, tests: bool = False) -> Iterator[Path]:
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).parts
        if "migrations" in parts or (not tests and ("tests" in parts or path.name == "conftest.py")):
            continue
        yield path


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_model_is_fetched_by_name() -> None:
    found = [name_of(path) for path in modules() if "get_model(" in path.read_text(encoding="utf-8")]
    assert found == []


def test_foreign_keys_point_only_downward() -> None:
    upward = []
    for model in apps.get_models():
        own = model.__module__.split(".")
        if own[0] != "remit":
            continue
        for field in model._meta.get_fields():
            if not isinstance(field, models.ForeignKey):
                continue
            target = field.related_model.__module__.split(".")
            if target[0] == "remit" and LAYERS.index(target[1]) > LAYERS.index(own[1]):
                upward.append(f"{model.__name__}.{field.name}")
    assert upward == []


def test_models_hold_no_logic_in_save_and_nobody_listens_to_signals() -> None:
    found = []
    for path in modules():
        found += [
            f"{name_of(path)}: def {f.name}"
            for f in functions(tree(path))
            if f.name in {"save", "delete"} and "models" in path.parts
        ]
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("signals"):
                found.append(f"{name_of(path)}: imports {node.module}")
    assert found == []


def test_everything_is_caught_only_at_the_edges_of_a_process() -> None:
    found = []
    for path in modules():
        if any(name_of(path).startswith(edge) for edge in PROCESS_EDGES):
            continue
        found += [
            f"{name_of(path)}:{node.lineno}"
            for node in ast.walk(tree(path))
            if isinstance(node, ast.ExceptHandler)
            and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
        ]
    assert found == []


def test_every_exception_to_a_rule_says_why_on_its_line() -> None:
    found = []
    for path in modules(tests=True):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            _code, mark, rest = line.partition("# noqa:")
            if mark and " - " not in rest:
                found.append(f"{name_of(path)}:{number}")
            if "# type: ignore" in line and line.count("#") < 2:  # the second comment is the reason
                found.append(f"{name_of(path)}:{number}")
    assert found == [], found


def _room(parts: tuple[str, ...]) -> int | None:
    for place, names in enumerate(ROOMS):
        if len(parts) > 1 and parts[1].removesuffix(".py") in names:
            return place
    return None


def test_rooms_of_an_app_import_only_inward() -> None:
    found = []
    for path in modules():
        parts = path.relative_to(SOURCE).parts
        own = _room(parts)
        if own is None or parts[0] == "engine":
            continue
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith(
                f"remit.{parts[0]}."
            ):
                continue
            target = _room(tuple((node.module or "").split(".")[1:]))
            if target is not None and target < own:
                found.append(f"{name_of(path)} imports {node.module}")
    assert found == []


def test_nobody_imports_the_private_rooms_of_another_app() -> None:
    found = []
    for path in modules():
        own = path.relative_to(SOURCE).parts[0]
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("remit."):
                continue
            target = (node.module or "").split(".")
            private = len(target) > 2 and target[2] in {"views", "forms", "templates"}
            if private and target[1] not in {own, "core"}:
                found.append(f"{name_of(path)} imports {node.module}")
    assert found == []


def test_pages_interfaces_and_forms_write_nothing_themselves() -> None:
    outside = {"views", "api", "forms", "tables", "exports", "queries", "policies", "cli"}
    found = []
    for path in modules():
        parts = path.relative_to(SOURCE).parts
        if len(parts) < 2 or parts[1].removesuffix(".py") not in outside or parts[0] == "core":
            continue
        for node in ast.walk(tree(path)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            chain = ast.unparse(node.func.value)
            if node.func.attr in WRITES and any(manager in chain for manager in MANAGERS):
                found.append(f"{name_of(path)}:{node.lineno} {ast.unparse(node.func)}")
    tries_and_takes_back = {"web/cli/doctor.py"}
    assert [each for each in found if each.split(":")[0] not in tries_and_takes_back] == []


def test_no_sql_is_put_together_from_text() -> None:
    found = []
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                text = node.args and isinstance(node.args[0], ast.JoinedStr)
                if node.func.attr in {"raw", "extra", "RawSQL"} or (node.func.attr == "execute" and text):
                    found.append(f"{name_of(path)}:{node.lineno}")
    allowed = {"web/backups/databases.py", "web/sqlite/base.py"}  # names of tables and modes are ours
    assert [each for each in found if each.split(":")[0] not in allowed] == []


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "misc", "manager"])
def test_no_module_is_named_after_nothing(word: str) -> None:
    assert [name_of(path) for path in modules() if path.stem == word] == []


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_nothing_grows_beyond_what_one_can_read() -> None:
    big = [
        f"{name_of(path)} {f.name} {_lines(f)}"
        for path in modules()
        for f in functions(tree(path))
        if _lines(f) > HARD_FUNCTION
    ]
    big += [name_of(path) for path in modules() if len(path.read_text().splitlines()) > HARD_MODULE]
    assert big == []


def test_what_is_larger_than_it_should_be_becomes_fewer() -> None:
    long_functions = [
        f"{name_of(path)} {f.name}"
        for path in modules()
        for f in functions(tree(path))
        if _lines(f) > SOFT_FUNCTION
    ]
    long_modules = [name_of(path) for path in modules() if len(path.read_text().splitlines()) > SOFT_MODULE]
    assert len(long_functions) <= MOST_LONG_FUNCTIONS, long_functions
    assert len(long_modules) <= MOST_LONG_MODULES, long_modules
