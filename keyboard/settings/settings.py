"""The settings and their defaults; `settings_file` reads and writes them."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from keyboard.settings.description import setting, tr

ALL_LAYERS = -1
# A point is a pixel there, and a third more elsewhere.
_IS_MAC = sys.platform == "darwin"
# The headings of the window's Settings, in their order.
SECTIONS = (tr("Writing"), tr("Suggestions"), tr("Appearance"), tr("Privacy"), tr("Files"), tr("Models"), tr("Other Programs"))
_writing, _suggestions, _appearance, _privacy, _files, _models, _elsewhere = (
    partial(setting, section=section) for section in SECTIONS
)


@dataclass(frozen=True)
class Settings:
    """The settings and their defaults; each is a key of the file. A value of another type or out of bounds counts as not set.

    Those with a title are shown in the window's Settings, under the headings of `SECTIONS`.
    """

    model: str = ""  # a model's name, or the path of its file; "" is the default model
    backend: str = ""  # what evaluates the model; "" is the best that works here
    gpu_layers: int = ALL_LAYERS  # how many of its layers a GPU evaluates; -1 is all
    install_gpt2_in_background: bool = _models(
        True,
        title=tr("Fetch GPT-2 in the background"),
        sentence=tr("Downloads GPT-2 (548 MB) while you write, if it is not installed."),
    )
    tell_gpt2_failure: bool = True  # whether to say that it could not be fetched; once is enough
    told_languages: str = ""  # codes of languages for which the window has said that a model does not know them
    reopen_last_document: bool = _files(
        True,
        title=tr("Open the last document"),
        sentence=tr("Opens the last document at the start, with the cursor where it was."),
    )
    show_explorer: bool = False  # whether the explorer is open when a window opens
    show_first_steps: bool = True  # whether the first steps are shown at the start; either of their buttons ends that
    space_after_tap: bool = _writing(
        True,
        title=tr("Space after a suggestion"),
        sentence=tr("Adds a space after a word that you take; punctuation typed next replaces the space."),
    )
    capital_at_sentence: bool = _writing(
        True,
        title=tr("Capital at the start of a sentence"),
        sentence=tr("Backspace undoes the capital. If you begin your sentences in lower case, no more capitals are set."),
    )
    lower_case_habit: bool = _writing(
        False,
        title=tr("You begin sentences in lower case"),
        sentence=tr("Learnt from what you write: your sentences stay as you begin them, and words are offered the same way."),
    )
    capital_i: bool = _writing(
        True,
        title=tr("Capital for “i” alone"),
        sentence=tr("A space after “i” or “i'm” turns it into “I” or “I'm”; Backspace undoes that."),
    )
    languages: str = _writing(
        "",
        title=tr("Languages that you write"),
        sentence=tr(
            "The language of each paragraph is detected among these, or among all if you tick none; a new text probably begins "
            "in the one that you ticked first."
        ),
        offers="languages",
    )
    check_spelling: bool = _writing(
        True,
        title=tr("Check spelling"),
        sentence=tr("Words that are in no dictionary are underlined; a right click offers corrections."),
    )
    dictionary: str = _writing(
        "en_US",
        title=tr("Spelling dictionary"),
        sentence=tr("The language that spelling is checked in, of the dictionaries that are installed here."),
        offers="dictionaries",
    )
    corrections_at_space: str = _writing(
        "offered",
        title=tr("Corrections at the space"),
        sentence=tr(
            "Offered: a button shows the correction of the word you just finished. Done when sure: the word is corrected, and "
            "Backspace undoes that."
        ),
        choices={"off": tr("Off"), "offered": tr("Offered"), "done": tr("Done when sure")},
    )
    keyboard_layout: str = _writing(
        "",
        title=tr("Keyboard layout"),
        sentence=tr("Which keys are neighbours; a key beside the right one is often hit in error."),
        choices={
            "": tr("As the system"),
            "qwerty": "QWERTY",
            "qwertz": "QWERTZ",
            "azerty": "AZERTY",
            "dvorak": "Dvorak",
            "colemak": "Colemak",
        },
    )
    suggestion_count: int = _suggestions(
        3,
        title=tr("Number of buttons"),
        sentence=tr("How many words the bar offers at a time."),
        minimum=3,
        maximum=6,
    )
    suggestion_order: str = _suggestions(
        "left",
        title=tr("Place of the best word"),
        sentence=tr("Where the most probable word stands on the bar; Tab and the first shortcut take it wherever it is."),
        choices={"left": tr("Left"), "middle": tr("Middle"), "right": tr("Right")},
    )
    continuation: str = _suggestions(
        "sure",
        title=tr("Words ahead in gray"),
        sentence=tr(
            "When you pause, the words that probably come next appear in gray after the cursor; Right takes one word, End takes "
            "all."
        ),
        choices={"off": tr("Off"), "sure": tr("When sure"), "often": tr("More often")},
    )
    top_k: int = _suggestions(
        3,
        title=tr("top-k"),
        sentence=tr("How many of the most probable words the buttons choose from; 1 offers only the most probable word."),
        minimum=1,
        maximum=100,
    )
    button_height: int = _suggestions(
        48,
        title=tr("Height of the buttons"),
        sentence=tr("In pixels; a button is always high enough for its font."),
        minimum=32,
        maximum=96,
    )
    button_font: str = _suggestions(
        "",
        title=tr("Font of the buttons"),
        sentence=tr("The letters of the words on the bar."),
        offers="fonts",
    )
    button_font_size: float = _suggestions(
        16.0 if _IS_MAC else 12.0,
        title=tr("Font size of the buttons"),
        sentence=tr("In points."),
        minimum=8.0,
        maximum=32.0,
    )
    save_battery: bool = _suggestions(
        False,
        title=tr("Save battery"),
        sentence=tr("Evaluates nothing ahead; suggestions after a tap come a little later."),
    )
    announce_suggestions: bool = _suggestions(
        True,
        title=tr("Announce to screen readers"),
        sentence=tr("A screen reader says the words on the bar when you pause."),
    )
    theme: str = _appearance(
        "system",
        title=tr("Colours"),
        sentence=tr("Those of your system, or always the same ones."),
        choices={
            "system": tr("As the system"),
            "light": tr("Light"),
            "dark": tr("Dark"),
            "high-contrast": tr("High contrast"),
        },
    )
    language: str = _appearance(
        "",
        title=tr("Language"),
        sentence=tr("The language of the menus and dialogs, from the next start on."),
        choices={"": tr("As the system"), "de": "Deutsch", "en": "English"},
    )
    font: str = _appearance(
        "",
        title=tr("Font of the text"),
        sentence=tr("The letters that you write in."),
        offers="fonts",
    )
    font_size: float = _appearance(
        17.0 if _IS_MAC else 13.0,
        title=tr("Font size of the text"),
        sentence=tr("In points, before the zoom."),
        minimum=6.0,
        maximum=72.0,
    )
    zoom: int = _appearance(
        100,
        title=tr("Zoom"),
        sentence=tr("Shows the text larger or smaller, in percent; Ctrl and the mouse wheel change it too."),
        minimum=30,
        maximum=400,
    )
    line_width: int = _appearance(
        80,
        title=tr("Width of a line"),
        sentence=tr("How many letters stand on a line, where the window is wide enough."),
        minimum=30,
        maximum=300,
    )
    line_spacing: float = _appearance(
        1.0,
        title=tr("Line spacing"),
        sentence=tr("The distance from line to line, in heights of a line."),
        minimum=1.0,
        maximum=3.0,
    )
    private_at_start: bool = _privacy(
        False,
        title=tr("Start in private mode"),
        sentence=tr("Nothing that you type is learnt until you leave Private Mode in the menu Settings."),
    )
    check_for_updates: bool = _privacy(
        False,
        title=tr("Check for updates at the start"),
        sentence=tr(
            "Asks the releases page for the newest version's number, and sends nothing; Help → Check for Updates does it once."
        ),
    )
    elsewhere_keys: str = _elsewhere(
        "ctrl",
        title=tr("Keys that take a word"),
        sentence=tr("Held with 1, 2 or 3 in another program, it takes the first, second or third word."),
        choices={"ctrl": "Ctrl", "alt": "Alt", "super": "Super"},
    )
    elsewhere_tab: bool = _elsewhere(
        False,
        title=tr("Tab takes the first word"),
        sentence=tr("Where no word is offered, Tab moves to the next field as before."),
    )
    elsewhere_space: bool = _elsewhere(
        True,
        title=tr("Space after a suggestion"),
        sentence=tr("Adds a space after a word that you take, where the other program shows its text to the keyboard."),
    )
    elsewhere_capitals: bool = _elsewhere(
        True,
        title=tr("Capital at the start of a sentence"),
        sentence=tr("As in this window, where the other program shows its text to the keyboard."),
    )
    elsewhere_corrections: bool = _elsewhere(
        True,
        title=tr("Corrections at the space"),
        sentence=tr("As in this window, where the other program shows its text to the keyboard."),
    )
    elsewhere_learns: bool = _elsewhere(
        False,
        title=tr("Learn words typed in other programs"),
        sentence=tr("Words go into your vocabulary; passwords, numbers and private fields are never read."),
    )
    elsewhere_terminals: bool = _elsewhere(
        False,
        title=tr("Offer words in terminals"),
        sentence=tr("Also in programs that do not say what their fields are for, such as xterm."),
    )
    elsewhere_left_out: str = _elsewhere(
        "",
        title=tr("Programs left out"),
        sentence=tr("No words are offered in these programs; their names have commas between them, as in “keepassxc, gimp”."),
    )
    elsewhere_gray_in: str = _elsewhere(
        "gedit, gnome-text-editor, mousepad",
        title=tr("Programs with words ahead in gray"),
        sentence=tr(
            "Right takes one word, End takes all. Only for programs whose text GTK draws: a browser would take the gray words "
            "for yours."
        ),
    )
    # Keys that the user has given to menu entries, by the entries' names, as Qt writes them.
    shortcuts: Mapping[str, str] = field(default_factory=dict)
