"""Word files built by hand: only the parts that Word itself would not leave out."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
STYLES = {
    "Titel": "Title",
    "Overskrift1": "heading 1",
    "Overskrift2": "heading 2",
    "Overskrift3": "heading 3",
    "Citat": "Quote",
}


def run(words, *marks):
    its = "".join(f"<w:{mark}/>" for mark in marks)
    return f'<w:r><w:rPr>{its}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(*runs, style="", number=None, level=0):
    its = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number is not None:
        its += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{its}</w:pPr>{''.join(part if part.startswith('<') else run(part) for part in runs)}</w:p>"


def link(words):
    return f'<w:hyperlink r:id="rId9">{run(words)}</w:hyperlink>'


def table(*rows):
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


PICTURE = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData>'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
    f'<a:blip xmlns:r="{R}" r:embed="rId8"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
    "</w:drawing></w:r></w:p>"
)


def word_file(*body, extra=None, address="https://nuuk.gl/a"):
    levels = "".join(f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="{{0}}"/></w:lvl>' for n in range(3))
    numbering = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{levels.replace("{0}", form)}</w:abstractNum>'
        for n, form in ((1, "bullet"), (2, "decimal"))
    ) + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2))
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{its}"><w:name w:val="{name}"/></w:style>'
        for its, name in STYLES.items()
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="png" ContentType="image/png"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{R}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId8" Type="{R}/image" Target="media/a.png"/>'
        f'<Relationship Id="rId9" Type="{R}/hyperlink" Target="{address}" TargetMode="External"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{"".join(body)}</w:body></w:document>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{W}">{numbering}</w:numbering>',
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
        "word/media/a.png": "no picture",
        **(extra or {}),
    }
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return raw.getvalue()
