"""What durability costs: our intake against an echo, Flask, Redis, PostgreSQL, and itself when full.

Every comparison is interleaved: in each round all of its servers are measured once, in turning order, and
the figure is the median of the rounds' ratios. The servers of a comparison are all up; those not being
measured are idle.
"""
import os

import journal
import servers
from load import CONNECTIONS, Bodies, measured, wrk
from machine import Failure, SyncShim, median, need_disk, say, spread

SYNC_US = 5000
WARM_SECONDS = 1
# A rate nothing here reaches: how many bodies a second are laid ready for a run.
RATE_MAX = 30_000
PARTS = ["echo", "sync", "postgres", "full", "whole"]


def rounds(options, contestants):
    """Runs {name: function} by turns; gives {name: [results]}."""
    names = list(contestants)
    results = {name: [] for name in names}
    for number in range(options.rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            results[name].append(contestants[name]())
        say("  round {}: {}".format(number + 1, ", ".join(
            f"{name} {results[name][-1]['rate']:,.0f}/s" for name in names)))
    return results


def figures(results, name, key):
    return [result[key] for result in results[name]]


def ratio(results, above, below, key):
    """The median of the rounds' ratios."""
    return median([a / b for a, b in zip(
        figures(results, above, key), figures(results, below, key))])


class Intake:
    def __init__(self, options, place, table, shim):
        self.options, self.place, self.table = options, place, table
        self.bodies = Bodies(place.folder)
        self.disk = SyncShim(shim, place.folder, SYNC_US)

    def loaded(self, server, **more):
        """A function that measures one run at a server and keeps count of what it acknowledged."""
        server.acknowledged = server.runs = 0

        def run(seconds=self.options.seconds, connections=CONNECTIONS):
            bodies = self.bodies.file(seconds * RATE_MAX)
            result = measured(
                server.process, server.url, bodies, seconds, syncs=server.syncs,
                connections=connections, **more)
            server.acknowledged += result["requests"]
            server.runs += 1
            return result
        run(WARM_SECONDS)
        return run

    def check(self, server, name):
        """What was acknowledged is stored; in flight at the end of a run may be more or be sent twice."""
        if server.stored is None:
            return
        stored, slack = server.stored(), CONNECTIONS * server.runs
        if abs(stored - server.acknowledged) > slack:
            raise Failure(f"{name} acknowledged {server.acknowledged} messages and stored {stored}")

    def echo(self):
        say("our intake, a bare echo, Flask: own disk, 64 connections")
        peers = {
            "echo": servers.bench_server(self.place, "echo", "echo"),
            "intake": servers.sms(self.place, "plain"), "flask": servers.flask(self.place, "flask"),
        }
        results = rounds(self.options, {
            name: self.loaded(server, repeat=name == "echo") for name, server in peers.items()})
        for name in ("intake", "flask"):
            self.check(peers[name], name)
        self.end(peers.values())
        add, us = self.table.add, lambda name, key: median(figures(results, name, key))
        add("CPU of the echo / CPU of an intake", ratio(results, "echo", "intake", "cpu_us"),
            least=0.50, aim=0.65,
            detail=f"{us('echo', 'cpu_us'):.0f} / {us('intake', 'cpu_us'):.0f} us a request, Routing "
                   "away, the normaliser at work beside it")
        add("the same, until the outbox holds all",
            ratio(results, "echo", "intake", "total_us"),
            detail=f"{us('echo', 'total_us'):.0f} / {us('intake', 'total_us'):.0f} us a request, what "
                   "the normaliser does after the load included")
        add("throughput, intake / echo", ratio(results, "intake", "echo", "rate"), least=0.30,
            aim=0.50, detail=f"{us('intake', 'rate'):,.0f} / {us('echo', 'rate'):,.0f} a second")
        add("throughput, intake / Flask + gunicorn + SQLite WAL",
            ratio(results, "intake", "flask", "rate"), "x", least=8, aim=15,
            detail=f"{us('intake', 'rate'):,.0f} / {us('flask', 'rate'):,.0f} a second")
        add("p99 of an intake", us("intake", "p99_ms"), "ms", most=20,
            detail=f"median {us('intake', 'p50_ms'):.1f} ms; the echo's p99 {us('echo', 'p99_ms'):.1f}")
        self.table.note(
            "noise: the echo's rounds differ by {:.0%} in rate and {:.0%} in CPU a request".format(
                spread(figures(results, "echo", "rate")), spread(figures(results, "echo", "cpu_us"))))

    def sync(self):
        say(f"emulated disk, every sync {SYNC_US / 1000:.0f} ms longer")
        ours = servers.sms(self.place, "slow", disk=self.disk)
        single = servers.bench_server(self.place, "single", "single", disk=self.disk)
        redis = servers.Redis(self.place, "redis", self.disk)
        body = Bodies(self.place.folder).one()[1]
        first = redis.run(body, CONNECTIONS, 1000)
        count = max(1000, int(first["rate"] * self.options.seconds))
        run = self.loaded(ours)
        results = rounds(self.options, {
            "intake": run, "single": self.loaded(single),
            "redis": lambda: redis.run(body, CONNECTIONS, count)})
        alone = run(connections=1)
        self.check(ours, "intake")
        self.check(single, "one transaction a message")
        self.end([ours, single, redis])
        rate = {name: median(figures(results, name, "rate")) for name in results}
        self.table.add(
            "5 ms sync: intake / Redis appendfsync always", ratio(results, "intake", "redis", "rate"),
            "x", least=0.9, aim=1.2, detail=f"{rate['intake']:,.0f} / {rate['redis']:,.0f} a second")
        self.table.add(
            "5 ms sync: intake / one transaction a message",
            ratio(results, "intake", "single", "rate"), "x", least=30, aim=50,
            detail=f"{rate['intake']:,.0f} / {rate['single']:,.0f} a second; the one has no normaliser")
        self.table.add(
            "5 ms sync: syncs per 100 messages", median(figures(results, "intake", "syncs")) * 100,
            most=7, aim=3,
            detail="all syncs of the process: journal, normaliser, checkpoints; p99 {:.0f} ms".format(
                median(figures(results, "intake", "p99_ms"))))
        self.table.add(
            "5 ms sync: median time of an intake, 1 connection", alone["p50_ms"], "ms", most=8.5,
            detail="1.5 syncs and 1 ms: nobody waits for a batch to fill")

    def postgres(self):
        say("the PostgreSQL backend and pgbench at one server")
        name = "PostgreSQL: intake / pgbench single-row inserts"
        server = servers.Postgres(self.place, "postgres")
        try:
            ours = servers.sms(self.place, "on-postgres", database=server.url)
        except Failure as failure:
            self.table.add(name, None, least=1.0, aim=2,
                           detail=f"mendengar-sms does not start: {str(failure)[-160:]}")
            self.end([server])
            return
        ours.stored = lambda: int(server.sql("SELECT COUNT(*) FROM sms.journal"))
        results = rounds(self.options, {
            "intake": self.loaded(ours),
            "pgbench": lambda: server.pgbench(CONNECTIONS, self.options.seconds)})
        self.check(ours, "intake on PostgreSQL")
        self.end([ours, server])
        rate = {name: median(figures(results, name, "rate")) for name in results}
        self.table.add(
            name, ratio(results, "intake", "pgbench", "rate"), "x", least=1.0, aim=2,
            detail=f"{rate['intake']:,.0f} / {rate['pgbench']:,.0f} a second; pgbench has no HTTP, no "
                   "signature, no normaliser")

    def full(self):
        count = self.options.rows
        say(f"{count:,} messages stored against none")
        empty = servers.sms(self.place, "empty")
        folder = journal.filled(self.place, self.options.work, count)
        place = servers.Place(self.place.programs, os.path.dirname(folder), self.place.region)
        journal.warm(folder)
        full = servers.sms(place, os.path.basename(folder), seconds=300)
        full.stored = empty.stored = None
        results = rounds(
            self.options, {"empty": self.loaded(empty), "full": self.loaded(full)})
        self.end([empty, full])
        rate = {name: median(figures(results, name, "rate")) for name in results}
        self.table.add(
            f"throughput with {count:,} rows / empty", ratio(results, "full", "empty", "rate"),
            least=0.90, aim=0.97, detail=f"{rate['full']:,.0f} / {rate['empty']:,.0f} a second; CPU "
            f"{ratio(results, 'full', 'empty', 'cpu_us'):.2f}x; the file was read into memory before")

    def whole(self):
        """No bound: what a complaint costs from the webhook to its assignment."""
        count = self.options.whole
        say(f"everything: {count} messages through mendengar-sms and mendengar-routing")
        routing, port = servers.routing(self.place, "routing")
        ours = servers.sms(self.place, "with-routing", routing_port=port)
        for process in (routing, ours.process):
            process.settle()
        before = ours.process.cpu_us(), routing.cpu_us()
        wrk(ours.url, self.bodies.file(count), 600)
        for process in (ours.process, routing, ours.process):
            process.settle(900)
        after = ours.process.cpu_us(), routing.cpu_us()
        # Those in flight when the bodies ran out are stored as well.
        sms_us, routing_us = ((b - a) / ours.stored() for a, b in zip(before, after))
        waiting = servers.count_rows(
            os.path.join(self.place.folder, "with-routing", "sms.sqlite"), "outbox")()
        if waiting:
            raise Failure(f"{waiting} complaints still wait in the outbox")
        self.end([ours])
        routing.end()
        self.table.add(
            "CPU of a complaint, webhook to assignment", sms_us + routing_us, "us",
            detail=f"mendengar-sms {sms_us:.0f}, mendengar-routing {routing_us:.0f}")

    @staticmethod
    def end(ended):
        for server in ended:
            server.process.end()


def run(options, place, table, shim):
    parts = options.only or PARTS
    rows_mib = journal.mebibytes(options.rows) if "full" in parts else 0
    need_disk(options.work, 2500 + rows_mib, f"ops/bench intake ({', '.join(parts)})")
    bench = Intake(options, place, table, shim)
    for part in parts:
        getattr(bench, part)()
    table.note(
        f"{options.rounds} rounds of {options.seconds} s, {CONNECTIONS} connections, medians of the "
        "rounds' ratios; wrk -t1 shares the processors with the servers")
