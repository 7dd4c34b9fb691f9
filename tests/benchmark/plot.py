"""Draws how storms grow: callers against refreshes, time and memory, as SVG."""
import math

WIDTH, PANEL, TOP, LEFT = 980, 250, 126, 74
INK, FAINT = "#222222", "#dddddd"
COLOURS = {"threads": "#0b6e99", "asynchronous": "#c4561b"}
MEANINGS = {"threads": "threads, blocking client", "asynchronous": "calls on one thread, asynchronous client"}
PANELS = [("refreshes", "refreshes"), ("milliseconds", "ms until all have their answer"), ("megabytes", "MB")]


def draw(points: list[dict], machine: str) -> str:
    """`points`: kind, callers, refreshes, milliseconds, megabytes."""
    height = TOP + PANEL + 108
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
             f'role="img" font-family="Helvetica, Arial, \'Liberation Sans\', sans-serif" font-size="13" fill="{INK}">',
             "<title>Storms of growing size: one refresh</title>", '<rect width="100%" height="100%" fill="#ffffff"/>',
             _text(24, 36, "However many call at once: one refresh", 'font-size="20" font-weight="bold"'),
             _text(24, 60, "All call the API at the same moment, and the access token has just expired. With threads, the "
                           "server takes 50 ms for a refresh.")]
    x = 24
    for kind, meaning in MEANINGS.items():
        parts.append(f'<circle cx="{x + 6}" cy="80" r="5" fill="{COLOURS[kind]}"/>' + _text(x + 18, 84, meaning))
        x += 210
    width = (WIDTH - 3 * LEFT - 24) / 3
    for number, (name, label) in enumerate(PANELS):
        parts.append(_panel(points, name, label, LEFT + number * (width + LEFT), width))
    small = 'font-size="11" fill="#555555"'
    parts.append(_text(24, height - 36, "Memory: of threads the process's peak, stacks included; of asynchronous calls what they "
                       "keep while they wait.", small))
    parts.append(_text(24, height - 18, machine, small))
    return "\n".join(parts) + "\n</svg>\n"


def _panel(points: list[dict], name: str, label: str, left: float, width: float) -> str:
    callers = sorted({p["callers"] for p in points})
    # What it would be if each renewed the token for itself.
    each = name == "refreshes"
    most = max(callers[-1] if each else 0, max(p[name] for p in points))
    most = math.ceil(math.log10(max(most, 10)))
    least = min(0, *(math.floor(math.log10(p[name])) for p in points))
    x = {n: left + width * i / max(len(callers) - 1, 1) for i, n in enumerate(callers)}

    def y(value: float) -> float:
        return TOP + PANEL - PANEL * (math.log10(value) - least) / (most - least)

    parts = [_text(left - 8, TOP - 10, label, 'font-weight="bold"')]
    step = math.ceil((most - least) / 6)
    for power in range(least, most + 1, step):
        parts.append(_line(left, y(10 ** power), left + width, y(10 ** power), FAINT))
        parts.append(_text(left - 8, y(10 ** power) + 4, f"{10.0 ** power:,.9g}".replace(",", " "), 'text-anchor="end"'))
    for n in callers:
        parts.append(_text(x[n], TOP + PANEL + 20, f"{n:,}".replace(",", " "), 'text-anchor="middle"'))
    parts.append(_text(left + width / 2, TOP + PANEL + 42, "callers", 'text-anchor="middle"'))
    if each:
        parts.append(f'<line x1="{x[callers[0]]:.1f}" y1="{y(callers[0]):.1f}" x2="{x[callers[-1]]:.1f}" y2="{y(callers[-1]):.1f}" '
                     'stroke="#888888" stroke-dasharray="4 3"/>')
        parts.append(_text(left + width / 2 - 10, y(callers[-1] ** 0.5) - 14, "one for each caller", 'fill="#666666" text-anchor="end"'))
    for kind, colour in COLOURS.items():
        mine = sorted((p for p in points if p["kind"] == kind), key=lambda p: p["callers"])
        # Where both are the same, both are seen.
        radius = 6 if kind == "threads" else 3.5
        way = " ".join(f"{x[p['callers']]:.1f},{y(p[name]):.1f}" for p in mine)
        parts.append(f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x[p["callers"]]:.1f}" cy="{y(p[name]):.1f}" r="{radius}" fill="{colour}"/>' for p in mine]
    return "\n".join(parts)


def _text(x: float, y: float, what: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {more}>{what}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'
