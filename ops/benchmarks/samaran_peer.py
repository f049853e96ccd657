"""lokal-id's masker on texts: for each a line of JSON, `[[kind, start, end], …]`; in the peers' own environment."""
import json
import sys

from lokal.samaran import detect_pii

with open(sys.argv[1], encoding="utf-8") as file:
    for text in json.load(file):
        print(json.dumps([[match.type, match.start, match.end] for match in detect_pii(text)]))
