"""Complaints that nobody sent, for the benchmarks of the language: the same ones for the same seed."""
import random
import re

TROUBLES = [
    "jalan rusak parah dan berlubang, sudah lama tidak diperbaiki", "lampu penerangan jalan padam",
    "sampah menumpuk tidak diangkut sampai bau", "air ledeng tidak mengalir sejak kemarin pagi",
    "jembatan kayu hampir roboh dan membahayakan anak sekolah", "bantuan sosial tidak tepat sasaran",
    "puskesmas pembantu selalu tutup padahal banyak warga sakit", "banjir merendam rumah warga",
    "pupuk bersubsidi langka dan mahal", "guru jarang masuk mengajar", "pohon tumbang menutup jalan",
    "pengurusan KTP lama sekali dan dimintai uang oleh petugas", "got mampet, air meluap ke jalan",
]
GREETINGS = ["", "", "", "Yth. Bapak Bupati, ", "lapor pak, ", "Assalamualaikum wr wb. ", "min tolong "]
ENDINGS = ["", "", " Mohon segera ditindaklanjuti.", " Terima kasih.", " Sudah lapor RT tapi tidak ada tanggapan."]
LEVELS = ["desa", "ds", "Desa", "kampung", "kel", ""]
SHORT = {"jalan": "jln", "tidak": "kada", "sudah": "sdh", "lampu": "lmpu", "yang": "yg", "sekolah": "sklh",
         "air": "banyu", "rusak": "rsk", "sampah": "ratik", "dan": "wan", "rumah": "rmh"}


def villages(region):
    """Names of villages with the name of their kecamatan, from places.yaml."""
    found, kecamatan = [], ""
    with open(f"{region}/places.yaml", encoding="utf-8") as file:
        for line in file:
            named = re.search(r"name: \"?([^,}\"\n]+)", line)
            if named and line.startswith("    name:"):
                kecamatan = named[1].strip()
            elif named and line.startswith("      - "):
                found.append((named[1].strip(), kecamatan))
    return found


def complaints(region, count, seed=6306):
    """`count` texts of one line; four in ten name a village, half of these its kecamatan too."""
    draw = random.Random(seed)
    places = villages(region)
    return [" ".join(_complaint(draw, places).split()) for _ in range(count)]


def _complaint(draw, places):
    text = draw.choice(GREETINGS) + draw.choice(TROUBLES)
    if draw.random() < 0.5:
        text += ". " + draw.choice(TROUBLES)
    if draw.random() < 0.4:
        village, kecamatan = draw.choice(places)
        text += f" di {draw.choice(LEVELS)} {_slip(draw, village)}"
        if draw.random() < 0.5:
            text += f" kec {kecamatan}"
    text += draw.choice(ENDINGS)
    if draw.random() < 0.5:
        text = " ".join(SHORT.get(word, word) for word in text.lower().split())
    return text


def _slip(draw, name):
    """One letter in seven names is wrong."""
    if draw.random() > 1 / 7 or len(name) < 6:
        return name
    at = draw.randrange(1, len(name) - 1)
    return name[:at] + name[at + 1:]
