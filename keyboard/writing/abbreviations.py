"""What ends in a mark and ends no sentence: abbreviations of many fields, and names that end in "!" or "?"."""

import regex

_ANY_CASE = """
dr dra mr mrs ms mx messrs mmes mme mlle mlles fr frl hr herr prof profs dott dottssa sig sigg sra srta st ste jr sr rev revd
hon pres supt sen rep gov amb atty insp det const supvr mgr asst assoc gen col capt cpt lt lieut sgt ssgt maj cpl pvt pfc adm
cdr cmdr cmdt comdr comdt brig brigg ens flt sqn spc msgt esq ret ing dipl hab inż mgr dhr mevr inc ltd co cos corp plc bros
assn dept depts div univ inst acad soc mfg mfr intl natl govt acct mkt mktg mgmt est estd dist fac etc et vs cf al ca viz ibid
ib loc op cit seq seqq sqq resp approx appr incl excl encl usu esp orig pseud anon obs var abbr abbrev suppl supp cont contd
misc min avg temp appt attn reg req reqd recd tel ext adv adj adjs conj interj pron plur masc fem neut nom gen dat acc abl indic
imper trans intrans pret perf inf subj obj pred prob poss ed eds edn vol vols ch chap chaps sect sects pp pg pgs p pag pagg fig
figs eq eqs tab illus introd para passim annot append bibl bk bks comp comps diss enl fol fols ms mss nn pl pls proc publ repr
rept rpt rpts ser tr transl vv fn ff tbsp tbs tsp lb lbs ft yd yds pt pts qt qts doz pkg pkgs qty hrs wk wks mos yr yrs sq cu
cwt str av ave blvd rd ln hwy pkwy apt rm bldg fl flr fwy expy ter terr tpk mt mts cres jct twp cnty avda calif jan feb febr mar
apr jun jul aug sep sept oct nov dec mon tue tues weds thu thur thurs fri bzw usw ggf evtl vgl inkl exkl zzgl nr mio mrd abb anm
aufl bd bde jh kap hrsg geb gest sog usf ugs urspr bspw dgl einschl ehem insb lfd vermutl zzt std sek env núm pág págs ud uds vd
vds avv ecc bijv enz blz dvs osv kl itd itp tzn ul ул стр см тыс млн млрд руб им проф др пр гр т.е т.д
"""
# Words in lower case, and so only abbreviations with a capital: the states of America, days.
_WITH_CAPITAL = """
Ala Ariz Colo Conn Del Fla Ga Ill Ind Kan Ky La Mass Md Mich Minn Miss Mo Mont Neb Nev Okla Ore Penn Tenn Tex Va Vt Wash Wis Wyo
Sat Wed Abs
"""
# Names with a capital.
_IN_LOWER_CASE = frozenset({"max", "oz"})
# Words without a vowel that may end a sentence.
_WORDS_WITHOUT_VOWEL = """
hm hmm mm mmm shh psst pst pfft brr grr tsk nth zzz km cm mm kg mg ml cl dl nm kb mb gb tb hz khz mhz ghz kw kwh pm thx plz btw
tbh brb lmk pdf html css txt jpg png xml sql php xls ppt csv tv pc cd dvd dj
"""
_IN_ANY_CASE, _ENDING_WORDS = frozenset(_ANY_CASE.split()), frozenset(_WORDS_WITHOUT_VOWEL.split())
_CASED = frozenset(_WITH_CAPITAL.split()) | _IN_LOWER_CASE
# Words, and so only measures after a number.
_MEASURE = regex.compile(r"[\d½¼¾⅓⅔][ \u00a0]?(?:in|gals?|secs?|mins?|mo|pcs?)\Z")
_CONSONANTS = regex.compile(r"[B-DF-HJ-NP-TV-XZ]?[b-df-hj-np-tv-xz]{1,5}")
_WITH_STOPS = regex.compile(r"(?:[\p{L}\p{M}]{1,5}\.)+[\p{L}\p{M}]{1,5}")  # "e.g", "U.S", "p.m", "Ph.D", "M.Sc"
_DOMAIN = regex.compile(r".*\.(?:com|org|net|edu|gov|io)", regex.IGNORECASE)
_NAMES_WITH_MARK = (
    "Yahoo|Jeopardy|Joomla|Kahoot|Shazam|Wham|Neu|E|Oklahoma|Airplane|Oh! Calcutta|Mamma Mia|Hello, Dolly|Moulin Rouge|"
    "Chips Ahoy|Westward Ho|Mars Attacks|Tora|Viva Zapata|Safety Last|Top Secret|Hey! Say|Absalom, Absalom|O Pioneers|"
    "Against Me|Los Campesinos|Godspeed You|Bomb the Music Industry|Love Live|K-On|Yu-Gi-Oh|Haikyu+|Punch-Out|"
    "Believe It or Not|Saint-Louis-du-Ha! Ha|Where's (?:Wally|Waldo|the Beef)|(?:Dude, )?Where's My Car|Guess Who|"
    "Quo Vadis|What's (?:My Line|Up, Doc|New, Pussycat)|Whose Line Is It Anyway|Who Wants to Be a Millionaire|"
    "Who Do You Think You Are|Who's (?:the Boss|Who|Afraid of Virginia Woolf)|Are You (?:Being Served|"
    "Smarter Than a 5th Grader|Afraid of the Dark|Lonesome Tonight)|O Brother, Where Art Thou|"
    "They Shoot Horses, Don't They|Do Androids Dream of Electric Sheep|What Would Jesus Do|Is It Cake|Who Is America"
)
_NAME_WITH_MARK = regex.compile(rf"(?<![\w'])(?:{_NAMES_WITH_MARK})[!?]+\Z")
_LONGEST_NAME = 60


def is_abbreviation(word: str) -> bool:
    """Return whether a full stop after `word`, which has none at its end, belongs to the word: "Dr", "tbsp", "Ph.D", "J"."""
    if len(word) == 1:
        return word.isalpha() and word.upper() != "I"
    if word in _CASED or word.lower().replace("'", "").replace("’", "") in _IN_ANY_CASE:
        return True
    if _CONSONANTS.fullmatch(word) and word.lower() not in _ENDING_WORDS:
        return True
    parts = word.split(".")
    if len(parts) > 1 and all(part.lower() in _IN_ANY_CASE for part in parts):
        return True
    has_letter_alone = any(len(part) == 1 for part in parts)
    return has_letter_alone and bool(_WITH_STOPS.fullmatch(word)) and not _DOMAIN.fullmatch(word)


def is_measure(text: str) -> bool:
    """Return whether a text ends in a number and a measure whose full stop may follow: "6 in", "2 gal"."""
    return _MEASURE.search(text[-_LONGEST_NAME:]) is not None


def is_name_with_mark(text: str) -> bool:
    """Return whether a text ends in a name whose own mark "!" or "?" is, such as "Yahoo!" or "Where's Wally?"."""
    return _NAME_WITH_MARK.search(text[-_LONGEST_NAME:].replace("’", "'")) is not None
