"""PDFs made to lead a reader into endless work, or to use up its memory."""

import zlib


def file_with(*objects: bytes, trailer: bytes = b"", before: bytes = b"%PDF-1.7\n") -> bytes:
    """A PDF of these objects, 1 being the catalogue."""
    out = bytearray(before)
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        start,
    )
    return bytes(out)


def stream(entries: bytes, data: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def deep_nesting() -> bytes:
    return file_with(b"<< /Type /Catalog /AcroForm " + b"[" * 100_000 + b"]" * 100_000 + b" >>")


def own_parent() -> bytes:
    field = b"<< /FT /Sig /T (a) /Kids [3 0 R] /Parent 3 0 R >>"
    return file_with(
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [3 0 R] >> >>",
        b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>",
        field,
    )


def endless_comment() -> bytes:
    """pyHanko looks for the end of a comment behind the end of the data."""
    data = zlib.compress(b"1 0 %" + b"a" * 50)
    return object_stream(data, b"/N 1 /First 4 /Filter /FlateDecode")


def bomb() -> bytes:
    return object_stream(zlib.compress(bytes(300 * 1024 * 1024), 9), b"/N 1 /First 4 /Filter /FlateDecode")


def object_stream(data: bytes, entries: bytes) -> bytes:
    """A file whose catalogue stands in an object stream."""
    out = bytearray(b"%PDF-1.7\n")
    place = len(out)
    out += b"2 0 obj\n" + stream(b"/Type /ObjStm " + entries, data) + b"\nendobj\n"
    start = len(out)
    table = b"\x00\x00\x00\x00\x00" + b"\x02\x00\x00\x02\x00"
    table += b"\x01" + place.to_bytes(3) + b"\x00" + b"\x01" + start.to_bytes(3) + b"\x00"
    out += b"3 0 obj\n" + stream(b"/Type /XRef /Size 4 /W [1 3 1] /Root 1 0 R", table) + b"\nendobj\n"
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def huge_table() -> bytes:
    return file_with(b"<< /Type /Catalog >>").replace(b"0 2\n", b"0 999999999\n")


def many_fields() -> bytes:
    fields = [b"<< /FT /Sig /T (f%d) /V << /SubFilter /x >> >>" % number for number in range(300)]
    refs = b" ".join(b"%d 0 R" % number for number in range(2, 302))
    return file_with(b"<< /Type /Catalog /AcroForm << /Fields [" + refs + b"] >> >>", *fields)


def long_array() -> bytes:
    return file_with(b"<< /Type /Catalog /AcroForm [" + b"1 " * 9_000_000 + b"] >>")


def loop_of_tables() -> bytes:
    content = file_with(b"<< /Type /Catalog >>")
    start = content.rsplit(b"startxref\n", 1)[1].split()[0]
    return file_with(b"<< /Type /Catalog >>", trailer=b"/Prev " + start)
