"""The state diagram of a refresh, from the table in core/transitions.hpp. Graphviz says where the boxes go."""
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import svg

HEADER = Path(__file__).resolve().parents[2] / "include/keyturn/core/transitions.hpp"
ROW = re.compile(r'Transition\{Phase::(\w+), Signal::(\w+), Phase::(\w+),\s*((?:"[^"]*"\s*)+)\}')
PHASES = re.compile(r"enum class Phase [^{]*\{(.*?)\};", re.DOTALL)
INCH = 72
LEGEND = 470


@dataclass
class Row:
    number: int
    start: str
    signal: str
    end: str
    when: str


def table() -> list[Row]:
    text = HEADER.read_text()
    rows = [Row(number, start, signal, end, "".join(re.findall(r'"([^"]*)"', when)))
            for number, (start, signal, end, when) in enumerate(ROW.findall(text), 1)]
    if len(rows) != text.count("Transition{Phase::"):
        raise SystemExit(f"{HEADER}: a row of the table is not written as the others are")
    return rows


def phases() -> list[str]:
    """In the order of their declaration, which is the way of a refresh when all goes well."""
    return re.findall(r"^\s*(\w+),?\s*///", PHASES.search(HEADER.read_text())[1], re.MULTILINE)


def description() -> str:
    """The whole table in words: what the picture shows, and by what it is known to be fresh."""
    return "\n".join(f"{row.number}. {row.start}, on {row.signal}, to {row.end}: {row.when}" for row in table())


class Diagram:
    def __init__(self) -> None:
        self.rows, self.order = table(), phases()
        onward = lambda row: self.order.index(row.end) > self.order.index(row.start) and row.end != self.order[-1]
        self.arrows = [row for row in self.rows if onward(row)]
        # What leads back, or into a pause, is named in its box: as lines these would cover all others.
        self.exits = {phase: [row for row in self.rows if row.start == phase and not onward(row)] for phase in self.order}

    def box_size(self, phase: str) -> tuple[float, float]:
        return 150 if self.exits[phase] else 120, 30 + 15 * len(self.exits[phase])

    def layout(self) -> list[list[str]]:
        text = "digraph { nodesep=0.5; ranksep=0.4; node [shape=box fixedsize=true]; edge [fontsize=11];\n"
        for phase in self.order:
            width, height = self.box_size(phase)
            text += f'{phase} [width={width / INCH} height={height / INCH}];\n'
        text += "".join(f'{row.start} -> {row.end} [label="{row.number}"];\n' for row in self.arrows)
        reached = {row.end for row in self.arrows} | {self.order[0]}
        for phase in self.order:  # below the last that leads there
            if phase not in reached:
                last = [row.start for row in self.rows if row.end == phase and row.start != phase][-1]
                text += f"{last} -> {phase} [style=invis];\n"
        done = subprocess.run(["dot", "-Tplain"], input=text + "}", capture_output=True, text=True, check=True)
        return [line.split() for line in done.stdout.splitlines()]

    def draw(self) -> str:
        lines = self.layout()
        width, height = (float(word) * INCH + 40 for word in lines[0][2:4])
        place = lambda x, y: (float(x) * INCH + 20, height - 20 - float(y) * INCH)
        parts = []
        for words in lines:
            if words[0] == "edge" and "invis" not in words:
                parts += self.arrow(words, place)
        for words in lines:
            if words[0] == "node":
                parts += self.box(words[1], *place(*words[2:4]))
        legend, bottom = self.legend(width + 16)
        return svg.picture(width + LEGEND, max(height, bottom), "The steps of a refresh", description(), parts + legend)

    def arrow(self, words: list[str], place) -> list[str]:
        count = int(words[3])
        points = [place(*words[4 + 2 * i:6 + 2 * i]) for i in range(count)]
        curve = "M{},{} C".format(*map(svg.number, points[0])) + " ".join(f"{svg.number(x)},{svg.number(y)}" for x, y in points[1:])
        name, x, y = words[4 + 2 * count:7 + 2 * count]
        x, y = place(x, y)
        return [f'<path class="line" marker-end="url(#head)" d="{curve}"/>', svg.text(x, y + 4, name.strip('"'), "number on-line", "middle")]

    def box(self, phase: str, x: float, y: float) -> list[str]:
        width, height = self.box_size(phase)
        top = y - height / 2
        parts = [svg.box(x - width / 2, top, width, height, "box", 6), svg.text(x, top + 20, phase, "strong", "middle")]
        for i, row in enumerate(self.exits[phase]):
            parts += [svg.text(x - width / 2 + 26, top + 36 + 15 * i, str(row.number), "number", "end"),
                      svg.text(x - width / 2 + 32, top + 36 + 15 * i, f"→ {row.end}", "small")]
        return parts

    def legend(self, x: float) -> tuple[list[str], float]:
        parts, y = ['<defs><marker id="head" viewBox="0 0 9 8" refX="0" refY="4" markerWidth="9" markerHeight="8" orient="auto">'
                    '<path class="head" d="M0,0 L9,4 L0,8 z"/></marker></defs>'], 10.0
        for phase in self.order:
            of_phase = [row for row in self.rows if row.start == phase]
            signals = " or ".join(dict.fromkeys(row.signal for row in of_phase))
            y += 23
            parts.append(svg.text(x, y, f"{phase}, until {signals}", "strong"))
            for row in of_phase:
                y += 15
                parts += [svg.text(x + 16, y, str(row.number), "number", "end"), svg.text(x + 22, y, row.when, "small")]
        return parts, y + 18


def draw() -> str:
    return Diagram().draw()
