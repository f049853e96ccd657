"""Signed messages and the load generator."""
import hashlib
import hmac
import json
import os
import random
import secrets
import subprocess
import time

from machine import Failure

KEY = "whsec_bench_0123456789abcdef0123456789abcdef"
SEED = 20261122
CONNECTIONS = 64
HERE = os.path.dirname(os.path.abspath(__file__))


class Bodies:
    """Files of signed bodies. Words and numbers come from the seed; ids carry a mark of this run, so that
    no id repeats, in this run or in a database kept from an earlier one."""

    def __init__(self, folder, mark=None):
        self.random = random.Random(SEED)
        self.mark = mark or secrets.token_hex(4)
        self.folder, self.made, self.path = folder, 0, None

    def one(self):
        self.made += 1
        body = json.dumps({
            "id": f"msg_{self.random.getrandbits(64):016x}{self.mark}{self.made:08x}",
            "from": f"+62812{self.random.randrange(10**8):08}",
            "text": "Jalan rusak di depan pasar Kandangan sudah tiga bulan belum diperbaiki, "
                    f"mohon ditindaklanjuti pak bupati. Ref {self.made}",
            "ts": str(1_795_303_964 + self.made)}, separators=(",", ":"))
        return hmac.new(KEY.encode(), body.encode(), hashlib.sha256).hexdigest(), body

    def file(self, count):
        """A file of `count` bodies nobody has sent yet. Only the last one is kept."""
        if self.path:
            os.unlink(self.path)
        self.path = path = os.path.join(self.folder, f"bodies-{self.made}.tsv")
        with open(path, "w") as file:
            for _ in range(count):
                file.write("\t".join(self.one()) + "\n")
        return path


def wrk(url, bodies, seconds, connections=CONNECTIONS, repeat=False):
    """One run. Gives requests, seconds, rate, p50_ms, p99_ms; fails when a request was refused."""
    env = {**os.environ, "BODIES": bodies}
    if repeat:
        env["REPEAT"] = "1"
    run = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "--latency",
         "-s", os.path.join(HERE, "intake.lua"), url],
        env=env, capture_output=True, text=True)
    line = next((line for line in run.stdout.splitlines() if line.startswith("RESULT ")), None)
    if line is None:
        raise Failure(f"wrk gave no result: {run.stderr.strip() or run.stdout.strip()}")
    result = json.loads(line.removeprefix("RESULT "))
    result["rate"] = result["requests"] / result["seconds"]
    if result["refused"] or result["requests"] == 0:
        raise Failure(f"{url}: {result['refused']} of {result['requests']} requests refused")
    return result


def measured(process, url, bodies, seconds, syncs=None, **options):
    """A run of `wrk` with the server's processor time: `cpu_us` a request while it lasts, `total_us` a
    request until the server has done everything that follows from it, `syncs` a request."""
    process.settle()
    cpu, synced = process.cpu_us(), syncs() if syncs else 0
    result = wrk(url, bodies, seconds, **options)
    result["cpu_us"] = (process.cpu_us() - cpu) / result["requests"]
    if syncs:
        result["syncs"] = (syncs() - synced) / result["requests"]
    started = time.monotonic()
    process.settle()
    result["settled_after_s"] = time.monotonic() - started
    result["total_us"] = (process.cpu_us() - cpu) / result["requests"]
    return result
