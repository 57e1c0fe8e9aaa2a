"""What is kept off the bar is kept off in all its forms, and what only looks like it is not."""

import pytest

from keyboard.storage.languages import load_language
from keyboard.suggestion.lexicon import forms_of, load_lexicon
from keyboard.suggestion.sensitive import is_sensitive

ENGLISH = load_language("en")
FORMS = """
bitch bitches bitched bitching bitchier bitchiness crapped crapping crapper craps shit shits shitted shitload shit's Shitty
bullshitter arses arsed arseholes wanked wanks wankers wanking boners boob boobs dildoes chinked queered raping raper rapers
fags fagged cums cumming niggaz fuckhead motherfucker fuckin' fucker's penises vaginas vaginal pisser jackasses
whorehouse sluttiest turds twats dykes dicks dick’s douches chickenshit bollocking hookers goddamned
"""


@pytest.mark.parametrize(
    "word",
    FORMS.split(),
)
def test_a_form_of_a_sensitive_word_is_one(word):
    assert is_sensitive(word, ENGLISH)


INNOCENT = """
assess assessment asset class classic bass pass grass Essex Sussex Middlesex Scunthorpe cocktail peacock Hancock cockpit
cocky cocked Dickens Dickinson dictionary shiitake mishit Yamashita snigger niggardly niggle swanky spice spices spiced spicy
spicier title titan titanic tit arsenal arsenic parse sparse grape grapes drape therapist scrape scrap scrapped document
accumulate cumin cumulative Cummings circumstances raccoon tycoon cocoon rapid rapids rapier Pakistan prickly pricked
pinprick saltwater Saturday sturdy Montenegro suspicion hospice queue chin chinchilla wop-wop analysis therapeutic Pissarro
whoever porch
"""


@pytest.mark.parametrize(
    "word",
    INNOCENT.split(),
)
def test_an_innocent_word_is_none(word):
    assert not is_sensitive(word, ENGLISH)


@pytest.mark.long
def test_the_lexicon_offers_none():
    assert [word for word in forms_of(load_lexicon()).texts if is_sensitive(word, ENGLISH)] == []
