"""E-mail: reading mails against bare GMime, LMTP against Dovecot's, and a full mailbox drained.

  parse   processor time to parse and normalise the same mails, GMime alone / `mendengar mail parse`
  lmtp    the same mails by the same clients into our LMTP and into Dovecot's; every one must be stored
  drain   a Dovecot mailbox fetched, stored and moved away, from the start of the service to the last move
"""
import multiprocessing
import os
import resource
import socket
import sqlite3
import subprocess
import threading
import time

import mails
from dovecot import PASSWORD, Dovecot
from machine import Failure, Process, answers, free_port, need_disk, say

PARTS = ["parse", "lmtp", "drain"]
PARSED, DELIVERED, MAILBOX = 3_000, 6_000, 10_000
CLIENTS = 8
TOKEN = "mdg_bench_intake"
# Made before the clock runs; the clients are forked and share them.
_ready = []


def run(options, place, table, _shim):
    need_disk(options.work, 2_000, "ops/bench email")
    parts = options.only or PARTS
    if "parse" in parts:
        parse(options, place, table)
    if "lmtp" in parts:
        lmtp(options, place, table)
    if "drain" in parts:
        drain(options, place, table)


# Reading

def parse(options, place, table):
    folder = place.make("mails")
    files = []
    for number in range(PARSED):
        files.append(os.path.join(folder, f"{number}.eml"))
        with open(files[-1], "wb") as file:
            file.write(mails.mail(number))
    peer = os.path.join(place.folder, "bare_gmime")
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "gmime-3.0"], capture_output=True, text=True)
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bare_gmime.c")
    subprocess.run(["cc", "-O2", "-Wall", "-o", peer, source, *flags.stdout.split()], check=True)
    ours = [place.program("mendengar"), "mail", "parse"]
    bare_us, ours_us = [], []
    for _ in range(min(options.rounds, 5)):
        bare_us.append(cpu_us([peer, *files]) / PARSED)
        ours_us.append((cpu_us([*ours, *files]) - cpu_us([*ours, *files[:2]])) / (PARSED - 2))
    bare, own = sorted(bare_us)[len(bare_us) // 2], sorted(ours_us)[len(ours_us) // 2]
    table.add("parse and normalise, GMime alone / ours (processor time)", bare / own, "x", least=0.7,
              detail=f"{bare:.0f} and {own:.0f} us a mail, {PARSED:,} mails, median of {len(bare_us)}")


def cpu_us(command):
    """Processor time of a command and of its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if run.returncode:
        raise Failure(f"{command[0]}: {run.stderr[-500:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1e6


# Delivery

def lmtp(options, place, table):
    rates = {"ours": [], "dovecot": []}
    _ready[:] = [mails.lmtp_data(mails.mail(number)) for number in range(DELIVERED)]
    memory = 0
    for turn in range(min(options.rounds, 3)):
        ours = service(place, f"lmtp-{turn}")
        started = time.monotonic()
        deliver(ours.lmtp, "aduan@hss.example", DELIVERED)
        rates["ours"].append(DELIVERED / (time.monotonic() - started))
        if ours.stored() != DELIVERED:
            raise Failure(f"{DELIVERED} mails were accepted and {ours.stored()} stored")
        memory = max(memory, ours.peak_mib())
        ours.process.end()
        peer = Dovecot(place, f"dovecot-{turn}")
        count = DELIVERED // 10
        started = time.monotonic()
        deliver(peer.lmtp, "aduan@localhost", count)
        rates["dovecot"].append(count / (time.monotonic() - started))
        if peer.count("aduan") != count:
            raise Failure(f"Dovecot took {count} mails and keeps {peer.count('aduan')}")
        peer.process.end()
    own, other = (sorted(rates[name])[len(rates[name]) // 2] for name in ("ours", "dovecot"))
    table.add("LMTP accepted durably, ours / Dovecot's", own / other, "x", least=10,
              detail=f"{own:,.0f} and {other:,.0f} mails/s, {CLIENTS} clients")
    table.add("peak memory while mails come by LMTP", memory, "MiB", most=96,
              detail="mendengar-email and its parsing child together, PSS")


def deliver(port, recipient, count):
    """`count` mails over some connections at once; each answer is waited for."""
    share = [range(client, count, CLIENTS) for client in range(CLIENTS)]
    with multiprocessing.get_context("fork").Pool(CLIENTS) as pool:
        pool.starmap(_deliver, [(port, recipient, numbers) for numbers in share])


def _deliver(port, recipient, numbers):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        replies = connection.makefile("rb")
        expect(replies, b"220")
        connection.sendall(b"LHLO bench\r\n")
        expect(replies, b"250")
        for number in numbers:
            connection.sendall(
                b"MAIL FROM:<warga@warga.example>\r\nRCPT TO:<" + recipient.encode() + b">\r\nDATA\r\n")
            for code in (b"250", b"250", b"354"):
                expect(replies, code)
            connection.sendall(_ready[number])
            expect(replies, b"250")
        connection.sendall(b"QUIT\r\n")


def expect(replies, code):
    while True:
        line = replies.readline()
        if not line.startswith(code):
            raise Failure(f"{code.decode()} was expected, not {line!r}")
        if line[3:4] != b"-":
            return


# A mailbox

def drain(_options, place, table):
    server = Dovecot(place, "mailbox")
    say(f"  filling a mailbox with {MAILBOX:,} mails")
    server.fill("aduan", (mails.mail(number) for number in range(MAILBOX)))
    started = time.monotonic()
    ours = service(place, "drain", mailbox=server.imap)
    while server.count("aduan", "Processed") < MAILBOX:
        if time.monotonic() - started > 600:
            raise Failure(f"{server.count('aduan', 'Processed')} of {MAILBOX} mails moved in ten minutes")
        time.sleep(0.05)
    seconds = time.monotonic() - started
    if ours.stored() != MAILBOX:
        raise Failure(f"{MAILBOX} mails were moved and {ours.stored()} stored")
    table.add("a mailbox drained: fetched, stored, moved", MAILBOX / seconds, "mails/s", least=300, aim=1000,
              detail=f"{MAILBOX:,} mails in {seconds:.1f} s")
    table.add("peak memory while a mailbox is drained", ours.peak_mib(), "MiB", most=96,
              detail="mendengar-email and its parsing child together, PSS")
    ours.process.end()
    server.process.end()


# Ours

class Service:
    def __init__(self, process, lmtp, folder):
        self.process, self.lmtp, self.folder = process, lmtp, folder
        self._peak, self._done = 0, False
        self._sampler = threading.Thread(target=self._sample, daemon=True)
        self._sampler.start()

    def stored(self):
        path = os.path.join(self.folder, "email.sqlite")
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30) as database:
            return database.execute("SELECT COUNT(*) FROM journal").fetchone()[0]

    def peak_mib(self):
        """The most it and its child took together, pages that both share counted once (PSS, sampled)."""
        self._done = True
        self._sampler.join()
        return self._peak

    def _sample(self):
        while not self._done:
            try:
                self._peak = max(self._peak, self.process.shared_mib())
            except OSError:
                pass  # The child was just replaced.
            time.sleep(0.05)


def service(place, name, mailbox=None):
    """mendengar-email, with a mailbox on an IMAP port. Routing is away."""
    folder = place.make(name)
    listen, lmtp_port = free_port(), free_port()
    lines = [
        f"region: {place.region}", f"data: {folder}", f"routing_url: http://127.0.0.1:{free_port()}",
        "email:", f"  listen: 127.0.0.1:{listen}", f"  lmtp: 127.0.0.1:{lmtp_port}",
        "  routing_token: env:INTAKE_TOKEN", "  own_addresses: [aduan@hss.example]"]
    if mailbox:
        lines += [
            "  mailboxes:",
            f'    - {{ name: aduan, url: "imap://aduan@127.0.0.1:{mailbox}/INBOX", tls: none, '
            f"password: {PASSWORD} }}"]
    path = os.path.join(folder, "mendengar.yaml")
    with open(path, "w") as file:
        file.write("\n".join(lines) + "\n")
    process = Process(
        [place.program("mendengar-email"), "--config", path], os.path.join(folder, "email.log"),
        env={"INTAKE_TOKEN": TOKEN})
    process.wait_for(answers(f"http://127.0.0.1:{listen}/healthz"))
    return Service(process, lmtp_port, folder)
