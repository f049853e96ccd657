"""The table of a run: what was measured, what it must be, whether it is."""


class Table:
    """Rows of figures; those with a bound are judged."""

    def __init__(self):
        self.rows, self.notes = [], []

    def add(self, name, value, unit="", least=None, most=None, aim=None, detail=""):
        """`least` or `most` is the bound, `aim` what we hope for; `None` as value: not measured."""
        verdict = ""
        if value is None:
            verdict = "not measured"
        elif least is not None:
            verdict = "ok" if value >= least else "MISSED"
            verdict = "aim" if aim is not None and value >= aim else verdict
        elif most is not None:
            verdict = "ok" if value <= most else "MISSED"
            verdict = "aim" if aim is not None and value <= aim else verdict
        self.rows.append({
            "name": name, "value": value, "unit": unit, "least": least, "most": most, "aim": aim,
            "verdict": verdict, "detail": detail})

    def note(self, text):
        self.notes.append(text)

    @property
    def missed(self):
        """What has a bound and does not keep it, or could not be measured."""
        return [row["name"] for row in self.rows if row["verdict"] in ("MISSED", "not measured")]

    def print(self):
        def number(value):
            if value is None:
                return "-"
            return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}"

        lines = [("figure", "is", "must be", "aim", "", "from")]
        for row in self.rows:
            bound = (f">= {number(row['least'])}" if row["least"] is not None else
                     f"<= {number(row['most'])}" if row["most"] is not None else "")
            lines.append((
                row["name"], f"{number(row['value'])} {row['unit']}".strip(), bound,
                number(row["aim"]) if row["aim"] is not None else "", row["verdict"],
                row["detail"]))
        widths = [max(len(line[column]) for line in lines) for column in range(5)]
        for index, line in enumerate(lines):
            print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)) + "  " + line[5])
            if index == 0:
                print("-" * (sum(widths) + 16))
        for note in self.notes:
            print(note)
