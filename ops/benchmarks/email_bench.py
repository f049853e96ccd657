"""E-mail: reading mails against bare GMime, LMTP against Dovecot's, and a full mailbox drained.

  parse   processor time on one core to parse and normalise the same mails, GMime alone / `mail parse`
  lmtp    the same mails by the same client over as many connections into our LMTP and into Dovecot's, each
          answer waited for; every mail must be stored, and of ours every one read afterwards
  drain   a Dovecot mailbox fetched, stored and moved away, from the start of the service to the last move
"""
import os
import sqlite3
import struct
import subprocess
import threading
import time

import mails
from dovecot import PASSWORD, Dovecot
from machine import Failure, Process, answers, cpu_us, free_port, median, need_disk, say

PARTS = ["parse", "lmtp", "drain"]
PARSED, DELIVERED, MAILBOX = 3_000, 12_000, 10_000
# One shows what a mail costs in syncs, many what it costs in processor time.
CONNECTIONS = [1, 8, 64]
TOKEN = "mdg_bench_intake"


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
    rounds = []
    for _ in range(min(options.rounds, 5)):
        bare = cpu_us([peer, *files]) / PARSED
        own = (cpu_us([*ours, folder]) - cpu_us([*ours, *files[:2]])) / (PARSED - 2)
        rounds.append((bare / own, bare, own))
    # One after the other and compared round by round: the clock of a shared machine is not the same all along.
    ratio, bare, own = sorted(rounds)[len(rounds) // 2]
    table.add("parse and normalise, GMime alone / ours (processor time)", ratio, "x", least=0.7,
              detail=f"{bare:.0f} and {own:.0f} us a mail, {PARSED:,} mails, median of {len(rounds)}")


# Delivery

def lmtp(options, place, table):
    client = os.path.join(place.folder, "lmtp_load")
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lmtp_load.c")
    subprocess.run(["cc", "-O2", "-Wall", "-o", client, source], check=True)
    ready = os.path.join(place.folder, "mails.bin")
    with open(ready, "wb") as file:
        for number in range(DELIVERED):
            data = mails.lmtp_data(mails.mail(number))
            file.write(struct.pack(">I", len(data)) + data)
    rates, memory, read = {}, 0, []
    for turn in range(min(options.rounds, 3)):
        for connections in CONNECTIONS:
            ours = service(place, f"lmtp-{turn}-{connections}")
            started = time.monotonic()
            rate = DELIVERED / delivery(client, ours.lmtp, "aduan@hss.example", connections, DELIVERED, ready)
            rates.setdefault(("ours", connections), []).append(rate)
            while ours.stored() < DELIVERED:
                if time.monotonic() - started > 600:
                    raise Failure(f"{DELIVERED} mails were accepted and {ours.stored()} are in the journal")
                time.sleep(0.05)
            read.append(DELIVERED / (time.monotonic() - started))
            memory = max(memory, ours.peak_mib())
            ours.process.end()
            peer = Dovecot(place, f"dovecot-{turn}-{connections}")
            count = DELIVERED // 20
            # Its processes are started first.
            delivery(client, peer.lmtp, "aduan@localhost", connections, 2 * connections, ready)
            rate = count / delivery(client, peer.lmtp, "aduan@localhost", connections, count, ready)
            rates.setdefault(("dovecot", connections), []).append(rate)
            if peer.count("aduan") != count + 2 * connections:
                raise Failure(f"Dovecot took {count} mails and keeps {peer.count('aduan')}")
            peer.process.end()
    for connections in CONNECTIONS:
        own, other = (median(rates[name, connections]) for name in ("ours", "dovecot"))
        table.add(f"LMTP over {connections} connections, ours / Dovecot's", own / other, "x",
                  detail=f"{own:,.0f} and {other:,.0f} mails/s")
    # Turn by turn, each at its best: the processors of a shared machine are not the same all along.
    ratios = [max(rates["ours", number][turn] for number in CONNECTIONS)
              / max(rates["dovecot", number][turn] for number in CONNECTIONS)
              for turn in range(len(rates["ours", 1]))]
    table.add("LMTP accepted durably, ours / Dovecot's", median(ratios), "x", least=10,
              detail=f"each at its best in each of {len(ratios)} turns: "
              + ", ".join(f"{ratio:.1f}" for ratio in sorted(ratios)))
    table.add("the same mails, accepted, read and journalled", median(read), "mails/s")
    table.add("peak memory while mails come by LMTP", memory, "MiB", most=96,
              detail="mendengar-email and its parsing child together, PSS")


def delivery(client, port, recipient, connections, count, ready):
    """Seconds."""
    # What others have written is not to be waited for by this one.
    os.sync()
    run = subprocess.run([client, str(port), recipient, str(connections), str(count), ready],
                         capture_output=True, text=True)
    if run.returncode:
        raise Failure(run.stderr.strip())
    return float(run.stdout)


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
        """Mails in the journal."""
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
            # Adding up the pages of a process takes it some milliseconds, which are not to be what is measured.
            time.sleep(0.25)


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
