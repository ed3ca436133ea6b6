"""An app may import any app above it in docs/architecture.md, none below."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ["operations", "accounts", "programs", "measurement", "nominations", "judging", "recognition", "desk"]


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("app", LAYERS)
def test_an_app_imports_only_what_stands_above_it(app):
    forbidden = {*LAYERS[LAYERS.index(app) + 1 :], "awards_portal", "tests"}
    sinners = {
        str(path.relative_to(ROOT)): sorted(imported(path) & forbidden)
        for path in (ROOT / app).rglob("*.py")
        if imported(path) & forbidden
    }
    assert sinners == {}
