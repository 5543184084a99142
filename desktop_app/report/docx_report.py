"""A report as a DOCX for offices that must edit it: content and order of the PDF, equal bytes for equal content."""

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from desktop_app.report import blocks, docx_parts, docx_sections, docx_styles, docx_tables, docx_xml, faces, styles
from desktop_app.report.characters import plain
from desktop_app.report.text_lines import cut
from desktop_app.report.wording import words

_STYLES = {"body": "BodyText", "item": "Item", "note": "Note"}
_OF_TEMPLATE = ("thumbnail", "extended-properties", "customXml", "stylesWithEffects")  # kinds of its parts
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def render(report: blocks.ProgressReport, made: date = blocks.UNDATED, mark: str = "") -> bytes:
    """The finished DOCX; equal reports give equal bytes on the same day. `mark`: words on every page."""
    faces.load()
    document = docx.Document()
    docx_styles.define(document)
    _describe(document, report, made)
    docx_sections.set_up(document, draft=report.draft, mark=mark)
    _add(document, _front(report))
    for annex in report.annexes:
        docx_sections.begin(document, annex.landscape)
        _add(document, _annex(annex))
        if annex.wide:
            docx_sections.begin(document, True, goes_on=True)
            _add(document, _flow(annex.wide, styles.room(True)))
    return _packed(document)


def _describe(document: Document, report: blocks.ProgressReport, made: date) -> None:
    properties = document.core_properties
    properties.title, properties.subject = plain(report.name)[:255], plain(report.subject)[:255]
    properties.author = plain(report.issuer_name)[:255]
    properties.last_modified_by, properties.comments, properties.language = words("report.program"), "", "vi-VN"
    properties.created = properties.modified = datetime.combine(made, time(), UTC)
    properties.revision = 1


def _front(report: blocks.ProgressReport) -> Iterator[str]:
    yield docx_parts.head(report.letterhead)
    yield from docx_parts.titles(report.kind, report.subject)
    yield from docx_parts.addressees(report.addressees)
    yield docx_xml.paragraph("Gap")
    yield from _flow(report.blocks, styles.TEXT_WIDTH, ends=True)
    yield from docx_parts.signature(report.signature)
    if report.foot:
        yield docx_xml.paragraph("Note", docx_xml.run(plain(report.foot)))


def _annex(annex: blocks.Annex) -> Iterator[str]:
    room = styles.room(annex.landscape)
    yield from docx_parts.centred("Annex", annex.heading, styles.BOLD, 14, room)
    yield from docx_parts.centred("AnnexTitle", annex.title.upper(), styles.BOLD, 14, room)
    yield from docx_parts.centred("AnnexReference", annex.reference, styles.ITALIC, 13, room, rule=styles.RULE_SHARE)
    yield docx_xml.paragraph("Gap")
    yield from _flow(annex.blocks, room)


def _flow(content: Sequence[blocks.Block], room: float, *, ends: bool = False) -> Iterator[str]:
    """The blocks; the last paragraph before the signature stays with it."""
    together = blocks.last_notes(content)
    for number, block in enumerate(content):
        if isinstance(block, blocks.Table):
            below = content[number + 1] if number + 1 < len(content) else None
            with_note = isinstance(below, blocks.Paragraph) and below.role == "note"
            yield from docx_tables.table(block, room, with_note)
        elif isinstance(block, blocks.Heading):
            text = block.text.upper() if block.level == 1 else block.text
            yield docx_xml.paragraph(f"Heading{block.level}", docx_xml.run(cut(plain(text))))
        else:
            last = number == len(content) - 1
            keep = (ends and last) or block.text.endswith(":") or (number in together and not last)
            text = docx_xml.runs(block.set_runs)
            yield docx_xml.paragraph(_STYLES[block.role], text, docx_xml.keep_next(keep))


def _add(document: Document, parts: Iterator[str]) -> None:
    """Put parts at the end of the document, before what the last section says of itself."""
    wrapped = parse_xml(f"<w:body {nsdecls('w')}>{''.join(parts)}</w:body>")
    last = document.element.body.sectPr
    for element in list(wrapped):
        last.addprevious(element)


def _drop_template_parts(document: Document) -> None:
    """What the library's own template brings along of the document that it was made from."""
    package = document.part.package
    for relation, holder in [(one, package) for one in package.rels.values()] + [
        (one, document.part) for one in document.part.rels.values()
    ]:
        if relation.reltype.rpartition("/")[2] in _OF_TEMPLATE:
            holder.rels.pop(relation.rId)


def _packed(document: Document) -> bytes:
    """The bytes of the file, free of the moment they were made at."""
    _drop_template_parts(document)
    made, target = io.BytesIO(), io.BytesIO()
    document.save(made)
    with ZipFile(made) as source, ZipFile(target, "w", ZIP_DEFLATED) as packed:
        for name in source.namelist():
            packed.writestr(ZipInfo(name, _FIRST_DAY), source.read(name), ZIP_DEFLATED)
    return target.getvalue()
