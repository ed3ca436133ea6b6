"""Files that judges get where judging is blind: the same pages, and nobody's name in what lies around them."""

import io
import zipfile

import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader

from judging.domain.nameless import cleaned
from operations.refusal import Refused

NAME = "Maria Lopez-Hartmann"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/">'
    f"<dc:creator>{NAME}</dc:creator><cp:lastModifiedBy>{NAME}</cp:lastModifiedBy></cp:coreProperties>"
)


def pdf() -> bytes:
    made, file = pikepdf.new(), io.BytesIO()
    page = made.add_blank_page(page_size=(300, 200)).obj
    page.Contents = made.make_stream(b"BT /F1 12 Tf 10 100 Td (A story) Tj ET")
    page.Resources = pikepdf.Dictionary(Font={"/F1": {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Times"}})
    remark = {"/Type": "/Annot", "/Subtype": "/Text", "/Rect": [0, 0, 9, 9], "/Contents": "Good", "/T": NAME}
    page.Annots = pikepdf.Array([pikepdf.Dictionary(remark)])
    page["/Metadata"] = made.make_stream(NAME.encode(), {"/Type": "/Metadata", "/Subtype": "/XML"})
    with made.open_metadata() as properties:
        properties["dc:creator"] = [NAME]
    made.docinfo["/Author"] = NAME
    made.save(file, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return file.getvalue()


def office(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, body in {"[Content_Types].xml": "<Types/>", "docProps/core.xml": CORE, **parts}.items():
            archive.writestr(name, body)
    return file.getvalue()


def photo(kind: str) -> bytes:
    """Two pixels wide, one high, taken with the camera on its side: upright it is two high."""
    properties = Image.Exif()
    properties[0x013B], properties[0x0112] = NAME, 6
    file = io.BytesIO()
    Image.new("RGB", (200, 100), "teal").save(file, format=kind, exif=properties)
    return file.getvalue()


def everything_in(content: bytes) -> bytes:
    """A file's bytes with all that is packed in it unpacked."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return b"".join([name.encode() + archive.read(name) for name in archive.namelist()])
    if content.startswith(b"%PDF"):
        file = io.BytesIO()
        with pikepdf.open(io.BytesIO(content)) as opened:
            for found in opened.objects:
                if isinstance(found, pikepdf.Stream):
                    file.write(found.read_bytes())
            opened.save(file, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return file.getvalue()
    return content


def test_a_pdf_keeps_its_pages_and_loses_its_author():
    assert NAME.encode() in everything_in(pdf())

    after = cleaned(pdf(), "application/pdf")

    assert NAME.encode() not in everything_in(after)
    assert [page.extract_text() for page in PdfReader(io.BytesIO(after)).pages] == ["A story"]


def test_a_word_file_keeps_its_words_and_loses_its_writers():
    document = (
        '<w:document xmlns:w="w"><w:ins w:id="1" w:author="Maria Lopez-Hartmann" w:initials="MLH">'
        "<w:t>Maria's story, by its author</w:t></w:ins></w:document>"
    )
    before = office(**{
        "word/document.xml": document,
        "docProps/app.xml": "<Properties><Company>Northwind</Company><Manager>Maria</Manager></Properties>",
    })  # fmt: skip

    after = everything_in(cleaned(before, DOCX))

    assert NAME.encode() not in after and b"MLH" not in after and b"Northwind" not in after
    assert b"<w:t>Maria's story, by its author</w:t>" in after
    assert b'<w:ins w:id="1" w:author="" w:initials="">' in after


def test_a_presentation_loses_the_names_of_who_commented():
    authors = f'<p:cmAuthorLst xmlns:p="p"><p:cmAuthor id="1" name="{NAME}" initials="ML" lastIdx="1"/></p:cmAuthorLst>'
    shape = '<p:cNvPr id="2" name="Title 1"/>'
    before = office(**{"ppt/commentAuthors.xml": authors, "ppt/slides/slide1.xml": shape})

    after = everything_in(cleaned(before, PPTX))

    assert NAME.encode() not in after and b'id="1" name=""' in after
    assert shape.encode() in after


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_a_photo_stands_upright_and_names_nobody(kind):
    before = photo(kind)
    assert NAME.encode() in before

    after = cleaned(before, f"image/{kind}")

    assert NAME.encode() not in after
    with Image.open(io.BytesIO(after)) as image:
        assert (image.format.lower(), image.size) == (kind, (100, 200))


@pytest.mark.parametrize("content_type", ["application/pdf", DOCX, "image/png"])
def test_what_cannot_be_cleaned_is_not_given(content_type):
    with pytest.raises(Refused, match="cannot be shown without the name of its author"):
        cleaned(b"%PDF-1.7 and nothing that can be read", content_type)


def test_a_film_is_given_as_it_is():
    assert cleaned(b"film", "video/mp4") == b"film"
