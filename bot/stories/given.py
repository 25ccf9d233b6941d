"""Given names common in Mexico and the United States, folded: what marks a name where every word has a capital.

Data from common knowledge of both countries' civil names. Left out are those that headlines use as words ("Will",
"Mark", "Bill", "Grace", "Chase") and places more often than people ("Santiago", "Guadalupe", "Austin").
"""

_SPANISH = (
    "abel abelardo abraham adalberto adan adolfo adrian adriana agustin alan alberto alejandra alejandrina "
    "alejandro alfonso alfredo alicia alma alonso alvaro amado ana anabel andrea andres angel angelica antonio "
    "araceli arely armando arnoldo arnulfo arturo aurelio aureliano baltazar beatriz benito benjamin bernardo "
    "blanca brenda brigido camilo carla carlos carmelo carmen carolina catalina cecilia celia celso cesar clara "
    "claudia concepcion constantino cristian cristina cristobal cuauhtemoc dagoberto damaso daniela dario demetrio "
    "delia diana diego domingo dora edelio edgar edgardo edmundo eduardo efrain efren elias elisa eliseo eloy elsa "
    "elvira emiliano emilio emma enedina enrique erasmo erick ernesto esmeralda esperanza esteban estela eugenio "
    "eusebio eva evaristo everardo ezequiel fabian fabiola facundo fausto federico felipe felix fermin fernanda "
    "fernando fidel flavio florencio francisca francisco gabino gabriel gabriela genaro gerardo german gilberto "
    "gildardo gloria gonzalo graciela gregorio griselda guillermo gumaro gustavo hector heriberto hermenegildo "
    "hernan hilario hilda horacio hugo humberto ignacio ildefonso ines irene irma isaac isaias isabel isidro ismael "
    "israel ivan jacinto jaime javier jesus joaquin joel jorge jose josefa josefina josue juan juana julia julian "
    "julieta julio karina karla laura lazaro leandro leobardo leonardo leonel leonora leopoldo leticia librado "
    "lidia liliana lorena lorenzo lourdes lucero lucia lucio luis luisa luz macario magdalena manuel manuela "
    "marcela marcelino marcelo marco marcos margarita maria mariana mariano maricela mario marisol martha martin "
    "mateo matias mauricio maximino mayra melchor melissa miguel miriam misael moises monica nadia natalia nazario "
    "nemesio nestor nicolas noe noel noemi norberto norma octavio ofelia olga omar oscar osiel osvaldo oswaldo "
    "ovidio pablo paola patricia pedro perla ponciano porfirio primitivo rafael ramiro ramon raquel raul raymundo "
    "rebeca refugio reinaldo rene reynaldo ricardo rigoberto roberto rocio rodolfo rodrigo rogelio roman romulo "
    "rosa rosalio rosario ruben rufino ruperto sabino salomon salvador samuel sandra santos sara saul sebastian "
    "sergio servando sigifredo silvano silvestre silvia simon sixto sofia sonia susana tadeo teodoro teresa "
    "tiburcio timoteo tomas tranquilino ubaldo ulises uriel valentin valeria vanessa veronica vicente victor "
    "victoria virginia viviana wenceslao xavier ximena xochitl yadira yesenia yolanda zeferino"
)
_ENGLISH = (
    "aaron adam alan albert alex alexander alexis alfred alice allen amanda amber amy andre andrea andrew angela "
    "anna anne anthony arnold arthur ashley barbara benjamin bernard beth bradley brandon brendan brent brett brian "
    "bruce bryan caleb calvin cameron carl caroline carolyn catherine charles charlotte cheryl christian christina "
    "christine christopher clarence clifford cody colin connor corey craig curtis cynthia dale daniel danielle "
    "darrell darren david deborah dennis derek derrick diane donald donna dorothy douglas duane dustin dwayne dylan "
    "eddie edward edwin elijah elizabeth emily eric erica erik ethan eugene evan frances franklin frederick gary "
    "geoffrey george gerald gordon graham gregory harold harry heather helen henry herbert howard ian isaiah jacob "
    "james jamie jared jasmine jason jeffrey jennifer jeremy jerome jerry jesse jessica joan joanna joe john johnny "
    "jonathan jordan joseph joshua joyce judith julia julie justin karen katherine kathleen keith kelly kenneth "
    "kevin kimberly kristen kyle larry laura lauren lawrence leon leonard leroy leslie lewis linda lisa logan louis "
    "lucas luke malcolm margaret marie marilyn marvin mary mathew matthew maurice megan melvin michael michelle "
    "mitchell morgan nancy natalie nathan nathaniel neil nicholas nicole oliver olivia oscar owen pamela patrick "
    "paul peter philip phillip rachel ralph randall randy raymond rebecca reginald richard robert rodney roger "
    "roland ronald rory rosemary roy russell ruth ryan samantha samuel sarah scott sean seth shane shannon sharon "
    "shaun shawn sheila sidney simon stanley stephanie stephen steven stuart susan sylvia tamara taylor teresa "
    "terrence terry theodore theresa thomas timothy tina todd tony tracy travis trevor tyler vernon veronica victor "
    "vincent virginia walter warren wayne wendy wesley william zachary"
)
_FURTHER = (
    "abigael adelaida adelina alfonsina amadeo amelia anselmo aquiles arcadio aristeo armida arnaldo artemio "
    "atanasio augusto belen belinda benigno bernabe bonifacio braulio candelario casimiro cayetano celestino "
    "cipriano cirilo ciro conrado crescencio dalia damian desiderio dionicio dionisio domitilo efigenio eladio "
    "eleazar eleuterio elpidio emigdio eneas epifanio erendira estanislao eulalio eulogio evelia faustino "
    "feliciano fortino fortunato froylan gaspar gerson guadencio hernando higinio hilarion hipolito honorio "
    "horalia idelfonso inocencio isidoro jairo joselito jovita juventino lamberto lauro leocadio leoncio lino "
    "lucila macedonio magdaleno malaquias marcial margarito maribel mariela martiniano maximiliano melquiades "
    "mireya nahum natividad nicanor nicasio odilon olegario otilio panfilo pascual petronilo pio placido "
    "policarpo quirino ranulfo reyna rolando romeo rosalinda rosendo saturnino serafin severiano telesforo "
    "teofilo tobias tomasa toribio valente venancio vicenta victoriano virgilio wilfrido zacarias zenaida zenon "
    "zulema abigail alvin amos barry beverly byron cedric charlene chester claude clayton clyde darnell darryl "
    "dewayne dominic doris dwight earl edna elmer elroy ernest floyd fred gavin gilbert glenn gwendolyn harvey "
    "herman hubert irving jack jasper jeffery jeremiah jermaine jody josh keisha kendrick kirk kurt lamar latoya "
    "lester lloyd lonnie luther lyle marcus melanie mike mildred milton myron ned nelson norman otis percy perry "
    "phyllis randolph roderick ron ross rudolph rupert shirley spencer stacy ted terrell thelma tim tommy trent "
    "virgil wallace wendell wilbur willie yvonne "
)
GIVEN_NAMES = frozenset(f"{_SPANISH} {_ENGLISH} {_FURTHER}".split())

__all__ = ["GIVEN_NAMES"]
