"""From the acceptance of a complaint to a reader of the feed, at half of what Routing carries on this machine.

First as fast as it takes them, which gives its rate; then a tick every ten milliseconds with half that rate, each
complaint timed from the answer that accepted it to the long poll that brought it. Once more with a receiver of
webhooks besides, which must have taken everything before the ticks begin, and again soon after they end.
"""
import http.client
import http.server
import json
import multiprocessing
import statistics
import threading
import time
import uuid

import servers
import texts
from machine import Failure, free_port, need_disk

FLOOD = 6_000
BATCH = 64
SENDERS = 2
TICK = 0.01
SECONDS = 10
CASE_TOKEN = "mdg_bench_case"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def complaint(number, text):
    return {
        "id": str(uuid.UUID(int=(6306 << 96) + number)), "tracking": f"HSS-26-1{number:06}-0", "channel": "sms",
        "account": "bench", "external_id": str(number), "received_at": "2026-11-21T23:32:44.123Z",
        "reporter": {"name": None, "phone": f"+62812{number:08}", "email": None, "address": None,
                     "anonymous": False, "confidential": False},
        "subject": None, "text": text, "kind": "complaint", "language": "id", "places": [], "topics": [],
        "attachments": [], "programme": None, "flags": [], "in_reply_to": None}


class Client:
    def __init__(self, port, token):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=90)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def call(self, method, path, body=None):
        self.connection.request(method, path, body, self.headers)
        answer = self.connection.getresponse()
        data = answer.read()
        if answer.status != 200:
            raise Failure(f"{method} {path}: {answer.status} {data[:200]!r}")
        return data

    def post(self, complaints):
        self.call("POST", "/v1/complaints", json.dumps(complaints))


class Reader(threading.Thread):
    """Reads the feed as a case system does, and notes when each complaint came."""

    def __init__(self, port, after, wanted):
        super().__init__(daemon=True)
        self.client, self.after, self.wanted, self.seen = Client(port, CASE_TOKEN), after, wanted, {}

    def page(self, wait=60):
        return json.loads(self.client.call("GET", f"/v1/assignments?after={self.after}&limit=1000&wait={wait}"))

    def run(self):
        while len(self.seen) < self.wanted:
            page = self.page()
            now = time.monotonic()
            for item in page["items"]:
                self.seen.setdefault(item["complaint"]["external_id"], now)
            self.after = page["next"]


class Hook:
    """A receiver of webhooks in a process of its own, which takes everything and counts it."""

    def __init__(self):
        self.port, self.count = free_port(), multiprocessing.Value("q", 0)
        self.process = multiprocessing.Process(target=self.serve, daemon=True)
        self.process.start()

    def serve(self):
        count = self.count

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                self.rfile.read(int(self.headers["content-length"]))
                with count.get_lock():
                    count.value += 1
                self.wfile.write(b"HTTP/1.1 204 No Content\r\n\r\n")

            def log_message(self, *_):
                pass

        http.server.ThreadingHTTPServer(("127.0.0.1", self.port), Handler).serve_forever()

    def drained(self, wanted, seconds=300):
        """Seconds until it has taken so many."""
        started = time.monotonic()
        while self.count.value < wanted:
            if time.monotonic() - started > seconds:
                raise Failure(f"{self.count.value} of {wanted} webhooks were taken within {seconds} s")
            time.sleep(0.05)
        return time.monotonic() - started


def carries(port, complaints):
    """Complaints a second, from the first sent to the last in the feed."""
    reader = Reader(port, 0, len(complaints))
    reader.start()
    started, places = time.monotonic(), iter(range(0, len(complaints), BATCH))

    def send():
        client = Client(port, servers.TOKEN)
        for at in places:
            client.post(complaints[at:at + BATCH])

    # One iterator for all, each of whose steps is one of the interpreter's.
    senders = [threading.Thread(target=send, daemon=True) for _ in range(SENDERS)]
    for sender in senders:
        sender.start()
    reader.join(300)
    if len(reader.seen) < len(complaints):
        raise Failure(f"{len(reader.seen)} of {len(complaints)} are in the feed after five minutes")
    return len(complaints) / (time.monotonic() - started), reader.after


def delays(port, after, complaints, rate):
    """Milliseconds from each acceptance to the reader; 0 where the reader was told first."""
    reader = Reader(port, after, len(complaints))
    reader.start()
    client, accepted, sent, started = Client(port, servers.TOKEN), {}, 0, time.monotonic()
    while sent < len(complaints):
        due = min(len(complaints), int((time.monotonic() - started) * rate))
        if due > sent:
            some = complaints[sent:due]
            client.post(some)
            now = time.monotonic()
            accepted.update((one["external_id"], now) for one in some)
            sent = due
        time.sleep(max(0, TICK - (time.monotonic() - started) % TICK))
    reader.join(60)
    if len(reader.seen) < len(complaints):
        raise Failure(f"{len(complaints) - len(reader.seen)} accepted complaints are not in the feed")
    lasted = time.monotonic() - started
    times = sorted(max(0, reader.seen[key] - at) * 1000 for key, at in accepted.items())
    return times, len(complaints) / lasted, reader.after


def run(options, place, table, _shim):
    need_disk(options.work, 500, "ops/bench feed")
    lines = texts.complaints(options.region, FLOOD + SECONDS * FLOOD)
    made = [complaint(number, text) for number, text in enumerate(lines, 1)]
    for hook in (None, Hook()):
        routing, port = servers.routing(
            place, "feed-push" if hook else "feed-alone", case_token=CASE_TOKEN, secret=SECRET,
            push=f"http://127.0.0.1:{hook.port}/" if hook else None)
        rate, after = carries(port, made[:FLOOD])
        if hook:
            rate = min(rate, FLOOD / (FLOOD / rate + hook.drained(after)))
        half = made[FLOOD:FLOOD + max(100, int(rate / 2 * SECONDS))]
        times, real, last = delays(port, after, half, rate / 2)
        table.add("accept to feed (99 of 100)" + (", with webhooks besides" if hook else ""),
                  times[int(len(times) * 0.99)], "ms", most=50,
                  detail=f"{len(half):,} at {real:.0f}/s, half of the {rate:.0f}/s it carries; median "
                         f"{statistics.median(times):.1f} ms, slowest {times[-1]:.0f} ms")
        if hook:
            behind = hook.drained(last)
            table.add("webhooks taken, of the entries of the feed", hook.count.value / last, "x", least=1,
                      detail=f"{hook.count.value:,} of {last:,}, the last {behind:.1f} s after it was fed")
            hook.process.kill()
        routing.end()
