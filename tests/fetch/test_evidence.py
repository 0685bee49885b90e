"""The evidence file: what was received comes back byte for byte, and a kill costs nothing that was promised."""

import gzip
import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from citewatch.errors import ReplayError
from citewatch.evidence import Archive, EvidenceError, Place, read_back, repair
from citewatch.fetch import Fetched
from citewatch.warc import record_id
from schemas.capture import Capture


def nowhere(capture_id: str) -> Place | None:
    return None


def records(path: Path) -> list[tuple[str, dict[str, str], bytes]]:
    """Every record as warcio sees it, its blocks byte for byte; digests checked on the way."""
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            record.raw_stream.read()
    with path.open("rb") as file:
        iterator = ArchiveIterator(file, no_record_parse=True)
        return [(record.rec_type, dict(record.rec_headers.headers), record.raw_stream.read()) for record in iterator]


def placed(fetched: Fetched, place: Place) -> Capture:
    return replace(fetched.capture, warc_file=place.file, warc_offset=place.offset, warc_length=place.length)


def test_what_was_received_comes_back(lab: Any, tmp_path: Path) -> None:
    fetched = lab.one({"/p": lab.reply(gzip.compress(lab.html), Content_Encoding="gzip", ETag='"v1"')})
    with Archive(tmp_path, "run-1") as archive:
        place = archive.keep(fetched)
    headers, body = read_back(tmp_path, *place, nowhere)
    assert body == fetched.body == lab.html
    assert headers["etag"] == '"v1"'
    assert headers["content-encoding"] == "gzip"
    assert not (tmp_path / "run-1.warc.gz.open").exists()


def test_any_warc_tool_finds_request_answer_redirects_and_robots(lab: Any, tmp_path: Path) -> None:
    routes = {"/p": lab.redirect("/q"), "/q": lab.reply(X_Odd="a  b"), "/robots.txt": lab.reply(b"", 404)}
    fetched = lab.one(routes)
    with Archive(tmp_path, "run") as archive:
        archive.keep(fetched)
    found = records(tmp_path / "run.warc.gz")
    assert [kind for kind, _, _ in found] == ["warcinfo"] + ["request", "response"] * 3
    main = found[-1]
    assert main[1]["WARC-Record-ID"] == record_id(fetched.capture.capture_id)
    assert main[1]["WARC-Target-URI"] == "https://a.example/q"
    assert main[1]["WARC-Date"] == "2026-11-23T06:00:00.000000Z"
    assert main[1]["WARC-IP-Address"] == "127.0.0.1"
    assert main[1]["WARC-Payload-Digest"] == fetched.capture.payload_digest
    assert main[2].partition(b"\r\n\r\n")[2] == lab.html
    assert b"X-Odd: a  b\r\n" in main[2]
    for kind, fields, _ in found[1:-1]:
        if kind == "response":
            assert fields["WARC-Concurrent-To"] == main[1]["WARC-Record-ID"]
    assert b"GET /p HTTP/1.1" in found[3][2]
    assert b"user-agent: citewatch/0.1 (+specimen)" in found[3][2].lower()
    ids = [fields["WARC-Record-ID"] for _, fields, _ in found]
    assert len(set(ids)) == len(ids)


def test_warcio_parses_our_http_heads_and_bodies(lab: Any, tmp_path: Path) -> None:
    chunked = b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    fetched = lab.one({"/p": chunked})
    with Archive(tmp_path, "run") as archive:
        archive.keep(fetched)
    with (tmp_path / "run.warc.gz").open("rb") as file:
        answers = [
            (record.http_headers.get_statuscode(), record.content_stream().read())
            for record in ArchiveIterator(file)
            if record.rec_type == "response"
        ]
    assert answers == [("404", b""), ("200", b"abc")]


def test_unchanged_bytes_are_a_revisit(lab: Any, tmp_path: Path) -> None:
    first, again = lab.fetch({"/p": [lab.reply(), lab.reply(X_Time="2")]}, *["https://a.example/p"] * 2)[0]
    later = first.capture.captured_at + timedelta(days=1)
    again = replace(again, capture=replace(again.capture, captured_at=later, capture_id="f" * 24))
    with Archive(tmp_path, "one") as archive:
        earlier = placed(first, archive.keep(first))
    with Archive(tmp_path, "two") as archive:
        place = archive.keep(again, earlier)
    kind, fields, block = records(tmp_path / "two.warc.gz")[-1]
    assert kind == "revisit"
    assert fields["WARC-Profile"].endswith("identical-payload-digest")
    assert fields["WARC-Refers-To"] == record_id(first.capture.capture_id)
    assert fields["WARC-Refers-To-Date"] == "2026-11-23T06:00:00.000000Z"
    assert fields["WARC-Payload-Digest"] == first.capture.payload_digest
    assert lab.html not in block

    known = {earlier.capture_id: Place(earlier.warc_file, earlier.warc_offset, earlier.warc_length)}
    headers, body = read_back(tmp_path, *place, known.get)
    assert body == lab.html
    assert headers["x-time"] == "2"
    with pytest.raises(ReplayError, match="evidence is missing"):
        read_back(tmp_path, *place, nowhere)


def test_other_bytes_are_kept_whole(lab: Any, tmp_path: Path) -> None:
    first, other = lab.fetch({"/p": [lab.reply(), lab.reply(b"<p>new</p>")]}, *["https://a.example/p"] * 2)[0]
    with Archive(tmp_path, "run") as archive:
        place = archive.keep(other, placed(first, archive.keep(first)))
    assert read_back(tmp_path, *place, nowhere)[1] == b"<p>new</p>"


def test_a_304_refers_to_the_bytes_it_confirms(lab: Any, tmp_path: Path) -> None:
    packed = lab.reply(gzip.compress(lab.html), ETag='"v1"', Content_Encoding="gzip")
    first = lab.one({"/p": packed})
    same = lab.one({"/p": b'HTTP/1.1 304 X\r\nETag: "v1"\r\nExpires: later\r\n\r\n'}, etag='"v1"')
    assert same.capture.state == "not_modified"
    with Archive(tmp_path, "run") as archive:
        earlier = placed(first, archive.keep(first))
        place = archive.keep(same, earlier)
    kind, fields, _ = records(tmp_path / "run.warc.gz")[-1]
    assert (kind, fields["WARC-Profile"].rpartition("/")[2]) == ("revisit", "server-not-modified")
    assert "WARC-Payload-Digest" not in fields  # a 304 has no payload to make one of
    known = {earlier.capture_id: Place(earlier.warc_file, earlier.warc_offset, earlier.warc_length)}
    headers, body = read_back(tmp_path, *place, known.get)
    assert body == lab.html
    assert headers["expires"] == "later"
    assert headers["content-type"].startswith("text/html")


def test_a_fetch_without_any_answer_has_no_place(lab: Any, tmp_path: Path) -> None:
    with Archive(tmp_path, "run") as archive:
        assert archive.keep(lab.one({}, "https://unmapped.example/")) == Place("", 0, 0)


def test_a_refusal_keeps_the_robots_file_it_rests_on(lab: Any, tmp_path: Path) -> None:
    rules = b"User-agent: *\nDisallow: /\n"
    fetched = lab.one({"/robots.txt": lab.reply(rules, Content_Type="text/plain")})
    with Archive(tmp_path, "run") as archive:
        place = archive.keep(fetched)
    assert read_back(tmp_path, *place, nowhere)[1] == rules


def test_line_ends_in_headers_do_not_break_the_record(lab: Any, tmp_path: Path) -> None:
    fetched = lab.one({"/p": lab.reply()})
    evil = replace(fetched.exchanges[-1], headers=((b"X-Evil", b"a\r\n\r\nContent-Length: 0"), (b"X", b"\xff\0")))
    fetched = replace(fetched, exchanges=(evil,))
    with Archive(tmp_path, "run") as archive:
        place = archive.keep(fetched)
    headers, body = read_back(tmp_path, *place, nowhere)
    assert body == lab.html
    assert headers["x-evil"] == "a    Content-Length: 0"


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".hidden", "a\0b", "x" * 200])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(EvidenceError):
        Archive(tmp_path / "evidence", name)
    with pytest.raises(ReplayError):
        read_back(tmp_path / "evidence", name, 0, 10, nowhere)
    assert list(tmp_path.iterdir()) == []


def test_damage_is_told_from_evidence(lab: Any, tmp_path: Path) -> None:
    with Archive(tmp_path, "run") as archive:
        place = archive.keep(lab.one({"/p": lab.reply()}))
    path = tmp_path / "run.warc.gz"
    data = path.read_bytes()
    with pytest.raises(ReplayError, match="no whole WARC record"):
        read_back(tmp_path, place.file, place.offset + 1, place.length - 1, nowhere)
    with pytest.raises(ReplayError, match="no answer"):
        read_back(tmp_path, place.file, 0, place.offset, nowhere)
    with pytest.raises(ReplayError, match="can't be read"):
        read_back(tmp_path, "other.warc.gz", 0, 5, nowhere)
    record = gzip.decompress(data[place.offset :])
    path.write_bytes(data[: place.offset] + gzip.compress(record.replace(b"356.10", b"999.99")))
    length = path.stat().st_size - place.offset
    with pytest.raises(ReplayError, match="digest"):
        read_back(tmp_path, place.file, place.offset, length, nowhere)


# Kills, disks, two processes.


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 1))
def test_a_file_cut_anywhere_keeps_every_whole_record(lab: Any, tmp_path: Path, share: float) -> None:
    source = tmp_path / "whole"
    if not source.exists():
        with Archive(source, "run") as archive:
            for fetched in lab.fetch(
                {f"/{n}": lab.reply(b"x%d" % n * 50) for n in range(4)}, *[f"https://a.example/{n}" for n in range(4)]
            )[0]:
                archive.keep(fetched)
    data = (source / "run.warc.gz").read_bytes()
    cut = int(share * len(data))
    folder = tmp_path / "cut"
    folder.mkdir(exist_ok=True)
    (folder / "run.warc.gz").write_bytes(data[:cut])
    (folder / "run.warc.gz.open").touch()
    repair(folder)
    left = (folder / "run.warc.gz").read_bytes()
    assert data.startswith(left)
    assert len(left) <= cut
    kept = records(folder / "run.warc.gz") if left else []
    whole = records(source / "run.warc.gz")
    assert kept == whole[: len(kept)]
    if cut == len(data):
        assert len(kept) == len(whole)
    assert not (folder / "run.warc.gz.open").exists()


def test_a_run_taken_up_again_goes_on_behind_the_last_whole_record(lab: Any, tmp_path: Path) -> None:
    one, two = lab.fetch(
        {"/p": lab.reply(), "/q": lab.reply(b"<p>q</p>")}, "https://a.example/p", "https://a.example/q"
    )[0]
    with Archive(tmp_path, "run") as archive:
        first = archive.keep(one)
    path = tmp_path / "run.warc.gz"
    path.write_bytes(path.read_bytes() + gzip.compress(b"WARC/1.1\r\nhalf")[:-9])
    with Archive(tmp_path, "run") as archive:
        second = archive.keep(two)
    assert read_back(tmp_path, *first, nowhere)[1] == lab.html
    assert read_back(tmp_path, *second, nowhere)[1] == b"<p>q</p>"
    assert len(records(path)) == 7


def test_what_keep_returned_survives_sigkill(tmp_path: Path) -> None:
    script = """
        import sys
        from datetime import UTC, datetime
        from pathlib import Path
        from citewatch.evidence import Archive
        from citewatch.fetch import Exchange, Fetched
        from schemas.capture import Capture

        archive = Archive(Path(sys.argv[1]), "run")
        for n in range(100_000):
            body = b"page %d " % n * 500
            answer = Exchange("page", "https://a.example/", (), 200, "HTTP/2", (), body)
            now = datetime(2026, 1, 1, tzinfo=UTC)
            capture = Capture(f"{n:024x}", "s", "page", "live", "u", "u", 200, "ok", False, "", now)
            place = archive.keep(Fetched(capture, body, body, (), (answer,)))
            print(n, *place, flush=True)
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(25)]
    process.send_signal(signal.SIGKILL)
    lines += process.stdout.readlines()
    process.wait()
    process.stdout.close()
    assert (tmp_path / "run.warc.gz.open").exists()
    repair(tmp_path)
    places = [line.split() for line in lines if line.endswith("\n")]
    assert len(places) >= 25
    for number, file, offset, length in places:
        assert read_back(tmp_path, file, int(offset), int(length), nowhere)[1] == b"page %d " % int(number) * 500
    assert len(records(tmp_path / "run.warc.gz")) >= 1 + 2 * len(places)


def test_a_live_writer_is_left_alone(lab: Any, tmp_path: Path) -> None:
    with Archive(tmp_path, "run") as archive:
        archive.keep(lab.one({"/p": lab.reply()}))
        assert repair(tmp_path) == []
        assert (tmp_path / "run.warc.gz.open").exists()
        with pytest.raises(EvidenceError, match="Another process"):
            Archive(tmp_path, "run")


def test_a_full_disk_leaves_no_half_record(lab: Any, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    fetched = lab.one({"/p": lab.reply(os.urandom(20_000))})
    fetched = replace(fetched, capture=replace(fetched.capture, state="ok"))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    archive = Archive(tmp_path, "run")
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, before[1]))
        place = archive.keep(fetched)
        with pytest.raises(EvidenceError, match="File too large"):
            archive.keep(fetched)
        assert (tmp_path / "run.warc.gz").stat().st_size == place.offset + place.length
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    again = archive.keep(fetched)
    archive.close()
    assert again.offset > place.offset
    assert len(records(tmp_path / "run.warc.gz")) == 9


def test_a_folder_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EvidenceError, match="can't be kept in"):
        Archive(tmp_path / "file", "run")


def test_a_packed_page_is_not_packed_again(lab: Any, tmp_path: Path) -> None:
    noise = os.urandom(5_000)
    packed = gzip.compress(noise)
    with Archive(tmp_path, "run") as archive:
        place = archive.keep(lab.one({"/p": lab.reply(packed, Content_Encoding="gzip")}))
    assert packed in (tmp_path / "run.warc.gz").read_bytes()
    assert read_back(tmp_path, *place, nowhere)[1] == noise
