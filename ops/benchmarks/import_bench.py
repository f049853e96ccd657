"""A large import beside a working intake: time and memory, and what citizens notice of it.

Every POSTS_PAUSE seconds a complaint is posted, first alone, then while a file of SP4N-LAPOR! with ROWS cases (or
fewer, `--rows`) is taken in by `mendengar sp4n import`, then while the decider works through what it brought. Each
is timed from its turn to its answer, and then to the long poll of a reader of the feed. Once as XLSX, once as CSV.
"""
import csv
import os
import random
import statistics
import threading
import time
import zipfile
from xml.sax.saxutils import escape

import servers
import texts
from feed_bench import CASE_TOKEN, Client, Reader, complaint
from machine import Failure, Process, need_disk, say

PARTS = ["xlsx", "csv"]
ROWS = 100_000
POSTS_PAUSE = 0.02
ALONE_SECONDS = 10
# So long citizens go on while what was brought is decided; then it must be done within so many more.
BACKLOG_SECONDS, DECIDED_SECONDS = 30, 1800
HEADINGS = ["Tracking ID", "Tanggal Laporan Masuk", "Waktu Laporan Masuk", "Nama Pelapor", "Klasifikasi Laporan",
            "Judul Laporan", "Isi Laporan Awal", "Tipe Laporan (Anonim/Rahasia)", "Instansi Terdisposisi",
            "Status Laporan", "Kecamatan", "Kelurahan"]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sep", "Okt", "Nov", "Des"]


def cases(region, count):
    """Rows as SP4N-LAPOR! exports them, of the years 2023 to 2025."""
    draw, places = random.Random(17), texts.villages(region)
    for number, text in enumerate(texts.complaints(region, count), 1):
        village, kecamatan = draw.choice(places)
        yield [
            str(8_000_000 + number), f"{draw.randint(1, 28)} {draw.choice(MONTHS)} {draw.randint(2023, 2025)}",
            f"{draw.randrange(24):02}:{draw.randrange(60):02}", f"Warga {draw.randrange(20_000)}",
            "Pengaduan Tidak Berkadar Pengawasan", text[:60], text, draw.choice(["", "", "", "Anonim"]),
            "Dinas Pekerjaan Umum", draw.choice(["Ditutup oleh Sistem"] * 9 + ["Sedang Diproses"]), kecamatan, village]


def write_csv(path, rows):
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADINGS)
        writer.writerows(rows)


def write_xlsx(path, rows):
    """As spreadsheets write it: texts that cells share."""
    shared, main = {}, "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<worksheet xmlns="{main}"><sheetData>'.encode())
            for number, row in enumerate([HEADINGS, *rows], 1):
                cells = "".join(
                    f'<c r="{chr(65 + column)}{number}" t="s"><v>{shared.setdefault(cell, len(shared))}</v></c>'
                    for column, cell in enumerate(row) if cell)
                sheet.write(f'<row r="{number}">{cells}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")
        strings = "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
        book.writestr("xl/sharedStrings.xml", f'<sst xmlns="{main}">{strings}</sst>')
        book.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
            '<sheet name="Laporan" sheetId="1" r:id="rId1"/></sheets></workbook>')
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>')


class Citizens(threading.Thread):
    """Posts a complaint every POSTS_PAUSE seconds and notes how long each waited for its answer."""

    def __init__(self, port, region):
        super().__init__(daemon=True)
        self.client = Client(port, servers.TOKEN)
        self.lines = texts.complaints(region, 20_000, seed=7)
        self.times, self.accepted, self.failures, self.ends = [], {}, 0, False

    def run(self):
        due = time.monotonic()
        while not self.ends:
            number = len(self.times) + 1
            time.sleep(max(0, due - time.monotonic()))
            try:
                self.client.post([complaint(number, self.lines[number % len(self.lines)])])
                self.accepted[str(number)] = time.monotonic()
            except (Failure, OSError):
                self.failures += 1
                self.client.connection.close()
            # From when it was due: whoever waits behind one that waits, waits too.
            self.times.append((due, (time.monotonic() - due) * 1000))
            due += POSTS_PAUSE

    def between(self, start, end):
        return sorted(took for at, took in self.times if start <= at < end)


class SpanReader(Reader):
    """Reads the whole feed until it is told to stop."""

    def __init__(self, port):
        super().__init__(port, 0, None)
        self.ends, self.imported, self.last = False, 0, 0

    def run(self):
        while not self.ends:
            page = self.page(wait=1)
            now = time.monotonic()
            for item in page["items"]:
                if item["complaint"]["channel"] == "import":
                    self.imported, self.last = self.imported + 1, now
                else:
                    self.seen.setdefault(item["complaint"]["external_id"], now)
            self.after = page["next"]


def take_in(place, config, path):
    """Runs the command; gives seconds and the peak of its memory in MiB."""
    log = os.path.join(place.folder, "import.log")
    started, peak = time.monotonic(), 0
    importing = Process([place.program("mendengar"), "sp4n", "import", path, "--config", config], log)
    while importing.child.poll() is None:
        peak = max(peak, importing.memory_mib("VmHWM"))
        time.sleep(0.02)
    seconds, status = time.monotonic() - started, importing.end()
    if status != 0 or not importing.last_words().endswith("stored"):
        raise Failure(f"the import ended with {status}: {importing.last_words()}")
    return seconds, peak


def at(values, share):
    return values[min(len(values) - 1, int(len(values) * share))] if values else None


def measure(place, table, name, path, count):
    routing, port = servers.routing(place, f"import-{name}", case_token=CASE_TOKEN)
    config = os.path.join(place.folder, f"import-{name}", "mendengar.yaml")
    citizens, reader = Citizens(port, place.region), SpanReader(port)
    reader.start()
    citizens.start()
    begun = time.monotonic()
    time.sleep(ALONE_SECONDS)
    before = time.monotonic()
    seconds, memory = take_in(place, config, path)
    after = time.monotonic()
    while time.monotonic() < after + BACKLOG_SECONDS and reader.imported < count:
        time.sleep(0.1)
    end, behind = time.monotonic(), reader.imported
    citizens.ends = True
    citizens.join(60)
    while reader.imported < count or len(reader.seen) < len(citizens.accepted):
        if time.monotonic() > end + DECIDED_SECONDS:
            raise Failure(f"{reader.imported:,} of {count:,} cases are decided after {DECIDED_SECONDS} s")
        time.sleep(0.5)
    reader.ends = True
    table.add(f"{name}: {count:,} rows taken in", seconds, "s",
              detail=f"{count / seconds:,.0f} rows/s; {os.path.getsize(path) >> 20} MiB")
    table.add(f"{name}: peak memory of the import", memory, "MiB", most=128)
    spans = [("alone", begun, before), ("during the import", before, after), ("while it is decided", after, end)]
    for what, start, stop in spans:
        took = citizens.between(start, stop)
        delays = sorted((reader.seen[key] - when) * 1000 for key, when in citizens.accepted.items()
                        if start <= when < stop)
        table.add(f"{name}: POST /v1/complaints {what} (99 of 100)", at(took, 0.99), "ms",
                  most=None if what == "alone" else 50,
                  detail=f"{len(took):,} posts, median {statistics.median(took):.1f} ms, slowest {took[-1]:.0f} ms")
        table.add(f"{name}: accept to feed {what} (99 of 100)", at(delays, 0.99), "ms",
                  detail=f"median {statistics.median(delays):.0f} ms, slowest {delays[-1]:.0f} ms")
    if citizens.failures:
        table.note(f"{name}: {citizens.failures} posts were refused or cut off")
    table.add(f"{name}: all {count:,} decided", reader.last - after, "s",
              detail=f"after the import; {behind:,} in the first {end - after:.0f} s; Routing's peak "
                     f"{routing.memory_mib('VmHWM'):.0f} MiB")
    routing.end()


def run(options, place, table, _shim):
    count = min(options.rows, ROWS)
    need_disk(place.folder, 300 + count // 50, f"ops/bench import ({count:,} rows)")
    rows = list(cases(place.region, count))
    for name, write in (("XLSX", write_xlsx), ("CSV", write_csv)):
        if options.only and name.lower() not in options.only:
            continue
        path = os.path.join(place.folder, f"sp4n.{name.lower()}")
        write(path, rows)
        say(f"  {path}: {os.path.getsize(path) >> 20} MiB")
        measure(place, table, name, path, count)
