"""Lines and sentences that are about the page or point elsewhere, known by kind.

Imports its siblings and the standard library only. No outlet, topic or test case is named here.
"""

import re
from dataclasses import dataclass

from bot.text.chars import fold
from bot.text.sentences import sentences

# Headings and lead-ins of boxes that point elsewhere; matched against folded lines.
_THINGS = r"(?:notas?|noticias?|articulos?|temas?|contenidos?|enlaces?|videos?|historias?)"
_LEAD_IN = re.compile(
    r"(?:\W|\d)*(?:(?:lee|lea|leer|ve|ver|mira|mire|consulta|checa|escucha) (?:tambien|ademas|aqui)|"
    r"(?:leer|lee|ver) mas\b|"
    r"(?:tambien |quizas? |tal vez )?(?:te|le|les) (?:recomendamos|sugerimos)\b|"
    r"(?:tambien |quizas? |tal vez )?(?:te|le|les) (?:puede|podria|pueden|podrian) (?:interesar|gustar)|"
    r"(?:tambien )(?:lee|lea|ve|mira)\b|" + _THINGS + r" (?:relacionad[oa]s|recomendad[oa]s|destacad[oa]s|de interes)|"
    r"(?:relacionad|recomendad)[oa]s?(?=\W*$|:)|recomendamos(?=\W*$|:| leer| ver)|no te (?:lo )?pierdas|no se pierda|"
    r"sigue leyendo|mas " + _THINGS + r"|mas sobre|mas en (?=\w+\W*$)|lo mas (?:leido|visto|reciente)|"
    r"las mas (?:leidas|vistas)|en otras noticias|ultimas noticias|"
    r"read (?:also|more|next)|see also|also read|also see|(?:related|recommended|trending|top|latest)"
    r"(?: (?:stories|articles?|news|content|links|posts|topics|reading|coverage|videos?|for you|now))?(?=\W*$|:)|"
    r"you (?:may|might) (?:also )?(?:like|be interested)|more (?:on|from|about|news|stories|coverage)\b(?=.{0,30}$|:)|"
    r"don.t miss|most (?:read|popular|viewed)|what to read|editors?. picks?|keep reading|further reading|in other news)"
)
_NETWORKS = (
    r"(?:facebook|twitter|x\b|instagram|google news|whatsapp|telegram|youtube|tiktok|threads|"
    r"redes sociales|social media)"
)
# Sentences that are about the page, not the news; matched against folded sentences.
_CHATTER = re.compile(
    r"\W*(?:"
    r"(?:tiempo (?:estimado )?de )?lectura(?: estimada)?:? (?:de )?\d+ ?min\w*|"
    r"\d+ ?(?:min\w*)[.,]? (?:de )?(?:lectura|read)\b|"
    r"(?:estimated )?read(?:ing)? time\b|"
    r".{0,40}\b(?:contenido|nota|articulo|texto|acceso|lectura|content|article|story)\b.{0,40}"
    r"\b(?:exclusiv\w+|solo|reservad\w+|only|reserved)\b.{0,30}\b(?:suscriptor\w*|subscribers?)\b|"
    r"(?:suscribe\w*|subscribe|sign up|sign in|log in|registrate|registrese|inicia sesion|hazte socio)\b.{0,60}"
    r"\b(?:leer|seguir|continuar|acceder|boletin\w*|newsletters?|read|continue|access|canal|ahora|now|alerts|inbox)\b|"
    r"(?:ya eres suscriptor|already a subscriber|ya tienes cuenta|have an account)\b|"
    r"\d[\d.,]* (?:articulos?|articles?|comentarios?|comments?|compartid\w+|shares?|views?|vistas?|visitas?|likes?|"
    r"seguidores|followers|votos|fotos?|photos?|resultados|results)\W*$|"
    r"(?:contacto|contact(?: us)?|telefonos?|tel|phone|whatsapp|e-?mail|correo|atencion a clientes)\b"
    r"\W.{0,60}(?:\d[\d\s().-]{5,}\d|@)|"
    r"(?:the post|this (?:post|article|story)|la (?:entrada|nota|noticia|publicacion)|el (?:articulo|cargo|post)) "
    r".{0,200}"
    r"(?:appeared first on|originally published|aparec\w+ primero|se publico primero)|"
    r"read the rest of (?:this|the) (?:entry|article|post|story)|more\.+\W*$|"
    r"(?:filed under|posted in|tags|etiquetas|categorias?|archivado en)\s?:.{0,200}$|"
    r"(?:(?:" + _NETWORKS + r"|linkedin|pinterest|reddit|e-?mail|imprimir|print|compartir|share)\W*){2,}$|"
    r"(?:publicad[oa]|actualizad[oa]|posted|published|updated)? ?hace \d+ (?:seg|min|hora|dia)\w*\W*$|"
    r"(?:posted|published|updated)? ?\d+ (?:second|minute|hour|day)s? ago\W*$|"
    r"(?:leer|lee|lea|read|ver|sigue|seguir|continue|continuar) (?:mas|more|leyendo|reading)\W*$|"
    r"(?:leer|lee|lea|read|ver|click|haz clic|da clic)\b.{0,40}"
    r"\b(?:nota completa|full (?:story|article)|articulo completo|aqui|here)\W*$|"
    r"(?:©|\(c\) \d|copyright\b|todos los derechos reservados|all rights reserved|"
    r"derechos reservados|prohibida (?:su|la) reproduccion)|"
    r"(?:compart\w+|share|siguenos|siguen?os|sigue a|follow|unete|join|descarga|download)\b.{0,60}\b" + _NETWORKS + r"|"
    r"(?:share this|share article|compartir|comparte|imprimir|print|advertisement|publicidad|anuncio|sponsored)\W*$"
    r")"
)
_CLIPPED = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.|&hellip;|\+\d+ chars)\s*\]|\(\s*(?:…|\.\.\.)\s*\))\s*$")
# What a link to the article leaves at the end of a sentence that it cuts short; the capital tells it from the sentence.
_TAIL = re.compile(
    r"(?<=\S)\s+[\[(]?(?:Continue [Rr]eading|Keep [Rr]eading|Read [Mm]ore|READ MORE|Leer [Mm]ás|LEER MÁS|Ver [Mm]ás|"
    r"Seguir [Ll]eyendo|Sigue [Ll]eyendo|Continuar [Ll]eyendo|Leer (?:la )?nota completa)[\s\W]*$"
)
_BULLETS = ("- ", "• ", "* ", "– ")
_SENTENCE_BLANKS = 3  # what is shorter, among sentences about the page, is a remnant of them
_CHATTER_LINE = 500  # characters; longer lines are prose and are left alone


@dataclass
class Line:
    """A block of text, and how much of it is links."""

    text: str
    linked: int = 0  # characters inside links
    listed: bool = False  # stands in a list

    @property
    def link_share(self) -> float:
        """In [0, 1]."""
        return self.linked / max(1, len(self.text))


def without_chatter(text: str) -> str:
    """A line without its sentences about the page; "" when little else was in it."""
    text = _CLIPPED.sub("", _TAIL.sub("", text))
    if len(text) > _CHATTER_LINE:
        return text
    parts = [text[start:end] for start, end in sentences(text)]
    kept = [part for part in parts if not _CHATTER.match(fold(part))]
    if len(kept) == len(parts):
        return text
    rest = " ".join(kept)
    return rest if 2 * len(kept) > len(parts) or rest.count(" ") >= _SENTENCE_BLANKS else ""


def drop_pointers(lines: list[Line]) -> list[Line]:
    """Lines without "read also" headings, the links under them, and lines that are one link."""
    plain = sum(len(line.text) - line.linked for line in lines)
    all_linked = sum(len(line.text) for line in lines if line.link_share >= 0.95)
    kept: list[Line] = []
    under_heading = False
    for line in lines:
        lead_in = _LEAD_IN.match(fold(line.text[:80]))
        if lead_in:
            rest = line.text[lead_in.end() :]
            heading = len(line.text) <= 50 and not rest.rstrip().endswith(".")
            colon = re.match(r"[^.]{0,30}[:|»>→]", rest)
            if heading or colon or line.link_share >= 0.5:
                under_heading = heading
                continue
        if under_heading and (line.link_share >= 0.6 or line.listed):
            continue
        under_heading = False
        if line.link_share >= 0.95 and len(line.text.split()) >= 4 and plain >= 2 * all_linked:
            continue
        kept.append(line)
    return kept


def prune(text: str) -> str:
    """Plain text, a paragraph a line, without pointers to other stories and sentences about the page."""
    lines = drop_pointers([Line(line, listed=line.startswith(_BULLETS)) for line in text.split("\n") if line.strip()])
    texts = (without_chatter(line.text) for line in lines)
    return "\n".join(line for line in texts if line)
