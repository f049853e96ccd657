"""Resident memory: a channel service after a million messages, Routing idle."""
import servers
from load import Bodies, wrk
from machine import Failure, need_disk, say

SLICE = 50_000
CONNECTIONS = 256
BYTES_A_MESSAGE = 2500


def run(options, place, table, _shim):
    count = options.messages
    need_disk(options.work, 500 + (count * BYTES_A_MESSAGE >> 20), f"ops/bench memory ({count:,})")
    routing, _ = servers.routing(place, "idle-routing")
    routing.settle()
    table.add(f"mendengar-routing idle, {options.region}", routing.memory_mib(), "MiB", most=64,
              detail=f"peak {routing.memory_mib('VmHWM'):.0f} MiB, anonymous "
                     f"{routing.memory_mib('RssAnon'):.0f} MiB")
    routing.end()

    ours, bodies, sent = servers.sms(place, "memory"), Bodies(place.folder), 0
    ours.process.settle()
    idle = ours.process.memory_mib()
    while sent < count:
        share = min(SLICE, count - sent)
        wrk(ours.url, bodies.file(share), 3600, connections=CONNECTIONS)
        sent += share
        say(f"  {sent:,} messages: {ours.process.memory_mib():.1f} MiB")
    ours.process.settle(1800)
    stored = ours.stored()
    if abs(stored - count) > CONNECTIONS * (count // SLICE + 1):
        raise Failure(f"{count} messages were sent and {stored} stored")
    table.add(f"mendengar-sms after {stored:,} messages", ours.process.memory_mib(), "MiB", most=64,
              detail=f"idle {idle:.0f} MiB before, peak {ours.process.memory_mib('VmHWM'):.0f} MiB, "
                     f"anonymous now {ours.process.memory_mib('RssAnon'):.0f} MiB; {CONNECTIONS} "
                     "connections, Routing away, all in the outbox")
    ours.process.end()
