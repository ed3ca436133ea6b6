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


def office(**parts: str | bytes) -> bytes:
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


def box(kind: str, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return (8 + len(body)).to_bytes(4, "big") + kind.encode() + body


def film(*more_in_moov: bytes, track: str = "vide") -> bytes:
    """A film whose pictures stand after its description, so that the places it names would move with it."""
    handler = box("hdlr", bytes(8), track.encode(), bytes(12), f"{NAME}'s camera\0".encode())
    places = box("stco", bytes(4), (1).to_bytes(4, "big"), (777).to_bytes(4, "big"))
    trak = box("trak", box("mdia", handler, box("minf", places)), box("udta", box("name", NAME.encode())))
    about = box("udta", box("meta", bytes(4), box("ilst", NAME.encode())), b"\x00\x00\x00\x14\xa9xyz+52.5+013.4/")
    return b"".join(
        [box("ftyp", b"isom", bytes(4)), box("moov", box("mvhd", bytes(100)), trak, about, *more_in_moov),
         box("uuid", b"XMP", NAME.encode()), box("mdat", b"pictures and sound")]
    )  # fmt: skip


def test_a_film_keeps_every_picture_where_it_was_and_loses_who_took_it():
    before = film()
    assert before.count(NAME.encode()) == 4 and b"+52.5" in before

    after = cleaned(before, "video/mp4")

    assert NAME.encode() not in after and b"+52.5" not in after
    assert len(after) == len(before)
    assert after.index(b"mdatpictures and sound") == before.index(b"mdatpictures and sound")
    assert box("stco", bytes(4), (1).to_bytes(4, "big"), (777).to_bytes(4, "big")) in after
    assert cleaned(after, "video/mp4") == after


@pytest.mark.parametrize("spoiled", [film(track="meta"), film()[:-3], b"film", box("ftyp", b"isom")])
def test_a_film_with_a_course_among_its_pictures_or_a_broken_one_is_not_given(spoiled):
    with pytest.raises(Refused, match="cannot be shown without the name of its author"):
        cleaned(spoiled, "video/mp4")


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_a_photo_in_a_presentation_names_nobody_and_keeps_its_pixels(kind):
    body = photo(kind)

    after = cleaned(office(**{f"ppt/media/image1.{kind}": body}), PPTX)

    assert NAME.encode() not in everything_in(after)
    with zipfile.ZipFile(io.BytesIO(after)) as archive:
        inner = archive.read(f"ppt/media/image1.{kind}")
    with Image.open(io.BytesIO(inner)) as image, Image.open(io.BytesIO(body)) as earlier:
        assert image.format == earlier.format
        if kind == "jpeg":  # the page was laid out for it as it lies, and it says which side is up
            assert image.size == earlier.size and image.getexif()[0x0112] == 6
            assert image.tobytes() == earlier.tobytes()


def test_files_inside_an_office_file_are_cleaned_too():
    chart = office(
        **{"xl/workbook.xml": f'<workbook><x15ac:absPath url="C:\\Users\\{NAME}\\" xmlns:x15ac="x"/></workbook>'}
    )
    drawing = f'<svg inkscape:export-filename="/home/{NAME}/a.png"><metadata>{NAME}</metadata><path d="M0 0"/></svg>'
    linked = f'<Relationship Id="r1" Target="file:///C:/Users/{NAME}/Normal.dotm" TargetMode="External"/>'
    web = '<Relationship Id="r2" Target="https://example.org/" TargetMode="External"/>'
    before = office(**{
        "word/embeddings/Microsoft_Excel_Sheet.xlsx": chart,
        "word/embeddings/oleObject1.bin": f"old format {NAME}",
        "word/media/image1.svg": drawing,
        "word/media/film.mp4": film(),
        "word/_rels/settings.xml.rels": f"<Relationships>{linked}{web}</Relationships>",
        "customXml/item1.xml": f"<CoverPageProperties><CompanyEmail>{NAME}</CompanyEmail></CoverPageProperties>",
    })  # fmt: skip

    after = cleaned(before, DOCX)

    assert NAME.encode() not in everything_in(after)
    with zipfile.ZipFile(io.BytesIO(after)) as archive:
        inner = archive.read("word/embeddings/Microsoft_Excel_Sheet.xlsx")
        assert archive.read("word/media/image1.svg") == b'<svg><path d="M0 0"/></svg>'
        assert web.encode() in archive.read("word/_rels/settings.xml.rels")
    assert NAME.encode() not in everything_in(inner) and b"<workbook>" in everything_in(inner)


def test_what_no_reader_of_ours_knows_inside_an_office_file_is_not_given():
    with pytest.raises(Refused):
        cleaned(office(**{"word/media/image1.jpeg": "no picture at all"}), DOCX)


def test_a_pdf_loses_what_cameras_wrote_into_its_photos_and_the_files_it_carries():
    made, file = pikepdf.new(), io.BytesIO()
    shown = made.make_stream(photo("jpeg"), {"/Type": "/XObject", "/Subtype": "/Image", "/Width": 200, "/Height": 100})
    shown.ColorSpace, shown.BitsPerComponent, shown.Filter = pikepdf.Name.DeviceRGB, 8, pikepdf.Name.DCTDecode
    made.add_blank_page(page_size=(300, 200)).obj.Resources = pikepdf.Dictionary(XObject={"/Im0": shown})
    made.attachments["notes.txt"] = NAME.encode()
    made.save(file)
    assert NAME.encode() in file.getvalue()

    after = cleaned(file.getvalue(), "application/pdf")

    with pikepdf.open(io.BytesIO(after)) as opened:
        assert not opened.attachments
        inner = opened.pages[0].Resources.XObject["/Im0"].read_raw_bytes()
        assert all(
            NAME.encode() not in one.read_raw_bytes() for one in opened.objects if isinstance(one, pikepdf.Stream)
        )
    assert NAME.encode() not in inner
    with Image.open(io.BytesIO(inner)) as image:
        assert image.size == (200, 100)
