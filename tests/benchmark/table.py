"""Prints what was measured beside its bounds, as tables of Markdown."""
from bounds import BY_KEY, ROWS, Figure


def markdown(figures: list[Figure], missing: dict[str, str], left_out: str) -> str:
    """One line for each row of the bounds: today's figures, the peers' of the same run, the bounds, and whether they hold."""
    lines = [["#", "measure", "here", "peers here", "measured before", "must hold", "goal", ""]]
    for row in ROWS:
        ours = [f for f in figures if f.key == row.key and not f.peer]
        peers = [f for f in figures if f.key == row.key and f.peer]
        here = ", ".join(f.text() for f in ours) or missing.get(row.key, left_out)
        lines.append([row.key, row.what, here, ", ".join(f.text() for f in peers), row.baseline, row.bound(row.must),
                      row.bound(row.goal), verdict(ours)])
    return _table(lines)


def verdict(figures: list[Figure]) -> str:
    """By the worst figure of a row."""
    if not figures:
        return ""
    row = BY_KEY[figures[0].key]
    if not all(row.holds(f.value, row.must) for f in figures):
        return "**missed**"
    if row.must is None and row.goal is None:
        return ""
    return "goal" if all(row.holds(f.value, row.goal) for f in figures) else "holds"


def scale(growth: list[dict], sessions: list[dict]) -> str:
    """How cost and memory grow with callers and with sessions."""
    callers = [["callers at once, token expired", "refreshes", "failed", "ms until all are answered", "MB"]]
    callers += [[f"{p['callers']} {p['kind']}", f"{p['refreshes']:.0f}", f"{p['failed']:.0f}", f"{p['milliseconds']:.3g}",
                 f"{p['megabytes']:.3g}"] for p in growth]
    many = [["sessions in one process, called by turns", "bytes each", "time of a call over one session's"]]
    many += [[f"{s['sessions']}", f"{s['bytes']:.0f}", f"{s['nanoseconds'] / sessions[0]['nanoseconds']:.2f}×"] for s in sessions]
    return _table(callers) + "\n\n" + _table(many)


def _table(lines: list[list[str]]) -> str:
    width = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    text = ["| " + " | ".join(cell.ljust(n) for cell, n in zip(line, width)) + " |" for line in lines]
    return "\n".join([text[0], "|" + "|".join("-" * (n + 2) for n in width) + "|", *text[1:]])
