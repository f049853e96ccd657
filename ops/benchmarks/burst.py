"""A burst: the 15,000 messages that the President's number got on the day of its announcement, all at once.

Every one that was acknowledged must be in the feed, once, and the slowest of a hundred is acknowledged within a
second, while Routing understands and assigns on the same two processors.
"""
import os
import sqlite3
import time

import servers
from load import Bodies, wrk
from machine import Failure, need_disk

MESSAGES = 15_000
CONNECTIONS = 256
DECIDE_SECONDS = 600


def run(options, place, table, _shim):
    need_disk(options.work, 500, "ops/bench burst")
    routing, port = servers.routing(place, "burst-routing")
    ours = servers.sms(place, "burst", routing_port=port)
    bodies = Bodies(place.folder)
    result = wrk(ours.url, bodies.file(MESSAGES), 3600, connections=CONNECTIONS)
    acknowledged, started = result["requests"], time.monotonic()
    stored = ours.stored()
    if stored < acknowledged:
        raise Failure(f"{acknowledged} messages were acknowledged and {stored} stored")
    fed = in_feed(place, stored, started + DECIDE_SECONDS)
    table.add("acknowledged within (99 of 100)", result["p99_ms"], "ms", most=1000,
              detail=f"{acknowledged:,} messages over {CONNECTIONS} connections in "
                     f"{result['seconds']:.1f} s, median {result['p50_ms']:.0f} ms")
    table.add("in the feed, of those acknowledged", fed / acknowledged, "x", least=1,
              detail=f"{fed:,} distinct of {stored:,} stored, all assigned "
                     f"{time.monotonic() - started:.1f} s after the last acknowledgement")
    ours.process.end()
    routing.end()


def in_feed(place, wanted, deadline):
    """Distinct complaints in Routing's feed, once all are there; more than wanted is a failure too."""
    path = os.path.join(place.folder, "burst-routing", "routing.sqlite")
    rows = distinct = 0
    while rows < wanted and time.monotonic() < deadline:
        time.sleep(0.2)
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30) as database:
            rows, distinct = database.execute(
                "SELECT COUNT(*), COUNT(DISTINCT assignment_id) FROM feed").fetchone()
    if rows != distinct or distinct != wanted:
        raise Failure(f"{wanted} messages were stored, {rows} entries are in the feed, {distinct} distinct")
    return distinct
