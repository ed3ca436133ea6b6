"""Names are set so that they fit, in one face, in any script; what cannot be written is refused."""

import pytest

from recognition import typography
from recognition.errors import RecognitionError

ROOM = 608


def set_name(text):
    return typography.fit(text, ROOM, size=55, one_line_floor=38, floor=21)


@pytest.mark.parametrize(
    ("text", "face", "lines"),
    [
        ("Bo", typography.NAME, ("Bo",)),
        ("Amara Okonkwo-Lindqvist", typography.NAME, ("Amara Okonkwo-Lindqvist",)),
        ("Nguyễn Thị Hồng", typography.NAME, ("Nguyễn Thị Hồng",)),
        ("Łucja Żółć", typography.NAME, ("Łucja Żółć",)),
        ("Αλέξανδρος", typography.TEXT, ("Αλέξανδρος",)),
        ("Александра", typography.TEXT, ("Александра",)),
        ("יעל לוינסון", typography.HEBREW, ("יעל לוינסון",)),
        ("محمد خالد", typography.ARABIC, ("محمد خالد",)),
        ("प्रिया श्रीवास्तव", typography.DEVANAGARI, ("प्रिया श्रीवास्तव",)),
        ("অনিন্দিতা চট্টোপাধ্যায়", typography.BENGALI, ("অনিন্দিতা চট্টোপাধ্যায়",)),
        ("மீனாட்சி", typography.TAMIL, ("மீனாட்சி",)),
        ("శ్రీనివాస్", typography.TELUGU, ("శ్రీనివాస్",)),
        ("สมหญิง ใจดี", typography.THAI, ("สมหญิง ใจดี",)),
        ("王小明", typography.HAN, ("王小明",)),
        ("佐藤 さくら", typography.HAN, ("佐藤 さくら",)),
        ("김민준", typography.HANGUL, ("김민준",)),
    ],
)
def test_the_whole_name_is_in_the_first_face_that_has_it_all(text, face, lines):
    setting = set_name(text)

    assert setting.faces == (face,)
    assert setting.lines == lines


def test_a_long_name_breaks_most_evenly_at_spaces_and_hyphens():
    setting = set_name("Wolfeschlegelsteinhausenbergerdorff-Montgomery y Fernández de Córdoba")

    assert setting.lines == ("Wolfeschlegelsteinhausenbergerdorff-", "Montgomery y Fernández de Córdoba")


def test_han_without_spaces_breaks_between_letters():
    text = "王小明與陳美玲建築師事務所聯合設計團隊台北市政府客服中心"

    setting = set_name(text)

    assert len(setting.lines) == 2
    assert "".join(setting.lines) == text


@pytest.mark.parametrize(
    "text",
    [
        "A" * 95,
        "x" * 200,
        "Bo " * 60,
        "The Northern Consortium for Public Service Excellence and Community Outreach Limited",
        "王" * 90,
    ],
)
def test_nothing_is_ever_wider_than_its_room(text):
    setting = set_name(text)

    assert max(typography.width(setting.faces, line) for line in setting.lines) * setting.size <= ROOM + 0.01
    assert len(setting.lines) <= 3
    assert "".join(setting.lines).replace(" ", "") == typography.cleaned(text).replace(" ", "")


def test_two_scripts_in_one_name_use_as_few_faces_as_write_it():
    setting = set_name("Khalid خالد")

    assert len(setting.faces) == 2
    assert typography.ARABIC in setting.faces


def test_letters_that_no_font_has_are_refused_with_their_code_point():
    with pytest.raises(RecognitionError, match=r"U\+1F680"):
        set_name("Ann 🚀 Lee")


def test_decomposed_letters_are_composed_and_spaces_collapsed():
    assert typography.cleaned("  Zoe\u0308   Li ") == "Zoë Li"
