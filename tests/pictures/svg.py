"""What the pictures of the documentation are made of: SVG that is read on light pages and on dark ones."""
from html import escape

STYLE = """<style>
  text { font-family: Helvetica, Arial, "Liberation Sans", sans-serif; font-size: 13px; fill: #24292f }
  .paper { fill: #ffffff } .box { fill: #eef2f6; stroke: #57606a }
  .line { stroke: #57606a; fill: none } .faint { stroke: #c8d0d8; fill: none } .head { fill: #57606a; stroke: none }
  .strong { font-weight: bold } .small { font-size: 11px } .number { font-size: 11px; font-weight: bold; fill: #0a58a8 }
  .part { fill: #f6f8fa; stroke: none } .on-line { paint-order: stroke; stroke: #ffffff; stroke-width: 4px }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .paper { fill: #0d1117 } .box { fill: #1f2933; stroke: #8b949e }
    .line { stroke: #8b949e } .faint { stroke: #39424c } .head { fill: #8b949e } .number { fill: #79c0ff } .part { fill: #161b22 }
    .on-line { stroke: #0d1117 }
  }
</style>"""


def number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    attributes = (f' class="{kind}"' if kind else "") + (f' text-anchor="{anchor}"' if anchor != "start" else "")
    return f'<text x="{number(x)}" y="{number(y)}"{attributes}>{escape(words, quote=False)}</text>'


def box(x: float, y: float, width: float, height: float, kind: str, round_by: float = 0) -> str:
    corner = f' rx="{number(round_by)}"' if round_by else ""
    return f'<rect class="{kind}" x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"{corner}/>'


def line(points: list[tuple[float, float]], kind: str = "line") -> str:
    return f'<polyline class="{kind}" points="' + " ".join(f"{number(x)},{number(y)}" for x, y in points) + '"/>'


def arrow_head(x: float, y: float, direction: int) -> str:
    """At (x, y), pointing to the right (1) or to the left (-1)."""
    return f'<path class="head" d="M{number(x)},{number(y)} l{-9 * direction},-4 v8 z"/>'


def picture(width: float, height: float, title: str, description: str, parts: list[str]) -> str:
    size = f"{number(width)} {number(height)}"
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" width="{number(width)}" height="{number(height)}" role="img">',
                      f"<title>{escape(title, quote=False)}</title>", f"<desc>{escape(description, quote=False)}</desc>", STYLE,
                      box(0, 0, width, height, "paper", 6), *parts, "</svg>", ""])
