"""Certificates and plaques: they fit, they are whole files, the same award gives the same bytes."""

import re
import shutil
import subprocess
from html import unescape

import pikepdf
import pytest

from operations.pdf import RefusedAddress
from recognition.documents import render
from recognition.documents.printing import OnlyBundled
from recognition.models import Honour

pytestmark = pytest.mark.django_db

NAMES = [
    "Bo",
    "Amara Okonkwo-Lindqvist",
    "Wolfeschlegelsteinhausenbergerdorff-Montgomery y Fernández de Córdoba",
    "The Northern Consortium for Public Service Excellence, Accessibility and Community Outreach Ltd",
    "محمد عبد الرحمن بن خالد الفارسي",
    "יעל בן-דוד לוינסון",
    "王小明與陳美玲建築師事務所聯合設計團隊",
    "佐藤 さくら",
    "प्रिया श्रीवास्तव",
    "สมหญิง ใจดี",
    "김민준 고객지원팀",
    "Nguyễn Thị Hồng Ngọc Phượng",
    "Александра Константиновна Преображенская",
    "Αλέξανδρος Παπαδόπουλος-Οικονόμου",
    "<b>Robert'); DROP & Sons</b>",
]
SIZES = {"certificate": (792, 612, 50), "plaque": (576, 720, 44)}
needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="install poppler-utils")


@pytest.fixture
def honour(story):
    made = story.honour(story.winner)
    program = made.category.cycle.program
    program.signatories = [{"name": "Ines Valderrama", "title": "Chair of the Jury"}]
    program.save()
    return Honour.objects.select_related("category__cycle__program", "placing").get(pk=made.pk)


def boxes(pdf, tmp_path):
    """Words with their boxes, as a reader finds them."""
    path = tmp_path / "one.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True).stdout
    number = r'"([-\d.]+)"'
    pattern = rf"<word xMin={number} yMin={number} xMax={number} yMax={number}>(.*?)</word>"
    return [(*map(float, found[:4]), unescape(found[4])) for found in re.findall(pattern, told)]


@needs_poppler
@pytest.mark.parametrize("kind", ["certificate", "plaque"])
@pytest.mark.parametrize("name", NAMES)
def test_every_name_stays_inside_the_border(honour, tmp_path, kind, name):
    honour.name_as_printed = name
    honour.citation = "For a night desk that callers remember by name, and for the calm with which it is run. " * 3
    width, height, safe = SIZES[kind]

    pdf = render(honour, kind)

    words = boxes(pdf, tmp_path)
    outside = [
        word for word in words if word[0] < safe or word[1] < safe or word[2] > width - safe or word[3] > height - safe
    ]
    assert outside == []
    read = "".join(word[4] for word in words)
    if not any("\u0590" <= letter <= "\u0eff" for letter in name):  # scripts whose letters change places when set
        assert "".join(name.split()) in read
    with pikepdf.open(tmp_path / "one.pdf") as opened:
        assert len(opened.pages) == 1
        assert [float(side) for side in opened.pages[0].mediabox] == [0, 0, width, height]
        fonts = [
            thing
            for thing in opened.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all(any(key in font for key in ("/FontFile", "/FontFile2", "/FontFile3")) for font in fonts)


@pytest.mark.parametrize("kind", ["certificate", "plaque"])
def test_the_same_award_gives_the_same_bytes(honour, kind):
    from recognition.documents import certificate, plaque

    first = render(honour, kind)
    for art in (certificate.ground, certificate.gold_seal, certificate.flourish, plaque.ground, plaque.title):
        art.cache_clear()

    assert render(honour, kind) == first


@pytest.mark.parametrize("kind", ["certificate", "plaque"])
def test_title_language_and_tags_are_there_for_readers(honour, kind, tmp_path):
    (tmp_path / "one.pdf").write_bytes(render(honour, kind))

    with pikepdf.open(tmp_path / "one.pdf") as pdf:
        assert str(pdf.docinfo.Title).endswith(": Amara Okonkwo-Lindqvist")
        assert str(pdf.Root.Lang) == "en"
        assert bool(pdf.Root.MarkInfo.Marked)


@pytest.mark.skipif(
    not shutil.which("zbarimg") or not shutil.which("pdftoppm"), reason="install zbar-tools, poppler-utils"
)
@pytest.mark.parametrize("kind", ["certificate", "plaque"])
def test_the_qr_code_leads_to_the_code_of_the_honour(honour, kind, tmp_path):
    (tmp_path / "one.pdf").write_bytes(render(honour, kind))
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", "one.pdf", "one"], cwd=tmp_path, check=True)

    read = subprocess.run(["zbarimg", "-q", "--raw", "one.png"], cwd=tmp_path, capture_output=True, text=True).stdout

    assert read.strip() == honour.verify_url


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "http://127.0.0.1/", "https://example.com/a.png", "bundled:///css/portal.css",
     "font:///../views/mine.py", "font:///", "data:text/html,hello"],
)  # fmt: skip
def test_a_document_fetches_nothing_but_its_fonts(address):
    with pytest.raises(RefusedAddress):
        OnlyBundled().fetch(address)


def test_a_design_fetches_only_the_picture_it_names():
    allowed = OnlyBundled("img/portal-mark.svg")

    assert allowed.fetch("bundled:///img/portal-mark.svg").read()
    with pytest.raises(RefusedAddress):
        allowed.fetch("bundled:///img/favicon.svg")


def test_markup_in_a_name_is_printed_not_obeyed(honour, tmp_path):
    honour.name_as_printed = '<img src="file:///etc/passwd">'

    pdf = render(honour, "certificate")

    assert b"root:" not in pdf


def told_of(honour, **placing):
    """The wording of an honour whose placing and category are as given."""
    from recognition.documents.wording import wording_of

    honour.category.name = placing.pop("category", honour.category.name)
    for name, value in placing.items():
        setattr(honour.placing, name, value)
    return wording_of(honour)


def test_whoever_reaches_a_bar_is_certified_not_presented_with_something(honour):
    told = told_of(honour, kind="certified", name="World Class Certified", category="Agent Certification")

    assert (told.opening, told.statement) == ("This certifies that", "has reached the standard and is")
    assert told.title == "World Class Certified, Agent Certification, The Awards 2026: Amara Okonkwo-Lindqvist"
    assert (told_of(honour, kind="winner").opening, told_of(honour, kind="winner").statement) == ("is presented to", "")


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Agent of the Year and Top 24 Finalists", "Agent of the Year"),
        ("Center of the Year Award and Top 2 Finalists", "Center of the Year Award"),
        ("Top 24 Finalists", "Top 24 Finalists"),
        ("Agent Top 5 Improvement", "Agent Top 5 Improvement"),
    ],
)
def test_how_many_finalists_an_award_has_is_not_printed(honour, name, printed):
    assert told_of(honour, category=name).category == printed
