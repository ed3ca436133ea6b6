"""Organisers' Markdown as safe HTML. Raw HTML in it is shown as text; what is left is cleaned once more."""

from __future__ import annotations

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

TAGS = {"p", "br", "hr", "strong", "em", "s", "a", "ul", "ol", "li", "h3", "h4", "h5", "blockquote", "code", "pre"} | {
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}

parser = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable(["table", "strikethrough"])


def lowered(state) -> None:
    """Headings start below the page's own: the organiser's highest becomes an h3, whether it is # or ##."""
    headings = [token for token in state.tokens if token.type in ("heading_open", "heading_close")]
    highest = min((int(token.tag[1]) for token in headings), default=1)
    for token in headings:
        token.tag = f"h{min(5, int(token.tag[1]) - highest + 3)}"


parser.core.ruler.push("lowered", lowered)


@lru_cache(maxsize=2048)
def rendered(text: str) -> SafeString:
    """HTML of the same text is made once: pages of a cycle repeat the same sentences all day."""
    html = nh3.clean(
        parser.render(text or ""),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    return SafeString(html.strip())  # nosec B703: cleaned by nh3
