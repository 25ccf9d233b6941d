"""Addresses: the canonical form that tells items apart, article numbers, links fit to show.

May import the standard library and bot.errors only. Pure: asks no network. The canonical form is a key that is stored
for ever, so it depends on no library; a change to it makes known items look new.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from html import unescape
from unicodedata import normalize
from urllib.parse import parse_qsl, quote, unquote, unquote_to_bytes, urlencode, urljoin, urlsplit

MAX_URL = 4_000
"""Characters; longer addresses are refused (browsers and Slack stop earlier)."""
_REMEMBERED = 4_096  # results: several stages ask about the addresses of the same document


def _words(text: str) -> list[str]:
    return text.split()


# Parameters that say where a reader came from, never which page it is.
_TRACKING_PREFIXES = tuple(_words("utm_ _x_tr_ at_ pk_ mtm_ piwik_ hsa_ _hs wt. ga_ fb_ vero_ oly_"))
_TRACKING = frozenset(
    _words(
        "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh mc_cid mc_eid "
        "mkt_tok _ga _gl spm xtor cmpid cmp ncid ocid icid s_cid s_kwcid smid smtyp ref ref_src ref_url "
        "referrer referer sref guccounter guce_referrer guce_referrer_sig traffic_source trk trkcampaign "
        "__twitter_impression ito soc_src soc_trk amp outputtype oc taid sh share shared cmp_id campaign_id "
        "ns_source ns_campaign ns_mchannel ns_linkname partner feedtype ssm srnd emc leadsource gad_source "
        "gad_campaignid srsltid usqp "
        "phpsessid jsessionid aspsessionid cfid cftoken"  # of a visit, another at each poll
    )
)
_ORIGINS = frozenset(
    {"from", "source", "src", "via", "output", "medium", "origen", "fuente", "mod", "cid", "view", "s", "channel"}
)
_ORIGIN_VALUES = frozenset(
    {
        *("rss", "rss2", "rssfeed", "feed", "feeds", "atom", "twitter"),
        *("facebook", "whatsapp", "telegram", "newsletter", "amp", "mobile"),
        *("print", "imprimir", "printable"),
    }
)
_SWITCHES = frozenset(
    (name, value)
    for name in ("m", "mobile", "rss", "print", "printable", "imprimir", "printer_friendly")
    for value in ("1", "true", "yes", "si")
) | {("tmpl", "component"), ("page", ""), ("layout", "print"), ("format", "print"), ("mode", "print")}
# Addresses that only lead to one that they hold, with something beside it that differs at each poll: host, path, and
# the parameters in which that stands.
_REDIRECTORS = (
    (re.compile(r"(?:www\.)?bing\.com"), "/news/apiclick.aspx", ("url",)),
    (re.compile(r"(?:www\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?"), "/url", ("url", "q")),  # Google Alerts
    (re.compile(r"lm?\.facebook\.com"), "/l.php", ("u",)),
    (re.compile(r"[a-z0-9]+\.safelinks\.protection\.outlook\.com"), "/", ("url",)),
)
_SESSION = re.compile(r";jsessionid=[^;/]*", re.IGNORECASE)
_MOBILE_HOSTS = ("www.", "m.", "amp.", "mobile.", "movil.", "touch.")
# The print view of an article: a word before or after its path, whose slug has hyphens or a number. "/edicion/print" is
# a page of its own.
_PRINT_VIEW = re.compile(
    r"^/(?:print|imprimir)(?=/(?:[^/]+/)*[^/]*[0-9-][^/]*$)|(?<=/)([^/]*[0-9-][^/]*)/(?:print|imprimir|printer-friendly)/?$",
    re.IGNORECASE,
)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_SAFE_PATH = "!$&'()*+,;=:@-._~/"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_HOST = re.compile(r"[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?|\[[0-9a-f:.]+\]")


def _host(url_host: str | None) -> str | None:
    """Lower case, ASCII (IDNA), without a closing dot; None when it cannot be one."""
    if not url_host:
        return None
    host = url_host.rstrip(".").lower()
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    if ":" in host:
        host = f"[{host}]"
    return host if _HOST.fullmatch(host) and ".." not in host else None


def safe_link(url: str | None) -> str | None:
    """An address fit to show and to open, None when it is none.

    Only absolute http and https addresses with a host pass; spaces, quotes, `|`, `<`, `>` and the like are
    percent-encoded, control and unseen characters removed. Idempotent.
    """
    if not url:
        return None
    url = _CONTROLS.sub("", url.replace("\xa0", " ")).strip()
    if len(url) > MAX_URL:
        return None
    try:
        parts = urlsplit(url)
        host, port = _host(parts.hostname), parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or host is None:
        return None
    rest = url.split(":", 1)[1].lstrip("/")
    cut = min((at for at in (rest.find(c) for c in "/?#") if at >= 0), default=len(rest))
    tail = re.sub(r"[\s\"<>|\\^`{}]", lambda match: quote(match.group(), safe=""), rest[cut:])
    netloc = host if port is None else f"{host}:{port}"
    return f"{parts.scheme.lower()}://{netloc}{tail}"


def with_images(html: str, images: Mapping[str, bytes]) -> str:
    """HTML whose PNG images, `src="cid:NAME"` in a mail, stand in it, so that it can be read as a file."""
    for name, content in images.items():
        data = base64.b64encode(content).decode()
        html = html.replace(f'src="cid:{name}"', f'src="data:image/png;base64,{data}"')
    return html


_WHOLE = re.compile(
    r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]{1,5})?/[A-Za-z0-9_~%.,:/@!$&'()*+=-]*(?:\?[A-Za-z0-9_~%.,:/@!$&'()*+=-]+)?"
)


def is_plainly_whole(url: str) -> bool:
    """Whether an address is absolute, and so plain that `urljoin` with any other leaves it as it is, at ten times the
    price."""
    return _WHOLE.fullmatch(url) is not None


_MISSPELT = re.compile(r"(?:(https?):/*(?=[^/])(?<!://)|(?=www\.))", re.IGNORECASE)


def as_meant(url: str) -> str:
    """An address that people wrote by hand, as browsers take it: "https:/diario.example" has two slashes, and
    "www.diario.example" is a host: no paper has a folder of that name."""
    if is_plainly_whole(url) or (found := _MISSPELT.match(url)) is None:
        return url
    return f"{found[1] + ':' if found[1] else ''}//{url[found.end() :]}"


def absolute(base: str, url: str | None) -> str | None:
    """`url` resolved against the address of the document that names it, as `safe_link` gives it; None = unusable."""
    if not url or not url.strip():
        return None
    url = _CONTROLS.sub("", url).strip()
    if _SCHEME.match(url) and not url.lower().startswith(("http:", "https:")):
        return None
    try:
        return safe_link(url if is_plainly_whole(url) else urljoin(base, as_meant(url)))
    except ValueError:
        return None


def _unwrap_amp_cache(host: str, path: str) -> str | None:
    """The page behind an AMP cache's address (cdn.ampproject.org, google.com/amp), None when it is none."""
    if host.endswith(".cdn.ampproject.org") or host == "cdn.ampproject.org":
        match = re.match(r"/[a-z]/(s/)?(.+)", path)
    elif re.fullmatch(r"(?:www\.)?google\.[a-z.]+", host):
        match = re.match(r"/amp/(s/)?(.+)", path)
    else:
        return None
    return f"https://{match.group(2)}" if match and "." in match.group(2).split("/")[0] else None


def _unwrap_redirector(host: str, path: str, query: str) -> str | None:
    """The address that a redirector's address holds, None when it is none."""
    for hosts, at, names in _REDIRECTORS:
        if path == at and hosts.fullmatch(host):
            held = dict(parse_qsl(query))
            return next((held[name] for name in names if held.get(name, "").startswith(("http://", "https://"))), None)
    return None


def target(url: str | None) -> str | None:
    """The address that a redirector's address holds in itself, fit to show; any other address as it is."""
    try:
        parts = urlsplit(url or "")
        held = _unwrap_redirector((parts.hostname or "").lower(), parts.path, parts.query)
    except ValueError:
        return url
    return safe_link(held) or url


_SAFE_SEGMENT = _SAFE_PATH.replace("/", "")
_PLAIN_SEGMENT = re.compile(r"[A-Za-z0-9_.~-]*")  # which quoting leaves as it is


def _quoted(segment: str) -> str:
    """A part of a path percent-encoded; letters with marks, which a Mac writes as two characters, as one."""
    held = unquote_to_bytes(segment)
    with suppress(UnicodeDecodeError):
        held = normalize("NFC", held.decode()).encode()
    return quote(held, safe=_SAFE_SEGMENT)


def _canonical_path(path: str) -> str:
    if ";" in path:
        path = _SESSION.sub("", path)
    segments: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del segments[-1:]
        elif segment != ".":
            plain = _PLAIN_SEGMENT.fullmatch(segment)
            segments.append(segment if plain else _quoted(segment))
    path = re.sub("/{2,}", "/", "/".join(segments))
    path = _INDEX.sub("/", path if path.startswith("/") else f"/{path}")
    path = re.sub(r"(?<=.)/amp/?$|(?<=[^/])\.amp(?=\.html?$|$)|/amp(?=/.)", "", path)
    path = _PRINT_VIEW.sub(lambda found: found[1] or "", path)
    return path.rstrip("/") or "/"


def _canonical_query(query: str) -> str:
    kept = []
    for name, value in parse_qsl(query, keep_blank_values=True, max_num_fields=None):
        low = name.lower()
        if low in _TRACKING or low.startswith(_TRACKING_PREFIXES):
            continue
        if low in _ORIGINS and (value.lower() in _ORIGIN_VALUES or value.lower().startswith("rss_")):
            continue
        if (low, value.lower()) in _SWITCHES or (low == "_" and value.isdigit()):  # to get round caches
            continue
        kept.append((name, value))
    return urlencode(sorted(kept))


@lru_cache(maxsize=_REMEMBERED)
def canonical(url: str | None) -> str | None:
    """One spelling for all addresses of a page: a key to compare, not a link to open (see `safe_link`).

    Scheme folded to https, host in lower case without `www.`, `m.`, `amp.`, no default port, credentials or fragment,
    no tracking parameters, query sorted, no double or closing slash, no mark of AMP or of a print view; of a
    redirector, what it leads to. Idempotent.

    Returns:
        the canonical address, None when `url` is no http(s) address.
    """
    for _ in range(4):  # an AMP cache in an AMP cache: each round makes it shorter
        link = safe_link(url)
        if link is None:
            return None
        try:
            parts = urlsplit(link)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            return None
        inner = _unwrap_amp_cache(host, parts.path)
        if inner is not None:
            url = f"{inner}?{parts.query}" if parts.query else inner
            continue
        url = _unwrap_redirector(host, parts.path, parts.query)
        if url is None:
            break
    else:
        return None
    prefix = next((p for p in _MOBILE_HOSTS if host.startswith(p)), None)
    while prefix and "." in host[len(prefix) :]:
        host = host[len(prefix) :]
        prefix = next((p for p in _MOBILE_HOSTS if host.startswith(p)), None)
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port not in (80, 443):
        netloc = f"{netloc}:{port}"
    path, before = _canonical_path(parts.path), parts.path
    while path != before:
        path, before = _canonical_path(path), path
    query = _canonical_query(parts.query) if parts.query else ""
    if host == "news.google.com" and (article := re.fullmatch(r"(?:/rss)?(/articles/.+)", path)):
        path, query = article.group(1), ""  # the rest says in which country's edition it was met
    fragment = f"#{parts.fragment}" if parts.fragment.startswith("!") else ""  # hash-bang pages of one-page sites
    return f"https://{netloc}{path}{'?' + query if query else ''}{fragment}"


def identifies(url: str | None) -> bool:
    """Whether a canonical address can tell items apart: a site's front page cannot."""
    if url is None:
        return False
    parts = urlsplit(url)
    return parts.path not in ("", "/") or bool(parts.query) or bool(parts.fragment)


_NUMBER = re.compile(r"(?<![0-9A-Za-z])([a-z]{0,2})([0-9]{5,15})(?![0-9A-Za-z])", re.IGNORECASE)
_MARKERS = frozenset(
    {
        *("nota", "notas", "noticia", "news", "article", "articulo", "art", "id", "nid"),
        *("story", "doc", "p", "n", "a", "post", "item", "detalle", "content"),
    }
)
_SECTIONS = frozenset(_words("tema temas tag tags topic topics autor author seccion section categoria category"))


def _is_date(digits: str) -> bool:
    """Whether digits read as a date: yyyymmdd with or without a time, ddmmyyyy, yymmdd."""
    if len(digits) in (8, 10, 12, 14):
        year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
        if 1990 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31:
            return True
    if len(digits) == 8:
        first, second, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
        return 1990 <= year <= 2100 and 1 <= first <= 31 and 1 <= second <= 31 and min(first, second) <= 12
    if len(digits) == 6:
        year, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:])
        in_month = 1990 <= int(digits[:4]) <= 2100 and 1 <= int(digits[4:]) <= 12
        return in_month or (10 <= year <= 60 and 1 <= month <= 12 and 1 <= day <= 31)
    return False


def article_number(url: str | None) -> tuple[str, str] | None:
    """The number under which a site keeps an article, which stays when headline and slug are rewritten.

    Five digits or more at the beginning or the end of the last part of the path, or after a word like "nota"; no date
    and no round number ("10000-soldados"), which are part of the headline.

    Returns:
        host as in `canonical` and the digits, None when there is no such number.
    """
    address = canonical(url)
    return number_in(address) if address is not None else None


@lru_cache(maxsize=_REMEMBERED)
def number_in(address: str) -> tuple[str, str] | None:
    """See `article_number`; of an address as `canonical` gives it."""
    parts = urlsplit(address)
    segments = [segment for segment in unquote(parts.path).split("/") if segment]
    if len(segments) > 2 and segments[-3].lower() in _SECTIONS:
        segments = segments[-1:]
    for segment in reversed(segments[-2:]):
        slug = re.sub(r"\.[a-z]{3,5}$", "", segment.lower())
        words = [word for word in re.split(r"[-_.,]+", slug) if word]
        for at, word in enumerate(words):
            match = _NUMBER.fullmatch(word)
            marked = at > 0 and words[at - 1] in _MARKERS
            if match is None or not (at in (0, len(words) - 1) or marked):
                continue
            digits = match.group(2)
            if digits.endswith("000") or _is_date(digits) or (match.group(1) and match.group(1) not in _MARKERS):
                continue
            if segment is not segments[-1] and len(words) > 1 and not marked:
                continue  # a section's number, or a day's, stands before the slug with words of its own
            return parts.netloc, digits
    return None


def is_google_news(url: str | None) -> bool:
    """Whether an address is one of Google News, which leads to an article but is not the article's."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return False
    return host.lower().removeprefix("www.") == "news.google.com"


def normal_guid(guid: str | None) -> str | None:
    """A guid as it is compared: references resolved however often they were escaped, NFC, stripped; None = no guid."""
    if guid is None:
        return None
    for _ in range(5):
        resolved = unescape(guid)
        if resolved == guid:
            break
        guid = resolved
    guid = normalize("NFC", " ".join(guid.split()))
    return guid or None


def identity_hash(text: str) -> bytes:
    """8 bytes that stand for a guid, an address or a headline in keys and in a feed's memory.

    Of two million texts, two share a hash with a chance of about one in ten million.
    """
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
