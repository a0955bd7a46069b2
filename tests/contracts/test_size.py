"""House rule: what no longer fits on a screen is cut in two. Functions 40 lines, files 400 (tests 500)."""

import ast
import functools
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FUNCTION, TYPICAL_FUNCTION = 40, 10
LONGEST = {"quartierlibre": 400, "tests": 500, "scripts": 400, "bench": 400}


def files_of(folder):
    """Ours; migrations are written once and never grow."""
    return [path for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts]


@functools.cache
def functions_of(path):
    return [
        (f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1)
        for node in statements(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def statements(block):
    """Every statement, however deep; expressions, where no function is defined, are not looked through."""
    for each in (*getattr(block, "body", ()), *getattr(block, "orelse", ()), *getattr(block, "finalbody", ())):
        yield each
        yield from statements(each)
    for each in (*getattr(block, "handlers", ()), *getattr(block, "cases", ())):
        yield from statements(each)


@pytest.mark.parametrize("folder", LONGEST)
def test_no_file_is_too_long(folder):
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files_of(folder)
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST[folder]} == {}


@pytest.mark.parametrize("folder", LONGEST)
def test_no_function_is_too_long(folder):
    lengths = dict(each for path in files_of(folder) for each in functions_of(path))
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_the_typical_function_is_short():
    lengths = [lines for path in files_of("quartierlibre") for _, lines in functions_of(path)]
    assert median(lengths) < TYPICAL_FUNCTION
