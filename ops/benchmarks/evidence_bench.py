"""Evidence learned from decided cases, against scikit-learn's linear SVM on the same split in the same run.

Seven of ten cases teach, chosen by the hash of their id (or text); the others are judged once. The peer is a linear
SVM over TF-IDF of words, word pairs and letters 2-5, as in the literature; it sees the same columns and no more.
The cases are real people's words: nothing of them is printed or kept.
"""
import csv
import hashlib
import json
import os
import resource
import subprocess
import time

from machine import Failure, need_disk, say

CASES = "../shared/data/complaints/city-mediacenter-dev.csv"
PEER = "scikit-learn==1.9.1"
TEACH = 70  # of a hundred
LEARN_SECONDS = 10
# Runs in the peer's own environment.
SCRIPT = """
import csv, json, sys
import numpy
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_union
from sklearn.svm import LinearSVC
csv.field_size_limit(1 << 24)
def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [row["text"] for row in rows], numpy.array([row["agency"] for row in rows])
(texts, labels), (unseen, truth) = read(sys.argv[1]), read(sys.argv[2])
terms = make_union(
    TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
    TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2))
model = LinearSVC(C=0.5).fit(terms.fit_transform(texts), labels)
scores = model.decision_function(terms.transform(unseen))
order = numpy.argsort(-scores, axis=1)
names = model.classes_[order]
right = names[:, 0] == truth
ranked = numpy.sort(scores, axis=1)
surest = numpy.argsort(ranked[:, -2] - ranked[:, -1])
precision = numpy.cumsum(right[surest]) / numpy.arange(1, len(right) + 1)
reached = numpy.nonzero(precision >= 0.90)[0]
print(json.dumps({
    "top1": right.mean(), "top3": (names[:, :3] == truth[:, None]).any(axis=1).mean(),
    "coverage": (reached.max() + 1) / len(right) if len(reached) else 0.0}))
"""


def run(options, place, table, _shim):
    need_disk(options.work, 600, "ops/bench evidence")
    teach, judge = split(options.cases, place.make("cases"))
    learned = os.path.join(place.folder, "evidence.yaml")
    region = ["--region", place.region]
    program = place.program("mendengar")
    before, clock = processor_seconds(), time.monotonic()
    lesson = ours([program, "learn", "--history", teach, *region, "--out", learned, "--json"])
    seconds, wall = processor_seconds() - before, time.monotonic() - clock
    warm = ours([program, "evaluate", *region, "--labelled", judge, "--evidence", learned, "--json"])
    cold = ours([program, "evaluate", *region, "--labelled", judge, "--json"])
    peer = json.loads(subprocess.run(
        [peer_python(options.work), "-c", SCRIPT, teach, judge], capture_output=True, text=True,
        check=True, env={**os.environ, "OMP_NUM_THREADS": "1"}).stdout)
    said = f"{lesson['cases']:,} cases teach, {warm['n']:,} others are judged"
    points = lambda share: 100 * share
    table.add("right agency first, ours less the linear SVM", points(warm["top1"] - peer["top1"]), "points",
              least=-1, aim=0, detail=f"{points(warm['top1']):.1f} and {points(peer['top1']):.1f} %; {said}")
    table.add("right agency among three, ours less the linear SVM", points(warm["top3"] - peer["top3"]), "points",
              least=-1, aim=0, detail=f"{points(warm['top3']):.1f} and {points(peer['top3']):.1f} %")
    table.add("decided at 0.90, ours less the linear SVM",
              points(warm["coverage"]["0.90"] - peer["coverage"]), "points", least=-1, aim=0,
              detail=f"{points(warm['coverage']['0.90']):.1f} and {points(peer['coverage']):.1f} % of the messages")
    evidence = warm["decided"]["evidence"]
    table.add("decisions by evidence that are right", points(evidence["right"] / max(evidence["n"], 1)), "%",
              least=88, aim=90, detail=f"{evidence['n']} of {warm['n']}, at the threshold for 0.90, after hard rules")
    table.add("right agency first without evidence", points(cold["top1"]), "%", least=65,
              detail=f"rules and topics alone; among three {points(cold['top3']):.1f} %")
    table.add("lost by cutting the table down", points(lesson["held_out"]["top1_unpruned"]
              - lesson["held_out"]["top1"]), "points", most=1, aim=0,
              detail=f"{lesson['terms']:,} terms are left; held-out cases inside the history")
    table.add("learning", seconds, "s", most=LEARN_SECONDS,
              detail=f"processor time; {wall:.1f} s by the clock")


def split(path, folder):
    """Two files: what teaches and what is judged. Only the two columns that count."""
    if not os.path.exists(path):
        raise Failure(f"there is no {path}; give decided cases with --cases FILE.csv")
    csv.field_size_limit(1 << 24)
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    if not rows or not {"text", "agency"} <= set(rows[0]):
        raise Failure(f"{path} needs the columns text and agency")
    files = [os.path.join(folder, name) for name in ("teach.csv", "judge.csv")]
    parts = ([], [])
    for row in rows:
        key = row.get("id") or row["text"]
        part = int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % 100
        parts[0 if part < TEACH else 1].append([row["text"], row["agency"]])
    for name, part in zip(files, parts):
        with open(name, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["text", "agency"])
            writer.writerows(part)
    return files


def ours(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Failure(f"{' '.join(command[:2])}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def processor_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peer_python(work):
    """Python with scikit-learn, set up once beside the benchmark's other files."""
    folder = os.path.join(work, "scikit-learn")
    mark = os.path.join(folder, "installed")
    if not os.path.exists(mark) or open(mark).read() != PEER:
        say(f"installing {PEER}")
        subprocess.run(["/usr/bin/python3", "-m", "venv", folder], check=True)
        subprocess.run([os.path.join(folder, "bin", "pip"), "--quiet", "--disable-pip-version-check", "install", PEER],
                       check=True)
        with open(mark, "w") as file:
            file.write(PEER)
    return os.path.join(folder, "bin", "python3")
