"""Texts of a page that speak of other pages: headings over related articles, and links to the one before and after."""

from extractors.reading import regexes as re

# A heading of these words alone (or of those below and more) stands over other articles.
_HEADINGS = frozenset(
    line.strip()
    for line in """
    you may also like | you might also like | you may also be interested in | you might be interested in | related
    related articles | related stories | related news | related posts | related content | related links
    related reading | related topics | related pages | related publications | related reports | related research
    related insights | recommended topics
    recommended | recommended for you | recommended reading | recommended articles | read next | up next | also read
    more stories | more news | more articles | more insights | other news | other articles | other stories
    trending | trending now | most read | most popular | popular posts | popular articles | popular stories
    recent posts | recent articles | what to read next | keep reading | further reading | next article
    previous article | sponsored | sponsored content | from our partners
    相關新聞 | 相关新闻 | 相關文章 | 相关文章 | 相關報導 | 相关报道 | 相關連結 | 相关链接 | 相關閱讀 | 相关阅读
    相關推薦 | 相关推荐 | 延伸閱讀 | 延伸阅读 | 推薦閱讀 | 推荐阅读 | 推薦文章 | 推荐文章 | 猜你喜歡 | 猜你喜欢
    你可能也喜歡 | 你可能也喜欢 | 你可能還喜歡 | 您可能還喜歡 | 您可能感興趣 | 你可能感興趣
    您可能感兴趣 | 你可能感兴趣
    熱門新聞 | 热门新闻 | 熱門文章 | 热门文章 | 熱門排行 | 热门排行 | 更多新聞 | 更多新闻 | 更多文章
    相關稿件 | 相关稿件 | 其他新聞 | 其他新闻 | 其他文章 | 看更多
    관련 기사 | 관련기사 | 관련 뉴스 | 관련뉴스 | 관련 글 | 관련글 | 추천 기사 | 추천기사 | 추천 뉴스 | 추천 글
    많이 본 뉴스 | 많이 본 기사 | 인기 기사 | 인기기사 | 인기 글 | 다른 기사 | 다른 뉴스 | 다른 소식 | 함께 볼 만한 기사
    이 기사와 함께 많이 본 기사 | see also | 參見 | 参见 | 另見 | 另见 | 같이 보기
    """.replace("\n", "|").split("|")
    if line.strip()
)
# "Other reports", 更多报告, 지난 보고서: more of the same kind as the page. Not "recent updates" or 相關研究, under
# which papers and offices print figures of their own.
_MORE = re.compile(
    r"(?:more|other|related|popular|featured) (?:reports?|insights|publications|resources|(?:press )?releases"
    r"|case studies|white ?papers|webinars|blogs?)"
    r"|(?:更多|其他|其它|往期|過往|过往|相關|相关|[熱热]門|热门|推薦|推荐|精[選选])(?:的)?(?:[報报]告|白皮[書书]|新[聞闻]|文章|[報报][導导道])"
    r"|(?:더 많은|다른|관련|추천|지난|인기)\s?(?:보고서|리포트|콘텐츠|백서|간행물|보도자료)"
)
_BEGINS = ("more from ", "more on ", "more in ", "read more ")
# "12 comments", "Comments (12)", 留言 12: what readers say. A bare "Comments" also heads a part of official papers.
_TALK = re.compile(
    r"(?:\d{1,5} (?:reader )?(?:comments?|replies|responses)|(?:comments|replies)\s?\(?\d{1,5}\)?"
    r"|(?:leave|post|write|add) a (?:comment|reply)|reader comments"
    r"|(?:讀者|读者|網友|网友)的?(?:留言|評論|评论|回應|回应|跟帖)(?:\s?[(（]?\d{1,6}[)）]?)?|(?:民眾|民众|訪客|访客)留言|(?:留言|評論|评论|댓글)\s?[(（]?\d{1,6}[)）]?)"
)
# 您可能也有興趣, 你也許會喜歡的文章.
_MAY_LIKE = re.compile(
    r"[您你](?:可能|或許|或许|也許|也许)(?:也|還|还|會|会)?(?:有興趣|有兴趣|感興趣|感兴趣|喜歡|喜欢|想看|想讀|想读|想知道)(?:的[一-鿿]{1,4})?"
)
_LONGEST = 40
_OPENS = frozenset("【[(（")
_EDGES = " \t:：…»›>→-–—【】[]《》<|·•■◆▶"
# The posts before and after this one, as boards print them under a text.
_NEIGHBOUR = re.compile(
    r"^[▲▼∧∨↑↓◀▶<>«»‹›△▽\s]*(?:이전\s?글|다음\s?글|이전\s?기사|다음\s?기사|上一[篇則则條条頁页]|下一[篇則则條条頁页]|前一[篇則则]|後一[篇則则]"
    r"|previous (?:post|article|story|page)|next (?:post|article|story|page))(?:\s|[:：|｜>»]|$)",
    re.IGNORECASE,
)

# A line of another story or an advertisement in the midst of the text: 看更多：…, "Read more: …", 廣告：….
_LINE = re.compile(
    r"^[▲▼▶►◆■●•>»\s【\[(（]*(?:看更多|更多新聞|更多新闻|延伸閱讀|延伸阅读|推薦閱讀|推荐阅读|相關新聞|相关新闻|相關報導|相关报道|相關閱讀|相关阅读"
    r"|廣告|广告|贊助|赞助|관련\s?기사|관련\s?뉴스|추천\s?기사|광고|read more|also read|see also|read next|related"
    r"|advertisement|sponsored)\s?[】\])）]?\s?[:：|｜]"
    r"|^[【\[(（]\s?(?:廣告|广告|贊助|赞助|推廣|推广|광고|ad|advertisement|advert|sponsored|promoted)\s?[】\])）]",
    re.IGNORECASE,
)
# The note over an encyclopaedia's article that sends readers to another one.
_SEE = re.compile(
    r"(?:[關关][於于]|本(?:文|條目|条目)(?:是|介[紹绍]|[關关][於于]))[^。]{1,80}(?:[詳详][見见]|[請请][見见]|[參参][見见])[「《]"
    r"|(?:this article is about|for other uses, see )|[^.]{1,60}에 대해서는 [^.]{1,40} 문서를 참",
    re.IGNORECASE,
)
# How often a page was opened, as boards print it above a text: 點閱數：2,841, 조회수 1,204.
_OPENED = re.compile(
    r"^(?:本[頁页文])?(?:點閱|点阅|點擊|点击|瀏覽|浏览|閱讀|阅读|觀看|观看)(?:人次|次數|次数|人數|人数|數|数|量)?\s?[:：]\s?[\d,]+\s?(?:次|人次)?$"
    r"|^조회(?:\s?수)?\s?[:：]?\s?[\d,]+\s?(?:회|건)?$|^(?:page ?)?(?:views|hits)\s?[:：]\s?[\d,]+$",
    re.IGNORECASE,
)
# "@name: …": what a reader says.
_SAID = re.compile(r"^@[\w·.\-]{1,24}\s?[:：]")


def heads_others(heading: str) -> bool:
    """Whether a heading stands over other articles.

    >>> heads_others("You may also like"), heads_others("Related party transactions")
    (True, False)
    """
    if len(heading) > _LONGEST:
        return False
    plain = " ".join(heading.strip(_EDGES).casefold().split())
    if plain in _HEADINGS or plain.startswith(_BEGINS):
        return True
    return any(pattern.fullmatch(plain) is not None for pattern in (_TALK, _MAY_LIKE, _MORE))


def names_neighbour(text: str) -> bool:
    """Whether a text is a link to another story, an advertisement in the text, a reader's remark or the page's counter.

    >>> names_neighbour("이전글 예산 3,020억 원 검토"), names_neighbour("上一篇文章說")
    (True, False)
    """
    if _SEE.match(text):
        return True
    if _NEIGHBOUR.match(text) or _LINE.match(text) or (text[:1] == "@" and _SAID.match(text)):
        return True
    return len(text) <= _LONGEST and _OPENED.match(text) is not None


def advertises(text: str) -> bool:
    """Whether a part of a line says of itself that it is an advertisement.

    >>> advertises("【廣告】滿20元減8元"), advertises("[2]")
    (True, False)
    """
    return text[:1] in _OPENS and len(text) > 3 and _LINE.match(text) is not None
