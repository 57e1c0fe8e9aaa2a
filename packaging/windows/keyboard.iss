; The installer for Windows, of dist\keyboard: `iscc /DVersion=0.1.0 /DSuffix= packaging\windows\keyboard.iss` (Inno Setup 6).
;
; It installs for the user who runs it, without an administrator's leave, over an older version where there is one. Removing the
; program leaves what the user has made: settings, vocabulary, models and texts lie in the user's own folders.

#ifndef Version
  #error Say the version: /DVersion=0.1.0
#endif
#ifndef Suffix
  #define Suffix ""
#endif
#define Root "..\.."

[Setup]
; The same for all versions: it is how one is known to be an upgrade of another.
AppId={{6E0B5A0B-3C0E-4F55-9B0C-7D1A5C2F9E41}
AppName=keyboard
AppVersion={#Version}
AppVerName=keyboard {#Version}
VersionInfoVersion={#Version}
DefaultDirName={autopf}\keyboard
DefaultGroupName=keyboard
DisableProgramGroupPage=yes
DisableDirPage=auto
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=commandline dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
OutputDir={#Root}\dist
OutputBaseFilename=keyboard-{#Version}{#Suffix}-setup
SetupIconFile={#Root}\build\keyboard.ico
UninstallDisplayIcon={app}\keyboardw.exe
UninstallDisplayName=keyboard {#Version}
LicenseFile={#Root}\LICENSE
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ChangesAssociations=yes
CloseApplications=yes
RestartApplications=no

[Languages]
Name: "english"; MessagesFile: "compiler:Default.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"; Flags: unchecked
Name: "openwith"; Description: "Offer keyboard in ""Open with"" for .txt and .md files"

[InstallDelete]
; What an older version had and this one has not would otherwise stay; nothing of the user's is in there.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Root}\dist\keyboard\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\keyboard"; Filename: "{app}\keyboardw.exe"; Comment: "Write with suggested words"
Name: "{autodesktop}\keyboard"; Filename: "{app}\keyboardw.exe"; Tasks: desktopicon

[Registry]
; HKA is the user's part of the registry, or the machine's where the program is installed for all users.
Root: HKA; Subkey: "Software\Classes\keyboard.text"; ValueType: string; ValueData: "Text document"; Flags: uninsdeletekey; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\keyboard.text\DefaultIcon"; ValueType: string; ValueData: "{app}\keyboardw.exe,0"; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\keyboard.text\shell\open\command"; ValueType: string; ValueData: """{app}\keyboardw.exe"" edit ""%1"""; Tasks: openwith
; Offered beside the program that opens these files now, which is not changed.
Root: HKA; Subkey: "Software\Classes\.txt\OpenWithProgids"; ValueType: string; ValueName: "keyboard.text"; ValueData: ""; Flags: uninsdeletevalue; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\.md\OpenWithProgids"; ValueType: string; ValueName: "keyboard.text"; ValueData: ""; Flags: uninsdeletevalue; Tasks: openwith

[Run]
Filename: "{app}\keyboardw.exe"; Description: "{cm:LaunchProgram,keyboard}"; Flags: nowait postinstall skipifsilent

[UninstallDelete]
; Python's and Qt's leftovers in the program's own folder alone.
Type: filesandordirs; Name: "{app}\_internal"
