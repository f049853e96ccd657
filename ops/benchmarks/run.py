"""The benchmarks behind `ops/bench`, which installs, builds and calls this."""
import argparse
import os
import shutil
import sys
import tempfile

import api_bench
import burst
import duplicates_bench
import email_bench
import evidence_bench
import faults
import feed_bench
import import_bench
import instructions
import intake
import language
import memory
import mutants
import rules_bench
import segmentation
import servers
from machine import Failure, describe, end_all, say, stop_cleanly_on_signals, write_json
from table import Table

NAMES = {
    "api": api_bench.run,
    "intake": intake.run, "burst": burst.run, "feed": feed_bench.run, "import": import_bench.run,
    "email": email_bench.run,
    "memory": memory.run,
    "evidence": evidence_bench.run, "language": language.run,
    "duplicates": duplicates_bench.run, "segmentation": segmentation.run,
    "rules": rules_bench.run, "instructions": instructions.run, "faults": faults.run, "mutants": mutants.run,
}

CASES = {"evidence": evidence_bench.CASES, "segmentation": segmentation.CASES}


def arguments():
    parser = argparse.ArgumentParser(prog="ops/bench")
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--programs", required=True)
    parser.add_argument("--shim", default="")
    parser.add_argument("--configuration", default="release")
    parser.add_argument("--work", required=True)
    parser.add_argument("--json")
    parser.add_argument("--gate", action="store_true")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--region", default="ops/regions/hss")
    parser.add_argument("--only", type=lambda text: text.split(","))
    parser.add_argument("--cases")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=None)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--whole", type=int, default=10_000)
    options = parser.parse_args()
    options.seconds = options.seconds or (api_bench.SECONDS if options.name == "api" else 3)
    options.cases = options.cases or CASES.get(options.name)
    known = {
        "intake": intake.PARTS, "email": email_bench.PARTS, "import": import_bench.PARTS,
        "duplicates": duplicates_bench.PARTS}.get(options.name)
    for part in (options.only or []) if known else []:
        if part not in known:
            parser.error(f"--only knows {', '.join(known)}, not '{part}'")
    return options


def main():
    options = arguments()
    stop_cleanly_on_signals()
    os.makedirs(options.work, exist_ok=True)
    folder = tempfile.mkdtemp(prefix="run-", dir=options.work)
    # PostgreSQL's own user must reach its folder in it.
    os.chmod(folder, 0o755)
    machine = describe()
    table = Table()
    try:
        place = servers.Place(options.programs, folder, options.region)
        NAMES[options.name](options, place, table, options.shim)
    except Failure as failure:
        say(f"ops/bench {options.name}: {failure}")
        return 1
    finally:
        end_all()
        if not os.environ.get("KEEP_BENCH_FILES"):
            shutil.rmtree(folder, ignore_errors=True)
    if table.rows:
        table.print()
        print("{processors} x {processor}, Linux {kernel}, load before {load_average:.1f}; {0} build".format(
            options.configuration, **machine))
    if options.json:
        write_json(options.json, {
            "name": options.name, "machine": machine, "configuration": options.configuration,
            "rows": table.rows, "notes": table.notes})
    if table.missed and options.gate:
        say("missed: " + "; ".join(table.missed))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
