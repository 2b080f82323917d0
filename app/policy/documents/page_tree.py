"""The tree of a web page, with the ends that its writer left out put in."""

from __future__ import annotations

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, SubElement

from app.policy.documents.kinds import harmful

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "noscript",
        "option",
        "p",
        "pre",
        "section",
        "select",
        "summary",
        "tbody",
        "td",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "tr",
    ]
)
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])
_UNSHOWN = frozenset(["script", "style", "template"])
_ENDS = {
    "li": ({"li"}, {"ul", "ol", "menu", "dir"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "tr": ({"tr", "td", "th"}, {"table"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    "tbody": ({"thead", "tbody", "tfoot"}, {"table"}),
    "tfoot": ({"thead", "tbody", "tfoot"}, {"table"}),
    "option": ({"option"}, {"select"}),
}
"""What a start ends, and how far out it looks for it."""
_HOLDS = frozenset(["td", "th", "table", "li", "ul", "ol", "body", "html", "div", "section", "blockquote"])
MAX_DEPTH = 200


class _Builder(HTMLParser):
    """Puts the elements of a page into one another."""

    def __init__(self, file: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("body")
        self.title: list[str] = []
        self._open = [self.root]
        self._unshown = ""
        self._in_title = False
        self._file = file

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._unshown:
            return
        if tag in _UNSHOWN:
            self._unshown = tag
        elif tag == "title":
            self._in_title = True
        elif tag not in {"html", "head", "body", "meta", "link", "base"}:
            self._make_room(tag)
            one = SubElement(self._open[-1], tag, {key: value or "" for key, value in attrs})
            if tag not in _VOID:
                self._open.append(one)
                if len(self._open) > MAX_DEPTH:
                    raise harmful(self._file, "is nested deeper than any policy")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID and not self._unshown:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._unshown:
            self._unshown = "" if tag == self._unshown else self._unshown
        elif tag == "title":
            self._in_title = False
        else:
            self._end({tag}, {"table"} if tag != "table" else set())

    def handle_data(self, data: str) -> None:
        if self._unshown:
            return
        if self._in_title:
            self.title.append(data)
            return
        holder = self._open[-1]
        if len(holder):
            holder[-1].tail = (holder[-1].tail or "") + data
        else:
            holder.text = (holder.text or "") + data

    def _make_room(self, tag: str) -> None:
        """End what a writer may leave open before this."""
        if tag in BLOCKS or tag in {"ul", "ol", "table"}:
            self._end({"p"}, set(_HOLDS))
        if tag in _ENDS:
            self._end(*_ENDS[tag])

    def _end(self, tags: set[str], until: set[str]) -> None:
        """Close the nearest open element of these, and all in it, unless one of `until` stands between."""
        for at in range(len(self._open) - 1, 0, -1):
            if self._open[at].tag in tags:
                del self._open[at:]
                if self._open[-1].tag in tags and tags != {"p"} and len(tags) > 1:
                    self._end(tags, until)
                return
            if self._open[at].tag in until:
                return


def tree_of(text: str, file: str) -> tuple[str, Element]:
    """Take a page; give the title of its window and its body. Raises `Unreadable` for a page nested deeper than any."""
    made = _Builder(file)
    made.feed(text)
    made.close()
    return "".join(made.title), made.root
