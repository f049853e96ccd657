"""ZEN on the table of `ops/bench rules`, in its own environment: `mode<TAB>decisions a second<TAB>digest of the answers`.

The file holds {"rows": [[category, district, channel, least score, agency]…], "inputs": [[category, district, channel,
score]…]}; an empty cell asks for nothing. The engine loads the table through its loader, which compiles and indexes it.
"""
import hashlib
import json
import sys
import time

import zen

COLUMNS = ["category", "district", "channel", "score"]


def table(rows):
    rules = []
    for number, (category, district, channel, least, agency) in enumerate(rows):
        cells = [f'"{value}"' if value else "" for value in (category, district, channel)]
        cells.append(f">= {least}" if least else "")
        rules.append({"_id": str(number), **dict(zip(COLUMNS, cells)), "agency": f'"{agency}"'})
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": name, "name": name, "field": name} for name in COLUMNS],
        "outputs": [{"id": "agency", "name": "agency", "field": "agency"}], "rules": rules}
    return json.dumps({
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in"},
            {"id": "table", "type": "decisionTableNode", "name": "table", "content": content},
            {"id": "out", "type": "outputNode", "name": "out"}],
        "edges": [
            {"id": "1", "type": "edge", "sourceId": "in", "targetId": "table"},
            {"id": "2", "type": "edge", "sourceId": "table", "targetId": "out"}]})


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        given = json.load(file)
    seconds = float(sys.argv[2])
    compiled = zen.ZenDecisionContent(table(given["rows"]))
    engine = zen.ZenEngine({"loader": lambda key: compiled})
    inputs = [dict(zip(COLUMNS, values)) for values in given["inputs"]]
    for mode, options in (("plain", {}), ("trace", {"trace": True})):
        answers = [engine.evaluate("table", one, options)["result"].get("agency") for one in inputs[:200]]
        digest = hashlib.sha256("\n".join(map(str, answers)).encode()).hexdigest()[:16]
        count, start = 0, time.process_time()
        while time.process_time() - start < seconds:
            engine.evaluate("table", inputs[count % len(inputs)], options)
            count += 1
        print(f"{mode}\t{count / (time.process_time() - start):.0f}\t{digest}")


if __name__ == "__main__":
    main()
