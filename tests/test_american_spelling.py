"""What people read is spelled the American way; names in the code keep theirs.

Looked at: templates without their tags, sentences in the code, names of models and their fields, labels of forms,
the guides and the demo's texts. Sources that are quoted stay word for word.
"""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("operations", "accounts", "programs", "measurement", "nominations", "judging", "recognition", "desk")
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}

BRITISH = re.compile(
    r"organis|honour|\bcentre|\bprogrammes?\b|colour|recognis|judgement|favour|behaviour|labour|\blicence|catalogue"
    r"|\bcancell(?:ed|ing)|travell|analys(?:e|ed|ing|er)\b|\benrol(?:s|ment|ments)?\b|\bfulfils?\b|fulfilment|practis(?:e|ed|ing)\b"
    r"|\bdefence|\boffence|apologis|authoris|categoris|customis|emphasis(?:e|ed|ing)\b|finalis(?:e|ed|ing)\b|initialis"
    r"|minimis|maximis|normalis|optimis(?:e|ed|ing|ation)|prioritis|\brealis(?:e|ed|ing)\b|standardis|summaris|utilis"
    r"|visualis|specialis(?:e|ed|ing|ation)\b|neighbour|\bgrey|\bcheque|\blearnt\b|\bspelt\b|\bwhilst\b|anonymis"
    r"|publicis(?:e|ed|ing)\b|memoris|personalis|theatre|labell(?:ed|ing)|modell(?:ed|ing)|signall(?:ed|ing)|ageing"
    r"|artefact|sceptic|characteris|generalis|localis(?:e|ed|ing|ation)\b|capitalis|randomis|sanitis|rumour|humour\b"
    r"|harbour\b|endeavour|levell(?:ed|ing)|\binstalment|skilful|acknowledgement|\bafterwards\b|\btowards\b",
    re.IGNORECASE,
)

LITERAL = re.compile(r"\"([^\"]*)\"|'([^']*)'")
COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}", re.DOTALL)
READ_ALOUD = re.compile(r"\b(?:title|alt|placeholder|aria-label|aria-description|label|content)\s*=\s*\"([^\"]*)\"")


def words_of_a_tag(match: re.Match) -> str:
    """Of {% … %} and {{ … }} only what is translated, and literals that are sentences."""
    inner = match.group(1).strip()
    literals = ["".join(found) for found in LITERAL.findall(inner)]
    if inner.startswith("translate"):
        return f" {' '.join(literals)} "
    return f" {' '.join(text for text in literals if ' ' in text)} "


def seen(template: str) -> str:
    """The text of a template that reaches a reader."""
    text = COMMENT.sub("", template)
    text = re.sub(r"\{%(.*?)%\}", words_of_a_tag, text, flags=re.DOTALL)
    text = re.sub(r"\{\{(.*?)\}\}", words_of_a_tag, text, flags=re.DOTALL)
    return re.sub(r"<[a-zA-Z/!][^>]*>", lambda tag: " ".join(READ_ALOUD.findall(tag.group(0))), text)


def sentences(path: Path) -> list[str]:
    """Strings of a module that are translated or hold a blank; what a docstring says is for developers."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    translated, docstrings = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in GETTEXT:
            translated |= {id(argument) for argument in node.args}
        if isinstance(node, ast.Expr):
            docstrings.add(id(node.value))
    return [
        re.sub(r"%\(\w+\)s|\{\w+\}|`[^`]*`", "", node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
        if id(node) in translated or " " in node.value.strip()
    ]


#: Survey files may be written by anybody: the words that are understood in them are spelled both ways.
UNDERSTOOD = {Path("measurement/surveys/words.py"), Path("measurement/surveys/formats.py")}


def british(texts) -> list[str]:
    return [text.strip() for text in texts if BRITISH.search(text)]


def test_the_search_finds_what_it_looks_for():
    template = (
        '{# colour #}{% if colour %}<p class="colour" title="My colours">{% translate "An honour" as honour %}'
        "{{ honour.organisation }} recognised</p>{% endif %}"
    )

    assert seen(template).split() == ["My", "colours", "An", "honour", "recognised"]
    assert british(["An organisation", "An organization", "A programme", "A program"]) == [
        "An organisation",
        "A programme",
    ]


@pytest.mark.parametrize("path", sorted(ROOT.glob("templates/**/*.*")), ids=lambda path: path.name)
def test_templates(path):
    assert british(seen(path.read_text(encoding="utf-8")).splitlines()) == []


@pytest.mark.parametrize("app", APPS)
def test_sentences_in_the_code(app):
    modules = [
        path
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts and path.relative_to(ROOT) not in UNDERSTOOD
    ]

    assert {path.name: found for path in modules if (found := british(sentences(path)))} == {}


def test_names_of_models_and_fields():
    """As the raw data at /admin/ calls them; a name that Django derives from an identifier counts too."""
    wrong = []
    for model in (model for model in apps.get_models() if model._meta.app_label in APPS):
        said = [model._meta.verbose_name, model._meta.verbose_name_plural]
        for field in model._meta.get_fields():
            said += [getattr(field, "verbose_name", ""), getattr(field, "help_text", "")]
            said += [label for _, label in getattr(field, "choices", None) or []]
        wrong += [(model.__name__, text) for text in british(map(str, said))]

    assert wrong == []


def test_labels_of_forms():
    for module in ("accounts.forms", "nominations.forms", "judging.forms", "desk.forms", "desk.setup_forms"):
        import_module(module)

    def kinds(form):
        return {form}.union(*(kinds(below) for below in form.__subclasses__()))

    labels = {
        f"{kind.__name__}.{name}": [str(field.label if field.label is not None else name), str(field.help_text)]
        for kind in kinds(forms.BaseForm)
        for name, field in getattr(kind, "base_fields", {}).items()
    }

    assert {where: found for where, said in labels.items() if (found := british(said))} == {}


@pytest.mark.parametrize(
    "path", [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(ROOT.glob("docs/**/*.md"))], ids=lambda path: path.name
)
def test_guides(path):
    """Names of files, keys and values stand in `backticks`, in links, or line by line in a table's cell."""
    text = re.sub(r"```.*?```|`[^`\n]*`|<br>[^|\n]*|\]\([^)]*\)", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert british(text.splitlines()) == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("fixtures/demo/*.yaml")), ids=lambda path: path.name)
def test_texts_of_the_demo(path):
    lines = [re.sub(r"^\s*-?\s*\w+:", "", line) for line in path.read_text(encoding="utf-8").splitlines()]

    assert british(lines) == []


def test_dates_name_the_month_first_and_clocks_have_twelve_hours():
    """Formats given to `date`, `time` and `date_format`: “March 31, 2026, 11:59 PM”, never “31 March 2026, 23:59”."""
    sources = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("templates/**/*.txt")]
    sources += [path for app in APPS for path in ROOT.glob(f"{app}/**/*.py") if "migrations" not in path.parts]
    wrong = re.compile(r"""["'][^"'\n%]*(?:\bj F\b|\bd F\b|(?<!Y-m-d )H:i)[^"'\n]*["']""")

    assert [(path.name, wrong.findall(text)) for path in sources if wrong.search(text := path.read_text("utf-8"))] == []
