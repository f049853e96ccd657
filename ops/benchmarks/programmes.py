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


class Minutes:
    """The matters of some minutes as another notulis would set them: for learning, beside the notulis' own. What
    he does alike from matter to matter is chosen once for each file."""

    FIELDS = {
        "complaint": ["Keluhan", "Aduan", "Masalah"], "aspiration": ["Usulan", "Aspirasi", "Saran"],
        "question": ["Pertanyaan", "Tanya"], "praise": ["Masukan"], "info": ["Informasi", "Masukan"],
    }
    VERBS = {
        "complaint": "mengeluhkan", "aspiration": "mengusulkan", "question": "menanyakan",
        "praise": "mengapresiasi", "info": "menginformasikan",
    }

    def __init__(self, name, programme, number):
        self.name, self.programme = f"{name}-set{number}", programme
        self.chance = random.Random(f"{self.name} {programme['title']}")
        self.lines, self.units = [], []
        pick = self.chance.choice
        self.layout = pick(["points", "points", "fields", "fields", "heads", "rows", "prose"])
        self.short = pick([None, 1, 9])
        self.sign = pick(["{}. ", "{}) ", "- ", "* ", "• ", ""]) if self.layout in ("points", "heads") else ""
        self.blank = pick([True, False])
        self.inner = pick(["   ", "  - ", "   => ", "", "   a. "]) if self.layout in ("points", "heads") else ""
        self.answer = pick(["Tanggapan", "Jawaban", "Jwb", "Dijawab", "office", "Tanggapan office"])
        self.agreed = pick(["Kesepakatan", "Disepakati", "Tindak lanjut", "RTL", "Hasil"])
        self.apart = self.layout not in ("fields", "rows") and self.chance.random() < 0.3
        self.place = pick(["({})", ", {}", "/ {}", "dari {}", "- {}"])

    def rendered(self):
        if self.chance.random() < 0.85:
            self.add(f"NOTULEN {self.programme['title'].upper()}", "other", "other")
            for words in self.chance.sample(["Hari: Rabu, di aula", "Hadir: 25 orang", "Acara dibuka oleh Camat."],
                                            self.chance.randrange(3)):
                self.add(words, "other", "other")
            self.lines.append("")
        if self.layout == "rows":
            self.add("No | Nama | Uraian | Tanggapan | Kesepakatan", "other", "other")
        elif self.layout != "fields" and self.chance.random() < 0.4:
            self.add(self.chance.choice(["USULAN DAN MASUKAN WARGA", "A. MASUKAN PESERTA", "Tanya jawab:"]),
                     "other", "other")
        later = []
        for number, (key, item) in enumerate(self.programme["items"].items(), 1):
            said = self.of(key, ("caller", "read"))
            if not said:
                continue
            if self.layout == "rows":
                self.row(number, key, item, said)
                continue
            self.raise_(number, key, item, said)
            rest = self.rest(key, item)
            if self.apart:
                later += [(number, key, line, who) for line, who in rest]
                continue
            for line, who in rest:
                self.add(self.inner + line, key, who)
            if self.blank:
                self.lines.append("")
        for who, heading in (("agency", "TANGGAPAN"), ("other", "KESEPAKATAN")):
            mine = [one for one in later if one[3] == who]
            if mine:
                self.add(heading, "other", "other")
            for number, key, line, _ in mine:
                self.add(f"{number}. {line.split(': ', 1)[1]}", key, who)
        if self.chance.random() < 0.6:
            self.add(self.chance.choice(["Rapat ditutup dengan doa.", "Selesai pukul 12.00", "Demikian notulen ini."]),
                     "other", "other")
        return Rendering(self.name, self.programme, "minutes", "\n".join(self.lines) + "\n", self.units)

    def add(self, line, item, who):
        self.lines.append(line)
        self.units.append(Unit(len(self.lines), item, who, line))

    def of(self, key, voices):
        """What was said, without the notulis' signs."""
        texts = [plain(one) for one in self.programme["utterances"] if one["item"] == key and one["who"] in voices]
        texts = [re.sub(r"^\W*\d{1,2}[.)]?\s+|^[^\w\"(]+", "", text) for text in texts]
        if self.short == 1:
            return [re.split(r"(?<=[.?!]) ", text)[0] for text in texts]
        return [" ".join(text.split()[:self.short]) for text in texts]

    def rest(self, key, item):
        """Answers and what was agreed, each with who says it."""
        lines = []
        for text in self.of(key, ("agency", "regent")):
            office = re.match(r"([A-Z][^:]{2,30}): ", text)
            label = self.answer.replace("office", office[1] if office else "Camat")
            lines.append((f"{label}: {text[office.end():] if office else text}", "agency"))
        if agreed := item.get("agreed"):
            due = agreed.get("due")
            until = f", batas {due[8:]}/{due[5:7]}/{due[:4]}" if due else ""
            lines.append((f"{self.agreed}: {agreed['text']} ({agreed['by']}{until})", "other"))
        return lines

    def person(self, item):
        name = None if item.get("anonymous") else item.get("name")
        title = self.chance.choice(["Pak ", "Ibu ", "Sdr. ", "", ""]) if name else ""
        if not name and item.get("place") and self.chance.random() < 0.5:
            return self.chance.choice(["Kepala Desa ", "Warga ", "Pambakal ", "BPD "]) + item["place"]
        return (title + (name or "Warga") + " " + (self.place.format(item["place"]) if item.get("place") else "")
                ).replace(" ,", ",").strip()

    def row(self, number, key, item, said):
        agreed = (item.get("agreed") or {}).get("text") or "-"
        answer = " ".join(self.of(key, ("agency", "regent"))) or "-"
        self.add(" | ".join([str(number), self.person(item), " ".join(said), answer, agreed]), key, "caller")

    def raise_(self, number, key, item, said):
        """The lines in which somebody raises a matter."""
        who, text = self.person(item), " ".join(said)
        sign = self.sign.format(number)
        if self.layout == "heads":
            self.add(sign + (who.upper() if self.sign == "" else who), key, "caller")
            for one in said:
                self.add("   " + one, key, "caller")
        elif self.layout == "fields":
            self.add(f"{self.chance.choice(self.FIELDS.get(item['kind'], ['Masukan']))}: {text}", key, "caller")
        elif self.layout == "prose":
            self.add(f"{who} {self.VERBS.get(item['kind'], 'menyampaikan')} {text[:1].lower()}{text[1:]}", key, "caller")
        else:
            # Where the notulis began with the name, it stands there once.
            name = item.get("name")
            is_named = name and name.lower() in text.lower()[:60]
            self.add(sign + (text if is_named else f"{who}: {text}"), key, "caller")


RESET_MINUTES = 2  # of each notulis' minutes, in other layouts


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
        if programme["form"] == "minutes":
            for number in range(RESET_MINUTES):
                print(Minutes(name, programme, number).rendered().write(target))


if __name__ == "__main__":
    main()
