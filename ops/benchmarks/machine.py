"""Processes started and stopped by their id, and what the kernel says of them and of the machine."""
import atexit
import ctypes
import json
import mmap
import os
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request

TICK_US = 1_000_000 / os.sysconf("SC_CLK_TCK")
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)
_running = []


class Failure(Exception):
    """What the one at the keyboard must know."""


def say(text):
    print(text, file=sys.stderr, flush=True)


class Process:
    """A program in the background; its output goes to a file."""

    def __init__(self, command, log, env=None, user=None, stop=signal.SIGTERM, cwd=None):
        self.stop_signal = stop
        self.log = log
        self.name = os.path.basename(command[0])
        with open(log, "ab") as output:
            self.child = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=cwd,
                env={**os.environ, **(env or {})}, user=user,
                preexec_fn=lambda: _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM))
        _running.append(self)

    @property
    def pid(self):
        return self.child.pid

    def family(self):
        """Its own id and those of its descendants."""
        found, queue = [], [self.pid]
        while queue:
            pid = queue.pop()
            found.append(pid)
            try:
                for task in os.listdir(f"/proc/{pid}/task"):
                    with open(f"/proc/{pid}/task/{task}/children") as children:
                        queue += [int(child) for child in children.read().split()]
            except OSError:
                pass
        return found

    def cpu_us(self):
        """User and system time of the family so far, in microseconds."""
        ticks = 0
        for pid in self.family():
            try:
                with open(f"/proc/{pid}/stat") as stat:
                    fields = stat.read().rsplit(")", 1)[1].split()
            except OSError:
                continue
            ticks += int(fields[11]) + int(fields[12])
        return ticks * TICK_US

    def memory_mib(self, field="VmRSS"):
        """VmRSS (now), VmHWM (its peak) or RssAnon, of the family together."""
        total = 0
        for pid in self.family():
            with open(f"/proc/{pid}/status") as status:
                for line in status:
                    if line.startswith(field + ":"):
                        total += int(line.split()[1])
        return total / 1024

    def shared_mib(self):
        """Memory of the family, where a page that several share counts once (PSS)."""
        total = 0
        own = arguments_of(self.pid)
        for pid in self.family():
            # One that is being started has its parent's memory until it executes its own program.
            if pid != self.pid and arguments_of(pid) == own:
                continue
            with open(f"/proc/{pid}/smaps_rollup") as rollup:
                total += next(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
        return total / 1024

    def wait_for(self, ready, seconds=60):
        deadline = time.monotonic() + seconds
        while not ready():
            if self.child.poll() is not None:
                raise Failure(f"{self.name} ended: {self.last_words()}")
            if time.monotonic() > deadline:
                raise Failure(f"{self.name} is not ready after {seconds} s, see {self.log}")
            time.sleep(0.05)
        return self

    def settle(self, seconds=300):
        """Waits until it has nothing left to do: under 2 % of a processor for half a second."""
        deadline = time.monotonic() + seconds
        before = self.cpu_us()
        while True:
            time.sleep(0.5)
            after = self.cpu_us()
            if after - before <= TICK_US:
                return
            if time.monotonic() > deadline:
                raise Failure(f"{self.name} is still at work after {seconds} s")
            before = after

    def last_words(self):
        return text_of(self.log)[-1500:].strip()

    def end(self, seconds=30):
        """Asks it to stop, kills it if it does not; gives its exit status."""
        if self in _running:
            _running.remove(self)
        if self.child.poll() is None:
            self.child.send_signal(self.stop_signal)
            try:
                self.child.wait(seconds)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()
        return self.child.returncode


@atexit.register
def end_all():
    while _running:
        _running[-1].end(10)


def run_group(command, log, env=None, mode="w"):
    """Runs a command to its end in a process group of its own, output into a file; whatever it leaves
    behind in that group is killed. Gives its exit status."""
    with open(log, mode) as output:
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            env={**os.environ, **(env or {})}, start_new_session=True)
        try:
            return child.wait()
        finally:
            try:
                os.killpg(child.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass


def arguments_of(pid):
    with open(f"/proc/{pid}/cmdline", "rb") as arguments:
        return arguments.read()


def text_of(path):
    with open(path, errors="replace") as file:
        return file.read()


def stop_cleanly_on_signals():
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(130))


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def answers(url):
    def ask():
        try:
            with urllib.request.urlopen(url, timeout=5) as response:
                return response.status == 200
        except OSError:
            return False
    return ask


class SyncShim:
    """Starts programs on an emulated disk: every sync takes `us` microseconds more, and is counted."""

    def __init__(self, library, folder, us):
        self.library, self.folder, self.us, self.made = library, folder, us, 0

    def disk(self):
        self.made += 1
        path = os.path.join(self.folder, f"syncs-{self.made}")
        with open(path, "wb") as file:
            file.write(bytes(8))
        with open(path, "r+b") as file:
            counter = mmap.mmap(file.fileno(), 8)
        env = {
            "LD_PRELOAD": self.library, "SLOWSYNC_US": str(self.us), "SYNC_COUNT": path,
        }
        return env, lambda: int.from_bytes(counter[:8], "little")


def need_disk(folder, mib, what):
    """Says what is needed and refuses to start without it."""
    os.makedirs(folder, exist_ok=True)
    free = shutil.disk_usage(folder).free >> 20
    say(f"needs {mib} MiB of disk in {folder} for {what}; {free} MiB are free")
    if free < mib:
        raise Failure(f"{what}: {mib} MiB of disk needed in {folder}, {free} MiB are free; "
                      "choose another place with --work DIR")


def cpu_us(command):
    """Processor time of a command and of its children, all on one core, which wakes nobody from sleep."""
    core = {min(os.sched_getaffinity(0))}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: os.sched_setaffinity(0, core))
    if run.returncode:
        raise Failure(f"{command[0]}: {run.stderr[-500:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1e6


def median(values):
    return statistics.median(values)


def spread(values):
    """Largest minus smallest, over the median."""
    return (max(values) - min(values)) / median(values) if median(values) else 0


def describe():
    """The machine, for the record."""
    with open("/proc/cpuinfo") as info:
        model = next((line.split(":", 1)[1].strip() for line in info
                      if line.startswith("model name")), "unknown processor")
    return {
        "processor": model, "processors": os.cpu_count(), "kernel": os.uname().release,
        "load_average": os.getloadavg()[0],
    }


def write_json(path, value):
    with open(path, "w") as file:
        json.dump(value, file, indent=2, sort_keys=True)
        file.write("\n")
