"""Instructions an intake takes, counted by callgrind: the same on a busy machine, so that growth is seen.

One connection sends fixed messages; each next one goes out when the one before stands in the outbox, so
that nothing depends on timing. Start and stop cost the same in a short and in a long run and cancel out.
Routing answers 503 "come back in an hour": the forwarder tries once and is quiet.
"""
import glob
import http.client
import http.server
import json
import os
import re
import sqlite3
import subprocess
import threading
import time
import urllib.parse

import servers
from load import Bodies
from machine import Failure, need_disk, say

SHORT, LONG = 60, 260
GROWTH_MAX = 0.03
KEPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "instructions.json")
VALGRIND = ["valgrind", "--tool=callgrind", "--quiet"]


class Away(http.server.BaseHTTPRequestHandler):
    """Routing, out for an hour."""

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(503)
        self.send_header("Retry-After", "3600")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def without_debug_info(place, program):
    """A place with a copy that valgrind 3.19 can load: it does not know DWARF 5."""
    folder = place.make("stripped")
    run = subprocess.run(
        ["strip", "-g", "-o", os.path.join(folder, program), place.program(program)],
        capture_output=True, text=True)
    if run.returncode:
        raise Failure(f"strip: {run.stderr.strip()}")
    return servers.Place(folder, place.folder, place.region)


def waits_until_normalised(path):
    """A function that returns when no message is left to normalise."""
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)

    def wait(count):
        deadline = time.monotonic() + 60
        while database.execute(
                "SELECT COUNT(*) FROM journal WHERE state = 'waiting'").fetchone()[0] < count:
            if time.monotonic() > deadline:
                raise Failure(f"message {count} is not in the outbox after 60 s")
            time.sleep(0.01)
    return wait


def counted(place, name, messages, away_port, shim):
    """The instructions of a whole run with so many messages."""
    folder = place.make(name)
    out = os.path.join(folder, "callgrind.out")
    server = servers.sms(
        place, name, routing_port=away_port, seconds=300,
        prefix=[*VALGRIND, f"--callgrind-out-file={out}"],
        env={"SWIFT_DETERMINISTIC_HASHING": "1", "LD_PRELOAD": shim})
    wait = waits_until_normalised(os.path.join(folder, "sms.sqlite"))
    address = urllib.parse.urlsplit(server.url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=120)
    bodies = Bodies(place.folder, mark="00000000")
    for number in range(1, messages + 1):
        signature, body = bodies.one()
        connection.request("POST", address.path, body, {
            "Content-Type": "application/json", "X-Signature": signature})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise Failure(f"message {number} was answered {answer.status}")
        wait(number)
    connection.close()
    server.process.end(120)
    for path in glob.glob(out + "*"):
        with open(path) as file:
            if total := re.search(r"^(?:summary|totals): (\d+)", file.read(), re.MULTILINE):
                return int(total.group(1))
    raise Failure(f"callgrind left no count: {server.process.last_words()}")


def run(options, place, table, shim):
    need_disk(options.work, 500, "ops/bench instructions")
    place = without_debug_info(place, "mendengar-sms")
    away = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Away)
    threading.Thread(target=away.serve_forever, daemon=True).start()
    counts = []
    for number in range(1, 4):
        short = counted(place, f"short-{number}", SHORT, away.server_port, shim)
        long = counted(place, f"long-{number}", LONG, away.server_port, shim)
        counts.append((long - short) / (LONG - SHORT))
        say(f"  {counts[-1]:,.0f} instructions a message")
    # Noise only adds: an extra wake-up, a longer probe.
    now = min(counts)
    kept = {}
    if os.path.exists(KEPT):
        with open(KEPT) as file:
            kept = json.load(file)
    before = kept.get(options.configuration)
    table.add(
        "instructions an intake", now, most=before and before * (1 + GROWTH_MAX),
        detail=(f"kept: {before:,}, {now / before - 1:+.1%}" if before else
                f"none kept for the {options.configuration} build: ops/bench instructions --update")
        + f"; runs differ by {max(counts) / now - 1:.1%}")
    table.note("one message from the socket to the outbox, nothing else at work; callgrind")
    if options.update:
        kept[options.configuration] = round(now)
        with open(KEPT, "w") as file:
            json.dump(kept, file, indent=2, sort_keys=True)
            file.write("\n")
        say(f"kept in {KEPT}")
    elif options.gate and not before:
        raise Failure(f"{KEPT} has no count for the {options.configuration} build to compare with")
