"""Programmes cut into the citizens' matters, against what a careful listener wrote down (see programmes.py).

Boundaries are compared between the judged lines: a boundary is found when ours is at most one line away. Edits are
what an operator has to do: a split for each boundary missed, a merge for each one too many (or a part of an item not
joined to it), a move for each one that is a line off and not only a host's bridge, a new kind for each wrong one.
"""
import collections
import concurrent.futures
import difflib
import glob
import itertools
import json
import os
import re
import subprocess

import programmes
from machine import Failure, cpu_us, say

# form: least F1 of the boundaries, most WindowDiff, most edits an item
TARGETS = {
    "typed": (0.95, 0.05, 0.15), "asr_speakers": (0.85, 0.15, 0.5), "asr_plain": (0.65, 0.25, 1.0),
    "minutes": (0.95, 0.05, 0.15), "chat": (None, None, None),
}
HANDS = "ops/language/programmes"
CASES = f"{HANDS}/hand-1"
RECALL = 0.97
WORST = 5
LONG_HOURS, LONG_MS_MAX, LONG_RUNS = 3, 200, 7


def run(options, place, table, _shim):
    """Judges `mendengar segment` on the programmes of the folder --cases."""
    cases = [programmes.render(name, one) for name, one in programmes.load(options.cases)]
    if not cases:
        raise Failure(f"{options.cases} holds no programmes (NN.json)")
    folder = place.make("programmes")
    program = place.program("mendengar")

    def segment(case):
        path = case.write(folder)
        command = [program, "segment", path, "--aired-on", case.aired_on, "--kind", case.gathering,
                   "--region", place.region]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == 1:
            # Refused: nothing of it was found.
            say(f"refused: {done.stderr.strip()}")
            return {"turns": [], "items": []}
        if done.returncode:
            raise Failure(f"{path}: {done.stderr.strip()}")
        return json.loads(done.stdout)

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        scores = [Score(case, draft) for case, draft in zip(cases, pool.map(segment, cases))]
    report(scores, table)
    for form in ("asr_plain", "asr_speakers"):
        long_programme(form, place, table)


def long_programme(form, place, table):
    """Hours of the hands' programmes one after the other, read and cut; what a start takes is taken off. One
    thread does it, so that its processor time is what an operator waits for."""
    programs = [one for hand in sorted(glob.glob(f"{HANDS}/hand-*")) for _, one in programmes.load(hand)
                if one["form"] == form]
    if not programs:
        raise Failure(f"{HANDS} holds no programmes of the form {form}")
    utterances, left = [], LONG_HOURS * 3600
    for turn, one in enumerate(itertools.cycle(programs)):
        utterances += [{**some, "item": f"{turn}-{some['item']}"} for some in one["utterances"]]
        # With about a second between two voices.
        left -= sum(len(programmes.plain(some).split()) / programmes.WORDS_PER_SECOND + 1 for some in one["utterances"])
        if left <= 0:
            break
    times = {}
    for name, some in (("long", utterances), ("short", utterances[:2])):
        path = programmes.render(name, {**programs[0], "utterances": some}, form).write(place.make("long"))
        command = [place.program("mendengar"), "segment", path, "--aired-on", programs[0]["aired_on"],
                   "--region", place.region]
        times[name] = [cpu_us(command) / 1000 for _ in range(LONG_RUNS)]
    table.add(f"{LONG_HOURS} hours cut, {form} (processor time)", min(times["long"]) - min(times["short"]), "ms",
              most=LONG_MS_MAX,
              detail=f"{len(utterances):,} utterances, the least of {LONG_RUNS} runs; "
                     f"a start takes {min(times['short']):.0f} ms")


def report(scores, table):
    for score in scores:
        say(score.line())
    for form in programmes.FORMS:
        of_form = [score for score in scores if score.case.form == form]
        if of_form:
            summary(form, of_form, table)
    for score in sorted(scores, key=lambda score: -score.edits_per_item)[:WORST]:
        say(f"\nworst: {score.name}")
        for text in score.faults:
            say("    " + text)


def summary(form, scores, table):
    f1_least, window_most, edits_most = TARGETS[form]

    def mean(get):
        values = [value for value in map(get, scores) if value is not None]
        return sum(values) / len(values) if values else None

    def share(get):
        good = sum(get(score)[0] for score in scores)
        return good / max(1, sum(get(score)[1] for score in scores))

    name = f"{form} ({len(scores)})"
    table.add(f"{name}: boundaries, F1 within a line", mean(lambda one: one.f1), least=f1_least)
    table.add(f"{name}: WindowDiff", mean(lambda one: one.window_diff), most=window_most)
    table.add(f"{name}: Pk", mean(lambda one: one.pk))
    edits = sum(score.edits for score in scores) / max(1, sum(len(score.truth_items) for score in scores))
    table.add(f"{name}: edits per item", edits, most=edits_most, detail=", ".join(
        f"{key} {sum(score.work[key] for score in scores)}" for key in ("split", "merge", "join", "move", "kind")))
    table.add(f"{name}: complaints found", share(lambda one: one.complaints),
              least=RECALL if form in ("typed", "asr_speakers", "minutes") else None)
    for field in ("name", "place", "phone", "anonymous"):
        table.add(f"{name}: {field}", share(lambda one, field=field: one.fields[field]))
    table.add(f"{name}: due dates found", share(lambda one: one.due_found))
    table.add(f"{name}: due dates right", share(lambda one: one.due_right))
    table.add(f"{name}: citizens' words kept", share(lambda one: one.words_kept))
    table.add(f"{name}: others' words let in", share(lambda one: one.words_let_in))
    if form == "minutes":
        table.add(f"{name}: agreements", share(lambda one: one.agreements))


def words(text):
    return re.findall(r"[^\W_]+", (text or "").lower())


class Score:
    """One programme judged."""

    def __init__(self, case, draft):
        self.case, self.name = case, f"{case.name} {case.form}"
        self.faults, self.work = [], collections.Counter()
        self.items = {item["id"]: item for item in draft["items"]}
        self.turns = {turn["n"]: turn for turn in draft["turns"]}
        self.truth = [unit.item for unit in case.units]
        self.found = assign(case, draft, self.items)
        self.truth_items = list(dict.fromkeys(key for key in self.truth if key != "other"))
        self.boundaries()
        self.match()
        self.fields_of_items()
        self.edits = sum(self.work.values())
        self.edits_per_item = self.edits / max(1, len(self.truth_items))

    def line(self):
        return (f"{self.name:18} F1 {self.f1:.2f}  WD {self.window_diff:.2f}  edits {self.edits_per_item:.2f} "
                f"{dict(self.work)}  complaints {self.complaints[0]}/{self.complaints[1]}")

    def boundaries(self):
        truth, found = edges(self.truth), edges(self.found)
        open_, matched = set(found), []
        for distance in (0, 1):
            for edge in truth:
                if edge in {one for one, _ in matched}:
                    continue
                for other in (edge - distance, edge + distance):
                    if other in open_:
                        matched.append((edge, other))
                        open_.discard(other)
                        break
        missed = [edge for edge in truth if edge not in {one for one, _ in matched}]
        for edge, other in matched:
            if edge != other and not self.is_bridge(min(edge, other)):
                self.work["move"] += 1
                self.fault("moved", edge)
        for edge in missed:
            self.work["split"] += 1
            self.fault("missed", edge)
        for edge in sorted(open_):
            self.work["merge"] += 1
            self.fault("too many", edge)
        hits = len(matched)
        self.f1 = 2 * hits / max(1, len(truth) + len(found)) if truth or found else 1.0
        size = len(self.truth)
        window = max(2, round(size / (len(truth) + 1) / 2))
        spans = range(max(1, size - window))
        self.window_diff = sum(
            count(truth, at, window) != count(found, at, window) for at in spans) / len(spans)
        self.pk = sum((count(truth, at, window) == 0) != (count(found, at, window) == 0) for at in spans) / len(spans)

    def is_bridge(self, index):
        """Nobody's matter is in a line of the host alone: it may go to either side."""
        return self.case.units[index].who in ("host", "other")

    def fault(self, what, edge):
        unit = self.case.units[edge]
        self.faults.append(f"{what} at line {unit.line} ({self.truth[edge - 1]} > {unit.item}, {unit.who}; "
                           f"ours {self.found[edge - 1]} > {self.found[edge]}): {unit.text[:90]!r}")

    def match(self):
        """Pairs each item with ours that shares most of it; what else holds a part of it must be joined."""
        self.pairs, taken = {}, set()
        shares = collections.Counter(zip(self.truth, self.found))
        for (key, ours), _ in sorted(shares.items(), key=lambda one: (-one[1], one[0])):
            if key == "other" or ours == "other" or key in self.pairs or ours in taken:
                continue
            self.pairs[key] = ours
            taken.add(ours)
        good = wanted = 0
        for key in self.truth_items:
            truth = self.case.items[key]
            size = self.truth.count(key)
            ours = self.items.get(self.pairs.get(key))
            if truth["kind"] == "complaint":
                wanted += 1
                right = bool(ours) and ours["kind"] == "complaint" and 2 * shares[key, self.pairs[key]] >= size
                good += right
            if ours and ours["kind"] != truth["kind"]:
                self.work["kind"] += 1
                self.faults.append(f"kind of {key} is {truth['kind']}, not {ours['kind']}: {ours['text'][:90]!r}")
            if not ours and truth["kind"] != "other":
                # The split that makes it reads its kind anew.
                self.faults.append(f"{key} is not found")
        self.complaints = (good, wanted)
        # Parts of an item apart from each other: each that is not with its own costs a join.
        runs = [(self.truth[at], at) for at in [0] + edges(self.truth)]
        seen = set()
        for key, at in runs:
            if key == "other":
                continue
            ends = [edge for edge in edges(self.truth) if edge > at] + [len(self.truth)]
            ours = collections.Counter(self.found[at:ends[0]]).most_common(1)[0][0]
            if key in seen and ours != self.pairs.get(key):
                self.work["join"] += 1
                self.faults.append(f"not joined to {key}: line {self.case.units[at].line} ({ours})")
            seen.add(key)

    def fields_of_items(self):
        self.fields = {field: [0, 0] for field in ("name", "place", "phone", "anonymous")}
        self.due_found, self.due_right, self.words_kept, self.words_let_in = [0, 0], [0, 0], [0, 0], [0, 0]
        self.agreements = [0, 0]
        for key in self.truth_items:
            truth, ours = self.case.items[key], self.items.get(self.pairs.get(key))
            if not ours:
                ours = {"caller": {"name": None, "phone": None, "anonymous": False}, "place_text": None, "text": "",
                        "responses": [], "agreed": None}
            given = {"name": ours["caller"]["name"], "phone": ours["caller"]["phone"], "place": ours["place_text"]}
            for field, same in (("name", alike), ("place", alike), ("phone", same_number)):
                self.count(self.fields[field], same(truth[field], given[field]),
                           f"{field} of {key}: {truth[field]!r}, not {given[field]!r}")
            self.count(self.fields["anonymous"], bool(truth["anonymous"]) == ours["caller"]["anonymous"],
                       f"anonymity of {key}: {truth['anonymous']}")
            wanted = collections.Counter(one["due"] for one in truth["commitments"] if one["due"])
            dates = collections.Counter({one["due"] for one in ours["responses"] if one["due"]})
            for date in wanted:
                self.count(self.due_found, date in dates, f"due {date} of {key}: only {sorted(dates)}")
            for date in dates:
                self.count(self.due_right, date in wanted, f"due {date} of {key} is not promised")
            if agreed := truth.get("agreed"):
                mine = ours["agreed"] or {}
                self.count(self.agreements, mine.get("due") == agreed["due"] and similar(
                    agreed["text"], mine.get("text")), f"agreed of {key}: {agreed}, not {mine}")
            self.count_words(key, ours["text"])

    def count(self, tally, right, fault):
        tally[1] += 1
        tally[0] += bool(right)
        if not right:
            self.faults.append(fault)

    def count_words(self, key, text):
        citizen, others = collections.Counter(), collections.Counter()
        for unit in self.case.units:
            mine = unit.item == key and unit.who in ("caller", "read")
            (citizen if mine else others).update(words(unit.text))
        ours = collections.Counter(words(text))
        self.words_kept[0] += sum((citizen & ours).values())
        self.words_kept[1] += sum(citizen.values())
        self.words_let_in[0] += sum((ours - citizen).values())
        self.words_let_in[1] += max(1, sum(ours.values()))


def edges(ids):
    return [at for at in range(1, len(ids)) if ids[at] != ids[at - 1]]


def count(edges_, at, window):
    return sum(at < edge <= at + window for edge in edges_)


def assign(case, draft, items):
    """Our item of every judged line. Items of kind other without a citizen's words are one."""
    turns = sorted(draft["turns"], key=lambda turn: turn["n"])
    of_turn, cuts = {}, collections.defaultdict(list)
    for item in draft["items"]:
        general = item["kind"] == "other" and not item["text"]
        key = "other" if general else item["id"]
        for first, last in item["turns"]:
            for number in range(first, last + 1):
                of_turn[number] = key
        if item["cut"]:
            cuts[item["cut"]["turn"]].append((item["cut"]["at"], key))
    found = []
    for unit in case.units:
        turn = next((turn for turn in reversed(turns) if turn["line"] <= unit.line), None)
        if turn is None:
            found.append("other")
            continue
        key = of_turn[turn["n"]]
        if turn["n"] in cuts:
            head = unit.text.split(": ", 1)[-1].strip()[:24]
            at = turn["text"].find(" ".join(head.split()))
            for start, item in sorted(cuts[turn["n"]]):
                if at + 2 >= start:
                    key = item
        found.append(key)
    return found


HONORIFICS = {"pak", "bapak", "ibu", "bu", "h", "hj", "haji", "hajah", "acil", "mama", "paman", "amang", "kai", "guru",
              "desa", "kelurahan", "kecamatan", "jalan", "jl", "pasar", "di", "dari", "warga", "kak", "bang", "mas"}


def core(text):
    return [word for word in words(text) if word not in HONORIFICS] or words(text)


def alike(truth, given):
    """The same name or place, as well as it was heard."""
    if not truth or not given:
        return not truth and not given
    wanted, found = core(truth), core(given)
    return all(any(difflib.SequenceMatcher(None, one, other).ratio() >= 0.7 for other in found) for one in wanted) or \
        difflib.SequenceMatcher(None, "".join(wanted), "".join(found)).ratio() >= 0.75


def same_number(truth, given):
    def digits(text):
        return re.sub(r"\D", "", text or "")

    truth, given = digits(truth), digits(given)
    if not truth or not given:
        # An identity number is masked, never given as a phone.
        return len(truth) == 16 or truth == given
    return truth[-4:] == given[-4:]


def similar(truth, given):
    wanted, found = set(words(truth)), set(words(given))
    return len(wanted & found) >= 0.6 * len(wanted)
