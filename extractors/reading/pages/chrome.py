"""What of an HTML page is not its text: hidden parts, navigation, banners, related boxes, charts, gates.

Statista's gated charts hold invented numbers for readers without an account, so chart nodes are never read.
"""

from collections.abc import Iterable
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.reading import regexes as re
from extractors.reading.pages.glance import only_figure, words

# noscript repeats what scripts show, or begs for scripts. Charts are drawn in svg and canvas.
SKIPPED = words(
    "script style template noscript iframe object embed audio video map select option optgroup datalist textarea input "
    "svg canvas nav aside head progress meter frameset frame applet rp rt"
)
BANNER_TAGS = words("header footer dialog details")
TELLING = words("hidden style aria-hidden role class id")  # the attributes that can say an element doesn't count
_ROLES = words("navigation search complementary dialog alertdialog menu menubar tooltip toolbar")
_BANNERS = words(
    "cookie cookies cookiebar cookiebanner cookieconsent consent gdpr ccpa onetrust didomi usercentrics osano"
)
_GATES = words("gate gated gatewall paywall paywalled regwall locked blurred upsell")
_CHARTS = tuple(
    words(
        "highcharts recharts apexcharts amcharts amchart echarts chartjs plotly nvd3 dygraph fusioncharts anychart "
        "canvasjs chartist rickshaw jqplot uplot vega datawrapper flourish"
    )
)
_BOXES = words(
    "sidebar navbox newsletter subscribe breadcrumb breadcrumbs popup modal lightbox disqus pagination navbar nav "
    "subnav navigation menu megamenu skiplink skiplinks"
)
# Boxes of other pages' stories: these are articles too, so that an article in them does not make them the page's text.
_OTHERS = words(
    "related recommend recommended recommendation recommendations recirc recirculation trending sponsored promoted "
    "advert advertisement ads advertising"
)
# Names of boxes beside the text, but some publishers call the parts of their articles so: links must fill them.
_LINKS = words("promo teaser spotlight highlight rail rel")
# What readers say under a text, however long: left out unless it is most of what the page says.
_TALK = words(
    "comments jcomments comment-list commentlist comments-list comments-area comment-section comments-section "
    "comment-thread comment-form cmts cmt-list reader-comments user-comments comment-respond disqus_thread"
)
_REPLIES = words("reply replies cmt")
_REPLIED = re.compile(
    r"\s*(?:(?:댓글|留言|回應|回应|評論|评论|跟帖|comments|replies)\s?[(（:：]?\s?\d"
    r"|\d+\s?(?:comments|replies))",
    re.IGNORECASE,
)
# Lists of contents: links fill them.
_CONTENTS = words("toc table-of-contents tableofcontents toc-list toc-container vector-toc")
_WHOLE = words(
    "share social share-buttons social-share share-bar sharing more-stories read-more also-read "
    "you-may-also-like read-next more-on most-read most-popular ad site-header site-footer page-footer "
    "global-footer skip-link tags tag-list"
)
_TEXTS = ("article", "article-body", "story-body", "entry-content", "post-content", "article-content", "main-content")
_SPLIT = re.compile(r"[-_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_STRUCK_STYLE = re.compile(r"text-decoration[a-z-]*\s*:[^;]*line-through", re.IGNORECASE)
_STRUCK = re.compile(
    r"(?:[a-z0-9]+-)*(?:strike(?:-?through|d|-?out)?|line-through|crossed(?:-out)?|struck(?:-out)?|old-?price|price-old"
    r"|was-?price|price-was|old-?value|text-deleted|deleted-text)(?:-[a-z0-9]+)?"
)
_BODY = "main, article, h1, [role=main]"
_SURE_BODY = "main, h1, [role=main]"
_NEAR_BOXES, _NESTED_BOXES = 64, 8  # elements above one that are looked at; boxes there that turned out to be text
_SMALL = words("span small sup sub b i em strong")
_SIGNS = frozenset("%％‰$€£¥₩") | {"US$", "NT$", "HK$", "°C", "pp", "%p"}
_BEHIND_A_BUTTON = (
    "button[aria-expanded]:not([aria-controls]) + :is([hidden],[style*=display]), "
    ":is(h2,h3,h4,h5,h6,dt):has(> button[aria-expanded]:not([aria-controls])) + :is([hidden],[style*=display])"
)
_CLOSED, _MOST_PANELS = '[aria-expanded="false"][aria-controls]', 500
_TITLES = words("h1 h2 h3 h4 h5 h6 dt")
_FACTS_AT_LEAST = 4  # of a list beside the text that is looked at last: one or two may be anything
_NEVER_BOXES = words("html body main article table thead tbody tfoot tr td th h1 h2 h3 h4 h5 h6 time")
Attributes = dict[str, str | None]


# An aside so named holds the page's own figures: an encyclopedia's infobox, an authority's key facts.
_FACTS = re.compile(
    r"(?:^|[\s_-])(?:info-?box|fact-?box|fact-?file|(?:key|quick|fast)[_-]?(?:facts|figures|numbers|stats|data)"
    r"|at[_-]a[_-]glance)(?:$|[\s_-])",
    re.IGNORECASE,
)


def of_facts(node: LexborNode, tag: str) -> bool:
    """Whether an element that is left out by its tag is a box of the page's own facts after all."""
    if tag != "aside":
        return False
    return _FACTS.search(" ".join(filter(None, map(node.attributes.get, ("class", "id"))))) is not None


@lru_cache(maxsize=8192)
def named(names: str) -> str | None:
    """What the class or id of an element says it is.

    "hard": never text; "talk": readers' comments; "other": a box of other stories; "soft": another box beside the text,
    if short or full of links; "links": only if full of links; "reply": readers' comments if it begins by saying so.
    """
    soft = text = links = other = talk = reply = False
    parts: set[str] = set()
    for name in names.split():
        soft = soft or name.lower() in _WHOLE
        talk = talk or name.lower() in _TALK
        links = links or name.lower() in _CONTENTS
        text = text or name.lower().endswith(_TEXTS)
        for part in _SPLIT.split(_CAMEL.sub("-", name)):
            word = part.lower()
            if word in _BANNERS or word in _GATES or word.startswith(_CHARTS):
                return "hard"
            soft = soft or word in _BOXES
            other = other or word in _OTHERS
            links = links or word in _LINKS
            reply = reply or word in _REPLIES
            parts.add(word)
    soft = soft or ("next" in parts and not parts.isdisjoint(("prev", "previous")))
    if text:
        return None
    if talk or other:
        return "talk" if talk else "other"
    return "soft" if soft else "links" if links else "reply" if reply else None


def drawn(attributes: Attributes) -> bool:
    """Whether an element left out is a chart or a gate before one: its numbers don't count, its pictures do."""
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return any(
        word in _GATES or word.startswith(_CHARTS)
        for name in names.split()
        for word in _SPLIT.split(_CAMEL.sub("-", name).lower())
    )


def struck(attributes: Attributes) -> bool:
    """Whether an element's own style or class strikes its text through."""
    style, names = attributes.get("style"), attributes.get("class")
    return bool((style and _STRUCK_STYLE.search(style)) or (names and _struck_class(names)))


@lru_cache(maxsize=4096)
def _struck_class(names: str) -> bool:
    return any(_STRUCK.fullmatch(_CAMEL.sub("-", name).lower().replace("_", "-")) for name in names.split())


# What a closed part has of times that are over: 上周数据, "Previous years".
_PAST = re.compile(
    r"(?:[上前][個个]?[週周月季年期]|去年|往[年期]|[歷历]年|[過过]往)的?(?:[數数][據据]|[資资]料|[紀纪][錄录]|[統统][計计])?"
    r"|(?:previous|earlier|past|prior|last) (?:years?|editions?|weeks?|months?|quarters?)(?:['’]s?)?"
    r"(?: (?:figures|data|results|numbers))?|archived? (?:figures|data|results)"
    r"|(?:지난\s?[주달해]|작년|전년|과거|이전)\s?(?:자료|수치|통계|실적)",
    re.IGNORECASE,
)


def _is_past(node: LexborNode) -> bool:
    summary = node.css_first("summary")
    return summary is not None and _PAST.fullmatch(summary.text().strip(" \n\t:：▶▸+")) is not None


class Chrome:
    """Decides what is left out of one page. What it finds out holds for any order of asking."""

    def __init__(self, opened: frozenset[str | int] = frozenset(), *, last: bool = False) -> None:
        self._opened = opened  # ids of panels that count as shown, or the elements' own where they have none
        self._last = last
        self._holders: dict[str, set[int]] = {}
        self._rejected: set[int] = set()
        self._size: int | None = None  # of the page's text

    def skips(self, node: LexborNode, tag: str) -> bool:
        """Whether an element of a skipped tag is left out. At the last look a list of facts beside the text is not."""
        if of_facts(node, tag):
            return False
        return not (self._last and tag == "aside" and len(node.css("dt, tr > th:first-child")) >= _FACTS_AT_LEAST)

    def hidden(self, node: LexborNode, tag: str, attributes: Attributes) -> bool:
        """Whether an element is not shown."""
        if self._opened and (attributes.get("id") in self._opened or node.mem_id in self._opened):
            return False
        if "hidden" in attributes and (attributes["hidden"] or "").lower() != "until-found":
            return True
        style = attributes.get("style")
        if style and _HIDDEN_STYLE.search(style):
            return True
        # An open dialogue marks the whole page behind it aria-hidden: a page saved then still has its text.
        # 42<span aria-hidden="true">%</span>: a sign that is seen, though the label says it in words.
        if attributes.get("aria-hidden") != "true" or (tag in _SMALL and _seen(node)):
            return False
        return not self._holds_body(node, tag)

    def left_out(self, node: LexborNode, tag: str, attributes: Attributes, in_body: bool) -> bool:
        """Whether an element and all in it doesn't count as the page's text."""
        if tag == "header" or tag == "footer":
            return not in_body and not (tag == "header" and self._holds(node, "h1"))
        if tag == "dialog":
            return True
        if tag == "details" and "open" not in attributes and not self._last and _is_past(node):
            return True
        if not attributes:
            return False
        if self.hidden(node, tag, attributes):
            return True
        role = attributes.get("role")
        if role:
            if role in _ROLES:
                return not self._holds_body(node, tag)
            if role == "banner" or role == "contentinfo":
                return not in_body and not self._holds(node, "h1")
            if role == "img" and tag != "img":
                return not self._holds(node, "img")
        names = attributes.get("class") or ""
        identity = attributes.get("id")
        if identity:
            names = f"{names} {identity}"
        if not names:
            return False
        verdict = named(names)
        if verdict is None or tag in _NEVER_BOXES:
            return False
        if verdict == "other":
            return tag != "article" and not self._holds(node, _SURE_BODY) and self._box(node, True)
        if verdict == "talk":
            return not self._holds_body(node, tag) and self._aside(node)
        if verdict == "reply":
            return _REPLIED.match(node.text()[:60]) is not None and self._aside(node)
        return not self._holds_body(node, tag) and (verdict == "hard" or self._box(node, verdict == "soft"))

    def _holds_body(self, node: LexborNode, tag: str) -> bool:
        """Whether the page's own text stands in this element: then no class name makes it a box."""
        return tag in ("body", "main", "article") or self._holds(node, _BODY)

    def _holds(self, node: LexborNode, query: str) -> bool:
        """Whether an element is, or holds, one that the query finds; the page is searched once for each query."""
        found = self._holders.get(query)
        if found is None:
            found = self._holders[query] = ancestors(node.parser.css(query))
        return node.mem_id in found

    def _aside(self, node: LexborNode) -> bool:
        """Whether there is more on the page than what stands in this element: a forum's page is its comments."""
        if self._size is None:
            body = node.parser.body
            self._size = len(body.text()) if body is not None else 0
        return len(node.text()) * 2 < self._size

    def _box(self, node: LexborNode, short_is_enough: bool) -> bool:
        """Whether a box stands beside the text; a long text in class "sidebar-layout" is the text."""
        above, steps, rejected = node.parent, 0, 0
        while above is not None and steps < _NEAR_BOXES:
            rejected += above.mem_id in self._rejected
            above, steps = above.parent, steps + 1
        if rejected >= _NESTED_BOXES:  # or 2,000 boxes in one another would be measured 2,000 times
            return False
        size = len(node.text())
        if short_is_enough and size < 1500:
            return True
        if sum(len(link.text()) for link in node.css("a")) > 0.4 * size:
            return True
        self._rejected.add(node.mem_id)
        return False


def _seen(node: LexborNode) -> bool:
    """Whether what is kept from screen readers is a sign, or a figure that nothing else in its element says."""
    text = node.text().strip()
    if text in _SIGNS:
        return True
    parent = node.parent
    if text == "0" or not only_figure(text) or parent is None or parent.text().strip() != text:
        return False
    beside = parent.next
    while beside is not None and (beside.tag or "-")[0] in "-!":
        beside = beside.next
    return beside is None or not only_figure(beside.text().strip())  # nor the same said for screen readers


def closed_panels(tree: LexborHTMLParser) -> frozenset[str | int]:
    """The ids of what a reader opens by the button in its heading: an accordion, as the ARIA practices describe it.

    Where the button names no panel, it is the hidden element right behind it, told by its number in the parser.
    """
    found: set[str | int] = set()
    for button in tree.css(_CLOSED)[:_MOST_PANELS]:
        above, steps = button.parent, 0
        while above is not None and steps < 2 and above.tag not in _TITLES:
            above, steps = above.parent, steps + 1
        if above is not None and above.tag in _TITLES:
            found.update((button.attributes.get("aria-controls") or "").split())
    for panel in tree.css(_BEHIND_A_BUTTON)[:_MOST_PANELS]:
        found.add(panel.mem_id)
    return frozenset(found)


def ancestors(nodes: Iterable[LexborNode]) -> set[int]:
    """The ids of elements and of all elements they stand in."""
    found: set[int] = set()
    for node in nodes:
        current: LexborNode | None = node
        while current is not None and current.mem_id not in found:
            found.add(current.mem_id)
            current = current.parent
    return found
