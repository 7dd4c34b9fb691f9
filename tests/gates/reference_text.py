"""What doxygen reads in place of a header or a README, line for line.

Headers are written for people; doxygen is told here what they mean:
 - the comment at the head of a header is its page. Parts of a header, in a folder of their own, and the headers of the
   rooms core/ and drive/ have none, but what they put into the namespace keyturn is as public as anything;
 - the /// block above functions or aliases that follow each other without a blank line is that of each of them;
 - internal are namespaces within keyturn other than testing, and macros but those that a build may set (#ifndef before
   the #define) or that have a ///;
 - nothing is to be said of what copies, moves, destroys, is defaulted or deleted, of unions without a name, of deduction
   guides, nor of a class that is defined outside the one that it belongs to (private to it, or the standard library's).
"""
import re

from common import INCLUDE, ROOT, blank, room

PAGES = ["README.md", "include/keyturn/README.md", "examples/README.md"]
ROOMS_WITHOUT_PAGES = ["core", "drive"]

SCOPE = re.compile(r"(template\s*<.*>\s*)?(requires\b.*\s)?(inline\s+)?(namespace|class|struct|union)\b(?!.*\boperator\b)", re.DOTALL)
HIDDEN_SCOPE = re.compile(r"namespace (?!testing *\{)|(union|struct)\s*\{|(template\s*<.*>\s*)?(class|struct|union)\s+\w+::", re.DOTALL)
SPECIAL = re.compile(r"(virtual\s+)?~|(constexpr\s+|explicit\s+)*(\w+)\((const \3(<\w+>)?& ?\w*|\3(<\w+>)?&& ?\w*)\)"
                     r"|(constexpr\s+)?(\w+)(<\w+>)?& operator=\((const )?\8(<\w+>)?(&&?)? ?\w*\)"
                     r"|.*=\s*(delete|default)\s*$", re.DOTALL)
OUTSIDE_ITS_CLASS = re.compile(r"\b[A-Z]\w*(<[^<>()]*>)?::(~?\w+|operator\W+)\(")
DEDUCTION_GUIDE = re.compile(r"(template\s*<.*>\s*)?\w+\([^()]*\)\s*->", re.DOTALL)
ATTRIBUTES = re.compile(r"^((\[\[[^\]]*\]\]|KEYTURN_[A-Z_]+)\s+)+")


class Declaration:
    def __init__(self, start: int, parent: "Declaration | None"):
        self.start, self.end, self.parent, self.text, self.open = start, start, parent, "", False


def declarations(code: str) -> list[Declaration]:
    """What is declared in namespaces and classes; bodies of functions and of enumerations are passed over."""
    found: list[Declaration] = []
    scopes: list[Declaration] = []
    current: Declaration | None = None
    brackets: list[str] = []  # that are open within the current declaration
    for at, c in enumerate(code):
        if current is None:
            if c.isspace() or c == ";":
                continue
            if c == "}":
                scopes[-1].end = at + 1
                scope, brackets = scopes.pop(), []
                # A class ends with a semicolon, which belongs to it; a namespace without one.
                current = None if scope.text.startswith("namespace") else scope
                continue
            current = Declaration(at, scopes[-1] if scopes else None)
        if c in "({[":
            if c == "{" and not brackets and not current.open:
                current.text = code[current.start:at]
                if SCOPE.match(ATTRIBUTES.sub("", current.text)) and "(" not in re.sub(r"\([^()]*\)|requires.*\)", "", current.text):
                    current.open = True
                    found.append(current)
                    scopes.append(current)
                    current = None
                    continue
            brackets.append("requires" if c == "{" and opens_requirements(code[current.start:at]) else c)
        elif c in ")}]":
            kind = brackets.pop()
            rest = code[at + 1:].lstrip()
            if kind == "{" and not brackets and not rest.startswith((",", "{", ";", ":", "=", ")")):
                finish(found, current, code, at + 1)
                current = None
        elif c == ";" and not brackets:
            if current.open:
                current.end = at + 1
            else:
                finish(found, current, code, at + 1)
            current = None
        elif c == ":" and re.fullmatch(r"(public|private|protected)\s*", code[current.start:at]):
            current = None
    if scopes or current:
        raise ValueError(f"the braces do not match: {code[(current or scopes[-1]).start:][:80]}")
    return found


def opens_requirements(text: str) -> bool:
    """Whether the brace after the text is that of a requires expression."""
    text = text.rstrip()
    depth = 0
    if text.endswith(")"):
        for at in range(len(text) - 1, -1, -1):
            depth += {")": 1, "(": -1}.get(text[at], 0)
            if depth == 0:
                text = text[:at].rstrip()
                break
    return text.endswith("requires")


def finish(found: list[Declaration], declaration: Declaration, code: str, end: int) -> None:
    declaration.text = code[declaration.start:end].rstrip("; ")
    declaration.end = end
    found.append(declaration)


def without_body(text: str, declaration: Declaration) -> str:
    """The text with the body of a function as blanks: doxygen needs none, and stumbles over some."""
    body = re.search(r"\{[^{}]*\}$", flat(declaration.text))
    if declaration.open or body is None or "(" not in declaration.text or re.search(r"^enum\b|\bconcept\b", declaration.text):
        return text
    start, end = declaration.start + body.start() + 1, declaration.start + len(declaration.text) - 1
    return text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]


def flat(code: str) -> str:
    """The code with all braces within braces as blanks."""
    depth, result = 0, []
    for c in code:
        depth -= c == "}"
        result.append(c if c not in "{}" or depth == 0 else " ")
        depth += c == "{"
    return "".join(result)


def for_each_name(declaration: Declaration, doc: str, is_above: bool) -> list[tuple[int, str]]:
    """The documentation of a declaration of several variables once more, for each that doxygen does not take it for: all
    but the first one if it stands above them, all but the last one if it stands behind them."""
    depth, ends = 0, []
    for at, c in enumerate(declaration.text):
        depth += {"(": 1, "{": 1, "[": 1, "<": 1, ")": -1, "}": -1, "]": -1, ">": -1}.get(c, 0)
        if c == "," and depth == 0:
            ends.append(declaration.start + at + 1)
    if ends and is_above:
        ends = ends[1:] + [declaration.end]
    return [(end, f" /**< {doc} */") for end in ends]


def is_hidden(declaration: Declaration, own_doc: bool) -> bool:
    text = ATTRIBUTES.sub("", declaration.text)
    if declaration.open:
        return HIDDEN_SCOPE.match(text + "{") is not None
    if DEDUCTION_GUIDE.match(text):
        return True
    within = declaration.parent
    if (within is None or within.text.startswith("namespace")) and OUTSIDE_ITS_CLASS.search(text):
        return True
    return not own_doc and SPECIAL.match(text) is not None


def plain_code(text: str) -> str:
    """The text with all that declares nothing as blanks."""
    return re.sub(r"^[ \t]*#(?:.*\\\n)*.*|^KEYTURN_NAMESPACE_(?:BEGIN|END)$", lambda found: re.sub(r"[^\n]", " ", found.group()),
                  blank(text, keep_strings=False), flags=re.MULTILINE)


def public_names(text: str) -> list[tuple[int, list[str]]]:
    """The lines on which the header declares what must be in the reference, but for members, and how that may be called."""
    found, hidden = [], set()
    for declaration in declarations(plain_code(text)):
        parents = [declaration.parent] if declaration.parent else []
        if is_hidden(declaration, own_doc=False) or hidden & set(parents) or declaration.text.startswith("static_assert"):
            hidden.add(declaration)
        elif all(parent.text.startswith("namespace") for parent in parents):
            names = re.findall(r"\b(?:class|struct|concept|using)\s+(?:\[\[\w+\]\]\s*)?(\w+)(?!\w*\s*[>,])|(\w+|operator[^\w\s(]+)\s*\(",
                               declaration.text)
            found.append((text.count("\n", 0, declaration.start) + 1, [one or other for one, other in names]))
    return [(line, names) for line, names in found if names]


def header(name: str, text: str) -> str:
    original, lines = text, text.split("\n")

    def line_at(position: int) -> int:
        return original.count("\n", 0, position)

    def is_doc(number: int) -> bool:
        return re.match(r"\s*///(?!<)", lines[number]) is not None

    inserts: list[tuple[int, str]] = []
    before: Declaration | None = None
    above = ""  # the block that is the documentation of this declaration and of those that follow it at once
    for declaration in declarations(plain_code(text)):
        first = line_at(declaration.start)
        own_doc = first > 0 and is_doc(first - 1)
        follows = before is not None and before.parent is declaration.parent and not before.open and line_at(before.end) == first - 1
        if own_doc:
            start = first - 1
            while start > 0 and is_doc(start - 1):
                start -= 1
            above = " \\ilinebr ".join(line.strip()[3:].strip() for line in lines[start:first])
        elif not follows:
            above = ""
        before = declaration
        if is_hidden(declaration, own_doc):
            inserts += [(declaration.start, "/** @cond */"), (declaration.end, "/** @endcond */")]
            continue
        text = without_body(text, declaration)
        behind = original[declaration.end:].partition("\n")[0].partition("///<")[2].strip()
        is_variable = not declaration.open and "(" not in declaration.text
        if is_variable and (own_doc or behind):
            inserts += for_each_name(declaration, above if own_doc else behind, own_doc)
        if above and not own_doc and not behind and re.search(r"\(|^using |^template <.*>\s*using ", declaration.text):
            inserts.append((declaration.start, f"/** {above} */ "))
    for position, insert in sorted(inserts, key=lambda each: each[0], reverse=True):
        text = text[:position] + insert + text[position:]
    # Else doxygen takes the block above the next one for more of what stands behind this one.
    # A header for one system alone is read as there.
    text = re.sub(r"\n\n#if defined\((?:__APPLE__|_WIN32)\)\n\n", "\n\n#if 1\n\n", text, count=1)
    text = re.sub(r"///<(.*)(?=\n *///(?!<))", r"/**<\1 */", text)
    text = re.sub(r"//.*", lambda comment: quoted(comment.group()), text)
    return macros(head(name, text))


def head(name: str, text: str) -> str:
    """The comment at the head as the page of the header, if it has one."""
    parts = name.split("/")
    if len(parts) > 3 or room(name) in ROOMS_WITHOUT_PAGES:
        return text
    comment = re.match(r"(//.*\n)+", text).group()
    page = re.sub("^//", "///", comment, flags=re.MULTILINE).replace("///", f"/// @file {name}", 1)
    return page + text[len(comment):]


def macros(text: str) -> str:
    guard = re.search(r"^#ifndef (\w+)", text, re.MULTILINE).group(1)
    settable = set(re.findall(r"^#ifndef (KEYTURN_\w+)", text, re.MULTILINE)) - {guard}
    for name in settable:
        text = re.sub(rf"\n((?:///.*\n)+#ifndef {name}\n)", rf"/// @def {name}\n\1", text)
        text = text.replace(f"#ifndef {name}\n", "#if 1\n")  # whatever the Doxyfile says that it is

    def keep(found: re.Match) -> str:
        documented = text[:found.start()].rsplit("\n", 2)[-2:][0].startswith("///") or "///<" in found.group()
        return found.group() if documented or found.group(1) in settable else re.sub(r".+", "", found.group())
    return re.sub(r"^#define (\w+)(?:.*\\\n)*.*", keep, text, flags=re.MULTILINE)


def slug(page: str, heading: str) -> str:
    """The anchor of a heading, as GitHub makes it, with the page in front, as doxygen knows one namespace alone."""
    words = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
    return page.removesuffix("README.md").replace("/", "-") + words


def quoted(text: str) -> str:
    """Code between backticks as doxygen shows it: a quote in it would end it, a percent sign would be lost, and after a # a
    name is looked for."""
    def quote(code: re.Match) -> str:
        escaped = re.sub(r"([%#<>&@\\])", r"\\\1", code.group()[1:-1])
        return f"<tt>{escaped}</tt>" if re.search("[%#']", escaped) else code.group()
    return re.sub(r"`[^`\n]+`", quote, text)


def top(page: str) -> str:
    return "index" if page == PAGES[0] else slug(page, "page")


def markdown(page: str, text: str) -> str:
    folder = (ROOT / page).parent

    def link(found: re.Match) -> str:
        label, target = found.groups()
        path, _, anchor = target.partition("#")
        other = (folder / path).resolve().relative_to(ROOT).as_posix() if path else page
        if re.match(r"\w+:", target) or other.endswith((".svg", ".png")):
            return found.group()
        if other in PAGES:
            return f"[{label}](@ref {slug(other, anchor) if anchor else top(other)})"
        if other.startswith("include/") and other.endswith(".hpp"):
            return f"[{label}](@ref {other.removeprefix('include/')})"
        return label

    pieces = re.split(r"(^```.*?^```$)", text, flags=re.MULTILINE | re.DOTALL)
    for i in range(0, len(pieces), 2):
        pieces[i] = re.sub(r"^(##+) (.*)$", lambda m: f"{m[1]} {m[2]} {{#{slug(page, m[2])}}}", pieces[i], flags=re.MULTILINE)
        pieces[i] = quoted(pieces[i])
        pieces[i] = re.sub(r"(?<!!)\[([^\]\[]*)\]\(([^)\s]*)\)", link, pieces[i])
    label = "mainpage" if page == PAGES[0] else top(page)
    return re.sub(r"^# (.*)$", lambda heading: f"# {heading[1]} {{#{label}}}", "".join(pieces), count=1, flags=re.MULTILINE)
