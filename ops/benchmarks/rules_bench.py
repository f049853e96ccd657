"""Decisions by rule with their full trace, beside ZEN (gorules) on the same table in the same run.

A row asks for category, district, channel and a least score, as a cell of a table does; an empty cell asks for nothing;
the last row takes the rest. A larger table has more categories, not more rows of each, so that a complaint has as many
rules to be told of; rows stand by category, as people write them. Both must give the same answers. One core each, processor time.
"""
import hashlib
import json
import os
import random
import shutil
import subprocess
import time

from machine import Failure, answers, free_port, median, need_disk, say
from servers import configuration, service

ZEN = "zen-engine==2.1.3"
SIZES = [100, 1_000, 10_000]
INPUTS = 2_000
ROWS_OF_CATEGORY, DISTRICTS, CHANNELS, AGENCIES = 20, 150, ["sms", "email", "radio"], 30
# Of what is asked: decisions a second at 1,000 rules, and how much more 10,000 may cost than 100.
PER_SECOND, OVER_ZEN, GROWTH = 60_000, 5, 1.3
COMPILE_SECONDS, READY_SECONDS = 1, 3


def run(options, place, table, _shim):
    need_disk(options.work, 200, "ops/bench rules")
    python = _environment(options.work)
    rounds = {size: [] for size in SIZES}
    files = {size: _table(place, size) for size in SIZES}
    for number in range(options.rounds):
        say(f"round {number + 1} of {options.rounds}")
        for size in SIZES:
            rounds[size].append((_ours(options, place, files[size]), _zen(options, python, files[size])))
    for size in SIZES:
        _compare(table, size, rounds[size])
    growth = [a[0]["per_second"] / b[0]["per_second"] for a, b in zip(rounds[SIZES[0]], rounds[SIZES[-1]])]
    table.add("a decision at 10,000 rules / at 100", median(growth), "x", most=GROWTH)
    most = rounds[SIZES[-1]]
    table.add("10,000 rules compiled and checked",
              median([ours["compile_seconds"] + ours["lint_seconds"] for ours, _ in most]), "s",
              most=COMPILE_SECONDS, detail=f"{most[0][0]['unreachable']} can never decide")
    table.add("start to ready with 10,000 rules", _ready(options, place), "s", most=READY_SECONDS,
              detail="mendengar-routing, an empty database; reading the files included")


def _compare(table, size, pairs):
    for ours, zen in pairs:
        if zen and zen["answers"] != ours["answers"]:
            raise Failure(f"ours and ZEN decide differently at {size:,} rules")
    asked = {"least": PER_SECOND} if size == 1_000 else {}
    rejected = pairs[0][0]["rejected"]
    table.add(f"decisions with full trace, {size:,} rules", median([ours["per_second"] for ours, _ in pairs]),
              "/s", detail=f"{rejected:.1f} losers named each", **asked)
    if not pairs[0][1]:
        table.note("ZEN could not be installed: nothing to compare with")
        return
    table.add(f"  ZEN with trace, {size:,} rules", median([zen["trace"] for _, zen in pairs]), "/s")
    table.add(f"  ZEN without, {size:,} rules", median([zen["plain"] for _, zen in pairs]), "/s")
    asked = {"least": OVER_ZEN} if size == 1_000 else {}
    table.add("  ours / ZEN with trace", median([ours["per_second"] / zen["trace"] for ours, zen in pairs]), "x",
              **asked)
    asked = {"least": 0.0, "aim": 1.0} if size == 1_000 else {}
    table.add("  ours / ZEN without", median([ours["per_second"] / zen["plain"] for ours, zen in pairs]), "x",
              **asked)


def _table(place, size):
    chance = random.Random(size)
    category = lambda: f"t{chance.randrange(size // ROWS_OF_CATEGORY)}"
    district = lambda: f"63.{chance.randrange(DISTRICTS) // 15 + 1:02d}.{chance.randrange(15) + 1:02d}"
    seen, rows = set(), []
    while len(rows) < size - 1:
        row = (category(), district() if chance.random() < 0.95 else "",
               chance.choice([*CHANNELS, ""]) if chance.random() < 0.9 else "", chance.choice([0, 1, 1.5, 2, 2.5]))
        if row not in seen:
            seen.add(row)
            rows.append([*row, f"A{chance.randrange(AGENCIES)}"])
    rows.sort(key=lambda row: row[0])
    rows.append(["", "", "", 0, "SETDA"])
    inputs = [[category(), district(), chance.choice(CHANNELS), chance.randrange(30) / 10] for _ in range(INPUTS)]
    path = os.path.join(place.folder, f"rules-{size}.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"rows": rows, "inputs": inputs}, file)
    return path


def _ours(options, place, path):
    report = json.loads(_output([place.program("bench-rules"), path, str(options.seconds)]))
    report["answers"] = hashlib.sha256(report["answers"].encode()).hexdigest()[:16]
    return report


def _zen(options, python, path):
    if not python:
        return None
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "zen_peer.py")
    found = {}
    for line in _output([python, script, path, str(options.seconds)]).splitlines():
        mode, speed, found["answers"] = line.split("\t")
        found[mode] = float(speed)
    return found


def _environment(work):
    folder = os.path.join(work, "zen")
    python = f"{folder}/bin/python"
    if not os.path.exists(python):
        subprocess.run(["python3", "-m", "venv", folder], check=True)
    install = [python, "-m", "pip", "--quiet", "--disable-pip-version-check", "install", ZEN]
    if subprocess.run([python, "-c", "import zen"], capture_output=True, check=False).returncode \
            and subprocess.run(install, check=False).returncode:
        say(f"  {ZEN} cannot be installed; nothing is compared")
        return None
    return python


def _ready(options, place):
    """A copy of the region with a table of 10,000 rows of its own topics and villages."""
    region = os.path.abspath(options.region)
    copy = shutil.copytree(region, os.path.join(place.folder, "big", "regions", os.path.basename(region)))
    shutil.copytree(os.path.join(region, "..", "..", "language"), os.path.join(place.folder, "big", "language"))
    with open(os.path.join(copy, "topics.yaml"), encoding="utf-8") as file:
        topics = [line.split(":")[1].strip() for line in file if line.startswith("- id:")]
    with open(os.path.join(copy, "places.yaml"), encoding="utf-8") as file:
        codes = [line.split('"')[1] for line in file if "- { code:" in line]
    rows = []
    for topic in topics:
        for code in codes:
            for channel in ("sms", "email"):
                rows.append(f'  - [{topic}, "{code}", {channel}, PUPR]')
    rows = rows[:SIZES[-1]]
    with open(os.path.join(copy, "rules", "99-table.yaml"), "w", encoding="utf-8") as file:
        file.write("policy: first\nid: big\npriority: 200\ncolumns: [topics, places, channel, agency]\nrows:\n"
                   + "\n".join(rows) + "\nfallback: none\n")
    place.region = copy
    times = []
    for number in range(min(3, options.rounds)):
        port = free_port()
        config, folder = configuration(place, f"ready-{number}", routing=port)
        start = time.monotonic()
        process = service(place, "mendengar-routing", config, folder, port)
        process.wait_for(answers(f"http://127.0.0.1:{port}/readyz"), 60)
        times.append(time.monotonic() - start)
        process.end()
    return median(times)


def _output(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failure(f"{os.path.basename(command[0])}: {(done.stderr or done.stdout).strip()[-400:]}")
    return done.stdout
