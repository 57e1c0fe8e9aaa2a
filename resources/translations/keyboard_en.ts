<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>CountsLabel</name>
    <message numerus="yes">
        <source>%Ln character(s)</source>
        <translation>
            <numerusform>%Ln character</numerusform>
            <numerusform>%Ln characters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln word(s)</source>
        <translation>
            <numerusform>%Ln word</numerusform>
            <numerusform>%Ln words</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message numerus="yes">
        <source>%Ln match(es)</source>
        <translation>
            <numerusform>%Ln match</numerusform>
            <numerusform>%Ln matches</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InSection</name>
    <message numerus="yes">
        <source>%Ln block(s) before this one have added to it.</source>
        <translation>
            <numerusform>%Ln block before this one has added to it.</numerusform>
            <numerusform>%Ln blocks before this one have added to it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PredictionsPage</name>
    <message numerus="yes">
        <source>%Ln token(s) evaluated</source>
        <translation>
            <numerusform>%Ln token evaluated</numerusform>
            <numerusform>%Ln tokens evaluated</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecoveredTexts</name>
    <message numerus="yes">
        <source>%Ln text(s) not saved are waiting.</source>
        <translation>
            <numerusform>%Ln text not saved is waiting.</numerusform>
            <numerusform>%Ln texts not saved are waiting.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecoveryQuestion</name>
    <message numerus="yes">
        <source>Discard %Ln text(s)? This cannot be undone.</source>
        <translation>
            <numerusform>Discard %Ln text? This cannot be undone.</numerusform>
            <numerusform>Discard %Ln texts? This cannot be undone.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ScoreSection</name>
    <message numerus="yes">
        <source>%Ln later token(s) are masked: −∞.</source>
        <translation>
            <numerusform>%Ln later token is masked: −∞.</numerusform>
            <numerusform>%Ln later tokens are masked: −∞.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TokensPage</name>
    <message numerus="yes">
        <source>%Ln token(s)</source>
        <translation>
            <numerusform>%Ln token</numerusform>
            <numerusform>%Ln tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VocabularyDialog</name>
    <message numerus="yes">
        <source>%Ln word(s) are written to {path}.</source>
        <translation>
            <numerusform>%Ln word is written to {path}.</numerusform>
            <numerusform>%Ln words are written to {path}.</numerusform>
        </translation>
    </message>
</context>
</TS>
