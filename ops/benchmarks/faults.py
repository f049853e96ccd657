"""The long form of the fault proofs: the suites that read these variables, with large numbers.

A suite is found by the name of a variable in its file (in a comment, where a helper reads it). What is set
in the environment already is left as it is: MENDENGAR_KILLS=200 ops/bench faults. Lines that a test prints
as `PROOF ...` (its counts) stand below the table.
"""
import os
import re
import secrets
import time

from machine import Failure, run_group, say, text_of

LONG = {
    "MENDENGAR_KILLS": "2000", "MENDENGAR_MESSAGES": "1000000", "MENDENGAR_CUTS": "20000",
    "MENDENGAR_SCHEDULES": "100000", "MENDENGAR_VARIANTS": "8", "MENDENGAR_TAKEOVERS": "200",
    "MENDENGAR_QUEUED": "50000", "MENDENGAR_RESTARTS": "40", "MENDENGAR_IMPORT_KILLS": "200",
    "MENDENGAR_MIGRATION_ROWS": "200000", "MENDENGAR_MIGRATION_KILLS": "20",
}
SUITE = re.compile(r"@Suite(?:\([^{]*?\))?\s+(?:\w+\s+)*?(?:struct|enum|class|actor)\s+(\w+)")


def suites():
    """{suite: the variables its file reads}, from the sources."""
    found = {}
    for folder, _, names in os.walk("Tests"):
        for name in sorted(names):
            if not name.endswith(".swift") or folder.startswith("Tests/TestSupport"):
                continue
            with open(os.path.join(folder, name)) as file:
                text = file.read()
            variables = sorted(v for v in [*LONG, "MENDENGAR_SEED"] if v in text)
            module = folder.split(os.sep)[1]
            for match in SUITE.finditer(text) if variables else ():
                found[f"{module}.{match.group(1)}"] = variables
    return dict(sorted(found.items()))


def pattern(suite):
    """The filter of a suite, which may stand within another one."""
    module, name = suite.split(".")
    return rf"^{module}\.(.*/)?{name}/"


def run(options, _place, table, _shim):
    chosen = {name: variables for name, variables in suites().items()
              if not options.only or any(part in name for part in options.only)}
    if not chosen:
        raise Failure("no suite in Tests reads " + ", ".join([*LONG, "MENDENGAR_SEED"]))
    seed = os.environ.get("MENDENGAR_SEED") or str(secrets.randbits(48))
    env = {**LONG, **os.environ, "MENDENGAR_SEED": seed}
    failed = []
    for name, variables in chosen.items():
        settings = " ".join(f"{variable}={env[variable]}" for variable in variables)
        say(f"{name}: {settings}")
        started = time.monotonic()
        log = os.path.join(options.work, f"faults-{name}.log")
        status = run_group(
            ["swift", "test", "--skip-build", "--filter", pattern(name)], log, env)
        text = text_of(log)
        ran = re.findall(r"Test run with (\d+) tests?", text)
        count = int(ran[-1]) if ran else 0
        passed = status == 0 and count > 0
        if not passed:
            failed.append(name)
            say("\n".join(line for line in text.splitlines() if "✘" in line)[-3000:])
        table.add(name, count if passed else 0, "tests passed", least=1,
                  detail=f"{settings}, {time.monotonic() - started:.0f} s, {log}")
        for line in text.splitlines():
            if line.startswith("PROOF "):
                table.note(f"{name}: {line.removeprefix('PROOF ')}")
    table.note(f"seed {seed}; the same again: MENDENGAR_SEED={seed} ops/bench faults")
    if failed:
        table.print()
        raise Failure("failed: " + ", ".join(failed))
