"""Markdown as HTML: a small, closed set of forms. Every text is escaped first, so that no markup comes in from outside.

Headings, paragraphs, lists, quotes, code, tables, rules; bold, italics, code and links to http, https and mailto.
"""

import re
from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

DEEPEST_QUOTE = 5
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_RULE = re.compile(r"^ {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$")
_ITEM = re.compile(r"^(\s{0,8})(?:[-*+]|(\d{1,9})[.)])\s+(.*)$")
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[([^\[\]\n]{1,500})\]\(([^()\s]{1,2000})\)")
_BOLD = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")
_ITALIC = re.compile(r"(?<![*\w])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![*\w])")
_SAFE = re.compile(r"^(?:https?://|mailto:)[^\s<>\"'`]+$", re.IGNORECASE)


def rendered(text: str) -> SafeString:
    """Return Markdown as HTML that is safe to show; what is not known stays as it was typed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n")
    html = "\n".join(_blocks(lines, 0))
    return mark_safe(html)  # noqa: S308 - each text in it was escaped; the tags are ours


def _inline(text: str) -> str:
    """Return one run of text with its marks, escaped; code is left as it is."""
    pieces = _CODE.split(text)
    return "".join(
        f"<code>{escape(piece)}</code>" if place % 2 else _marked(piece) for place, piece in enumerate(pieces)
    )


def _marked(text: str) -> str:
    found, place = [], 0
    for link in _LINK.finditer(text):
        found.append(_stressed(text[place : link.start()]))
        label, target = link[1], link[2]
        if _SAFE.match(target):
            found.append(
                f'<a href="{escape(target)}" rel="noopener noreferrer nofollow">{_stressed(label)}</a>'
            )
        else:
            found.append(_stressed(link[0]))
        place = link.end()
    found.append(_stressed(text[place:]))
    return "".join(found)


def _stressed(text: str) -> str:
    bold = _BOLD.sub(r"<strong>\1</strong>", str(escape(text)))
    return _ITALIC.sub(r"<em>\1</em>", bold)


def _blocks(lines: list[str], depth: int) -> Iterator[str]:
    place = 0
    while place < len(lines):
        line = lines[place]
        if not line.strip():
            place += 1
            continue
        for take in (_fenced, _heading, _rule, _quoted, _listed, _tabled):
            taken = take(lines, place, depth)
            if taken is not None:
                html, place = taken
                yield html
                break
        else:
            html, place = _paragraph(lines, place)
            yield html


Taken = tuple[str, int] | None


def _fenced(lines: list[str], place: int, _depth: int) -> Taken:
    opening = _FENCE.match(lines[place])
    if opening is None:
        return None
    end = place + 1
    while end < len(lines) and not lines[end].strip().startswith(opening[1]):
        end += 1
    body = escape("\n".join(lines[place + 1 : end]))
    return f"<pre><code>{body}</code></pre>", end + 1


def _heading(lines: list[str], place: int, _depth: int) -> Taken:
    found = _HEADING.match(lines[place])
    if found is None:
        return None
    # the page has its own first and second heading
    level = min(len(found[1]) + 2, 6)
    return f"<h{level}>{_inline(found[2])}</h{level}>", place + 1


def _rule(lines: list[str], place: int, _depth: int) -> Taken:
    return ("<hr>", place + 1) if _RULE.match(lines[place]) else None


def _quoted(lines: list[str], place: int, depth: int) -> Taken:
    if not lines[place].startswith(">") or depth >= DEEPEST_QUOTE:
        return None
    end = place
    while end < len(lines) and lines[end].startswith(">"):
        end += 1
    inside = [each[1:].removeprefix(" ") for each in lines[place:end]]
    return f"<blockquote>{''.join(_blocks(inside, depth + 1))}</blockquote>", end


def _listed(lines: list[str], place: int, _depth: int) -> Taken:
    """Take a list with at most one list inside each of its items."""
    first = _ITEM.match(lines[place])
    if first is None:
        return None
    items: list[tuple[str, list[str]]] = []
    while place < len(lines):
        found = _ITEM.match(lines[place])
        if found is None:
            if not items or not lines[place].startswith("  ") or not lines[place].strip():
                break
            text, inner = items[-1]
            items[-1] = (f"{text} {lines[place].strip()}", inner)
        elif len(found[1]) > len(first[1]) and items:
            items[-1][1].append(found[3])
        elif bool(found[2]) != bool(first[2]):
            break
        else:
            items.append((found[3], []))
        place += 1
    tag = "ol" if first[2] else "ul"
    shown = "".join(f"<li>{_inline(text)}{_inner(inner)}</li>" for text, inner in items)
    return f"<{tag}>{shown}</{tag}>", place


def _inner(items: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{_inline(each)}</li>' for each in items)}</ul>" if items else ""


def _cells(line: str) -> list[str]:
    return [each.strip() for each in line.strip().strip("|").split("|")]


def _tabled(lines: list[str], place: int, _depth: int) -> Taken:
    if "|" not in lines[place] or place + 1 >= len(lines) or not _TABLE_RULE.match(lines[place + 1]):
        return None
    heads = _cells(lines[place])
    end = place + 2
    rows = []
    while end < len(lines) and "|" in lines[end]:
        rows.append((_cells(lines[end]) + [""] * len(heads))[: len(heads)])
        end += 1
    head = "".join(f'<th scope="col">{_inline(each)}</th>' for each in heads)
    body = "".join(f"<tr>{''.join(f'<td>{_inline(each)}</td>' for each in row)}</tr>" for row in rows)
    table = f'<table class="table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f'<div class="table-wrap" role="region" tabindex="0">{table}</div>', end


def _paragraph(lines: list[str], place: int) -> tuple[str, int]:
    end = place + 1
    while end < len(lines) and lines[end].strip() and not _begins_block(lines[end]):
        end += 1
    shown = "<br>".join(_inline(each.strip()) for each in lines[place:end])
    return f"<p>{shown}</p>", end


def _begins_block(line: str) -> bool:
    return bool(
        _HEADING.match(line) or _ITEM.match(line) or _FENCE.match(line) or _RULE.match(line)
    ) or line.startswith(">")
