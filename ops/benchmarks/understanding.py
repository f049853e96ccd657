"""What is understood, against what careful readers wrote down: `ops/bench language --cases FOLDER`.

FOLDER holds `places.json` (`[{"text", "places": [codes], "unclear"?, "elsewhere"?}]`) and `personal.json`
(`[{"text", "spans": [{"kind", "value"}]}]`); a value that stands twice is listed twice; `complaints.ndjson` (wire)
with `truth.ndjson` (`{"id", "incident", "person", "origin"}`): the same incident told several times. Alone:
`python3 understanding.py BENCH-LANGUAGE REGION FOLDER` names every miss.
"""
import datetime
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile

# Sure enough to be shown to an agency as where the matter is.
CERTAIN = 0.5
# What somebody is called besides his name.
TITLES = re.compile(
    r"^(?:(?:hj|h|haji|haj+ah|drs?|dra|drg|ir|prof|ust|usta[dz]z?|usta[dz]z?ah|pdt|romo|pak de|pak|pa|bapak|bapa|bu|ibu|"
    r"ny|tn|sdri?|kai|nini|nenek|datu|julak|acil|amang|paman|mama|abah|mbah|mas|mba?k|bang|bung|kak?|kaka|ading|om|tante|"
    r"koh?|ci|damang|guru|hansip|alm)\b\.?\s*)+", re.I)
DEGREES = re.compile(r"(?:,\s*|(?<=\w)\s+)(?:S|M|A)\.[A-Za-z]{1,4}\b\.?.*$|\s*\(alm\)$")
# Where the street is named, or what stands for it; the village before it is no secret.
STREET = re.compile(r"\b(?:jl|jln|jalan|gg|gang|komplek|blok|rt|no|nomor)\b", re.I)
HOUSE = re.compile(r"\d+\s?[A-Za-z]?\b(?!.*\d)")
# Ours alone: ten or more digits of any other number, covered in logs to be on the safe side.
ANY_NUMBER = "number"


def found(program, region, texts):
    """What is found in each text; offsets count characters."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(texts, file)
        file.flush()
        done = subprocess.run([program, region, file.name, "found"], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def places(cases, results):
    """Figures and misses: [(what, text, wanted, given)]."""
    misses, counts = [], dict.fromkeys(("named", "first", "among", "none", "false"), 0)
    for case, result in zip(cases, results):
        given = [place for place in result["places"] if place["code"].startswith("63.06.")]
        codes, wanted = [place["code"] for place in given], set(case["places"])
        shown = [(place["code"], place["confidence"], place["evidence"]) for place in result["places"]]
        if not wanted:
            counts["none"] += 1
            if any(place["confidence"] >= CERTAIN for place in given):
                counts["false"] += 1
                misses.append(("false", case["text"], [], shown))
            continue
        counts["named"] += 1
        if wanted & set(codes):
            counts["among"] += 1
        else:
            misses.append(("not found", case["text"], sorted(wanted), shown))
        if codes and codes[0] in wanted:
            counts["first"] += 1
        elif wanted & set(codes):
            misses.append(("not first", case["text"], sorted(wanted), shown))
    return counts, misses


def personal(cases, spans):
    """Figures and misses of spans [(kind, start, end)] a text, for any finder."""
    by_kind, misses = {}, []
    alarms = numbers = 0
    for case, given in zip(cases, spans):
        text, taken = case["text"], set()
        covered = {index for _, start, end in given for index in range(start, end)}
        wanted_all = set()
        for span in case["spans"]:
            start, end = _next(text, span["value"], taken)
            wanted_all |= set(range(start, end))
            hit = _is_covered(text, start, end, span["kind"], covered)
            count = by_kind.setdefault(span["kind"], [0, 0])
            count[0] += hit
            count[1] += 1
            if not hit:
                misses.append((span["kind"], span["value"], text))
        for kind, start, end in given:
            if wanted_all.isdisjoint(range(start, end)):
                if kind == ANY_NUMBER:
                    numbers += 1
                else:
                    alarms += 1
                    misses.append((f"false {kind}", text[start:end], text))
    return by_kind, alarms, numbers, misses


def _next(text, value, taken):
    start = text.find(value)
    while start in taken:
        start = text.find(value, start + 1)
    if start < 0:
        raise ValueError(f"'{value}' does not stand (so often) in: {text}")
    taken.add(start)
    return start, start + len(value)


def _is_covered(text, start, end, kind, covered):
    """All its letters and digits; a name without titles, an address from where the street is named to the number."""
    value = text[start:end]
    if kind == "name":
        start += len(TITLES.match(value).group()) if TITLES.match(value) else 0
        end -= len(DEGREES.search(value).group()) if DEGREES.search(value) else 0
    if kind == "address" and (street := STREET.search(value)) and (house := HOUSE.search(value)):
        start, end = start + street.start(), start + house.end()
    signs = [index for index in range(start, end) if text[index].isalnum()]
    if kind == "address":
        return sum(index in covered for index in signs) >= len(signs) / 2
    return bool(signs) and all(index in covered for index in signs)


def links(complaints, truth, predicted):
    """Figures and misses of links `{id: [{"to", "relation", "decision"}]}` beside the incidents told."""
    told = {case["id"]: case for case in truth}
    texts = {complaint["id"]: complaint["text"] for complaint in complaints}
    order = {complaint["id"]: number for number, complaint in enumerate(complaints)}
    members = {}
    for complaint in complaints:
        members.setdefault(told[complaint["id"]]["incident"], []).append(complaint["id"])
    true = {pair for ids in members.values() for pair in itertools.combinations(ids, 2)}
    made, asked = set(), set()
    for one, others in predicted.items():
        for link in others:
            if not link["relation"].startswith("recur") and link["relation"] != "related":
                pair = tuple(sorted((one, link["to"]), key=order.get))
                (made if link["decision"] == "link" else asked).add(pair)
    asked -= made
    resent = {(case["origin"], case["id"]) for case in truth if case["origin"] != case["id"]}
    misses = [("wrong link", texts[a], texts[b]) for a, b in sorted(made - true, key=lambda pair: order[pair[1]])]
    misses += [("asked" if pair in asked else "resend missed" if pair in resent else "not found", texts[pair[0]], texts[pair[1]])
               for pair in sorted(true - made, key=lambda pair: order[pair[1]])]
    right = len(made & true)
    precision, recall = right / max(1, len(made)), right / max(1, len(true))
    # One who is led to any earlier complaint of his incident has arrived.
    later = [ids[1:] for ids in members.values()]
    arrived = {pair[1] for pair in made & true}
    return {
        "made": len(made), "true": len(true), "right": precision, "recall": recall,
        "f1": 2 * precision * recall / max(1e-9, precision + recall),
        "resent": len(resent & made) / max(1, len(resent)),
        "asked": len(asked), "asked right": len(asked & true) / max(1, len(asked)),
        "found or asked": len((made | asked) & true) / max(1, len(true)),
        "arrived": len(arrived) / max(1, sum(map(len, later))),
    }, misses


def linked(program, region, folder):
    """The links `mendengar duplicates evaluate` makes, by id."""
    with tempfile.TemporaryDirectory() as place:
        out = os.path.join(place, "links.ndjson")
        subprocess.run([program, "duplicates", "evaluate", "--input", os.path.join(folder, "complaints.ndjson"),
                        "--region", region, "--out", out], capture_output=True, check=True)
        return {line["id"]: line["links"] for line in lines(out)}


# A plain linker takes what came within so many days for one matter.
PLAIN_DAYS = 14


def plain(program, region, complaints):
    """The links of a linker that knows village, topic and time alone, to see how hard a set is."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.writelines(" ".join(complaint["text"].split()) + "\n" for complaint in complaints)
        file.flush()
        done = subprocess.run([program, "decide", "--lines", file.name, "--region", region],
                              capture_output=True, text=True, check=True)
    told = []
    for complaint, line in zip(complaints, done.stdout.splitlines(), strict=True):
        decided = json.loads(line)
        village = next((place["code"] for place in decided["places"]), None)
        topic = next((topic["id"] for topic in decided["topics"]), None)
        at = datetime.datetime.fromisoformat(complaint["received_at"].replace("Z", "+00:00"))
        told.append((complaint["id"], village, topic, at))
    predicted = {}
    for (a, *here, then), (b, *there, now) in itertools.combinations(told, 2):
        if None not in here and here == there and abs(now - then).days < PLAIN_DAYS:
            predicted.setdefault(b, []).append({"to": a, "relation": "same_incident", "decision": "link"})
    return predicted


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def read(folder, name):
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def judged(program, region, folder):
    """{"places": (counts, misses), "personal": (by kind, false alarms, other numbers, misses, texts)}."""
    figures = {}
    if cases := read(folder, "places.json"):
        figures["places"] = places(cases, found(program, region, [case["text"] for case in cases]))
    if cases := read(folder, "personal.json"):
        results = found(program, region, [case["text"] for case in cases])
        figures["personal"] = personal(cases, [
            [(span["kind"], span["start"], span["end"]) for span in result["personal"]] for result in results])
    complaints = os.path.join(folder, "complaints.ndjson")
    if os.path.exists(complaints):
        mendengar = os.path.join(os.path.dirname(program), "mendengar")
        told, truth = lines(complaints), lines(os.path.join(folder, "truth.ndjson"))
        figures["links"] = links(told, truth, linked(mendengar, region, folder))
        figures["plain"], _ = links(told, truth, plain(mendengar, region, told))
    return figures


def main():
    figures = judged(*sys.argv[1:4])
    if "places" in figures:
        counts, misses = figures["places"]
        for miss in misses:
            print(*miss, sep=" | ")
        print(counts, "first {:.3f} among {:.3f} false {:.3f}".format(
            counts["first"] / counts["named"], counts["among"] / counts["named"],
            counts["false"] / max(1, counts["none"])))
    if "personal" in figures:
        kinds, alarms, numbers, misses = figures["personal"]
        for miss in misses:
            print(*miss, sep=" | ")
        hits, all_ = (sum(count[part] for count in kinds.values()) for part in (0, 1))
        print(kinds, f"recall {hits}/{all_} {hits / all_:.3f}, false {alarms}, other numbers {numbers}")
    if "links" in figures:
        counts, misses = figures["links"]
        for miss in misses:
            print(*miss, sep="\n    ")
        print({name: round(value, 3) for name, value in counts.items()})
        print("by village, topic and time alone:",
              {name: round(figures["plain"][name], 3) for name in ("made", "right", "recall", "f1")})


if __name__ == "__main__":
    main()
