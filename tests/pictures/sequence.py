"""The sequence picture: who says what to whom, the latest at the bottom."""
from dataclasses import dataclass

import svg

PLACES = {"User": 80, "Client App": 300, "Auth Server": 600, "Token Store": 900}
WIDTH, STEP, TOP = 980, 27, 42


@dataclass
class Message:
    sender: str
    receiver: str
    words: str


def read(conversation: str) -> list[Message | str]:
    """Messages, and the titles of the parts. What one says to another in one breath is one message."""
    found: list[Message | str] = []
    for line in conversation.splitlines():
        if line.startswith("== "):
            found.append(line[3:])
            continue
        who, words = line.split(": ", 1)
        message = Message(*who.split(" > "), words)
        last = found[-1] if found else None
        if isinstance(last, Message) and (last.sender, last.receiver) == (message.sender, message.receiver):
            last.words += "; " + message.words
        else:
            found.append(message)
    return found


def draw(conversation: str) -> str:
    parts, y = [], TOP
    for entry in read(conversation):
        y += STEP
        if isinstance(entry, str):
            parts += [svg.box(0, y - 10, WIDTH, 22, "part"), svg.text(16, y + 6, entry, "strong")]
            y += 4
            continue
        start, end = PLACES[entry.sender], PLACES[entry.receiver]
        if start == end:  # into the client's own storage
            parts += [svg.line([(start, y - 10), (start + 26, y - 10), (start + 26, y), (start + 2, y)]),
                      svg.arrow_head(start + 1, y, -1), svg.text(start + 34, y - 1, entry.words)]
            continue
        way = 1 if end > start else -1
        parts += [svg.line([(start, y), (end - 2 * way, y)]), svg.arrow_head(end - way, y, way),
                  svg.text((start + end) / 2, y - 5, entry.words, anchor="middle")]
    heads = []
    for name, x in PLACES.items():
        heads += [svg.line([(x, TOP + 2), (x, y + 14)], "faint"), svg.box(x - 56, 14, 112, 30, "box", 5),
                  svg.text(x, 34, name, "strong", "middle")]
    bands = [part for part in parts if 'class="part"' in part]
    rest = [part for part in parts if 'class="part"' not in part]
    rest.append(svg.text(16, y + 36, "AT: access token, RT: refresh token; a pair is one of each. Key: the Idempotency-Key of this "
                         "refresh, which makes it safe to ask again.", "small"))
    return svg.picture(WIDTH, y + 50, "The life of a session", conversation, [*bands, *heads, *rest])
