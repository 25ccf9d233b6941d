"""Words of the two languages that mean the same in this field, and how any other word is compared across them.

Serves the terms by which reports are compared. Data and pure look-up; may import bot.text only. Names, groups, places
and acts are the lexicon's business (`bot.ports.Lexicon`); here stand the common words of headlines around them.
"""

import functools

from bot.text import tokens, word_set

# concept -> (weight, forms). Folded; a trailing * is a prefix. Weights: 0.3 stands in most reports, 1.0 tells events
# apart. Source: the common vocabulary of wire copy in both languages.
_CONCEPTS: dict[str, tuple[float, str]] = {
    # who is moved
    "suspect": (
        0.45,
        "suspect suspects sospechos* detainee* detenid* prisoner* preso presos presa presas inmate* "
        "interno interna internos internas reo reos "
        "recluso* fugitive* fugitiv* profugo* defendant* acusad* imputad* operative* operador operadores "
        "member members "
        "miembro* integrante* capo capos kingpin* boss bosses jefe jefes lider* leader leaders cabecilla* "
        "lugarteniente* "
        "lieutenant* figure figures criminal criminals criminales delincuente* narco narcos narcotrafi* trafficker* "
        "traficante* drug-traff* convict* sentenciad* mafios* gangster* wanted ppl henchm* alleged presunt* accused",
    ),
    "cartel": (0.4, "cartel carteles cartels organizacion* organization* organisation* gang gangs banda bandas"),
    "drug": (0.5, "drug drugs droga drogas narcotic* estupefaciente*"),
    "fentanyl": (0.7, "fentanyl fentanil*"),
    "cocaine": (0.8, "cocaine cocaina"),
    "meth": (0.8, "meth methamphet* metanfet* cristal"),
    "heroin": (0.8, "heroin heroina"),
    "laundering": (0.9, "launder* lavado lavador* blanqueo"),
    "murder": (
        0.8,
        "murder* homicid* asesin* slaying* slain killing killings kill kills killed mato mata muert* dead "
        "death* fallec* died",
    ),
    "rape": (0.9, "rape* violador* violada sexual abuse abus* molest*"),
    "weapons": (0.8, "weapon* arma armas firearm* gun guns gunrunn* rifle*"),
    "fuel": (0.9, "fuel combustible* huachicol*"),
    "fraud": (0.9, "fraud* fraude* estafa* scam* defraud* timeshare*"),
    "robbery": (0.9, "robber* robo robos asalt* asaltabanco*"),
    "kidnap": (0.9, "kidnap* secuestr* abduct* plagio* plagiar*"),
    "corruption": (0.9, "corrupt* embezzl* peculado brib* sobor* moche* desvio"),
    "extortion": (0.9, "extort* extors* racket*"),
    "teacher": (1.0, "teacher* maestr* profesor* coach entrenador*"),
    "hitman": (0.9, "hitman hitmen sicari* gunman gunmen pistoler*"),
    "accountant": (1.0, "accountant* contador* financ* money dinero"),
    "police": (0.6, "police policia* cop cops officer officers officials"),
    "lawyer": (0.8, "lawyer* abogad* attorney defence defense defensa"),
    "family": (0.8, "family families familia* relativ* wife esposa mother mothers madre madres"),
    "brother": (1.0, "brother* herman*"),
    "son": (1.0, "son sons hijo hijos"),
    "woman": (0.9, "woman women mujer mujeres female"),
    "politician": (0.9, "politician* politic*"),
    "governor": (0.9, "governor* gobernador* exgobernador* gubernat*"),
    "mayor": (0.9, "mayor mayors alcald* exalcald* edil ediles"),
    "minister": (0.6, "minister* ministry secretari* secretary cancill* foreign relaciones exteriores"),
    "president": (0.35, "president* mandatari* presidenc* leader"),
    "firefighter": (1.3, "firefighter* bomber*"),
    "migrant": (1.0, "migrant* inmigrant* immigrant* indocumentad*"),
    # what is done with them
    "request": (
        0.8,
        "request* solicit* asks ask asked asking pide piden pedir pidio pidieron seek seeks sought demand* "
        "exig* requier* requer*",
    ),
    "arrest": (0.8, "arrest* captur* aprehen* apprehend* detener detiene* detuv* detain* caught nabbed cae"),
    "court": (0.7, "court courts corte tribunal* juzgado* courtroom"),
    "judge": (0.7, "judge* juez jueza jueces magistrad* justice justices"),
    "block": (
        0.9,
        "amparo amparos suspension suspend* suspen* injunction* block* frena* freno frenan congel* freeze* "
        "freezes halt* stay stays",
    ),
    "appeal": (0.9, "appeal* apel* revision recurso queja"),
    "ruling": (0.6, "ruling rules ruled fallo fallan resuelv* resoluc* avala niega concede* grant* upholds"),
    "hearing": (0.8, "hearing* audiencia* comparec* appear* trial juicio"),
    "plea": (0.9, "plea plead* pleads guilty culpable"),
    "sentence": (0.9, "sentence* sentenc* condena* conden*"),
    "penalty": (1.0, "penalty pena capital"),
    "charges": (0.7, "charge charges charged cargos indict* acusa acusan acusacion* encausad* unseal*"),
    "treaty": (0.7, "treaty tratado*"),
    "process": (0.8, "process proceso due debido"),
    "batch": (0.6, "batch lote tanda grupo group groups paquete wave oleada remesa mass masiv*"),
    "plane": (
        0.8,
        "plane planes aircraft avion aviones aeronave* flight flights vuelo vuelos jet jets helicopter* helicoptero*",
    ),
    "airport": (0.9, "airport* aeropuert* aerodrom* hangar airbase base"),
    "prison": (0.7, "prison prisons penal penales carcel* jail* penitenc* cefereso* reclusorio* custod*"),
    "return": (0.9, "return* devuelv* devolv* regres* repatri* retorn* back"),
    "exchange": (0.9, "exchange swap canje intercambio reciproc*"),
    "death_penalty_promise": (0.8, "assurance* garantia* compromiso* undertak* guarantee*"),
    # force
    "threat": (0.6, "threat* amenaz* amag* advert* advierte* warn* vow vows vowed jura"),
    "attack": (0.55, "attack* ataque* atac* strike strikes struck bomb bombs bombing bombard* golpe* hit hits hitting"),
    "troops": (0.7, "troop* tropa* soldier* soldad* militar* military army ejercito forces fuerzas boots marines"),
    "invade": (0.8, "invad* invas* incurs* intrus*"),
    "land": (0.8, "land tierra ground terrestre* soil suelo territor*"),
    "drone": (0.9, "drone* dron drones unmanned tripulad*"),
    "overflight": (0.9, "overfl* sobrevuel* sobrevol* surveillance vigilancia spy espia* espionaje"),
    "airspace": (
        1.0,
        "airspace espacio aereo aviation aviacion aviador* airline* aerolinea* pilot pilots piloto pilotos faa",
    ),
    "navy": (0.9, "navy naval warship* buque* destroyer* destructor* semar"),
    "sea": (0.7, "sea mar altamar boat boats lancha* embarcacion* pacific pacifico caribbean caribe"),
    "port": (0.9, "port ports puerto puertos dock docks muelle* pier piers harbor harbour"),
    "commando": (0.9, "commando* comando comandos elite"),
    "patrol": (0.9, "patrol* patrull*"),
    "crash": (1.0, "crash* volcad* volco overturn* accidente* desplom* siniestr*"),
    "wound": (0.8, "wound* injur* herid*"),
    "body": (0.8, "body bodies cuerpo cuerpos cadaver* remains"),
    "vessel": (0.8, "vessel* craft ship ships barco* embarcacion nave naves"),
    "airstrip": (1.0, "airstrip* runway* pista pistas aterri* landed lands landing"),
    "raid": (0.7, "raid raids operativo operativos redada* operation operations"),
    "lab": (0.9, "lab labs laborator* narcolaborator*"),
    "covert": (0.9, "covert* encubiert* secret* secreta clandestin*"),
    "cia": (0.9, "cia"),
    "pentagon": (0.8, "pentagon pentagono defense war"),
    "whitehouse": (0.7, "house blanca"),
    "congress": (0.8, "congress* congreso legislat* lawmaker* diputad* representant* representatives"),
    "senate": (0.8, "senate senator* senado* senador*"),
    "vote": (0.9, "vote* votes voto votos votac* votan approv* aprueb* aprob* avala"),
    "resolution": (0.8, "resolution bill iniciativa proyecto"),
    "order": (0.8, "order* orden ordena ordeno directiv* firma firmo signs signed sign memo memorand*"),
    "plan": (0.7, "plan plans planes planea* planning planned planned draft* alista* prepar* option* opcion*"),
    "sovereignty": (0.8, "sovereign* soberan* subordina* injerenc* interven* meddl*"),
    "reject": (0.6, "reject* rechaz* descart* refus* rehus* opposes opon*"),
    "deny": (0.6, "deny denies denied desmient* niega niegan nego negaron falso false untrue"),
    "training": (0.9, "train trains training adiestr* entren* capacita* exercise* ejercicio*"),
    "terrorist": (0.8, "terror*"),
    "emergency": (0.8, "emergenc* disaster desastre"),
    "wildfire": (1.2, "wildfire* fire fires incendio*"),
    "border": (0.6, "border* frontera* fronteriz*"),
    "agent": (0.7, "agent agents agente* operatives"),
    "explosion": (1.0, "explo* blast blasts"),
    # talk
    "talks": (0.7, "talk talks talked dialog* negoci* negotiat* convers* meeting* reunion* reun* summit cumbre"),
    "call": (0.7, "call calls called phone llamada* telefon* telefonea*"),
    "letter": (0.9, "letter* carta cartas misiva nota diplomat* protest*"),
    "statement": (
        0.4,
        "statement* comunicado declar* said says say tells told dice dicen dijo dijeron asegur* afirm* report* inform* "
        "reiter* revela* reveal* precisa preciso precisan senala* sostien* subray* insist* recalc* coment* comment* "
        "remark* dichos palabras words citing cites cita emite emit emits urge* urges indica* expres* detall* specif*",
    ),
    "veto": (1.0, "veto* veta"),
    "resign": (1.0, "resign* renunci* dimit* dimis* quits ousted sacked dismissed cesan cesado destitu*"),
    "interview": (0.9, "interview* entrevist* podcast*"),
    "notice": (0.9, "notice* aviso avisos alert alerts alerta alertan bulletin notam notams warning warnings"),
    "permit": (0.7, "permit* permis* authori* autoriza* authoriz* lets allow* permit* admits"),
    "execute": (1.0, "execut* ejecut* spared"),
    "life_term": (1.0, "life perpetua"),
    "newspaper": (0.8, "newspaper* diario periodico"),
    "deal": (0.5, "deal deals acuerdo* agreement* pact* convenio*"),
    "pressure": (0.6, "pressur* presion* bows cede ceder"),
    "cooperation": (0.6, "cooperat* cooper* collaborat* colabor* coordin*"),
    "confirm": (0.4, "confirm* ratific*"),
    "announce": (0.4, "announc* anunci*"),
    "defend": (0.7, "defend* defiend* justif*"),
    "criticise": (0.7, "critic* cuestion* condemn* repud* denunci* reproch* slam* blast* lament*"),
    "thank": (0.9, "thank* agrade* gracias prais* elogi* applaud* aplaud* celebr* hails"),
    "explain": (0.6, "explain* explic* clarif* aclar* account"),
    "correct": (0.6, "correct* corrig* rectific* errat*"),
    "opposition": (0.8, "opposition oposicion* pan pri morena"),
    "rights": (0.8, "rights derechos humanos human ngo ong ongs"),
    "church": (1.0, "church iglesia bishop* obispo*"),
    "business": (0.8, "business* empresari* compan* empresa*"),
    "poll": (1.0, "poll polls encuesta* survey*"),
    "expert": (0.7, "expert* especialist* analyst* analist* think-tank scholar*"),
    "violence": (0.7, "violen* ola"),
    "tariff": (1.0, "tariff* arancel*"),
    "trade": (0.9, "trade comerci* usmca tmec"),
    "security": (0.4, "security seguridad"),
    "government": (0.3, "government* gobierno* administration administracion federal* authorit* autoridad* official*"),
    "prosecutor": (0.5, "prosecutor* fiscal fiscales fiscalia fgr attorneys doj"),
    "ambassador": (0.8, "ambassador* embajad* embassy consul*"),
    "reward": (1.0, "reward* recompensa* bounty"),
    "massacre": (1.0, "massacre* masacre* matanza*"),
    "tunnel": (1.1, "tunnel* tunel*"),
    "convoy": (1.0, "convoy* caravan*"),
    "video": (0.9, "video* footage imagenes images photo* foto*"),
    "list": (0.7, "list lists lista listado names nombres"),
    "destination": (0.6, "cities ciudades destinat* destino*"),
    "delay": (0.9, "delay* aplaz* postpone* pospon* retras* demora* cancel*"),
    "victim": (0.8, "victim*"),
    "first": (0.7, "first primer primera primero"),
    "second": (0.7, "second segund*"),
    "third": (0.7, "third tercer*"),
    "fourth": (0.8, "fourth cuart*"),
    "fifth": (0.8, "fifth quinto quinta"),
    "sixth": (0.8, "sixth sext*"),
}

_STOP = word_set(
    "the of to in and for on with is are was were by at from as that this it its be been has have had will would "
    "not after over against into their his her who a or but about more than amid before during while when where "
    "what why how they them he she him you your our us we i an all also any can could may might must should some "
    "such no nor out up down off just new now then there these those under until very via yet one two "
    "another other "
    "others latest part el la los las de del y que por para un una unos unas con su sus al se lo como mas "
    "pero tras "
    "ante contra sobre entre sin es son esta este esto estos estas fue fueron ser sera desde hasta cuando donde "
    "quien quienes cual cuales le les me mi ya si ni muy tan tambien han ha he hay segun durante mediante porque "
    "asi aun a o e en e u no otro otra otros otras nuevo nueva nuevos nuevas dos uno hoy ayer today yesterday "
    "monday tuesday wednesday thursday friday saturday sunday lunes martes miercoles jueves viernes sabado domingo "
    "january february march april may june july august september october november december enero febrero marzo "
    "abril mayo junio julio agosto septiembre octubre noviembre diciembre year years ano anos day days dia dias "
    "week weeks semana semanas month months mes meses hour hours hora horas morning tarde noche manana time times "
    "vez veces makes make made get gets got take takes took go goes going went come comes came give gives let hace "
    "hacer hizo va van tiene tienen habra habria estan estaba seria serian podria podrian debe deben "
    "deja dejan dejo eran nada tengo cerca caso casos along among near both each every many much only even still "
    "ever never here case cases way nothing something algo cada aqui alla "
)

_PREFIX_MIN = 3


@functools.cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    """Concept by exact form, and by prefix."""
    exact: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    for concept, (_, forms) in _CONCEPTS.items():
        for form in forms.split():
            target, key = (prefixes, form[:-1]) if form.endswith("*") else (exact, form)
            target.setdefault(key, concept)
    return exact, prefixes


@functools.lru_cache(maxsize=50_000)  # distinct words of the field; a pure function
def concept_of(word: str) -> str | None:
    """Concept of a folded word, None when it has none; the longest prefix wins."""
    exact, prefixes = _tables()
    if word in exact:
        return exact[word]
    for end in range(len(word), _PREFIX_MIN - 1, -1):
        if word[:end] in prefixes:
            return prefixes[word[:end]]
    return None


def weight_of(concept: str) -> float:
    """How much a concept tells events apart, in (0, 2)."""
    return _CONCEPTS[concept][0]


def is_stopword(word: str) -> bool:
    """Folded words that say nothing about the event."""
    return word in _STOP


_SOUNDS = (("ph", "f"), ("th", "t"), ("qu", "k"), ("ck", "k"), ("cc", "c"), ("y", "i"))


def cognate(word: str) -> str:
    """First letters of a folded word in a spelling that both languages share: "operativo", "operative" -> "operat"."""
    for old, new in _SOUNDS:
        word = word.replace(old, new)
    plain = "".join(c for n, c in enumerate(word) if n == 0 or c != word[n - 1])
    plain = plain[:-1] if plain.endswith("s") and len(plain) > 4 else plain
    return plain[:6]


_SPANISH = word_set("el la los las de del en que por con para un una su al se y tras ante segun a lo como mas")
_ENGLISH = word_set("the of to in and for on with is are was by at from as after over a an his her its into")


def is_spanish(text: str) -> bool:
    """Whether a line reads as Spanish rather than English, by its function words."""
    words = tokens(text)
    return sum(word in _SPANISH for word in words) > sum(word in _ENGLISH and word != "a" for word in words)


__all__ = ["cognate", "concept_of", "is_spanish", "is_stopword", "weight_of"]
