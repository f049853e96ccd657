"""Each promise is first seen red: a patch of Tests/Mutants breaks one, and the test it names must fail.

A patch begins with lines `Promise: TEXT` and `Test: FILTER` (a filter of `swift test`). It is applied to an
overlay of this checkout, mounted over it in a mount namespace of its own: the warm build folder serves,
nothing here changes, and the next mutant starts from a clean tree. Where overlays cannot be mounted, a copy
is mounted; without root, a copy is built from scratch.
"""
import glob
import os
import re
import shutil
import subprocess
import tempfile
import time

from machine import Failure, need_disk, run_group, say, text_of

FOLDER = "Tests/Mutants"
MIB_OVERLAY, MIB_COPY = 3000, 12000

ENTER = {
    "overlay": """set -e
mount --make-rprivate /
mkdir "$1/upper" "$1/work"
mount -t overlay overlay -o "lowerdir=$2,upperdir=$1/upper,workdir=$1/work" "$2"
cd "$2"; shift 2; exec "$@" """,
    "copy": """set -e
mount --make-rprivate /
cp -a --reflink=auto "$2" "$1/tree"
mount --bind "$1/tree" "$2"
cd "$2"; shift 2; exec "$@" """,
}
PLAIN = """set -e
mkdir "$1/tree"
cd "$2"; tar --exclude=./.build --exclude=./var -cf - . | tar -xf - -C "$1/tree"
cd "$1/tree"; shift 2; exec "$@" """


def within(way, scratch, root, command, log):
    """Runs a shell command in a tree that may be changed freely."""
    script = ENTER.get(way, PLAIN)
    prefix = ["unshare", "-m"] if way in ENTER else []
    return run_group(
        [*prefix, "bash", "-c", script, "enter", scratch, root, "bash", "-c", command], log)


def best_way(work, root):
    for way in ENTER:
        scratch = tempfile.mkdtemp(prefix="try-", dir=work)
        try:
            if way == "overlay" or os.geteuid() == 0:
                log = os.path.join(work, "try.log")
                probe = "true" if way == "copy" else "touch .mutant-probe && test -e Package.swift"
                if way == "copy" or within(way, scratch, root, probe, log) == 0:
                    return way
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    return "plain"


def read(path):
    """The promise and the test of a patch."""
    with open(path) as file:
        head = file.read().split("\n--- ")[0]
    found = dict(re.findall(r"^(Promise|Test): *(\S.*)$", head, re.MULTILINE))
    if len(found) != 2:
        raise Failure(f"{path}: must begin with the lines 'Promise: TEXT' and 'Test: FILTER'")
    return found["Promise"], found["Test"]


def applies(path):
    return subprocess.run(["git", "apply", "--check", path], capture_output=True, text=True)


# The status of the last command says what happened; the log says why.
DO_NOT_APPLY, DO_NOT_BUILD, TOO_LONG = 91, 92, 124
TEST_SECONDS = 1200


def tested(filters):
    """Shell words that run one test, and not for ever."""
    return f"timeout {TEST_SECONDS} swift test --skip-build --filter '{filters}'"


def tests_run(text):
    """[(how many, passed or failed)] of the runs in a log."""
    return [(int(count), how) for count, how in re.findall(
        r"Test run with (\d+) tests?\b.* (passed|failed)", text)]


def judge(status, text):
    """killed: the tests ran and one of them failed."""
    if status == DO_NOT_APPLY:
        return "does not apply"
    if status == DO_NOT_BUILD:
        return "does not build"
    if status == TOO_LONG:
        return "did not end"
    runs = tests_run(text)
    if not runs:
        # The broken promise may bring the test process down, but a test must have begun.
        return "killed" if status and re.search(r"Test \S.* started", text) else "no test ran"
    if sum(count for count, _ in runs) == 0:
        return "no test ran"
    return "killed" if status and any(how == "failed" for _, how in runs) else "SURVIVED"


def green(work, filters):
    """The tests must pass before they may fail, and there must be some."""
    log = os.path.join(work, "mutants-before.log")
    if run_group(["swift", "build", "--build-tests"], log):
        raise Failure(f"the tree does not build, see {log}")
    for filters in sorted(filters):
        status = run_group(["bash", "-c", tested(filters)], log)
        if status or not any(count for count, _ in tests_run(text_of(log))):
            raise Failure(f"without a mutant '{filters}' does not pass, or is no test; see {log}")


def run(options, _place, table, _shim):
    patches = [path for path in sorted(glob.glob(f"{FOLDER}/*.patch"))
               if not options.only or any(part in path for part in options.only)]
    if not patches:
        raise Failure(f"{FOLDER} holds no such patch")
    heads = {path: read(path) for path in patches}
    bad = []
    for path in patches:
        if (check := applies(path)).returncode:
            bad.append(path)
            say(f"{path} does not apply any more: {check.stderr.strip()}")
    if options.check or bad:
        for path in patches:
            table.add(os.path.basename(path), 0 if path in bad else 1, least=1,
                      detail=heads[path][0])
        if bad:
            table.print()
            raise Failure(f"{len(bad)} of {len(patches)} patches do not apply")
        return
    root = os.getcwd()
    way = best_way(options.work, root)
    need_disk(options.work, MIB_OVERLAY if way == "overlay" else MIB_COPY,
              f"ops/bench mutants (in an {way})" if way == "overlay" else "ops/bench mutants (a copy)")
    say("the tests named must pass before they may fail")
    green(options.work, {test for _, test in heads.values()})
    survivors = []
    for path in patches:
        promise, test = heads[path]
        name = os.path.basename(path).removesuffix(".patch")
        say(f"{name}: {promise}")
        started = time.monotonic()
        scratch = tempfile.mkdtemp(prefix="mutant-", dir=options.work)
        log = os.path.join(options.work, f"mutant-{name}.log")
        try:
            status = within(
                way, scratch, root,
                f"git apply '{path}' || exit {DO_NOT_APPLY}\n"
                f"swift build --build-tests || exit {DO_NOT_BUILD}\n"
                f"{tested(test)}", log)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        verdict = judge(status, text_of(log))
        if verdict != "killed":
            survivors.append(f"{name} ({verdict}, see {log})")
        table.add(name, 1 if verdict == "killed" else 0, verdict, least=1,
                  detail=f"{promise}; {test}; {time.monotonic() - started:.0f} s")
    if survivors:
        table.print()
        raise Failure("not killed: " + ", ".join(survivors))
