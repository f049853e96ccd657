"""Links between complaints: how many are found and right, against the peers that can run here, and what the index costs.

  quality   the development benchmark of the workplace (../shared/tools/dupbench, read where it is, never copied):
            our `mendengar duplicates evaluate`, exact text hash, TF-IDF cosine at its best threshold, and a rule
            that is told the true village and problem
  index     memory, time of a decision with reading its text, rebuilding; 10,000, 100,000 and 1,000,000 complaints
"""
import json
import os
import subprocess
import sys

from machine import Failure, need_disk, say

PARTS = ["quality", "index"]
SIZES = [10_000, 100_000, 1_000_000]
TOOLS = os.path.join("..", "shared", "tools", "dupbench")


def run(options, place, table, _shim):
    need_disk(options.work, 1_500, "ops/bench duplicates")
    parts = options.only or PARTS
    if "quality" in parts:
        quality(options, place, table)
    if "index" in parts:
        index(options, place, table)


def output(command):
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        raise Failure(f"{' '.join(command[:3])}: {run.stderr[-500:] or run.stdout[-500:]}")
    return run.stdout


def quality(options, place, table):
    tools = os.path.realpath(TOOLS)
    if not os.path.exists(os.path.join(tools, "gen.py")):
        table.note(f"quality: {TOOLS} is not there, so there is nothing to compare on")
        return
    folder = place.make("dupbench")
    output([sys.executable, os.path.join(tools, "gen.py"), "10000", "2", folder])
    ours = os.path.join(folder, "pred_ours.ndjson")
    say("linking 10,000 complaints of the development benchmark")
    output([
        place.program("mendengar"), "duplicates", "evaluate", "--input",
        os.path.join(folder, "complaints.ndjson"), "--region", options.region, "--out", ours])
    judged = {"ours": judge(tools, folder, ours)}
    try:
        output([sys.executable, os.path.join(tools, "baselines.py"), folder])
    except Failure as failure:
        table.note(f"quality: the peers could not run ({failure})")
    for file in sorted(os.listdir(folder)):
        name = file.removeprefix("pred_").removesuffix(".ndjson")
        if file.startswith("pred_") and name != "ours":
            judged[name] = judge(tools, folder, os.path.join(folder, file))
    mine = judged["ours"]
    table.add("links made without asking that are right", mine["precision"], "", least=0.99,
              detail=f"{mine['linked']:,} pairs")
    table.add("F1 of pairs", mine["f1"], "", least=0.8, aim=0.9,
              detail=f"of {mine['true_pairs']:,} pairs {mine['recall']:.3f} found; region {options.region}")
    table.add("re-sends found", mine["relations"]["resend"]["recall"], "", least=0.97)
    table.add("questions asked, of pairs a complaint", mine["review"]["per_complaint"], "",
              detail=f"{mine['review']['precision']:.2f} of them the same")
    for name, peer in judged.items():
        if name != "ours":
            table.add(f"F1 of pairs, {name}", peer["f1"], "",
                      detail=f"precision {peer['precision']:.3f}, recall {peer['recall']:.3f}")


def judge(tools, folder, predicted):
    return json.loads(output(
        [sys.executable, os.path.join(tools, "score.py"), folder, predicted, "--json"]))


def index(options, place, table):
    program = place.program("bench-links")
    measured = {}
    for size in SIZES:
        if size > options.rows:
            continue
        say(f"an index of {size:,} complaints")
        measured[size] = json.loads(output([program, str(size), os.path.join(place.folder, f"links-{size}.sqlite")]))
    for size, found in measured.items():
        table.add(f"decision with reading its text, p99, at {size:,}", found["decide_p99_us"], "us",
                  most=200 if size == 1_000_000 else None,
                  detail=f"p50 {found['decide_p50_us']:.0f} us, {found['per_second']:,.0f} complaints/s one thread")
        table.add(f"memory of the index at {size:,}", found["memory_mib"], "MiB",
                  most=150 if size == 1_000_000 else None)
        table.add(f"rebuilt from the database at {size:,}", found["rebuild_seconds"], "s",
                  most=5 if size == 1_000_000 else None)
    if len(measured) > 1:
        low, high = measured[min(measured)], measured[max(measured)]
        table.add(f"decision at {max(measured):,} / at {min(measured):,}, p50",
                  high["decide_p50_us"] / low["decide_p50_us"], "x", most=2)
    flood = json.loads(output([program, "flood", "-"]))
    table.add("a complaint of a flood of 10,000 / of 2,500", flood["flood_10000_us"] / flood["flood_2500_us"],
              "x", most=1.5, detail=f"{flood['flood_10000_us']:.0f} us each, one village, one hour")
