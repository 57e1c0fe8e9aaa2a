<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>&amp;About</source>
        <translation>&amp;Über</translation>
    </message>
    <message>
        <source>&amp;Check Spelling</source>
        <translation>&amp;Rechtschreibung prüfen</translation>
    </message>
    <message>
        <source>&amp;Close Window</source>
        <translation>Fenster s&amp;chließen</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;Explorer</source>
        <translation>&amp;Explorer</translation>
    </message>
    <message>
        <source>&amp;Export as PDF…</source>
        <translation>Als &amp;PDF exportieren…</translation>
    </message>
    <message>
        <source>&amp;Find…</source>
        <translation>&amp;Suchen…</translation>
    </message>
    <message>
        <source>&amp;First Steps</source>
        <translation>&amp;Erste Schritte</translation>
    </message>
    <message>
        <source>&amp;Focus Mode</source>
        <translation>&amp;Fokusmodus</translation>
    </message>
    <message>
        <source>&amp;Go to Explorer or Text</source>
        <translation>Zu Explorer oder &amp;Text</translation>
    </message>
    <message>
        <source>&amp;Go to Line…</source>
        <translation>&amp;Gehe zu Zeile…</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Hide Until the Next Word</source>
        <translation>&amp;Bis zum nächsten Wort ausblenden</translation>
    </message>
    <message>
        <source>&amp;Licences</source>
        <translation>&amp;Lizenzen</translation>
    </message>
    <message>
        <source>&amp;Models…</source>
        <translation>&amp;Modelle…</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>&amp;Neu</translation>
    </message>
    <message>
        <source>&amp;Normal Size</source>
        <translation>&amp;Normale Größe</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>&amp;Öffnen…</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>&amp;Einfügen</translation>
    </message>
    <message>
        <source>&amp;Print…</source>
        <translation>&amp;Drucken…</translation>
    </message>
    <message>
        <source>&amp;Private Mode</source>
        <translation>&amp;Privater Modus</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>Wieder&amp;holen</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>&amp;Shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Vocabulary…</source>
        <translation>&amp;Wortschatz…</translation>
    </message>
    <message>
        <source>A key inside a word evaluates nothing; a finished word evaluates a token or two. The rest comes from the KV cache. After a change, the tokens from there on are evaluated again.</source>
        <translation>Eine Taste innerhalb eines Wortes kostet nichts, ein fertiges Wort ein oder zwei Token; alles andere bleibt im KV-Cache. Nach der Änderung werden die Token ab dieser Stelle neu berechnet.</translation>
    </message>
    <message>
        <source>A low temperature gives everything to the best token, a high one makes the bars alike; a small top-k cuts off the rest. This evaluates no token: the same logits give other probabilities.</source>
        <translation>Niedrige Temperaturen geben alles dem besten Token, hohe gleichen die Balken an; ein kleines top-k schneidet den Rest ab. Dafür wird kein Token berechnet: Dieselben Zahlen werden nur anders verteilt.</translation>
    </message>
    <message>
        <source>A screen reader says the words on the bar when you pause.</source>
        <translation>Ein Bildschirmleser sagt die Wörter der Leiste an, sobald Sie innehalten.</translation>
    </message>
    <message>
        <source>A space after “i” or “i&apos;m” turns it into “I” or “I&apos;m”; Backspace undoes that.</source>
        <translation>Das Leerzeichen nach „i“ oder „i&apos;m“ macht daraus „I“ oder „I&apos;m“; die Rücktaste nimmt es zurück.</translation>
    </message>
    <message>
        <source>A token needs the keys and values of all tokens before it. These are in the cache: each token adds only its own, and nothing is computed twice.</source>
        <translation>Ein Token braucht die Keys und Values aller Token vor ihm. Sie liegen im Cache: jedes Token fügt nur seine eigenen hinzu, und nichts wird zweimal berechnet.</translation>
    </message>
    <message>
        <source>Adds a space after a word that you take, where the other program shows its text to the keyboard.</source>
        <translation>Ein übernommenes Wort bringt sein Leerzeichen mit, wenn das andere Programm der Tastatur seinen Text zeigt.</translation>
    </message>
    <message>
        <source>Adds a space after a word that you take; punctuation typed next replaces the space.</source>
        <translation>Ein übernommenes Wort bringt sein Leerzeichen mit; ein Satzzeichen danach tritt an dessen Stelle.</translation>
    </message>
    <message>
        <source>Also in programs that do not say what their fields are for, such as xterm.</source>
        <translation>Auch in Programmen, die nicht sagen, wofür ihre Felder sind, wie xterm.</translation>
    </message>
    <message>
        <source>Announce to screen readers</source>
        <translation>Bildschirmlesern ansagen</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>As in this window, where the other program shows its text to the keyboard.</source>
        <translation>Wie in diesem Fenster, wenn das andere Programm der Tastatur seinen Text zeigt.</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Asks the releases page for the newest version&apos;s number, and sends nothing; Help → Check for Updates does it once.</source>
        <translation>Fragt die Download-Seite nach der Nummer der neuesten Version und sendet nichts; Hilfe → Nach Updates suchen tut es einmal.</translation>
    </message>
    <message>
        <source>Backspace undoes the capital. If you begin your sentences in lower case, no more capitals are set.</source>
        <translation>Die Rücktaste nimmt den Großbuchstaben zurück; wer Sätze klein beginnt, bekommt bald keinen mehr.</translation>
    </message>
    <message>
        <source>Before long it repeats itself, like a phone&apos;s keyboard when you take its first word again and again. The page says so, and shows what is repeated.</source>
        <translation>Bald wiederholt es sich, wie die Tastatur eines Telefons, deren erstes Wort man immer wieder nimmt. Die Seite sagt es, und auch, was sich wiederholt.</translation>
    </message>
    <message>
        <source>Capital at the start of a sentence</source>
        <translation>Großbuchstabe am Satzanfang</translation>
    </message>
    <message>
        <source>Capital for “i” alone</source>
        <translation>Großbuchstabe für „i“ allein</translation>
    </message>
    <message>
        <source>Check for &amp;Updates…</source>
        <translation>Nach &amp;Updates suchen…</translation>
    </message>
    <message>
        <source>Check for updates at the start</source>
        <translation>Beim Start nach Updates suchen</translation>
    </message>
    <message>
        <source>Check spelling</source>
        <translation>Rechtschreibung prüfen</translation>
    </message>
    <message>
        <source>Choose other tokens with the arrow keys.</source>
        <translation>Wählen Sie mit den Pfeiltasten andere Token.</translation>
    </message>
    <message>
        <source>Choose the last “·it” among the tokens. Then choose other heads in the grid, and hide the begin token.</source>
        <translation>Wählen Sie unter den Token das letzte „·it“. Wählen Sie dann im Raster andere Köpfe, und blenden Sie das Anfangstoken aus.</translation>
    </message>
    <message>
        <source>Click the most probable next token, then the next one, and one of the others; ◀ leads back.</source>
        <translation>Klicken Sie auf das wahrscheinlichste nächste Token, dann auf das nächste und auf eines der anderen; ◀ führt zurück.</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Continue the text at its end, and watch the map; then change a word in the first line.</source>
        <translation>Schreiben Sie am Ende des Textes weiter, und sehen Sie auf die Karte; ändern Sie dann ein Wort in der ersten Zeile.</translation>
    </message>
    <message>
        <source>Correct the &amp;Last Slip</source>
        <translation>&amp;Letzten Tippfehler berichtigen</translation>
    </message>
    <message>
        <source>Corrections at the space</source>
        <translation>Korrekturen beim Leerzeichen</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>&amp;Ausschneiden</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Done when sure</source>
        <translation>Ausgeführt, wenn sicher</translation>
    </message>
    <message>
        <source>Downloads GPT-2 (548 MB) while you write, if it is not installed.</source>
        <translation>Wo GPT-2 nicht installiert ist, wird es heruntergeladen (548 MB), während Sie schreiben.</translation>
    </message>
    <message>
        <source>Each new token costs one evaluation, and going back costs none. In the same way the words on the buttons are evaluated ahead, so that the next three come at once after a tap.</source>
        <translation>Jedes neue Token kostet eine Berechnung, der Weg zurück kostet keine. Ebenso werden die Wörter der Knöpfe im Voraus berechnet, damit nach einem Tipp die nächsten drei sofort da sind.</translation>
    </message>
    <message>
        <source>Evaluates nothing ahead; suggestions after a tap come a little later.</source>
        <translation>Berechnet nichts, bevor es getippt ist; nach einem Tipp kommen die Vorschläge etwas später.</translation>
    </message>
    <message>
        <source>Explorer &amp;Tour</source>
        <translation>Explorer-&amp;Rundgang</translation>
    </message>
    <message>
        <source>F&amp;ull Screen</source>
        <translation>&amp;Vollbild</translation>
    </message>
    <message>
        <source>Fetch GPT-2 in the background</source>
        <translation>GPT-2 im Hintergrund holen</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Find Ne&amp;xt</source>
        <translation>&amp;Weitersuchen</translation>
    </message>
    <message>
        <source>Find Pre&amp;vious</source>
        <translation>&amp;Vorheriges suchen</translation>
    </message>
    <message>
        <source>Font of the buttons</source>
        <translation>Schrift der Knöpfe</translation>
    </message>
    <message>
        <source>Font of the text</source>
        <translation>Schrift des Textes</translation>
    </message>
    <message>
        <source>Font size of the buttons</source>
        <translation>Schriftgröße der Knöpfe</translation>
    </message>
    <message>
        <source>Font size of the text</source>
        <translation>Schriftgröße des Textes</translation>
    </message>
    <message>
        <source>Go down the seven steps, and choose another stage of the table. Then move the slider through the blocks.</source>
        <translation>Gehen Sie die sieben Schritte hinab, und wählen Sie eine andere Stufe der Tabelle. Bewegen Sie dann den Regler durch die Blöcke.</translation>
    </message>
    <message>
        <source>Height of the buttons</source>
        <translation>Höhe der Knöpfe</translation>
    </message>
    <message>
        <source>Held with 1, 2 or 3 in another program, it takes the first, second or third word.</source>
        <translation>Mit 1, 2 oder 3 gedrückt, übernimmt sie in einem anderen Programm das erste, zweite oder dritte Wort.</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <source>How many letters stand on a line, where the window is wide enough.</source>
        <translation>Wie viele Zeichen auf einer Zeile stehen, wenn das Fenster breit genug ist.</translation>
    </message>
    <message>
        <source>How many of the most probable words the buttons choose from; 1 offers only the most probable word.</source>
        <translation>Aus wie vielen der wahrscheinlichsten Wörter die Knöpfe wählen; bei 1 wird nur das wahrscheinlichste Wort angeboten.</translation>
    </message>
    <message>
        <source>How many words the bar offers at a time.</source>
        <translation>Wie viele Wörter die Leiste auf einmal anbietet.</translation>
    </message>
    <message>
        <source>How the weight is computed</source>
        <translation>Wie es zu diesem Gewicht kam</translation>
    </message>
    <message>
        <source>In SmolLM2-135M, head 8 of layer 3 looks at “animal”, which “it” stands for. Most heads do other things, and many look at the begin token when they have nothing to add.</source>
        <translation>In SmolLM2-135M blickt Kopf 8 der Schicht 3 auf „animal“, für das „it“ steht. Die meisten Köpfe tun anderes, und viele blicken auf das Anfangstoken, wenn sie nichts beizutragen haben.</translation>
    </message>
    <message>
        <source>In pixels; a button is always high enough for its font.</source>
        <translation>In Pixeln; ein Knopf ist immer hoch genug für seine Schrift.</translation>
    </message>
    <message>
        <source>In points, before the zoom.</source>
        <translation>In Punkt, vor dem Zoom.</translation>
    </message>
    <message>
        <source>In points.</source>
        <translation>In Punkt.</translation>
    </message>
    <message>
        <source>Keyboard layout</source>
        <translation>Tastaturbelegung</translation>
    </message>
    <message>
        <source>Keys that take a word</source>
        <translation>Taste, die ein Wort übernimmt</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Languages that you write</source>
        <translation>Sprachen, in denen Sie schreiben</translation>
    </message>
    <message>
        <source>Learn words typed in other programs</source>
        <translation>Wörter aus anderen Programmen lernen</translation>
    </message>
    <message>
        <source>Learnt from what you write: your sentences stay as you begin them, and words are offered the same way.</source>
        <translation>Aus Ihrem Text gelernt: Ihre Sätze bleiben, wie Sie sie beginnen, und die Wörter werden so angeboten.</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Line spacing</source>
        <translation>Zeilenabstand</translation>
    </message>
    <message>
        <source>Looking ahead</source>
        <translation>Im Voraus</translation>
    </message>
    <message>
        <source>Middle</source>
        <translation>Mitte</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>More often</source>
        <translation>Öfter</translation>
    </message>
    <message>
        <source>Move the temperature down to 0.2 and up to 2; then move top-k.</source>
        <translation>Senken Sie die Temperatur auf 0,2, erhöhen Sie sie auf 2, und ändern Sie dann top-k.</translation>
    </message>
    <message>
        <source>New &amp;Window</source>
        <translation>Neues &amp;Fenster</translation>
    </message>
    <message>
        <source>No words are offered in these programs; their names have commas between them, as in “keepassxc, gimp”.</source>
        <translation>In diesen Programmen werden keine Wörter angeboten; zwischen den Namen stehen Kommas, wie in „keepassxc, gimp“.</translation>
    </message>
    <message>
        <source>Nothing that you type is learnt until you leave Private Mode in the menu Settings.</source>
        <translation>Nichts, was Sie schreiben, wird gelernt, bis Sie den privaten Modus im Menü Einstellungen verlassen.</translation>
    </message>
    <message>
        <source>Number of buttons</source>
        <translation>Anzahl der Knöpfe</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Offer words in terminals</source>
        <translation>Wörter in Terminals anbieten</translation>
    </message>
    <message>
        <source>Offered</source>
        <translation>Angeboten</translation>
    </message>
    <message>
        <source>Offered: a button shows the correction of the word you just finished. Done when sure: the word is corrected, and Backspace undoes that.</source>
        <translation>Angeboten: ein Knopf behält die Korrektur des eben beendeten Worts. Ausgeführt, wenn sicher: es wird berichtigt, und die Rücktaste nimmt das zurück.</translation>
    </message>
    <message>
        <source>Open the last document</source>
        <translation>Letztes Dokument öffnen</translation>
    </message>
    <message>
        <source>Opens the last document at the start, with the cursor where it was.</source>
        <translation>Beim Start wird das letzte Dokument geöffnet, mit der Schreibmarke an ihrer Stelle.</translation>
    </message>
    <message>
        <source>Other Programs</source>
        <translation>Andere Programme</translation>
    </message>
    <message>
        <source>Place of the best word</source>
        <translation>Platz des besten Wortes</translation>
    </message>
    <message>
        <source>Press Start again: the same text continues three times, with k = 1, 3 and 40.</source>
        <translation>Drücken Sie noch einmal Starten: Derselbe Text geht dreimal weiter, mit k = 1, 3 und 40.</translation>
    </message>
    <message>
        <source>Press Start. Top-k is 1: the model always takes the most probable token.</source>
        <translation>Drücken Sie Starten. Top-k ist 1: Das Modell nimmt immer das wahrscheinlichste Token.</translation>
    </message>
    <message>
        <source>Press Start; then change the seed and press it again.</source>
        <translation>Drücken Sie Starten; ändern Sie dann den Seed, und drücken Sie noch einmal.</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Privatsphäre</translation>
    </message>
    <message>
        <source>Programs left out</source>
        <translation>Ausgenommene Programme</translation>
    </message>
    <message>
        <source>Programs with words ahead in gray</source>
        <translation>Programme mit folgenden Wörtern in Grau</translation>
    </message>
    <message>
        <source>Rep&amp;lace…</source>
        <translation>Erset&amp;zen…</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <source>Right takes one word, End takes all. Only for programs whose text GTK draws: a browser would take the gray words for yours.</source>
        <translation>Pfeil rechts übernimmt eines der Wörter, Ende alle. Nur für Programme mit GTK, die es ihren Text zeichnen lassen: Ein Browser hielte die grauen Wörter für Ihre.</translation>
    </message>
    <message>
        <source>S&amp;tatistics…</source>
        <translation>&amp;Statistik…</translation>
    </message>
    <message>
        <source>Save &amp;As…</source>
        <translation>Speichern &amp;unter…</translation>
    </message>
    <message>
        <source>Save &amp;Battery</source>
        <translation>&amp;Akku schonen</translation>
    </message>
    <message>
        <source>Save battery</source>
        <translation>Akku schonen</translation>
    </message>
    <message>
        <source>Select &amp;All</source>
        <translation>Alles &amp;markieren</translation>
    </message>
    <message>
        <source>Shows the text larger or smaller, in percent; Ctrl and the mouse wheel change it too.</source>
        <translation>Zeigt den Text größer oder kleiner, in Prozent; auch Strg und das Mausrad ändern ihn.</translation>
    </message>
    <message>
        <source>Space after a suggestion</source>
        <translation>Leerzeichen nach einem Vorschlag</translation>
    </message>
    <message>
        <source>Spelling dictionary</source>
        <translation>Wörterbuch</translation>
    </message>
    <message>
        <source>Start in private mode</source>
        <translation>Im privaten Modus starten</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>Tab takes the first word</source>
        <translation>Tab übernimmt das erste Wort</translation>
    </message>
    <message>
        <source>Take &amp;All Words in Gray</source>
        <translation>Alle &amp;grauen Wörter übernehmen</translation>
    </message>
    <message>
        <source>Take Suggestion &amp;{number}</source>
        <translation>Vorschlag &amp;{number} übernehmen</translation>
    </message>
    <message>
        <source>Take the Next &amp;Word in Gray</source>
        <translation>Nächstes graues &amp;Wort übernehmen</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Text from nothing</source>
        <translation>Text aus dem Nichts</translation>
    </message>
    <message>
        <source>The distance from line to line, in heights of a line.</source>
        <translation>Der Abstand von Zeile zu Zeile, in Zeilenhöhen.</translation>
    </message>
    <message>
        <source>The expression is not valid at character {place}: {reason}.</source>
        <translation>Der Ausdruck ist bei Zeichen {place} ungültig: {reason}.</translation>
    </message>
    <message>
        <source>The expression is too long.</source>
        <translation>Der Ausdruck ist zu lang.</translation>
    </message>
    <message>
        <source>The expression repeats something too often.</source>
        <translation>Der Ausdruck wiederholt etwas zu oft.</translation>
    </message>
    <message>
        <source>The expression takes too long in line {line}; the search stopped.</source>
        <translation>Der Ausdruck braucht in Zeile {line} zu lange; die Suche wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The language of each paragraph is detected among these, or among all if you tick none; a new text probably begins in the one that you ticked first.</source>
        <translation>Die Sprache jedes Absatzes wird unter diesen erkannt, oder unter allen, wenn keine angekreuzt ist; ein neuer Text beginnt wohl in der zuerst angekreuzten.</translation>
    </message>
    <message>
        <source>The language of the menus and dialogs, from the next start on.</source>
        <translation>Die Sprache der Menüs und Dialoge, ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>The language that spelling is checked in, of the dictionaries that are installed here.</source>
        <translation>Die Sprache der Rechtschreibprüfung, unter den hier installierten Wörterbüchern.</translation>
    </message>
    <message>
        <source>The larger the pool, the stronger the colours: less probable tokens are drawn too, and with them the loop ends.</source>
        <translation>Je größer die Auswahl, desto kräftiger die Farben: Auch weniger wahrscheinliche Token werden gezogen, und damit endet die Schleife.</translation>
    </message>
    <message>
        <source>The letters of the words on the bar.</source>
        <translation>Die Schrift der Wörter auf der Leiste.</translation>
    </message>
    <message>
        <source>The letters that you write in.</source>
        <translation>Die Schrift, in der Sie schreiben.</translation>
    </message>
    <message>
        <source>The loop at top-k 1</source>
        <translation>Die Schleife bei top-k 1</translation>
    </message>
    <message>
        <source>The printer accepts no more pages.</source>
        <translation>Der Drucker nimmt keine weiteren Seiten an.</translation>
    </message>
    <message>
        <source>The printer accepts no pages.</source>
        <translation>Der Drucker nimmt keine Seiten an.</translation>
    </message>
    <message>
        <source>The replacement names group {group}, but the number of groups in the expression is {groups}.</source>
        <translation>Die Ersetzung nennt Gruppe {group}, und der Ausdruck hat {groups}.</translation>
    </message>
    <message>
        <source>The way out at 40</source>
        <translation>Der Ausweg bei 40</translation>
    </message>
    <message>
        <source>These are the model&apos;s own numbers. The query of “·it” has its highest score with the key of “animal”, so the value of “animal” counts the most.</source>
        <translation>Das sind die Zahlen des Modells selbst. Die Query von „·it“ hat mit dem Key von „animal“ den höchsten Score, und von allen Values zählt der von „animal“ am meisten.</translation>
    </message>
    <message>
        <source>Those of your system, or always the same ones.</source>
        <translation>Die Ihres Systems oder immer dieselben.</translation>
    </message>
    <message>
        <source>Tokens are not words</source>
        <translation>Token sind keine Wörter</translation>
    </message>
    <message>
        <source>Two tokens, one after the other</source>
        <translation>Zwei Token nacheinander</translation>
    </message>
    <message>
        <source>Walk over the tokens with the mouse or the arrow keys.</source>
        <translation>Gehen Sie mit der Maus oder den Pfeiltasten über die Token.</translation>
    </message>
    <message>
        <source>What is kept</source>
        <translation>Was behalten wird</translation>
    </message>
    <message>
        <source>What “it” looks at</source>
        <translation>Worauf „it“ blickt</translation>
    </message>
    <message>
        <source>When sure</source>
        <translation>Wenn sicher</translation>
    </message>
    <message>
        <source>When you pause, the words that probably come next appear in gray after the cursor; Right takes one word, End takes all.</source>
        <translation>In einer Pause stehen die Wörter, die wahrscheinlich folgen, grau hinter dem Cursor; Pfeil rechts übernimmt eines, Ende alle.</translation>
    </message>
    <message>
        <source>Where no word is offered, Tab moves to the next field as before.</source>
        <translation>Wo kein Wort angeboten wird, führt Tab wie sonst zum nächsten Feld.</translation>
    </message>
    <message>
        <source>Where the most probable word stands on the bar; Tab and the first shortcut take it wherever it is.</source>
        <translation>Wo das wahrscheinlichste Wort auf der Leiste steht; Tab und das erste Tastenkürzel übernehmen es überall.</translation>
    </message>
    <message>
        <source>Which keys are neighbours; a key beside the right one is often hit in error.</source>
        <translation>Welche Tasten nebeneinander liegen; oft wird aus Versehen die Taste daneben getroffen.</translation>
    </message>
    <message>
        <source>Width of a line</source>
        <translation>Zeilenbreite</translation>
    </message>
    <message>
        <source>With no text before it, the model writes any kind of text that it has read. The same seed gives the same text again.</source>
        <translation>Wo nichts vorausgeht, schreibt das Modell irgendeine Art von Text, die es gelesen hat. Derselbe Seed ergibt wieder denselben Text.</translation>
    </message>
    <message>
        <source>Words ahead in gray</source>
        <translation>Folgende Wörter in Grau</translation>
    </message>
    <message>
        <source>Words go into your vocabulary; passwords, numbers and private fields are never read.</source>
        <translation>Die Wörter kommen in Ihren Wortschatz; Passwörter, Zahlen und private Felder werden nie gelesen.</translation>
    </message>
    <message>
        <source>Words that are in no dictionary are underlined; a right click offers corrections.</source>
        <translation>Wörter, die in keinem Wörterbuch stehen, werden unterstrichen; ein Rechtsklick bietet Korrekturen.</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>You begin sentences in lower case</source>
        <translation>Sie beginnen Sätze klein</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Zoom &amp;In</source>
        <translation>Ver&amp;größern</translation>
    </message>
    <message>
        <source>Zoom &amp;Out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>top-k</source>
        <translation>top-k</translation>
    </message>
    <message>
        <source>{path} cannot be opened: {reason}.</source>
        <translation>{path} kann nicht geöffnet werden: {reason}.</translation>
    </message>
    <message>
        <source>{path} could not be saved: it is read-only.</source>
        <translation>{path} konnte nicht gespeichert werden: Die Datei ist schreibgeschützt.</translation>
    </message>
    <message>
        <source>{path} could not be saved: the folder {folder} does not exist.</source>
        <translation>{path} konnte nicht gespeichert werden: Der Ordner {folder} ist nicht da.</translation>
    </message>
    <message>
        <source>{path} could not be saved: {name} has no “{strange}”.</source>
        <translation>{path} konnte nicht gespeichert werden: {name} hat kein „{strange}“.</translation>
    </message>
    <message>
        <source>{path} could not be saved: {reason}.</source>
        <translation>{path} konnte nicht gespeichert werden: {reason}.</translation>
    </message>
    <message>
        <source>{path} does not exist.</source>
        <translation>{path} ist nicht da.</translation>
    </message>
    <message>
        <source>{path} is not UTF-8 text.</source>
        <translation>{path} ist kein UTF-8-Text.</translation>
    </message>
    <message>
        <source>{path} was changed by another program since it was opened.</source>
        <translation>{path} wurde seit dem Öffnen von einem anderen Programm geändert.</translation>
    </message>
    <message>
        <source>{path} was not opened: it has {size} MB, and the limit is {most} MB.</source>
        <translation>{path} wird nicht geöffnet: Die Datei hat {size} MB, ein Text darf {most} MB haben.</translation>
    </message>
    <message>
        <source>{path} was not opened: it is a binary file.</source>
        <translation>{path} wird nicht geöffnet: Es ist eine Binärdatei.</translation>
    </message>
    <message>
        <source>{path} was not opened: it is damaged, or it is not {name} text.</source>
        <translation>{path} wird nicht geöffnet: Die Datei ist beschädigt oder kein {name}-Text.</translation>
    </message>
    <message>
        <source>{path} was not opened: it is not a file.</source>
        <translation>{path} wird nicht geöffnet: Es ist keine Datei.</translation>
    </message>
    <message>
        <source>“Robotics” is two tokens, and most words begin with their space. The stronger a colour, the more the token surprised the model: the first word of a sentence surprises it more often than the second.</source>
        <translation>„Robotics“ besteht aus zwei Token, und die meisten Wörter beginnen mit ihrem Leerzeichen. Je kräftiger die Farbe, desto mehr hat das Token das Modell überrascht: das erste Wort eines Satzes öfter als das zweite.</translation>
    </message>
</context>
<context>
    <name>AboutBox</name>
    <message>
        <source>&amp;Licences…</source>
        <translation>&amp;Lizenzen…</translation>
    </message>
    <message>
        <source>&lt;h3&gt;keyboard {version}&lt;/h3&gt;&lt;p&gt;A predictive-text keyboard. A language model runs on this machine, in llama.cpp; no text leaves it.&lt;/p&gt;&lt;p&gt;MIT licence.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;keyboard {version}&lt;/h3&gt;&lt;p&gt;Eine Tastatur, die Wörter vorschlägt. Ein Sprachmodell läuft auf diesem Rechner, in llama.cpp; kein Text verlässt ihn.&lt;/p&gt;&lt;p&gt;MIT-Lizenz.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>About keyboard</source>
        <translation>Über keyboard</translation>
    </message>
</context>
<context>
    <name>AttentionPage</name>
    <message>
        <source>&amp;Average of All</source>
        <translation>&amp;Mittel aller</translation>
    </message>
    <message>
        <source>&amp;Hide the begin token and share out the rest</source>
        <translation>Ohne Anfangs&amp;token, der Rest verteilt</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>Attention</translation>
    </message>
    <message>
        <source>Each cell is a head: the stronger its colour, the fewer tokens it looks at. Point at a token.</source>
        <translation>Jede Zelle ist ein Kopf: je kräftiger, desto weniger Token sieht er an. Zeigen Sie auf ein Token.</translation>
    </message>
    <message>
        <source>Each cell is a head: the stronger its colour, the more it looks at “{piece}”.</source>
        <translation>Jede Zelle ist ein Kopf: wie viel davon auf „{piece}“ liegt.</translation>
    </message>
    <message>
        <source>Ho&amp;w is this weight computed?</source>
        <translation>&amp;Wie kam es zu diesem Gewicht?</translation>
    </message>
    <message>
        <source>Shares of the weight that is not on the begin token, which has {weight}; these are not the model&apos;s own weights.</source>
        <translation>Anteile ohne das Anfangstoken, das {weight} bekommt; nicht die Gewichte des Modells selbst.</translation>
    </message>
    <message>
        <source>Shows the steps of this head or, among several heads, of the one with the greatest weight.</source>
        <translation>Zeigt die Schritte dieses Kopfes; von mehreren Köpfen die des Kopfes mit dem größten Gewicht.</translation>
    </message>
    <message>
        <source>The begin token can only look at itself.</source>
        <translation>Das Anfangstoken kann nur sich selbst ansehen.</translation>
    </message>
    <message>
        <source>Tokens to choose from</source>
        <translation>Token zur Auswahl</translation>
    </message>
    <message>
        <source>{heads}: “{piece}” looks at {tokens}.</source>
        <translation>{heads}: „{piece}“ blickt auf {tokens}.</translation>
    </message>
    <message>
        <source>{weight} is on the begin token. Causal: a token cannot look at later tokens.</source>
        <translation>{weight} liegt auf dem Anfangstoken. Kausal: Was nach dem Token kommt, kann nicht angesehen werden.</translation>
    </message>
    <message>
        <source>“{piece}” comes later: a token only looks back</source>
        <translation>„{piece}“ kommt später: Ein Token blickt nur zurück</translation>
    </message>
    <message>
        <source>“{piece}”, token {number}: {weight}</source>
        <translation>„{piece}“, Token {number}: {weight}</translation>
    </message>
</context>
<context>
    <name>BackendChoice</name>
    <message>
        <source>All layers run on the processor.</source>
        <translation>Alle Schichten laufen auf dem Prozessor.</translation>
    </message>
    <message>
        <source>All layers run on the processor: llama.cpp finds no GPU here.</source>
        <translation>Alle Schichten laufen auf dem Prozessor: llama.cpp findet hier keine GPU.</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Apply the backend and the layers</source>
        <translation>Backend und Schichten anwenden</translation>
    </message>
    <message>
        <source>Automatic, the best that works</source>
        <translation>Automatisch, das beste, das funktioniert</translation>
    </message>
    <message>
        <source>Backend</source>
        <translation>Backend</translation>
    </message>
    <message>
        <source>Layers on the GPU</source>
        <translation>Schichten auf der GPU</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Messen</translation>
    </message>
    <message>
        <source>Measure how fast each backend is</source>
        <translation>Messen, wie schnell jedes Backend ist</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>Es wird gemessen…</translation>
    </message>
    <message>
        <source>Runs On</source>
        <translation>Läuft auf</translation>
    </message>
    <message>
        <source>{count} of {all} layers on the GPU</source>
        <translation>{count} von {all} Schichten auf der GPU</translation>
    </message>
    <message>
        <source>{title} · has crashed</source>
        <translation>{title} · ist abgestürzt</translation>
    </message>
    <message>
        <source>{title} · {speed:.0f} tokens a second</source>
        <translation>{title} · {speed:.0f} Token pro Sekunde</translation>
    </message>
</context>
<context>
    <name>BackgroundGPT2</name>
    <message>
        <source>Do Not Fetch It</source>
        <translation>Nicht holen</translation>
    </message>
    <message>
        <source>Fetch It</source>
        <translation>Holen</translation>
    </message>
    <message>
        <source>GPT-2 is not installed. Fetch its {size} over this metered connection?</source>
        <translation>GPT-2 ist nicht installiert. Sollen die {size} über diese getaktete Verbindung geholt werden?</translation>
    </message>
    <message>
        <source>Suggestions come from {model}. GPT-2 was not fetched: {reason}</source>
        <translation>Die Vorschläge kommen von {model}. GPT-2 wurde nicht geladen: {reason}</translation>
    </message>
    <message>
        <source>the word list</source>
        <translation>die Wortliste</translation>
    </message>
</context>
<context>
    <name>BarPlot</name>
    <message>
        <source>Nothing yet.</source>
        <translation>Noch nichts.</translation>
    </message>
</context>
<context>
    <name>BothTexts</name>
    <message>
        <source>Both texts of {name}</source>
        <translation>Beide Texte von {name}</translation>
    </message>
    <message>
        <source>Comparing the texts …</source>
        <translation>Die Texte werden verglichen …</translation>
    </message>
    <message>
        <source>The texts do not differ.</source>
        <translation>Die Texte unterscheiden sich nicht.</translation>
    </message>
    <message>
        <source>Theirs, on the disk</source>
        <translation>Der andere, auf der Platte</translation>
    </message>
    <message>
        <source>Yours, in the window</source>
        <translation>Ihrer, im Fenster</translation>
    </message>
</context>
<context>
    <name>CachePage</name>
    <message>
        <source>Cache</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Cells of the KV cache</source>
        <translation>Zellen des KV-Cache</translation>
    </message>
    <message>
        <source>Since the engine&apos;s start: {asked} asked, {evaluated} evaluated</source>
        <translation>Seit dem Start der Engine: {asked} gefragt, {evaluated} berechnet</translation>
    </message>
    <message>
        <source>Tokens in the window</source>
        <translation>Token im Fenster</translation>
    </message>
    <message>
        <source>Tokens of the last answer: {kept} kept, {evaluated} evaluated.</source>
        <translation>Token der letzten Antwort: {kept} behalten, {evaluated} berechnet.</translation>
    </message>
    <message>
        <source>ahead</source>
        <translation>im Voraus</translation>
    </message>
    <message>
        <source>before the text</source>
        <translation>vor dem Text</translation>
    </message>
    <message>
        <source>free</source>
        <translation>frei</translation>
    </message>
    <message>
        <source>just evaluated</source>
        <translation>eben berechnet</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>behalten</translation>
    </message>
    <message>
        <source>next window</source>
        <translation>nächstes Fenster</translation>
    </message>
    <message>
        <source>to be read</source>
        <translation>noch zu lesen</translation>
    </message>
    <message>
        <source>{piece}: token {number} of the window, {kind}</source>
        <translation>{piece}: Token {number} des Fensters, {kind}</translation>
    </message>
</context>
<context>
    <name>ChildCommand</name>
    <message>
        <source>keyboard {command} could not be started: {reason}.</source>
        <translation>keyboard {command} konnte nicht gestartet werden: {reason}.</translation>
    </message>
    <message>
        <source>keyboard {command} failed and does not say why.</source>
        <translation>keyboard {command} ist fehlgeschlagen und nennt keinen Grund.</translation>
    </message>
</context>
<context>
    <name>ContinuationController</name>
    <message>
        <source>Continuation: {words}</source>
        <translation>Fortsetzung: {words}</translation>
    </message>
</context>
<context>
    <name>CorrectionDisplay</name>
    <message>
        <source>“{letters}” was corrected to “{word}”.</source>
        <translation>„{letters}“ wurde zu „{word}“ berichtigt.</translation>
    </message>
</context>
<context>
    <name>CorrectionMenu</name>
    <message>
        <source>&amp;Add to Vocabulary</source>
        <translation>Zum &amp;Wortschatz hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Ignore</source>
        <translation>&amp;Ignorieren</translation>
    </message>
    <message>
        <source>No corrections</source>
        <translation>Keine Korrekturen</translation>
    </message>
</context>
<context>
    <name>CountsLabel</name>
    <message numerus="yes">
        <source>%Ln character(s)</source>
        <translation>
            <numerusform>%Ln Zeichen</numerusform>
            <numerusform>%Ln Zeichen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln word(s)</source>
        <translation>
            <numerusform>%Ln Wort</numerusform>
            <numerusform>%Ln Wörter</numerusform>
        </translation>
    </message>
    <message>
        <source>counting …</source>
        <translation>wird gezählt …</translation>
    </message>
    <message>
        <source>{counts} selected</source>
        <translation>{counts} ausgewählt</translation>
    </message>
</context>
<context>
    <name>Document</name>
    <message>
        <source>Line {line}, column {column} of {name} is not valid {form}; the file keeps it as it is.</source>
        <translation>{name} enthält in Zeile {line}, Spalte {column} etwas, das kein {form} ist; es bleibt in der Datei, wie es ist.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Save As</source>
        <translation>Speichern unter</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Unbenannt</translation>
    </message>
    <message>
        <source>{name} has {count} bytes that are not valid {form}, the first in line {line}, column {column}; the file keeps them as they are.</source>
        <translation>{name} enthält {count} Bytes, die kein {form} sind, das erste in Zeile {line}, Spalte {column}; sie bleiben in der Datei, wie sie sind.</translation>
    </message>
</context>
<context>
    <name>DocumentQuestions</name>
    <message>
        <source>Another encoding</source>
        <translation>Andere Kodierung</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Changed on disk</source>
        <translation>Auf der Platte geändert</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Keep Mine</source>
        <translation>Meinen behalten</translation>
    </message>
    <message>
        <source>Load Theirs</source>
        <translation>Anderen laden</translation>
    </message>
    <message>
        <source>Open It as Latin-1</source>
        <translation>Als Latin-1 öffnen</translation>
    </message>
    <message>
        <source>Save As…</source>
        <translation>Speichern unter…</translation>
    </message>
    <message>
        <source>Save It as UTF-8</source>
        <translation>Als UTF-8 speichern</translation>
    </message>
    <message>
        <source>Save changes?</source>
        <translation>Änderungen speichern?</translation>
    </message>
    <message>
        <source>See Both</source>
        <translation>Beide ansehen</translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation>Das ging nicht</translation>
    </message>
    <message>
        <source>{name} has changes that are not saved.</source>
        <translation>{name} hat Änderungen, die nicht gespeichert sind.</translation>
    </message>
</context>
<context>
    <name>EngineNotice</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Install a Model</source>
        <translation>Modell installieren</translation>
    </message>
    <message>
        <source>No model is installed, so words come only from the word list.</source>
        <translation>Es ist kein Modell installiert; die Wörter kommen allein aus der Wortliste.</translation>
    </message>
    <message>
        <source>The engine is starting.</source>
        <translation>Die Engine startet.</translation>
    </message>
    <message>
        <source>The model is being loaded.</source>
        <translation>Das Modell wird geladen.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
</context>
<context>
    <name>Explorer</name>
    <message>
        <source>The engine is not running, so there is nothing to explore.</source>
        <translation>Die Engine läuft nicht, deshalb gibt es nichts zu sehen.</translation>
    </message>
    <message>
        <source>The engine is restarting; the explorer continues when it is back.</source>
        <translation>Die Engine startet neu; danach geht es im Explorer weiter.</translation>
    </message>
    <message>
        <source>The explorer shows the model in use, and none is in use; choose one in Settings → Models.</source>
        <translation>Der Explorer blickt in ein Modell, und keines ist in Gebrauch; unter Einstellungen → Modelle gibt es welche.</translation>
    </message>
    <message>
        <source>The model is being loaded.</source>
        <translation>Das Modell wird geladen.</translation>
    </message>
</context>
<context>
    <name>ExplorerPanel</name>
    <message>
        <source>&amp;Tour</source>
        <translation>&amp;Rundgang</translation>
    </message>
    <message>
        <source>As &amp;Data (JSON)…</source>
        <translation>Als &amp;Daten (JSON)…</translation>
    </message>
    <message>
        <source>As a &amp;Drawing (SVG)…</source>
        <translation>Als &amp;Zeichnung (SVG)…</translation>
    </message>
    <message>
        <source>As a &amp;Picture (PNG)…</source>
        <translation>Als &amp;Bild (PNG)…</translation>
    </message>
    <message>
        <source>Close the explorer</source>
        <translation>Explorer schließen</translation>
    </message>
    <message>
        <source>Detach or dock the explorer</source>
        <translation>Explorer ablösen oder andocken</translation>
    </message>
    <message>
        <source>Ex&amp;port</source>
        <translation>E&amp;xportieren</translation>
    </message>
    <message>
        <source>Explorer</source>
        <translation>Explorer</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>JSON files (*.json)</source>
        <translation>JSON-Dateien (*.json)</translation>
    </message>
    <message>
        <source>PNG pictures (*.png)</source>
        <translation>PNG-Bilder (*.png)</translation>
    </message>
    <message>
        <source>Pages of the explorer</source>
        <translation>Seiten des Explorers</translation>
    </message>
    <message>
        <source>SVG pictures (*.svg)</source>
        <translation>SVG-Bilder (*.svg)</translation>
    </message>
    <message>
        <source>Ten steps through the explorer, on a sample text</source>
        <translation>Zehn Schritte durch den Explorer, an einem Beispieltext</translation>
    </message>
    <message>
        <source>The file could not be written: {reason}.</source>
        <translation>Die Datei konnte nicht geschrieben werden: {reason}.</translation>
    </message>
</context>
<context>
    <name>FailureNotice</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>FeedForwardSection</name>
    <message>
        <source>6  Feed-forward</source>
        <translation>6  Feed-Forward</translation>
    </message>
    <message>
        <source>A matrix turns them back into {size}, which are added. The strongest: {neurons}.</source>
        <translation>Eine Matrix macht daraus wieder {size}, die addiert werden. Die stärksten: {neurons}.</translation>
    </message>
    <message>
        <source>After the norm</source>
        <translation>Nach der Norm</translation>
    </message>
    <message>
        <source>Gate, before its activation</source>
        <translation>Gate, vor seiner Aktivierung</translation>
    </message>
    <message>
        <source>Neurons</source>
        <translation>Neuronen</translation>
    </message>
    <message>
        <source>Residual: out of the block</source>
        <translation>Residuum: aus dem Block heraus</translation>
    </message>
    <message>
        <source>The network is gated: {size} numbers become {neurons} of a gate and {neurons} more, and their products are the neurons.</source>
        <translation>Das Netz hat ein Gate: aus {size} Zahlen werden {neurons} eines Gates und {neurons} weitere, und ihre Produkte sind die Neuronen.</translation>
    </message>
    <message>
        <source>This model has another kind of network: only its input and its output are shown.</source>
        <translation>Das Netz dieses Modells ist von anderer Art: gezeigt wird, was hineingeht und was herauskommt.</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Up</translation>
    </message>
    <message>
        <source>What the network adds</source>
        <translation>Was das Netz addiert</translation>
    </message>
    <message>
        <source>{size} numbers become {neurons}, and an activation function turns them into the neurons.</source>
        <translation>Aus {size} Zahlen werden {neurons}, und eine Aktivierungsfunktion macht daraus die Neuronen.</translation>
    </message>
</context>
<context>
    <name>FileWatch</name>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Not Now</source>
        <translation>Jetzt nicht</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>{path} no longer exists. Its text is only in this window until you save it.</source>
        <translation>{path} ist nicht mehr da. Der Text steht nur noch in diesem Fenster, bis Sie ihn speichern.</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message numerus="yes">
        <source>%Ln match(es)</source>
        <translation>
            <numerusform>%Ln Treffer</numerusform>
            <numerusform>%Ln Treffer</numerusform>
        </translation>
    </message>
    <message>
        <source>from the other end</source>
        <translation>vom anderen Ende</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>nicht gefunden</translation>
    </message>
    <message>
        <source>stopped after {count}; Undo reverts them</source>
        <translation>nach {count} angehalten; Rückgängig nimmt sie zurück</translation>
    </message>
    <message>
        <source>{count} replaced</source>
        <translation>{count} ersetzt</translation>
    </message>
    <message>
        <source>{replaced} of {matches} replaced …</source>
        <translation>{replaced} von {matches} ersetzt …</translation>
    </message>
</context>
<context>
    <name>FindFields</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Match case</source>
        <translation>Groß-/Kleinschreibung</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>Regulärer Ausdruck</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Replace All</source>
        <translation>Alle ersetzen</translation>
    </message>
    <message>
        <source>Replace with</source>
        <translation>Ersetzen durch</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Whole words</source>
        <translation>Ganze Wörter</translation>
    </message>
</context>
<context>
    <name>FocusMode</name>
    <message>
        <source>Esc brings the menus back.</source>
        <translation>Esc bringt die Menüs zurück.</translation>
    </message>
</context>
<context>
    <name>GoToLineDialog</name>
    <message>
        <source>&amp;Go</source>
        <translation>&amp;Gehe zu</translation>
    </message>
    <message>
        <source>A line from 1 to {lines}, such as 12, or a line and a column, such as 12:5.</source>
        <translation>Eine Zeile von 1 bis {lines}, wie 12, oder mit Spalte, wie 12:5.</translation>
    </message>
    <message>
        <source>Go to Line</source>
        <translation>Gehe zu Zeile</translation>
    </message>
    <message>
        <source>Line, or line:column</source>
        <translation>Zeile oder Zeile:Spalte</translation>
    </message>
    <message>
        <source>“{text}” is not a line; type a number, such as 12 or 12:5.</source>
        <translation>„{text}“ ist keine Zeile; geben Sie eine Zahl ein, wie 12 oder 12:5.</translation>
    </message>
</context>
<context>
    <name>HeadGrid</name>
    <message>
        <source>Average of all heads in all layers</source>
        <translation>Mittel aller Köpfe in allen Schichten</translation>
    </message>
    <message>
        <source>Head {head}, average over the layers</source>
        <translation>Kopf {head}, Mittel über die Schichten</translation>
    </message>
    <message>
        <source>Layer {layer}, average of its heads</source>
        <translation>Schicht {layer}, Mittel ihrer Köpfe</translation>
    </message>
    <message>
        <source>Layer {layer}, head {head}</source>
        <translation>Schicht {layer}, Kopf {head}</translation>
    </message>
    <message>
        <source>Layers and heads</source>
        <translation>Schichten und Köpfe</translation>
    </message>
    <message>
        <source>layers →</source>
        <translation>Schichten →</translation>
    </message>
    <message>
        <source>← heads</source>
        <translation>← Köpfe</translation>
    </message>
</context>
<context>
    <name>HelpDialog</name>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
</context>
<context>
    <name>InSection</name>
    <message numerus="yes">
        <source>%Ln block(s) before this one have added to it.</source>
        <translation>
            <numerusform>%Ln Block vor diesem hat etwas zu ihm addiert.</numerusform>
            <numerusform>%Ln Blöcke vor diesem haben etwas zu ihm addiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>1  In</source>
        <translation>1  Hinein</translation>
    </message>
    <message>
        <source>Into the block</source>
        <translation>In den Block hinein</translation>
    </message>
    <message>
        <source>No vector is added for the position.</source>
        <translation>Für die Position wird kein Vektor addiert.</translation>
    </message>
    <message>
        <source>No vector is added for the position: rotary positions turn queries and keys instead.</source>
        <translation>Für die Position wird kein Vektor addiert: rotierende Positionen drehen stattdessen Queries und Keys.</translation>
    </message>
    <message>
        <source>Row of the embedding matrix</source>
        <translation>Zeile der Embedding-Matrix</translation>
    </message>
    <message>
        <source>The vector of position {position} is added.</source>
        <translation>Der Vektor der Position {position} wird addiert.</translation>
    </message>
    <message>
        <source>Vector of the position</source>
        <translation>Vektor der Position</translation>
    </message>
    <message>
        <source>“{piece}” is a row of the embedding matrix: {width} numbers.</source>
        <translation>„{piece}“ ist eine Zeile der Embedding-Matrix: {width} Zahlen.</translation>
    </message>
</context>
<context>
    <name>InsidePage</name>
    <message>
        <source> ({count} for keys and values)</source>
        <translation> ({count} für Schlüssel und Werte)</translation>
    </message>
    <message>
        <source>Inside</source>
        <translation>Innen</translation>
    </message>
    <message>
        <source>Logit lens: what each block predicts</source>
        <translation>Logit Lens: was jeder Block vorhersagt</translation>
    </message>
    <message>
        <source>Tokens in the window</source>
        <translation>Token im Fenster</translation>
    </message>
    <message>
        <source>What each block would predict after “{piece}” if it were the last; the model&apos;s own answer is on top.</source>
        <translation>Was jeder Block nach „{piece}“ vorhersagte, wäre er der letzte; die Antwort des Modells selbst steht oben.</translation>
    </message>
    <message>
        <source>{name} ({architecture}): {layers} layers of {heads} heads{shared}, {width} wide; {parameters} M parameters, {size} MB (lower bars). Vocabulary: {vocabulary} tokens. KV cache: {kv} KB a token, {all_kv} MB for {positions} tokens.</source>
        <translation>{name} ({architecture}): {layers} Schichten mit {heads} Köpfen{shared}, {width} breit; {parameters} M Parameter, {size} MB (untere Balken). Vokabular: {vocabulary} Token. KV-Cache: {kv} KB je Token, {all_kv} MB für {positions} Token.</translation>
    </message>
    <message>
        <source>{place}.</source>
        <translation>{place}.</translation>
    </message>
    <message>
        <source>“{piece}” is token {number} of the {positions} that the model was trained to read at once.</source>
        <translation>„{piece}“ ist Token {number} der {positions}, die das Modell auf einmal zu lesen gelernt hat.</translation>
    </message>
</context>
<context>
    <name>LanguageButton</name>
    <message>
        <source>Detected from the Text</source>
        <translation>Aus dem Text erkannt</translation>
    </message>
    <message>
        <source>Language of the text</source>
        <translation>Sprache des Textes</translation>
    </message>
</context>
<context>
    <name>LastSlip</name>
    <message>
        <source>No word before the cursor needs a correction.</source>
        <translation>Vor der Schreibmarke ist kein Wort zu berichtigen.</translation>
    </message>
    <message>
        <source>The dictionary has no correction for “{letters}”.</source>
        <translation>Das Wörterbuch hat keine Korrektur für „{letters}“.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source> (private)</source>
        <translation> (privat)</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Spelling</source>
        <translation>Rechtschrei&amp;bung</translation>
    </message>
    <message>
        <source>&amp;Suggestions</source>
        <translation>&amp;Vorschläge</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>Evaluates nothing ahead; suggestions after a tap come a little later.</source>
        <translation>Berechnet nichts, bevor es getippt ist; nach einem Tipp kommen die Vorschläge etwas später.</translation>
    </message>
    <message>
        <source>Nothing that you type is learnt or kept for recovery.</source>
        <translation>Nichts, was getippt wird, wird gelernt oder zur Wiederherstellung aufbewahrt.</translation>
    </message>
    <message>
        <source>Settin&amp;gs</source>
        <translation>&amp;Einstellungen</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Shows how the model reads the text, and what it expects.</source>
        <translation>Zeigt, wie das Modell den Text liest und was es erwartet.</translation>
    </message>
    <message>
        <source>Shows only the text and the bar; Esc brings the rest back.</source>
        <translation>Zeigt nur den Text und die Leiste; Esc bringt alles andere zurück.</translation>
    </message>
</context>
<context>
    <name>Message</name>
    <message>
        <source>That did not work</source>
        <translation>Das ging nicht</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>&amp;Install Another Quantization</source>
        <translation>Andere &amp;Quantisierung installieren</translation>
    </message>
    <message>
        <source>&amp;Remove…</source>
        <translation>&amp;Entfernen…</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>&amp;Prüfen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel the work on {name}</source>
        <translation>Arbeit an {name} abbrechen</translation>
    </message>
    <message>
        <source>F16, unquantized</source>
        <translation>F16, nicht quantisiert</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>Installieren</translation>
    </message>
    <message>
        <source>Install {name}</source>
        <translation>{name} installieren</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>More about {name}</source>
        <translation>Mehr zu {name}</translation>
    </message>
    <message>
        <source>Progress of {name}</source>
        <translation>Fortschritt von {name}</translation>
    </message>
    <message>
        <source>Q4_0, quickest</source>
        <translation>Q4_0, am schnellsten</translation>
    </message>
    <message>
        <source>Q4_K_M, small</source>
        <translation>Q4_K_M, klein</translation>
    </message>
    <message>
        <source>Q6_K, nearly full</source>
        <translation>Q6_K, fast voll</translation>
    </message>
    <message>
        <source>Q8_0, full quality</source>
        <translation>Q8_0, volle Güte</translation>
    </message>
    <message>
        <source>Quantization of {name}</source>
        <translation>Quantisierung von {name}</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Use {name}</source>
        <translation>{name} verwenden</translation>
    </message>
    <message>
        <source>about {size} of memory</source>
        <translation>etwa {size} Arbeitsspeicher</translation>
    </message>
    <message>
        <source>about {speed:.0f} tokens a second here</source>
        <translation>hier etwa {speed:.0f} Token pro Sekunde</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>in Gebrauch</translation>
    </message>
    <message>
        <source>installed</source>
        <translation>installiert</translation>
    </message>
    <message>
        <source>{count:.0f} M parameters</source>
        <translation>{count:.0f} M Parameter</translation>
    </message>
    <message>
        <source>{licence} licence</source>
        <translation>Lizenz: {licence}</translation>
    </message>
    <message>
        <source>{size} on disk</source>
        <translation>{size} auf der Platte</translation>
    </message>
    <message>
        <source>{size} to download</source>
        <translation>{size} herunterzuladen</translation>
    </message>
    <message>
        <source>{speed:.0f} tokens a second here</source>
        <translation>hier {speed:.0f} Token pro Sekunde</translation>
    </message>
</context>
<context>
    <name>ModelLibrary</name>
    <message>
        <source>installing {name}</source>
        <translation>{name} wird installiert</translation>
    </message>
    <message>
        <source>verifying {name}</source>
        <translation>{name} wird geprüft</translation>
    </message>
</context>
<context>
    <name>ModelNotice</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Not Now</source>
        <translation>Jetzt nicht</translation>
    </message>
    <message>
        <source>Use It Now</source>
        <translation>Jetzt verwenden</translation>
    </message>
    <message>
        <source>{name} is installed.</source>
        <translation>{name} ist installiert.</translation>
    </message>
    <message>
        <source>{sentence} · in the background, once</source>
        <translation>{sentence} · im Hintergrund, einmalig</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>&amp;Open a File…</source>
        <translation>Datei ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Looking for models …</source>
        <translation>Die Modelle werden gesucht …</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Open a Model</source>
        <translation>Modell öffnen</translation>
    </message>
    <message>
        <source>Remove {name}? Its file is deleted.</source>
        <translation>{name} entfernen? Die Datei wird gelöscht.</translation>
    </message>
    <message>
        <source>The file is intact.</source>
        <translation>Die Datei ist unversehrt.</translation>
    </message>
    <message>
        <source>The suggestions now come from {name}.</source>
        <translation>Die Vorschläge kommen jetzt von {name}.</translation>
    </message>
    <message>
        <source>{file} cannot be read: {reason}.</source>
        <translation>{file} kann nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>{name} is in use. Remove it anyway? Its file is deleted, and the default model takes over.</source>
        <translation>{name} ist in Gebrauch. Trotzdem entfernen? Die Datei wird gelöscht; das Standardmodell tritt an seine Stelle.</translation>
    </message>
    <message>
        <source>{name} is installed.</source>
        <translation>{name} ist installiert.</translation>
    </message>
    <message>
        <source>{name} is loading; your text stays as it is.</source>
        <translation>{name} wird geladen; Ihr Text bleibt, wie er ist.</translation>
    </message>
    <message>
        <source>{name} is removed.</source>
        <translation>{name} ist entfernt.</translation>
    </message>
</context>
<context>
    <name>NeverSuggest</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>“{word}” will not be suggested again; Settings → Vocabulary lists such words.</source>
        <translation>„{word}“ wird nie wieder vorgeschlagen; Einstellungen → Wortschatz führt solche Wörter auf.</translation>
    </message>
</context>
<context>
    <name>NextTokenBars</name>
    <message>
        <source>Next tokens</source>
        <translation>Nächste Token</translation>
    </message>
    <message>
        <source>{piece}: token {id}, {percent}</source>
        <translation>{piece}: Token {id}, {percent}</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
</context>
<context>
    <name>OutSection</name>
    <message>
        <source>7  Out</source>
        <translation>7  Heraus</translation>
    </message>
    <message>
        <source>After block {last}, the last. This is block {layer}.</source>
        <translation>Nach Block {last}, dem letzten. Dies ist Block {layer}.</translation>
    </message>
    <message>
        <source>After the last norm</source>
        <translation>Nach der letzten Norm</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Produkt</translation>
    </message>
    <message>
        <source>The largest products</source>
        <translation>Die größten Produkte</translation>
    </message>
    <message>
        <source>The last norm, and the product with each row of the output matrix: the ten largest products are the ten most probable next tokens.</source>
        <translation>Die letzte Norm und das Produkt mit jeder Zeile der Ausgabematrix: die zehn größten Produkte sind die zehn wahrscheinlichsten nächsten Token.</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
</context>
<context>
    <name>PairSection</name>
    <message>
        <source>Each token needs the keys and values of all before it, in all {layers} blocks.</source>
        <translation>Jedes Token braucht die Keys und Values aller vor ihm, in allen {layers} Blöcken.</translation>
    </message>
    <message>
        <source>Key and value of “{piece}”: evaluated</source>
        <translation>Key und Value von „{piece}“: berechnet</translation>
    </message>
    <message>
        <source>Key and value of “{piece}”: from the cache</source>
        <translation>Key und Value von „{piece}“: aus dem Cache</translation>
    </message>
    <message>
        <source>Keys and values of two tokens</source>
        <translation>Keys und Values zweier Token</translation>
    </message>
    <message>
        <source>Two tokens, one after the other</source>
        <translation>Zwei Token nacheinander</translation>
    </message>
    <message>
        <source>“{piece}” comes later</source>
        <translation>„{piece}“ kommt später</translation>
    </message>
    <message>
        <source>“{piece}”: {cached} came from the cache (faint), {evaluated} evaluated (strong).</source>
        <translation>„{piece}“: {cached} kamen aus dem Cache (blass), {evaluated} berechnet (kräftig).</translation>
    </message>
</context>
<context>
    <name>PartBars</name>
    <message>
        <source>Parameters and bytes by part</source>
        <translation>Parameter und Bytes nach Teilen</translation>
    </message>
    <message>
        <source>{parameters} parameters, {share} · {size} MB, {size_share}</source>
        <translation>{parameters} Parameter, {share} · {size} MB, {size_share}</translation>
    </message>
</context>
<context>
    <name>PathTree</name>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>Wahrscheinlichkeit</translation>
    </message>
</context>
<context>
    <name>Persistence</name>
    <message>
        <source>{target} was not saved completely when the program ended, and has been changed since. The text that was to be saved is in {kept}.</source>
        <translation>{target} war nicht ganz gespeichert, als das Programm endete, und wurde seitdem geändert. Der Text, der gespeichert werden sollte, steht in {kept}.</translation>
    </message>
</context>
<context>
    <name>PredictionsPage</name>
    <message numerus="yes">
        <source>%Ln token(s) evaluated</source>
        <translation>
            <numerusform>%Ln Token berechnet</numerusform>
            <numerusform>%Ln Token berechnet</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Insert</source>
        <translation>Einfü&amp;gen</translation>
    </message>
    <message>
        <source>Back on the path</source>
        <translation>Auf dem Pfad zurück</translation>
    </message>
    <message>
        <source>Choose a token to go on.</source>
        <translation>Wählen Sie ein Token, mit dem es weitergeht.</translation>
    </message>
    <message>
        <source>Forward on the path</source>
        <translation>Auf dem Pfad vor</translation>
    </message>
    <message>
        <source>How many tokens</source>
        <translation>Anzahl der Token</translation>
    </message>
    <message>
        <source>How many tokens share all the probability; the others get none.</source>
        <translation>Wie viele Token sich die ganze Wahrscheinlichkeit teilen; die anderen bekommen keine.</translation>
    </message>
    <message>
        <source>How many tokens to show</source>
        <translation>Wie viele Token gezeigt werden</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Paths taken</source>
        <translation>Gegangene Pfade</translation>
    </message>
    <message>
        <source>Predictions</source>
        <translation>Vorhersagen</translation>
    </message>
    <message>
        <source>Temperat&amp;ure</source>
        <translation>Temperat&amp;ur</translation>
    </message>
    <message>
        <source>Top-&amp;k</source>
        <translation>Top-&amp;k</translation>
    </message>
    <message>
        <source>Types the path at the cursor; one Undo takes it back.</source>
        <translation>Tippt den Pfad an der Schreibmarke; einmal Rückgängig nimmt ihn zurück.</translation>
    </message>
    <message>
        <source>What the logits are divided by: below 1 the best tokens gain, above 1 the others do.</source>
        <translation>Wodurch die Logits geteilt werden: unter 1 gewinnen die besten Token, über 1 die anderen.</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>{cost} · entropy {bits} bits</source>
        <translation>{cost} · Entropie {bits} Bit</translation>
    </message>
</context>
<context>
    <name>Printing</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Export as PDF</source>
        <translation>Als PDF exportieren</translation>
    </message>
    <message>
        <source>Laying out the pages of {name} …</source>
        <translation>{name} wird auf Seiten gebracht …</translation>
    </message>
    <message>
        <source>PDF files (*.pdf)</source>
        <translation>PDF-Dateien (*.pdf)</translation>
    </message>
    <message>
        <source>Saved as {name} in {folder}.</source>
        <translation>Gespeichert als {name} in {folder}.</translation>
    </message>
    <message>
        <source>{name} could not be written: {reason}.</source>
        <translation>{name} konnte nicht geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>{name} has been sent to {printer}.</source>
        <translation>{name} ist an {printer} gesendet.</translation>
    </message>
</context>
<context>
    <name>PrivateFrame</name>
    <message>
        <source>Nothing that you type is learnt or kept for recovery.</source>
        <translation>Nichts, was getippt wird, wird gelernt oder zur Wiederherstellung aufbewahrt.</translation>
    </message>
    <message>
        <source>Private</source>
        <translation>Privat</translation>
    </message>
</context>
<context>
    <name>QuerySection</name>
    <message>
        <source>2  Norm, query, key and value</source>
        <translation>2  Norm, Query, Key und Value</translation>
    </message>
    <message>
        <source>After the norm</source>
        <translation>Nach der Norm</translation>
    </message>
    <message>
        <source>Heads {first} to {last} share key and value {kv_head}.</source>
        <translation>Die Köpfe {first} bis {last} teilen sich Key und Value {kv_head}.</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Key</translation>
    </message>
    <message>
        <source>Key, before its position turns it</source>
        <translation>Key, bevor seine Position ihn dreht</translation>
    </message>
    <message>
        <source>Position {position} turns query and key.</source>
        <translation>Die Position {position} dreht Query und Key.</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>Query</translation>
    </message>
    <message>
        <source>Query, before its position turns it</source>
        <translation>Query, bevor ihre Position sie dreht</translation>
    </message>
    <message>
        <source>The weight matrices make {heads} × {width} numbers of query and {kv_heads} × {width} of key and of value out of the {size} after the norm; head {head} has {width} of each.</source>
        <translation>Die Gewichtsmatrizen machen aus den {size} Zahlen nach der Norm {heads} × {width} für Queries und je {kv_heads} × {width} für Keys und Values; Kopf {head} hat von jedem {width}.</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Value</translation>
    </message>
</context>
<context>
    <name>RecentMenu</name>
    <message>
        <source>&amp;Forget These</source>
        <translation>Diese &amp;vergessen</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Noch keine</translation>
    </message>
    <message>
        <source>Open &amp;Recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
</context>
<context>
    <name>RecoveredTexts</name>
    <message numerus="yes">
        <source>%Ln text(s) not saved are waiting.</source>
        <translation>
            <numerusform>%Ln nicht gespeicherter Text wartet.</numerusform>
            <numerusform>%Ln nicht gespeicherte Texte warten.</numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>Show Them</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>The search for unsaved texts failed: {reason}.</source>
        <translation>Nach nicht gespeicherten Texten kann nicht gesucht werden: {reason}.</translation>
    </message>
    <message>
        <source>“{name}” is back as it was before the crash; it is not saved yet.</source>
        <translation>„{name}“ ist wieder da wie vor dem Ende des Fensters; gespeichert ist der Text noch nicht.</translation>
    </message>
</context>
<context>
    <name>RecoveryKeeper</name>
    <message>
        <source>What you type cannot be kept for recovery ({reason}); save your text, and check the folder {folder}.</source>
        <translation>Was Sie schreiben, kann nicht zur Wiederherstellung aufbewahrt werden ({reason}); speichern Sie, und sehen Sie nach {folder}.</translation>
    </message>
</context>
<context>
    <name>RecoveryQuestion</name>
    <message>
        <source>&amp;Discard…</source>
        <translation>&amp;Verwerfen…</translation>
    </message>
    <message>
        <source>&amp;Later</source>
        <translation>&amp;Später</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>&amp;Öffnen</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>Zeichen</translation>
    </message>
    <message numerus="yes">
        <source>Discard %Ln text(s)? This cannot be undone.</source>
        <translation>
            <numerusform>%Ln Text verwerfen? Das kann nicht rückgängig gemacht werden.</numerusform>
            <numerusform>%Ln Texte verwerfen? Das kann nicht rückgängig gemacht werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Aufbewahrt</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Texts That Were Not Saved</source>
        <translation>Nicht gespeicherte Texte</translation>
    </message>
    <message>
        <source>Texts that were not saved</source>
        <translation>Nicht gespeicherte Texte</translation>
    </message>
    <message>
        <source>The text that is selected in the list</source>
        <translation>Der in der Liste markierte Text</translation>
    </message>
    <message>
        <source>These texts were not saved when their windows closed unexpectedly. Each ticked text opens in its own window; the others stay until the next start.</source>
        <translation>Diese Texte waren nicht gespeichert, als ihre Fenster unerwartet geschlossen wurden. Jeder gewählte öffnet sich in einem eigenen Fenster; die anderen bleiben bis zum nächsten Start.</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Unbenannt</translation>
    </message>
</context>
<context>
    <name>ResidualChart</name>
    <message>
        <source>Block {layer}: attention adds a vector of norm {attention}, the feed-forward network one of {feed_forward}; the residual has {output} after it. The logit lens moved by {moved}; it would predict “{piece}” ({probability}).</source>
        <translation>Block {layer}: die Attention addiert einen Vektor der Norm {attention}, das Feed-Forward-Netz einen der Norm {feed_forward}; danach hat das Residuum {output}. Die Logit Lens bewegte sich um {moved}; sie sagte „{piece}“ voraus ({probability}).</translation>
    </message>
    <message>
        <source>One token through all blocks</source>
        <translation>Ein Token durch alle Blöcke</translation>
    </message>
</context>
<context>
    <name>SampleColumn</name>
    <message>
        <source>&amp;Insert</source>
        <translation>Einfü&amp;gen</translation>
    </message>
    <message>
        <source>Done after token {count}.</source>
        <translation>Fertig nach Token {count}.</translation>
    </message>
    <message>
        <source>Insert {title} into the text</source>
        <translation>{title} in den Text einfügen</translation>
    </message>
    <message>
        <source>It could not continue after token {count}.</source>
        <translation>Nach Token {count} ging es nicht weiter.</translation>
    </message>
    <message>
        <source>Puts the sample into the text at the cursor; one Undo takes it back.</source>
        <translation>Setzt den Text an der Schreibmarke ein; einmal Rückgängig nimmt ihn zurück.</translation>
    </message>
    <message>
        <source>Stopped after token {count}.</source>
        <translation>Nach Token {count} angehalten.</translation>
    </message>
    <message>
        <source>The model ended the text after token {count}.</source>
        <translation>Das Modell hat den Text nach Token {count} beendet.</translation>
    </message>
    <message>
        <source>The model&apos;s window is full after token {count}.</source>
        <translation>Das Fenster des Modells ist nach Token {count} voll.</translation>
    </message>
    <message>
        <source>{piece}: probability {probability}, {bits} bits; drawn with {drawn}</source>
        <translation>{piece}: Wahrscheinlichkeit {probability}, {bits} Bit; gezogen mit {drawn}</translation>
    </message>
</context>
<context>
    <name>SamplingControls</name>
    <message>
        <source>Above 1, tokens that came before become less probable.</source>
        <translation>Über 1 werden Token, die schon vorkamen, weniger wahrscheinlich.</translation>
    </message>
    <message>
        <source>After the text, at the cursor</source>
        <translation>Nach dem Text</translation>
    </message>
    <message>
        <source>Below 1 the best tokens gain; 0 always takes the best.</source>
        <translation>Unter 1 gewinnen die besten Token; 0 nimmt immer das beste.</translation>
    </message>
    <message>
        <source>Draws from the most probable tokens that together have this probability.</source>
        <translation>Aus den wahrscheinlichsten Token wird gezogen, bis ihre Summe dies erreicht.</translation>
    </message>
    <message>
        <source>From nothing (unconditional)</source>
        <translation>Aus dem Nichts</translation>
    </message>
    <message>
        <source>How many of the most probable tokens to draw from.</source>
        <translation>Aus wie vielen der wahrscheinlichsten Token gezogen wird.</translation>
    </message>
    <message>
        <source>How many tokens to write.</source>
        <translation>Wie viele Token geschrieben werden.</translation>
    </message>
    <message>
        <source>Re&amp;petition</source>
        <translation>Wiederho&amp;lung</translation>
    </message>
    <message>
        <source>See&amp;d</source>
        <translation>&amp;Seed</translation>
    </message>
    <message>
        <source>Side &amp;by side: k = {sizes}</source>
        <translation>Verglei&amp;ch: k = {sizes}</translation>
    </message>
    <message>
        <source>T&amp;okens</source>
        <translation>Toke&amp;n</translation>
    </message>
    <message>
        <source>Temperat&amp;ure</source>
        <translation>Temperat&amp;ur</translation>
    </message>
    <message>
        <source>The same seed gives the same text; another seed gives another text.</source>
        <translation>Derselbe Seed ergibt denselben Text, ein anderer einen anderen.</translation>
    </message>
    <message>
        <source>Top-&amp;k</source>
        <translation>Top-&amp;k</translation>
    </message>
    <message>
        <source>Top-&amp;p</source>
        <translation>Top-&amp;p</translation>
    </message>
    <message>
        <source>W&amp;rites</source>
        <translation>Schre&amp;ibt</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
</context>
<context>
    <name>SamplingPage</name>
    <message>
        <source>&amp;Start</source>
        <translation>Star&amp;ten</translation>
    </message>
    <message>
        <source>After “{text}”</source>
        <translation>Nach „{text}“</translation>
    </message>
    <message>
        <source>From nothing</source>
        <translation>Aus dem Nichts</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>Sampling</translation>
    </message>
    <message>
        <source>Sto&amp;p</source>
        <translation>St&amp;opp</translation>
    </message>
    <message>
        <source>all tokens</source>
        <translation>alle Token</translation>
    </message>
</context>
<context>
    <name>ScoreSection</name>
    <message numerus="yes">
        <source>%Ln later token(s) are masked: −∞.</source>
        <translation>
            <numerusform>%Ln späteres Token ist maskiert: −∞.</numerusform>
            <numerusform>%Ln spätere Token sind maskiert: −∞.</numerusform>
        </translation>
    </message>
    <message>
        <source>3  Scores</source>
        <translation>3  Scores</translation>
    </message>
    <message>
        <source>Query · key {by} for each token up to this one, {count} in all, and the result of the softmax.</source>
        <translation>Query · Key {by} für jedes Token bis zu diesem, {count} im Ganzen, und was der Softmax daraus macht.</translation>
    </message>
    <message>
        <source>Scores and weights</source>
        <translation>Scores und Gewichte</translation>
    </message>
    <message>
        <source>This block has a sliding window: it looks at token {first} and later ones.</source>
        <translation>Dieser Block hat ein gleitendes Fenster: er blickt auf Token {first} und spätere.</translation>
    </message>
    <message>
        <source>This model changes the scores further before the softmax.</source>
        <translation>Dieses Modell verändert die Scores vor dem Softmax weiter.</translation>
    </message>
</context>
<context>
    <name>ScoreTable</name>
    <message>
        <source>After the mask</source>
        <translation>Nach der Maske</translation>
    </message>
    <message>
        <source>After the softmax</source>
        <translation>Nach dem Softmax</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Columns of the table</source>
        <translation>Spalten der Tabelle</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>Rows of the table</source>
        <translation>Zeilen der Tabelle</translation>
    </message>
    <message>
        <source>Scores, before the mask</source>
        <translation>Scores, vor der Maske</translation>
    </message>
    <message>
        <source>Stage of the table</source>
        <translation>Stufe der Tabelle</translation>
    </message>
    <message>
        <source>Who looks at whom</source>
        <translation>Wer auf wen blickt</translation>
    </message>
    <message>
        <source>masked: {sign}</source>
        <translation>maskiert: {sign}</translation>
    </message>
    <message>
        <source>“{one}” ({place}) looks at “{other}” ({other_place}): score {score}, {weight}</source>
        <translation>„{one}“ ({place}) blickt auf „{other}“ ({other_place}): Score {score}, {weight}</translation>
    </message>
</context>
<context>
    <name>SettingControl</name>
    <message>
        <source>A language that you write</source>
        <translation>Eine Sprache, in der Sie schreiben</translation>
    </message>
    <message>
        <source>The system&apos;s</source>
        <translation>Die des Systems</translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Reset {title}</source>
        <translation>{title} zurücksetzen</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>&amp;Reset All…</source>
        <translation>Alles &amp;zurücksetzen…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>No setting has this name.</source>
        <translation>So heißt keine Einstellung.</translation>
    </message>
    <message>
        <source>Reset all settings and shortcuts? Your words, models and texts stay as they are.</source>
        <translation>Alle Einstellungen und Tastenkürzel zurücksetzen? Ihre Wörter, Modelle und Texte bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search the settings</source>
        <translation>Einstellungen durchsuchen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
</context>
<context>
    <name>ShortcutRow</name>
    <message>
        <source>Keys of {title}: {keys}</source>
        <translation>Tasten für {title}: {keys}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>The text needs {keys}; add Ctrl or Alt.</source>
        <translation>{keys} gehört dem Text; nehmen Sie Strg oder Alt dazu.</translation>
    </message>
    <message>
        <source>{keys} moves, selects or deletes in the text.</source>
        <translation>{keys} bewegt, markiert oder löscht im Text.</translation>
    </message>
    <message>
        <source>“{title}” already has {keys}; give it other keys first.</source>
        <translation>{keys} gehört schon „{title}“; geben Sie dem zuerst andere Tasten.</translation>
    </message>
</context>
<context>
    <name>Speller</name>
    <message>
        <source>The spelling dictionary {name} cannot be used: {reason}</source>
        <translation>Das Wörterbuch {name} kann nicht benutzt werden: {reason}</translation>
    </message>
    <message>
        <source>its process keeps ending.</source>
        <translation>sein Prozess endet immer wieder.</translation>
    </message>
</context>
<context>
    <name>StatisticsDialog</name>
    <message>
        <source>&amp;Reset…</source>
        <translation>&amp;Zurücksetzen…</translation>
    </message>
    <message>
        <source>All time</source>
        <translation>Insgesamt</translation>
    </message>
    <message>
        <source>Characters written</source>
        <translation>Geschriebene Zeichen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Forget all statistics? This cannot be undone.</source>
        <translation>Die ganze Statistik vergessen? Das kann nicht rückgängig gemacht werden.</translation>
    </message>
    <message>
        <source>Keys pressed</source>
        <translation>Gedrückte Tasten</translation>
    </message>
    <message>
        <source>Keystrokes saved</source>
        <translation>Gesparte Anschläge</translation>
    </message>
    <message>
        <source>Keystrokes saved a day</source>
        <translation>Gesparte Anschläge am Tag</translation>
    </message>
    <message>
        <source>No suggestion was taken yet.</source>
        <translation>Noch wurde kein Vorschlag übernommen.</translation>
    </message>
    <message>
        <source>Savings</source>
        <translation>Ersparnis</translation>
    </message>
    <message>
        <source>Slips corrected</source>
        <translation>Berichtigte Tippfehler</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>Statistik</translation>
    </message>
    <message>
        <source>Suggestions taken</source>
        <translation>Übernommene Vorschläge</translation>
    </message>
    <message>
        <source>Taken, in all: {parts}</source>
        <translation>Übernommen, insgesamt: {parts}</translation>
    </message>
    <message>
        <source>This document</source>
        <translation>Dieses Dokument</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>button {number}: {taps}</source>
        <translation>Knopf {number}: {taps}</translation>
    </message>
</context>
<context>
    <name>StepPage</name>
    <message>
        <source>&amp;Head</source>
        <translation>&amp;Kopf</translation>
    </message>
    <message>
        <source>4  Mask and softmax</source>
        <translation>4  Maske und Softmax</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Block</translation>
    </message>
    <message>
        <source>Block {layer}</source>
        <translation>Block {layer}</translation>
    </message>
    <message>
        <source>Each block has three bars: the norm of the residual, of what attention adds, and of what the feed-forward network adds. The bar below shows how much the logit lens moved.</source>
        <translation>Jeder Block hat drei Balken: die Norm des Residuums, die dessen, was die Attention addiert, und die dessen, was das Feed-Forward-Netz addiert. Der Balken darunter zeigt, wie weit sich die Logit Lens bewegte.</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>Kopf</translation>
    </message>
    <message>
        <source>Rows look at columns, in head {head} of block {layer}. The mask hides later tokens; after the softmax each row adds up to 100 %.</source>
        <translation>Zeilen blicken auf Spalten, in Kopf {head} von Block {layer}. Die Maske verdeckt spätere Token; nach dem Softmax ergibt jede Zeile 100 %.</translation>
    </message>
    <message>
        <source>Step by Step</source>
        <translation>Schritt für Schritt</translation>
    </message>
    <message>
        <source>T&amp;wo tokens in a row</source>
        <translation>&amp;Zwei Token nacheinander</translation>
    </message>
    <message>
        <source>The brighter a cell, the larger its number; 0 is grey.</source>
        <translation>Je heller eine Zelle, desto größer ihre Zahl; 0 ist grau.</translation>
    </message>
    <message>
        <source>The darker a cell, the larger its number; 0 is grey.</source>
        <translation>Je dunkler eine Zelle, desto größer ihre Zahl; 0 ist grau.</translation>
    </message>
    <message>
        <source>Through all blocks</source>
        <translation>Durch alle Blöcke</translation>
    </message>
    <message>
        <source>Tokens to choose from</source>
        <translation>Token zur Auswahl</translation>
    </message>
    <message>
        <source>“{piece}”, token {number}</source>
        <translation>„{piece}“, Token {number}</translation>
    </message>
    <message>
        <source>“{piece}”, token {position}, in block {layer} and head {head}.</source>
        <translation>„{piece}“, Token {position}, in Block {layer} und Kopf {head}.</translation>
    </message>
</context>
<context>
    <name>SuggestionAnnouncer</name>
    <message>
        <source>Suggestions: {words}</source>
        <translation>Vorschläge: {words}</translation>
    </message>
</context>
<context>
    <name>SuggestionBar</name>
    <message>
        <source>How many of the most probable words the buttons choose from. 1 always offers only the most probable word, and repeats itself in the end; larger numbers bring variety.</source>
        <translation>Aus wie vielen der wahrscheinlichsten Wörter die Knöpfe wählen. 1 bietet immer nur das wahrscheinlichste Wort an und wiederholt sich am Ende; größere Zahlen bringen Abwechslung.</translation>
    </message>
    <message>
        <source>top-&amp;k</source>
        <translation>top-&amp;k</translation>
    </message>
    <message>
        <source>top-k</source>
        <translation>top-k</translation>
    </message>
</context>
<context>
    <name>SuggestionButton</name>
    <message>
        <source>&amp;Never suggest “{word}”</source>
        <translation>„{word}“ &amp;nie vorschlagen</translation>
    </message>
    <message>
        <source>A click on the line below takes “{words}” too.</source>
        <translation>Ein Klick auf die Zeile darunter übernimmt auch „{words}“.</translation>
    </message>
    <message>
        <source>Suggestion {number}: none</source>
        <translation>Vorschlag {number}: keiner</translation>
    </message>
    <message>
        <source>Suggestion {number}: {word}</source>
        <translation>Vorschlag {number}: {word}</translation>
    </message>
    <message>
        <source>{word}, replaces {letters}</source>
        <translation>{word}, ersetzt {letters}</translation>
    </message>
</context>
<context>
    <name>SumSection</name>
    <message>
        <source>5  Sum of the values</source>
        <translation>5  Summe der Values</translation>
    </message>
    <message>
        <source>All heads side by side</source>
        <translation>Alle Köpfe nebeneinander</translation>
    </message>
    <message>
        <source>Projected: what attention adds</source>
        <translation>Projiziert: was die Attention addiert</translation>
    </message>
    <message>
        <source>Residual: what came in, and this</source>
        <translation>Residuum: was hereinkam, und dies</translation>
    </message>
    <message>
        <source>Shows the {count} with the greatest weights.</source>
        <translation>Gezeigt sind die {count} mit dem größten Gewicht.</translation>
    </message>
    <message>
        <source>The sums of all {heads} heads, joined, make {joined} numbers, which a matrix projects to the {size} added.</source>
        <translation>Die Summen aller {heads} Köpfe ergeben zusammen {joined} Zahlen, die eine Matrix auf die {size} addierten abbildet.</translation>
    </message>
    <message>
        <source>The value of each token, {count} × {width} numbers, is multiplied by its weight.</source>
        <translation>Der Value jedes Tokens, {count} × {width} Zahlen, zählt nach seinem Gewicht.</translation>
    </message>
    <message>
        <source>Their sum</source>
        <translation>Ihre Summe</translation>
    </message>
    <message>
        <source>Value of “{piece}”, number {number}, with {weight}</source>
        <translation>Value von „{piece}“, Zahl {number}, mit {weight}</translation>
    </message>
    <message>
        <source>Values, faded by their weights</source>
        <translation>Values, nach Gewicht verblasst</translation>
    </message>
</context>
<context>
    <name>SurpriseLegend</name>
    <message>
        <source>Scale of surprise, from 0 to {bits} bits</source>
        <translation>Skala der Überraschung, von 0 bis {bits} Bit</translation>
    </message>
    <message>
        <source>{bits} bits</source>
        <translation>{bits} Bit</translation>
    </message>
</context>
<context>
    <name>TermsDialog</name>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Terms of Use</source>
        <translation>Nutzungsbedingungen</translation>
    </message>
    <message>
        <source>{model} may be used under these terms. Do you accept them?</source>
        <translation>{model} darf unter diesen Bedingungen verwendet werden. Nehmen Sie sie an?</translation>
    </message>
</context>
<context>
    <name>TextArea</name>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Write here. Ctrl+1, 2, 3 or Tab takes a suggestion.</source>
        <translation>Schreiben Sie hier. Strg+1, 2, 3 oder Tab übernimmt einen Vorschlag.</translation>
    </message>
</context>
<context>
    <name>TokensPage</name>
    <message numerus="yes">
        <source>%Ln token(s)</source>
        <translation>
            <numerusform>%Ln Token</numerusform>
            <numerusform>%Ln Token</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Ids</source>
        <translation>&amp;IDs</translation>
    </message>
    <message>
        <source>Colour the te&amp;xt</source>
        <translation>Text &amp;färben</translation>
    </message>
    <message>
        <source>Colours the text too while this page is visible.</source>
        <translation>Legt die Farben über den Text, solange diese Seite zu sehen ist.</translation>
    </message>
    <message>
        <source>Nothing is read yet.</source>
        <translation>Noch ist nichts gelesen.</translation>
    </message>
    <message>
        <source>Point at a token, or walk to it.</source>
        <translation>Zeigen Sie auf ein Token, oder gehen Sie zu ihm.</translation>
    </message>
    <message>
        <source>The text in tokens</source>
        <translation>Der Text in Token</translation>
    </message>
    <message>
        <source>The text is empty.</source>
        <translation>Der Text ist leer.</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>perplexity {perplexity}</source>
        <translation>Perplexität {perplexity}</translation>
    </message>
    <message>
        <source>{bits} bits a token</source>
        <translation>{bits} Bit je Token</translation>
    </message>
    <message>
        <source>{count} of {all} tokens read</source>
        <translation>{count} von {all} Token gelesen</translation>
    </message>
    <message>
        <source>{most} characters around the cursor</source>
        <translation>{most} Zeichen um die Schreibmarke</translation>
    </message>
    <message>
        <source>{piece}: token {id}, {percent}, rank {rank}, {bits} bits</source>
        <translation>{piece}: Token {id}, {percent}, Rang {rank}, {bits} Bit</translation>
    </message>
</context>
<context>
    <name>TourBar</name>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>&amp;Done</source>
        <translation>&amp;Fertig</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>&lt;b&gt;Try:&lt;/b&gt; {what}&lt;br&gt;&lt;b&gt;See:&lt;/b&gt; {seen}</source>
        <translation>&lt;b&gt;Tun Sie:&lt;/b&gt; {what}&lt;br&gt;&lt;b&gt;Sehen Sie:&lt;/b&gt; {seen}</translation>
    </message>
    <message>
        <source>E&amp;nd Tour</source>
        <translation>Ru&amp;ndgang beenden</translation>
    </message>
    <message>
        <source>Tour, {number} of {count}: {title}</source>
        <translation>Rundgang, {number} von {count}: {title}</translation>
    </message>
</context>
<context>
    <name>UnknownLanguage</name>
    <message>
        <source>Models…</source>
        <translation>Modelle…</translation>
    </message>
    <message>
        <source>Not Now</source>
        <translation>Jetzt nicht</translation>
    </message>
    <message>
        <source>{model} does not know the language of this text, {language}; {other} does.</source>
        <translation>{model} kann die Sprache dieses Textes nicht ({language}); {other} kann sie.</translation>
    </message>
</context>
<context>
    <name>UpdateBox</name>
    <message>
        <source>&amp;Open Its Page</source>
        <translation>Seite ö&amp;ffnen</translation>
    </message>
    <message>
        <source>Check for Updates</source>
        <translation>Nach Updates suchen</translation>
    </message>
    <message>
        <source>Looking for a newer version …</source>
        <translation>Nach einer neueren Version wird gesucht …</translation>
    </message>
    <message>
        <source>Opens the page of the newer version.</source>
        <translation>Öffnet die Seite der neueren Version.</translation>
    </message>
    <message>
        <source>keyboard {newer} is available; you have {version}.</source>
        <translation>keyboard {newer} ist da; Sie haben {version}.</translation>
    </message>
    <message>
        <source>keyboard {version} is available</source>
        <translation>keyboard {version} ist da</translation>
    </message>
    <message>
        <source>keyboard {version} is the newest version.</source>
        <translation>keyboard {version} ist die neueste Version.</translation>
    </message>
</context>
<context>
    <name>VectorStrip</name>
    <message>
        <source>{title}, number {place}: {value}</source>
        <translation>{title}, Zahl {place}: {value}</translation>
    </message>
    <message>
        <source>{title}: {size} numbers from {least} to {most}, norm {norm}</source>
        <translation>{title}: {size} Zahlen von {least} bis {most}, Norm {norm}</translation>
    </message>
</context>
<context>
    <name>VocabularyDialog</name>
    <message numerus="yes">
        <source>%Ln word(s) are written to {path}.</source>
        <translation>
            <numerusform>%Ln Wort ist in {path} geschrieben.</numerusform>
            <numerusform>%Ln Wörter sind in {path} geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>&amp;Importieren…</translation>
    </message>
    <message>
        <source>&amp;Wipe…</source>
        <translation>&amp;Alles vergessen…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Everything is forgotten.</source>
        <translation>Alles ist vergessen.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Forget all words, and those that are never suggested? This cannot be undone.</source>
        <translation>Alle Wörter vergessen, auch die nie vorgeschlagenen? Das kann nicht rückgängig gemacht werden.</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>No word contains that.</source>
        <translation>Kein Wort enthält das.</translation>
    </message>
    <message>
        <source>Nothing is learnt yet. Write a little.</source>
        <translation>Noch ist nichts gelernt. Schreiben Sie ein wenig.</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search the vocabulary</source>
        <translation>Wortschatz durchsuchen</translation>
    </message>
    <message>
        <source>The words of {path} are added.</source>
        <translation>Die Wörter aus {path} sind hinzugefügt.</translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation>Wortschatz</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Wörter</translation>
    </message>
</context>
<context>
    <name>VocabularyTable</name>
    <message>
        <source>Never suggest</source>
        <translation>Nie vorschlagen</translation>
    </message>
    <message>
        <source>Word</source>
        <translation>Wort</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Geschrieben</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>&amp;Try a Sample Text</source>
        <translation>&amp;Beispieltext ausprobieren</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>Erste Schritte</translation>
    </message>
    <message>
        <source>Start &amp;Writing</source>
        <translation>Los&amp;schreiben</translation>
    </message>
    <message>
        <source>Words can come in other programs too: the help says how, under “In other programs”.</source>
        <translation>Die Wörter kommen auch in anderen Programmen: Die Hilfe sagt wie, unter „In other programs“.</translation>
    </message>
    <message>
        <source>Write, and the bar under the text offers the words that may come next; a click, Tab or Ctrl+1, 2, 3 takes one.
A suggestion is complete with its space, and Undo takes it back.
Words in gray are not in your text: Right takes one of them, and End takes all.
Everything happens on this machine: no text leaves it, and Private Mode learns nothing.</source>
        <translation>Schreiben Sie, und die Leiste unter dem Text bietet an, was folgen könnte; ein Klick, Tab oder Strg+1, 2, 3 übernimmt ein Wort.
Sein Leerzeichen ist schon dabei, und Rückgängig nimmt es zurück.
Graue Wörter stehen nicht in Ihrem Text: Pfeil rechts übernimmt eines, Ende alle.
Kein Text verlässt diesen Rechner, und der private Modus lernt nichts.</translation>
    </message>
</context>
<context>
    <name>WhatIfPage</name>
    <message>
        <source>&amp;Mask tokens</source>
        <translation>&amp;Maskieren</translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation>&amp;Zurücksetzen</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>C&amp;hange the text</source>
        <translation>Text ä&amp;ndern</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Change the copy above; the text itself stays as it is.</source>
        <translation>Ändern Sie die Kopie oben; der Text selbst bleibt, wie er ist.</translation>
    </message>
    <message>
        <source>Copy of the text to change</source>
        <translation>Kopie des Textes zum Ändern</translation>
    </message>
    <message>
        <source>Mask a token with a click or Space: later tokens cannot look at it then.</source>
        <translation>Maskieren Sie ein Token mit einem Klick oder der Leertaste: Kein späteres Token kann es dann ansehen.</translation>
    </message>
    <message>
        <source>Next tokens before and after</source>
        <translation>Nächste Token vorher und nachher</translation>
    </message>
    <message>
        <source>The copy is empty; write something, or take it from the text again with Reset.</source>
        <translation>Die Kopie ist leer; schreiben Sie etwas, oder holen Sie sie mit Zurücksetzen wieder aus dem Text.</translation>
    </message>
    <message>
        <source>Tokens to mask</source>
        <translation>Token zum Maskieren</translation>
    </message>
    <message>
        <source>Unmasks all tokens, and copies the text again.</source>
        <translation>Zeigt wieder alle Token und holt die Kopie neu aus dem Text.</translation>
    </message>
    <message>
        <source>What-if</source>
        <translation>Was wäre, wenn</translation>
    </message>
    <message>
        <source>With the other text</source>
        <translation>Mit dem anderen Text</translation>
    </message>
    <message>
        <source>With {tokens} masked</source>
        <translation>Mit {tokens} maskiert</translation>
    </message>
    <message>
        <source>{what}, the prediction differs by {bits} bits from before (KL divergence).</source>
        <translation>{what}: Die Erwartung ist {bits} Bit von der früheren entfernt (KL-Divergenz).</translation>
    </message>
    <message>
        <source>“{piece}”, masked</source>
        <translation>„{piece}“, maskiert</translation>
    </message>
</context>
<context>
    <name>WordTokensTable</name>
    <message>
        <source>On the buttons</source>
        <translation>Auf den Knöpfen</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Words on the buttons</source>
        <translation>Wörter auf den Knöpfen</translation>
    </message>
</context>
</TS>
