"""Annotated programmes (JSON, one a file) rendered as the files a station would upload, with the truth per line.

A programme has utterances: who speaks, the words, the item they belong to; typed ones also the raw lines of the
typist. Typed programmes, minutes and chats become their raw lines; the others what a speech recogniser gives: cues of
2 to 7 seconds, with speakers (whisperX's JSON) or without (SubRip). The seed is the programme's own: every run gives
the same files.
"""
import glob
import json
import os
import random
import re
import shutil
import sys

WORDS_PER_SECOND = 2.4
WRONG_LABELS = 0.08
SWALLOWED = 0.5  # of turns of one or two words
GATHERING = {"minutes": "forum", "chat": "chat"}
WORDLESS = re.compile(r": <?(Media|stiker|gambar|audio|video|sticker|image)[^:]*(tidak disertakan|omitted)>?$|"
                      r": (Pesan ini|This message)[^:]* (dihapus|deleted)\.?$", re.IGNORECASE)
SAYS = re.compile(r"[^\W_]")
FORMS = ["typed", "asr_speakers", "asr_plain", "minutes", "chat"]


class Unit:
    """A line of the file that is judged: an utterance of a typed file, a cue of a recogniser's."""

    def __init__(self, line, item, who, text, offset=0):
        self.line, self.item, self.who, self.text, self.offset = line, item, who, text, offset

    def json(self):
        return {"line": self.line, "item": self.item, "who": self.who, "text": self.text}


class Rendering:
    """A file as it is uploaded, and what is true of it."""

    def __init__(self, name, programme, form, content, units):
        self.name, self.programme, self.form, self.content, self.units = name, programme, form, content, units
        self.aired_on = programme["aired_on"]
        self.gathering = GATHERING.get(form, "radio")
        self.items = programme["items"]

    def write(self, folder):
        ending = {"asr_speakers": ".json", "asr_plain": ".srt"}.get(self.form, ".txt")
        path = os.path.join(folder, f"{self.name}.{self.form}{ending}")
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(self.content)
        with open(path + ".truth", "w", encoding="utf-8") as file:
            json.dump({
                "aired_on": self.aired_on, "kind": self.gathering, "form": self.form,
                "units": [unit.json() for unit in self.units],
                "kinds": {key: item["kind"] for key, item in self.items.items()},
                "names": {key: None if item.get("anonymous") else item.get("name") for key, item in self.items.items()},
                "places": {key: item.get("place") for key, item in self.items.items()},
            }, file, ensure_ascii=False)
        return path


def load(folder):
    """The programmes of a folder in the order of their names."""
    for path in sorted(glob.glob(os.path.join(folder, "*.json"))):
        with open(path, encoding="utf-8") as file:
            yield os.path.splitext(os.path.basename(path))[0], json.load(file)


def render(name, programme, form=None):
    """The file of a programme; `form` asks for another one than its own."""
    form = form or programme["form"]
    if form in ("asr_speakers", "asr_plain"):
        return recognised(name, programme, form)
    if form == programme["form"] and "raw" in programme["utterances"][0]:
        return typed(name, programme, form)
    return labelled(name, programme, form)


def typed(name, programme, form):
    """The typist's own lines."""
    lines, units = 1, []
    for utterance in programme["utterances"]:
        raw = utterance["raw"]
        # Blank lines and the rules of a table say nothing.
        lead = next((at for at, line in enumerate(raw.split("\n")) if SAYS.search(line)), 0)
        # A picture or a sticker has no words: the reader leaves it out, nobody has to place it.
        if not WORDLESS.search(raw):
            units.append(Unit(lines + lead, utterance["item"], utterance["who"], raw.strip("\n")))
        lines += raw.count("\n") + 1
    content = "\n".join(utterance["raw"] for utterance in programme["utterances"]) + "\n"
    return Rendering(name, programme, form, content, units)


LABELS = {"host": "PENYIAR", "read": "PENYIAR", "regent": "BUPATI", "agency": "KADIS"}


HOSTS = ["Rina", "Yudi", "Atul", "Meli", "Hendra", "Lilis"]


class Typist:
    """A habit of labelling: roles, names ("Penelpon" at first), or initials."""

    def __init__(self, name, programme, form):
        self.chance = random.Random(f"{name} labels {programme['title']}")
        self.habit = "roles" if form == "typed" else self.chance.choice(["names", "names", "initials"])
        self.items, self.voices, self.callers = programme["items"], {}, 0
        self.hosts = self.chance.sample(HOSTS, len(HOSTS))

    def label(self, utterance):
        who, voice = utterance["who"], utterance.get("speaker") or utterance["who"]
        if self.habit == "roles":
            return LABELS[who] if who != "caller" else f"PENELEPON {self.number(voice)}"
        if who in ("host", "read"):
            self.voices.setdefault(voice, self.hosts[len(self.voices) % len(self.hosts)])
            return self.voices[voice] if self.habit == "names" else self.voices[voice][:2].upper()
        if who == "regent":
            return "Bupati" if self.habit == "names" else "BP"
        if who == "agency":
            return "Kadis" if self.habit == "names" else "KD"
        name = (self.items.get(utterance["item"]) or {}).get("name")
        if self.habit == "initials":
            return f"T{self.number(voice)}"
        if voice not in self.voices:
            self.voices[voice] = name.title() if name else f"Penelpon {self.number(voice)}"
            return "Penelpon"
        return self.voices[voice]

    def number(self, voice):
        key = "number " + voice
        if key not in self.voices:
            self.callers += 1
            self.voices[key] = self.callers
        return self.voices[key]


def labelled(name, programme, form):
    """A typist's labels, for learning from programmes that a recogniser wrote down."""
    typist, lines, units = Typist(name, programme, form), [], []
    for utterance in programme["utterances"]:
        who, text = utterance["who"], plain(utterance)
        label = typist.label(utterance) if who != "other" else ""
        line = f"({text})" if who == "other" else f"{label}: {text}"
        lines.append(line)
        units.append(Unit(len(lines), utterance["item"], who, line))
    return Rendering(name, programme, form, "\n".join(lines) + "\n", units)


def plain(utterance):
    return " ".join((utterance.get("text") or utterance.get("raw", "")).split())


def recognised(name, programme, form):
    """Cues with times, and with speakers' labels of which some are wrong."""
    own = programme["form"] == form
    chance = random.Random(f"{name} {form} {programme['title']}")
    voices, cues, clock = {}, [], 2.0
    for utterance in programme["utterances"]:
        text = plain(utterance)
        if not own:
            text = unpunctuated(text)
        words = text.split()
        if not words:
            continue
        clock += chance.uniform(0.2, 1.4)
        label = voices.setdefault(utterance.get("speaker") or utterance["who"], f"SPEAKER_{len(voices):02d}")
        swallow = len(words) <= 2 and cues and chance.random() < SWALLOWED
        if swallow:
            cues[-1]["text"] += " " + text
            cues[-1]["end"] = clock = cues[-1]["end"] + len(words) / WORDS_PER_SECOND
            continue
        while words:
            seconds = chance.uniform(2, 7)
            count = max(1, round(seconds * WORDS_PER_SECOND))
            if len(words) - count < 3:
                count = len(words)
            part, words = words[:count], words[count:]
            length = len(part) / WORDS_PER_SECOND
            cues.append({
                "start": round(clock, 2), "end": round(clock + length, 2), "text": " ".join(part),
                "speaker": label, "item": utterance["item"], "who": utterance["who"]})
            clock += length + chance.uniform(0, 0.3)
    labels = sorted(set(voices.values()))
    for cue in cues:
        if len(labels) > 1 and chance.random() < WRONG_LABELS:
            cue["speaker"] = chance.choice([label for label in labels if label != cue["speaker"]])
    return Rendering(name, programme, form, *(whisperx(cues) if form == "asr_speakers" else subrip(cues)))


def unpunctuated(text):
    kept = "".join(letter if letter.isalnum() or letter in " -'" else " " for letter in text.lower())
    return " ".join(kept.split())


def whisperx(cues):
    lines, units = ['{"segments": ['], []
    for index, cue in enumerate(cues):
        segment = {key: cue[key] for key in ("start", "end", "text", "speaker")}
        lines.append(json.dumps(segment, ensure_ascii=False) + ("," if index + 1 < len(cues) else ""))
        units.append(Unit(len(lines), cue["item"], cue["who"], cue["text"]))
    return "\n".join(lines + ['], "language": "id"}']) + "\n", units


def subrip(cues):
    def stamp(seconds):
        return "{:02d}:{:02d}:{:02d},{:03d}".format(
            int(seconds // 3600), int(seconds // 60) % 60, int(seconds) % 60, round(seconds % 1 * 1000) % 1000)

    lines, units = [], []
    for index, cue in enumerate(cues):
        lines += [str(index + 1), f"{stamp(cue['start'])} --> {stamp(cue['end'])}", cue["text"], ""]
        units.append(Unit(len(lines) - 2, cue["item"], cue["who"], cue["text"]))
    return "\n".join(lines) + "\n", units


def main():
    """Writes the files of a folder of programmes: to learn from, radio programmes in all their forms."""
    source, target = sys.argv[1:3]
    os.makedirs(target, exist_ok=True)
    for truth in sorted(glob.glob(os.path.join(source, "*.truth"))):
        # Rendered already: copied as often as others have forms, so that each programme counts alike.
        for copy in ("", "b-", "c-", "d-"):
            for path in (truth.removesuffix(".truth"), truth):
                shutil.copy(path, os.path.join(target, copy + os.path.basename(path)))
    for name, programme in load(source):
        alone = programme["form"] in GATHERING
        for form in [programme["form"]] if alone else ["typed", "named", "asr_speakers", "asr_plain"]:
            print(render(name, programme, form).write(target))


if __name__ == "__main__":
    main()
