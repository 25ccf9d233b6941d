"""What can be counted: nouns of both languages by class. Imports its siblings tokens and calibres.

A class says what sort of thing is counted, never what happened to it; that is for the acts (acts.py) and the roles
(roles.py).
"""

from collections.abc import Mapping

from bot.extract.calibres import ARM
from bot.extract.tokens import words

_BY_CLASS: Mapping[str, str] = {
    "person": (
        "person persons people occupant occupants ocupante ocupantes patron patrons individual individuals suspect "
        "suspects fugitive fugitives prisoner prisoners inmate "
        "inmates convict convicts detainee detainees defendant defendants criminal criminals member members leader "
        "leaders boss bosses kingpin kingpins lord lords trafficker traffickers operative operatives operator "
        "operators figure figures capo capos narco narcos gangster gangsters gunman gunmen hitman hitmen lieutenant "
        "lieutenants target targets offender offenders associate associates man men boy boys national nationals "
        "citizen citizens mexican mexicans american americans civilian civilians smuggler smugglers enforcer "
        "enforcers mobster mobsters terrorist terrorists henchman henchmen chief chiefs official officials "
        "accomplice accomplices assassin assassins attacker attackers persona personas individuo individuos "
        "sospechoso sospechosos sospechosa sospechosas fugitivo fugitivos fugitiva profugo profugos prisionero "
        "prisioneros preso presos presa presas reo reos rea interno internos interna internas recluso reclusos ppl "
        "criminales delincuente delincuentes miembro miembros integrante integrantes lider lideres cabecilla zetas "
        "cabecillas jefe jefes narcotraficante narcotraficantes operador operadores sicario sicarios objetivo "
        "objetivos sujeto sujetos hombre hombres varon varones ciudadano ciudadanos mexicano mexicanos "
        "estadounidense estadounidenses connacionales civil civiles presunto presuntos presunta presuntas generador "
        "generadores traficante traficantes pistolero pistoleros terrorista terroristas mando mandos funcionario "
        "funcionarios complice complices agresor agresores atacante atacantes mayores adulto adultos menor menores "
        "adult adults nino ninos child children joven jovenes student students estudiante estudiantes migrant "
        "migrants migrante migrantes passenger passengers pasajero pasajeros aspirante habitante habitantes "
        "poblador pobladores residente residentes residents resident workers worker trabajador trabajadores "
        "tripulante tripulantes crew crewman crewmen crewmember crewmembers "
        "journalist journalists periodista periodistas mayor "
        "alcalde alcaldes gobernador gobernadores governor governors lawmaker lawmakers diputado diputados senador "
        "senadores legislador legisladores campesino campesinos jornalero jornaleros farmer farmers driver drivers "
        "chofer choferes empresario empresarios businessman businessmen comerciante comerciantes tourist tourists "
        "turista turistas pilot pilots piloto pilotos pescador pescadores fisherman fishermen teacher teachers "
        "maestro maestros profesor profesores relative relatives familiares hermano hermanos brother brothers son "
        "sons hijo hijos survivor survivors sobreviviente sobrevivientes hostage hostages rehen rehenes juez jueces "
        "judge judges lawyer lawyers abogado abogados hermana hermanas girl girls politician politicians politico "
        "politicos servidor servidores villager villagers farmhand farmhands contractor contractors bodyguard "
        "bodyguards stevedore stevedores nurse nurses bystander bystanders pedestrian pedestrians youth youths "
        "teenager teenagers kid kids mayors priest priests rancher ranchers miner miners activist "
        "activists aide aides banker bankers executive executives banquero banqueros ejecutivo ejecutivos minister "
        "ministers companion companions coacusado coacusados coimputados co-defendants "
        "codefendants thug thugs robber "
        "robbers extortionist extortionists hacker hackers chieftain chieftains wanted crooks crook felon felons "
        "lookouts dealers dealer sponsor financier financiers launderer launderers accountant accountants patient "
        "patients victimario vecino vecinos comunero comuneros indigena indigenas lugareno lugarenos pobladora "
        "pobladoras escolta escoltas guardaespaldas halcon halcones extorsionador extorsionadores secuestrador "
        "secuestradores homicida homicidas ladron ladrones peones peon adolescente adolescentes bebe bebes anciano "
        "ancianos medico medicos enfermera enfermeras activista activistas sacerdote sacerdotes minero mineros "
        "exfuncionario exalcalde transportista transportistas taxista taxistas manifestante manifestantes implicado "
        "implicados involucrado involucrados buscado buscados socio socios colaborador colaboradores lugarteniente "
        "lugartenientes contador contadores financiero financieros lavador lavadores contratista contratistas "
        "figura figuras ecuatoriano ecuatorianos colombiano colombianos venezolano venezolanos guatemalteco "
        "guatemaltecos hondureno hondurenos salvadoreno salvadorenos cubano cubanos chino chinos peruano peruanos "
        "canadiense canadienses nicaraguense nicaraguenses costarricense costarricenses espanol espanoles "
        "ecuadorian ecuadorians ecuadorean ecuadoreans colombian colombians venezuelan venezuelans guatemalan "
        "guatemalans honduran hondurans salvadoran salvadorans cuban cubans canadian canadians chinese peruvian "
        "peruvians"
    ),
    "accused": (
        "accused acusado acusados acusada acusadas imputado imputados imputada imputadas procesado procesados "
        "vinculado vinculados indictee indictees sentenciado sentenciados condenado condenados"
    ),
    "requested": "requerido requeridos reclamado reclamados extraditable extraditables",
    "detained": (
        "detenido detenidos detenida detenidas arrestado arrestados capturado capturados aprehendido aprehendidos "
        "arrest arrests arresto arrestos detencion detenciones captura capturas aprehension aprehensiones"
    ),
    "moved": (
        "extraditado extraditados extraditada extraditadas trasladado trasladados enviado enviados entregado "
        "entregados expulsado expulsados deportado deportados deportada deportadas repatriado repatriados deportee "
        "deportees extraditee extraditees"
    ),
    "woman": "woman women mujer mujeres female females",
    "forces": (
        "soldier soldiers elements troop troops marine marines personnel officer officers agent agents police "
        "policeman "
        "policemen guard guards guardsman guardsmen seal seals operator sailor sailors commando commandos marshal "
        "marshals federal federales trooper troopers servicemember servicemembers operatives paratrooper "
        "paratroopers ranger rangers trainer trainers serviceman servicemen servicewomen comando comandos "
        "paracaidistas adiestradores tropa tropas boinas gendarme gendarmes uniformed operators specialist "
        "specialists especialistas soldado soldados militar militares marino marinos marinas elemento elementos "
        "efectivo efectivos uniformado uniformados agente agentes policia policias guardia guardias custodio "
        "custodios infante infantes boina castrense castrenses beret berets instructor instructores instructors "
        "adviser advisers advisors asesores cop cops forces fuerzas"
    ),
    "dead": (
        "dead death deaths fatality fatalities corpse corpses body bodies killing killings murder murders homicide "
        "homicides muerto muertos muerta muertas muerte muertes fallecido fallecidos fallecida fallecidas asesinado "
        "asesinados asesinada asesinadas asesinato asesinatos homicidio homicidios abatido abatidos ejecutado "
        "ejecutados ejecucion ejecuciones victima victimas victim victims baja bajas remains osamentas restos "
        "cuerpo cuerpos cadaver cadaveres deceso decesos caido caidos feminicidio feminicidios defuncion "
        "defunciones"
    ),
    "wounded": (
        "wounded injured injury injuries herido heridos herida heridas lesionado lesionados lesionada lesionadas"
    ),
    "missing": (
        "missing disappeared disappearance disappearances desaparecido desaparecidos desaparecida desaparecidas "
        "desaparicion desapariciones levantado levantados privacion privaciones"
    ),
    "displaced": "displaced desplazado desplazados desplazada desplazadas",
    "aircraft": (
        "aircraft plane planes airplane airplanes jet jets helicopter helicopters aeronave aeronaves avion aviones "
        "airliner airliners hercules transports helicoptero helicopteros aparato aparatos avioneta avionetas"
    ),
    "flight": (
        "flight flights overflight overflights sortie sorties vuelo vuelos sobrevuelo sobrevuelos mission missions "
        "mision misiones"
    ),
    "city": "city cities ciudad ciudades destination destinations destino destinos",
    "prison": (
        "prison prisons lockup lockups jailhouse jailhouses jail jails penitentiary penitentiaries facility "
        "facilities prision prisiones penal penales "
        "carcel carceles reclusorio reclusorios penitenciaria penitenciarias ceferesos centro centros"
    ),
    "vehicle": (
        "vehicle vehicles units truck trucks van vans vehiculo vehiculos unidades suvs suv cars car buses bus "
        "tanquetas "
        "autos carros camioneta camionetas camion camiones patrulla patrullas"
    ),
    "pill": (
        "pill pills tablet tablets pastilla pastillas pildora pildoras tableta tabletas comprimido comprimidos capsulas"
    ),
    "dose": "dose doses dosis hits",
    "weapon": (
        "weapon weapons gun guns firearm firearms rifle rifles handgun handguns arma armas fusil fusiles shotguns "
        "carbines pistol pistols shotgun launchers lanzagranadas subfusiles revolvers metralletas subametralladoras "
        "escopetas ametralladoras machine-guns carabinas pistola "
        "pistolas lanzacohetes bazucas cuernos rocket-launchers"
    ),
    "lab": (
        "lab labs laboratory laboratories narcolab narcolabs laboratorio laboratorios narcolaboratorio narcococina "
        "narcococinas cocina cocinas kitchens narcolaboratorios"
    ),
    "strike": (
        "strike strikes attack attacks airstrike airstrikes bombing bombings ataque ataques bombardeo bombardeos"
    ),
    "boat": (
        "boat boats vessel vessels speedboat speedboats ship ships lancha lanchas embarcacion embarcaciones "
        "narcolancha narcolanchas buque buques semisumergible semisumergibles"
    ),
    "blockade": (
        "blockade blockades roadblock roadblocks bloqueo bloqueos narcobloqueo narcobloqueos barricade barricades "
        "barricada barricadas retenes"
    ),
    "thing": (
        "raid raids redada redadas shots bullet bullets disparo disparos balazo balazos casquillos piece pieces "
        "pieza piezas artifacts artefactos route routes ruta rutas page pages pagina paginas hoja hojas cuartillas "
        "foja fojas letter letters carta cartas question questions pregunta preguntas pair pairs par pares shoe shoes "
        "zapato zapatos bag bags bale bales bulto bultos property properties propiedad propiedades inmueble inmuebles "
        "account accounts cuenta cuentas company companies firm firms empresa empresas school schools escuela escuelas "
        "town towns state states estado estados entidad entidades country countries nation nations pais paises "
        "district "
        "districts distritos county counties condados municipio municipios seat seats escano escanos goal goals gol "
        "goles game games match matches partidos card cards tarjeta tarjetas rojas photo photos foto fotos video "
        "videos "
        "message messages mensaje mensajes call calls llamada llamadas meeting meetings reunion reuniones hearing "
        "hearings audiencia audiencias word words palabra palabras tunnel tunnels tunel tuneles phone phones telefono "
        "telefonos celular celulares horse horses caballo caballos animal animals animales tree trees arbol "
        "arboles law "
        "laws ley leyes bill bills iniciativa iniciativas casino casinos bank banks banco bancos month months building "
        "buildings edificio edificios expedientes files carpetas amparo amparos injunctions suspension suspensiones "
        "nombres names president presidents presidente presidentes government governments gobierno gobiernos"
    ),
    "vote": "sufragio sufragios ayes nays vote votes voto votos abstention abstentions abstencion abstenciones",
    "charge": "count counts charge charges cargo cargos delito delitos",
    "request": (
        "petition petitions pleas "
        "request requests solicitud solicitudes peticion peticiones pedido pedidos requerimiento "
        "requerimientos orden ordenes"
    ),
    "transfer": (
        "transfer transfers airlift airlifts sending handover handovers traslado traslados envio envios entrega "
        "entregas delivery deliveries expulsion expulsions expulsiones shipment shipments rendition renditions "
        "planeload planeloads repatriation repatriaciones"
    ),
    "extradition": "extradition extraditions extradicion extradiciones",
    "batch": (
        "batch batches group groups wave waves round rounds time times occasion tanda tandas grupo grupos bloque "
        "bloques paquete paquetes remesa remesas ola oleada delivery vez veces ocasion ocasiones operation "
        "operations operacion operaciones operativo operativos"
    ),
}

CLASS: dict[str, str] = {ARM: "weapon"}
for _name, _words in _BY_CLASS.items():
    for _word in _words.split():
        CLASS.setdefault(_word, _name)


def class_of(flat: str) -> str:
    """Class of a folded noun, "" when unknown; a former official is an official."""
    found = CLASS.get(flat)
    if found is None and flat.startswith("ex") and len(flat) > 5:
        found = CLASS.get(flat[2:])
    return found or ""


PERSON_CLASSES = frozenset(
    {
        "person",
        "accused",
        "requested",
        "detained",
        "moved",
        "woman",
        "forces",
        "dead",
        "wounded",
        "missing",
        "displaced",
    }
)

# Words that end a noun phrase: what follows them is no head of the number before.
STOPS = frozenset(
    words(
        "of de del in en on at to a al y e and or o u by por for para with con from desde since que who which that "
        "whose were was are is be been being had have has will would could can may might must fue fueron ser sido "
        "son es esta estan estaban fueran seran sera han ha habian hay the el la los las un una after tras before "
        "antes during durante as como but pero when cuando while mientras under bajo over sobre into through "
        "between entre ante contra against not no se le les lo su sus its their his her this these este estos estas "
        "if si than per each cada hasta until already there here ya face faces faced facing enfrentan enfrenta died "
        "left said say says went remain saw led gone including incluidos incluyendo incluidas ago out up off down "
        "across aboard die dies hurt shot held do last next belong belongs pertenece pertenecen podra salieron "
        "murieron mueren fallecieron cayeron frente cerca rumbo desde hacia durante off near outside inside late early"
    )
)
