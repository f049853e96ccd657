"""Ours and the peers, each started on a free loopback port with its configuration kept here."""
import os
import re
import shutil
import signal
import sqlite3
import subprocess

from load import KEY
from machine import Failure, Process, answers, free_port

HERE = os.path.dirname(os.path.abspath(__file__))
TOKEN = "mdg_bench_intake"


class Place:
    """Where a run keeps its files and finds its programs."""

    def __init__(self, programs, folder, region):
        self.programs, self.folder, self.region = programs, folder, os.path.abspath(region)

    def program(self, name):
        return os.path.join(self.programs, name)

    def make(self, name):
        path = os.path.join(self.folder, name)
        os.makedirs(path, exist_ok=True)
        return path


class Server:
    """A running server: its process, the address that takes messages, a count of what it stored."""

    def __init__(self, process, url, stored=None, syncs=None):
        self.process, self.url, self.stored, self.syncs = process, url, stored, syncs


def count_rows(path, table="journal"):
    def count():
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30) as database:
            return database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
    return count


def configuration(place, name, *, sms=None, routing=None, database=None, routing_port=None,
                  case_token=None, push=None, secret=None):
    """Writes a configuration file; gives its path and the folder of its data."""
    folder = place.make(name)
    away = routing_port or free_port()
    lines = [f"region: {place.region}", f"data: {folder}", f"routing_url: http://127.0.0.1:{away}"]
    if routing:
        lines += [
            "routing:", f"  listen: 127.0.0.1:{routing}", "  tokens:",
            "    - { name: channels, role: intake, secret: env:INTAKE_TOKEN }"]
        if case_token:
            lines.append(f"    - {{ name: reader, role: case, secret: {case_token} }}")
        if push:
            lines.append(f'  push: [{{ name: hook, url: "{push}", secret: {secret} }}]')
    if sms:
        lines += ["sms:", f"  listen: 127.0.0.1:{sms}", "  routing_token: env:INTAKE_TOKEN"]
        if database:
            lines.append(f'  database: "{database}"')
        lines += [
            "  accounts:", "    - name: bench", "      provider: generic",
            "      secret: env:BENCH_SECRET",
            "      auth: { scheme: hmac-sha256, header: X-Signature }"]
    path = os.path.join(folder, "mendengar.yaml")
    with open(path, "w") as file:
        file.write("\n".join(lines) + "\n")
    return path, folder


def service(place, program, config, folder, port, env=None, seconds=60, prefix=()):
    process = Process(
        [*prefix, place.program(program), "--config", config], os.path.join(folder, f"{program}.log"),
        env={"INTAKE_TOKEN": TOKEN, "BENCH_SECRET": KEY, **(env or {})})
    return process.wait_for(answers(f"http://127.0.0.1:{port}/healthz"), seconds)


def sms(place, name, disk=None, database=None, routing_port=None, seconds=60, prefix=(), env=None):
    """mendengar-sms with one account of the provider `generic` (HMAC-SHA256 over the JSON body).
    Without `routing_port` Routing is away: every connection to it is refused."""
    slow, syncs = disk.disk() if disk else ({}, None)
    port = free_port()
    config, folder = configuration(
        place, name, sms=port, database=database, routing_port=routing_port)
    process = service(
        place, "mendengar-sms", config, folder, port, {**slow, **(env or {})}, seconds, prefix)
    return Server(
        process, f"http://127.0.0.1:{port}/sms/bench",
        None if database else count_rows(os.path.join(folder, "sms.sqlite")), syncs)


def routing(place, name, **more):
    """mendengar-routing; `more`: a `case_token` of a reader, `push` and its `secret`."""
    port = free_port()
    config, folder = configuration(place, name, routing=port, **more)
    return service(place, "mendengar-routing", config, folder, port), port


def bench_server(place, mode, name, disk=None):
    """`echo`: our server, body read, nothing kept. `single`: our journal, one message a transaction."""
    slow, syncs = disk.disk() if disk else ({}, None)
    port = free_port()
    folder = place.make(name)
    process = Process(
        [place.program("bench-server"), mode, str(port)] + ([folder] if mode == "single" else []),
        os.path.join(folder, "server.log"), env={"BENCH_SECRET": KEY, **slow})
    process.wait_for(answers(f"http://127.0.0.1:{port}/healthz"))
    if mode == "echo":
        return Server(process, f"http://127.0.0.1:{port}/echo")
    return Server(
        process, f"http://127.0.0.1:{port}/sms/bench",
        count_rows(os.path.join(folder, "single.sqlite")), syncs)


def flask(place, name):
    """Flask under gunicorn, two workers."""
    port, folder = free_port(), place.make(name)
    path = os.path.join(folder, "flask.sqlite")
    process = Process(
        ["gunicorn", "-w", "2", "-b", f"127.0.0.1:{port}", "flask_peer:app"],
        os.path.join(folder, "gunicorn.log"), cwd=HERE,
        env={"BENCH_SECRET": KEY, "BENCH_DB": path, "PYTHONDONTWRITEBYTECODE": "1"})
    process.wait_for(answers(f"http://127.0.0.1:{port}/healthz"))
    return Server(process, f"http://127.0.0.1:{port}/sms/bench", count_rows(path))


class Redis:
    """Redis with its log synced before each answer."""

    def __init__(self, place, name, disk):
        env, self.syncs = disk.disk()
        self.port, folder = free_port(), place.make(name)
        self.process = Process(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--appendonly", "yes",
             "--appendfsync", "always", "--save", "", "--dir", folder],
            os.path.join(folder, "redis.log"), env=env)
        self.process.wait_for(lambda: self._cli("PING") == "PONG")

    def _cli(self, *words):
        return subprocess.run(
            ["redis-cli", "-p", str(self.port), *words], capture_output=True, text=True
        ).stdout.strip()

    def run(self, body, connections, requests):
        """XADD of `body`; gives the rate and the 99th percentile in ms."""
        before = self.syncs()
        out = subprocess.run(
            ["redis-benchmark", "-p", str(self.port), "-c", str(connections), "-n", str(requests),
             "--csv", "XADD", "intake", "*", "body", body],
            capture_output=True, text=True)
        lines = [line for line in out.stdout.splitlines() if line.startswith('"')]
        if len(lines) < 2:
            raise Failure(f"redis-benchmark gave no result: {out.stdout}{out.stderr}")
        # The first column repeats the command, quotes and all; the figures stand at the end.
        names, values = (line.strip('"').split('","') for line in (lines[0], lines[-1]))
        result = dict(zip(reversed(names), reversed(values)))
        return {"rate": float(result["rps"]), "p99_ms": float(result["p99_latency_ms"]),
                "syncs": (self.syncs() - before) / requests}


class Postgres:
    """A private PostgreSQL server, started as its own user when we are root."""
    SETTINGS = {
        "fsync": "on", "synchronous_commit": "on", "shared_buffers": "256MB",
        "max_connections": "100", "listen_addresses": "127.0.0.1",
    }

    def __init__(self, place, name):
        self.bin = self._find()
        self.user = "postgres" if os.geteuid() == 0 else None
        self.port = free_port()
        folder = place.make(name)
        if self.user:
            shutil.chown(folder, self.user)
        data = os.path.join(folder, "data")
        self._as_owner("initdb", "-D", data, "-A", "trust", "-U", "postgres", "--no-sync")
        options = [word for key, value in self.SETTINGS.items() for word in ("-c", f"{key}={value}")]
        self.process = Process(
            [f"{self.bin}/postgres", "-D", data, "-p", str(self.port), "-k", folder, *options],
            os.path.join(folder, "postgres.log"), user=self.user, stop=signal.SIGINT)
        self.process.wait_for(lambda: subprocess.run(
            [f"{self.bin}/pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        ).returncode == 0)
        self.sql("CREATE DATABASE bench", database="postgres")
        with open(os.path.join(HERE, "insert_schema.sql")) as schema:
            self.sql(schema.read())

    @staticmethod
    def _find():
        base = "/usr/lib/postgresql"
        versions = sorted(os.listdir(base), key=int) if os.path.isdir(base) else []
        if not versions:
            raise Failure("PostgreSQL is not installed: apt-get install postgresql")
        return f"{base}/{versions[-1]}/bin"

    def _as_owner(self, program, *arguments):
        run = subprocess.run(
            [f"{self.bin}/{program}", *arguments], user=self.user, capture_output=True, text=True,
            cwd="/")
        if run.returncode:
            raise Failure(f"{program}: {run.stderr.strip()}")

    def sql(self, text, database="bench"):
        run = subprocess.run(
            [f"{self.bin}/psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1",
             "-p", str(self.port), "-U", "postgres", "-d", database, "-c", text],
            capture_output=True, text=True)
        if run.returncode:
            raise Failure(f"psql: {run.stderr.strip()}")
        return run.stdout.strip()

    @property
    def url(self):
        return f"postgres://postgres:bench@127.0.0.1:{self.port}/bench?schema=sms"

    def pgbench(self, connections, seconds):
        run = subprocess.run(
            [f"{self.bin}/pgbench", "-n", "-M", "prepared", "-f", os.path.join(HERE, "insert.sql"),
             "-c", str(connections), "-j", "2", "-T", str(seconds), "-h", "127.0.0.1",
             "-p", str(self.port), "-U", "postgres", "bench"],
            capture_output=True, text=True)
        rate = re.search(r"tps = ([0-9.]+)", run.stdout)
        if run.returncode or not rate:
            raise Failure(f"pgbench: {run.stdout}{run.stderr}")
        return {"rate": float(rate.group(1))}
