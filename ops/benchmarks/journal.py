"""A journal with millions of messages, made from one that the service wrote, and kept for later runs."""
import hashlib
import json
import os
import random
import shutil
import sqlite3
import time

import servers
from load import SEED, Bodies, wrk
from machine import Failure, say

ROW_BYTES = 700
GROWTH_MAX = 1.1


def mebibytes(rows):
    """Roughly what a file of so many messages needs."""
    return rows * ROW_BYTES >> 20


def filled(place, work, rows):
    """A folder with sms.sqlite holding `rows` forwarded messages; made when there is none that fits."""
    sample = _sample(place)
    schema = _schema(sample)
    folder = os.path.join(work, f"rows-{rows}")
    mark = os.path.join(folder, "made.json")
    try:
        with open(mark) as file:
            made = json.load(file)
        _, count = _range(os.path.join(folder, "sms.sqlite"))
        if made["schema"] == schema and count <= rows * GROWTH_MAX + 1000:
            return folder
    except (OSError, ValueError, KeyError, sqlite3.Error):
        pass
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    say(f"  making {rows:,} rows in {folder}")
    started = time.monotonic()
    path = os.path.join(folder, "sms.sqlite")
    shutil.copyfile(sample, path)
    _multiply(path, rows)
    with open(mark, "w") as file:
        json.dump({"schema": schema, "rows": rows, "seed": SEED}, file)
    say(f"  {os.path.getsize(path) >> 20} MiB in {time.monotonic() - started:.0f} s")
    return folder


def warm(folder):
    """Reads the file once, so that the figure is about the tables' size, not about a cold cache."""
    with open(os.path.join(folder, "sms.sqlite"), "rb", buffering=0) as file:
        while file.read(1 << 24):
            pass


def _sample(place):
    """The journal of a service that took one message in, closed cleanly."""
    server = servers.sms(place, "sample")
    wrk(server.url, Bodies(place.folder).file(1), 5, connections=1)
    server.process.settle()
    server.process.end()
    path = os.path.join(place.folder, "sample", "sms.sqlite")
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute("PRAGMA journal_mode=DELETE")
    return path


def _schema(path):
    with sqlite3.connect(path) as database:
        return hashlib.sha256(repr(database.execute(
            "SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()
        ).encode()).hexdigest()


def _range(path):
    """Smallest sequence number and how many there are."""
    with sqlite3.connect(path, timeout=30) as database:
        first, last = database.execute("SELECT MIN(seq), MAX(seq) FROM journal").fetchone()
        return first, last - first + 1


def _multiply(path, rows):
    """Repeats the one message under other ids, as forwarded. Ids are random, as providers' are, so that
    the indexes have the shape of real ones; every other column is copied."""
    chance = random.Random(SEED)
    database = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-3000000",
                   "locking_mode=EXCLUSIVE"):
        database.execute(f"PRAGMA {pragma}")
    database.row_factory = sqlite3.Row
    first = database.execute("SELECT * FROM journal ORDER BY seq").fetchone()
    if first is None:
        raise Failure("the sample message is not in the journal")
    names = list(first.keys())
    body, external_id = bytes(first["body"]), first["external_id"].encode()
    columns = [names.index(name) for name in (
        "seq", "external_id", "complaint_id", "tracking", "received_at", "body", "state")]
    seq, external, complaint, tracking, received, raw, state = columns
    pattern = list(first)
    pattern[state] = "forwarded"

    def copies():
        for number in range(1, rows):
            row, hexes = pattern.copy(), f"{chance.getrandbits(256):064x}"
            row[seq] += number
            row[external] = "msg_" + hexes[:32]
            row[complaint] = (
                f"{hexes[32:40]}-{hexes[40:44]}-5{hexes[44:47]}-8{hexes[47:50]}-{hexes[50:62]}")
            row[tracking] = f"HSS-26-1{number:08}-0"
            row[received] -= (rows - number) * 1_000_000
            row[raw] = body.replace(external_id, row[external].encode())
            yield row

    database.execute("BEGIN")
    database.execute("DELETE FROM outbox")
    database.execute("UPDATE journal SET state = 'forwarded'")
    database.executemany(
        f"INSERT INTO journal ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", copies())
    database.execute(
        "UPDATE counter SET value = ? WHERE name = 'received' OR name LIKE 'tracking-%'", (rows,))
    # The running books of the states.
    database.execute("DELETE FROM counter WHERE name LIKE 'state:%'")
    database.execute("INSERT INTO counter (name, value) VALUES ('state:forwarded', ?)", (rows,))
    database.execute("COMMIT")
    database.execute("PRAGMA journal_mode=WAL")
    database.close()
