; The installer for Windows, made on Linux: build/windows/package.sh says with what.
;   /S silent   /CurrentUser or /AllUsers   /CLI the command line on PATH   /DESKTOP an icon on the desktop   /D=FOLDER last
; The uninstaller takes /S and /DELETEDATA.
;
; For one person or for all of the computer, in one installer: whoever may not change the computer installs for themselves.
; Nothing is taken from other programs: CSV files keep what opens them, Carteira is offered beside it (OpenWithProgids and
; the capabilities that Windows' settings show). Uninstalling removes what is listed here by name and never a folder as a whole.
Unicode true
Target amd64-unicode
SetCompressor zlib ; lzma saves a fifth and takes ten times as long
ManifestDPIAware true

!define NAME Carteira
!define OWN "Software\Carteira"
!define PROGID "Carteira.Import.1"
!define CLASSES "Software\Classes"
!define APPLICATION "${CLASSES}\Applications\Carteira.exe"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Carteira"
!define APP_PATHS "Software\Microsoft\Windows\CurrentVersion\App Paths\Carteira.exe"
!define WEBVIEW2 "Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"

Name "${NAME}"
; What NSIS says by itself in Portuguese calls it "o Carteira".
Caption "$(SETUP_CAPTION)"
UninstallCaption "$(REMOVE_CAPTION)"
OutFile "${OUT}"
!ifdef SIGN
	!uninstfinalize '"${SIGN}" "%1"' = 0
!endif
BrandingText "Carteira ${VERSION}"
VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey ProductName "${NAME}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "Carteira"
VIAddVersionKey CompanyName "Carteira"
VIAddVersionKey LegalCopyright "Carteira"

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_INSTDIR "${NAME}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${OWN}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME InstallFolder
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${OWN}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME InstallFolder
!define MULTIUSER_INIT_TEXT_ALLUSERSNOTPOSSIBLE "$(TEXT_NOT_ALLOWED)"

!include MultiUser.nsh
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include Sections.nsh
!include WinVer.nsh
!include path.nsh
!include association.nsh

!define MUI_ICON "..\icon.ico"
!define MUI_UNICON "..\icon.ico"
!define MUI_ABORTWARNING
!define MUI_ABORTWARNING_TEXT "$(SETUP_LEAVE)"
!define MUI_FINISHPAGE_NOAUTOCLOSE
!define MUI_COMPONENTSPAGE_SMALLDESC
!define MUI_WELCOMEFINISHPAGE_BITMAP "wizard.bmp"
!define MUI_FINISHPAGE_TITLE "$(FINISH_TITLE)"
!define MUI_FINISHPAGE_TEXT "$(FINISH_TEXT)"
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_TEXT "$(FINISH_RUN)"
!define MUI_FINISHPAGE_RUN_FUNCTION Open

!define MUI_PAGE_HEADER_SUBTEXT "$(MODE_SUBTEXT)"
!define MULTIUSER_INSTALLMODEPAGE_TEXT_TOP "$(MODE_TEXT)"
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!define MUI_PAGE_HEADER_SUBTEXT " "
!insertmacro MUI_PAGE_COMPONENTS
!define MUI_PAGE_HEADER_SUBTEXT "$(SETUP_WAIT)"
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!define MUI_PAGE_HEADER_SUBTEXT "$(REMOVE_WHAT)"
!insertmacro MUI_UNPAGE_COMPONENTS
!define MUI_PAGE_HEADER_SUBTEXT "$(REMOVE_WAIT)"
!insertmacro MUI_UNPAGE_INSTFILES

!insertmacro MUI_LANGUAGE English ; for whoever speaks neither
!insertmacro MUI_LANGUAGE PortugueseBR
!include texts.nsh

; Closed waits until nothing runs out of the folder. A silent run ends with status 32 instead.
!macro CLOSED PREFIX
Function ${PREFIX}Closed
	again:
	StrCpy $1 "Carteira.exe"
	Call ${PREFIX}Free
	${If} $0 == yes
		StrCpy $1 "carteira-cli.exe"
		Call ${PREFIX}Free
	${EndIf}
	${If} $0 == no
		MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(TEXT_OPEN)" /SD IDCANCEL IDRETRY again
		SetErrorLevel 32
		Quit
	${EndIf}
FunctionEnd

; Free: $0 = yes when nobody has the program $1 open.
Function ${PREFIX}Free
	StrCpy $0 yes
	${If} ${FileExists} "$INSTDIR\$1"
		ClearErrors
		FileOpen $2 "$INSTDIR\$1" a
		${If} ${Errors}
			StrCpy $0 no
		${Else}
			FileClose $2
		${EndIf}
	${EndIf}
FunctionEnd
!macroend
!insertmacro CLOSED ""
!insertmacro CLOSED "un."

Section "!Carteira" SectionProgram
	SectionIn RO
	Call Closed
	SetOutPath "$INSTDIR"
	File "${BIN}\Carteira.exe"
	File "${BIN}\carteira-cli.exe"
	File "/oname=third-party.txt" "${NOTICES}"
	WriteUninstaller "$INSTDIR\uninstall.exe"
	CreateShortcut "$SMPROGRAMS\Carteira.lnk" "$INSTDIR\Carteira.exe"

	WriteRegStr SHCTX "${OWN}" InstallFolder "$INSTDIR"
	WriteRegStr SHCTX "${APP_PATHS}" "" "$INSTDIR\Carteira.exe"
	WriteRegStr SHCTX "${UNINSTALL}" DisplayName "${NAME}"
	WriteRegStr SHCTX "${UNINSTALL}" DisplayVersion "${VERSION}"
	WriteRegStr SHCTX "${UNINSTALL}" DisplayIcon '"$INSTDIR\Carteira.exe"'
	WriteRegStr SHCTX "${UNINSTALL}" Publisher "Carteira"
	WriteRegStr SHCTX "${UNINSTALL}" InstallLocation "$INSTDIR"
	WriteRegStr SHCTX "${UNINSTALL}" UninstallString '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
	WriteRegStr SHCTX "${UNINSTALL}" QuietUninstallString '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
	WriteRegDWORD SHCTX "${UNINSTALL}" NoModify 1
	WriteRegDWORD SHCTX "${UNINSTALL}" NoRepair 1
	${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
	WriteRegDWORD SHCTX "${UNINSTALL}" EstimatedSize $0
SectionEnd

Section "$(TEXT_FILES)" SectionFiles
	!insertmacro OFFER
SectionEnd

Section /o "$(TEXT_PATH)" SectionPath
	StrCpy $0 add
	Call Path
	WriteRegDWORD SHCTX "${OWN}" CommandLine 1
SectionEnd

Section /o "$(TEXT_DESKTOP)" SectionDesktop
	CreateShortcut "$DESKTOP\Carteira.lnk" "$INSTDIR\Carteira.exe"
SectionEnd

; The window is drawn by WebView2, which Windows 11 and an up-to-date Windows 10 have.
Section -WebView2
	ReadRegStr $0 HKLM "SOFTWARE\WOW6432Node\${WEBVIEW2}" pv
	${If} $0 == ""
	${OrIf} $0 == "0.0.0.0"
		ReadRegStr $0 HKCU "Software\${WEBVIEW2}" pv
	${EndIf}
	${If} $0 == ""
	${OrIf} $0 == "0.0.0.0"
		DetailPrint "$(TEXT_WEBVIEW2)"
		InitPluginsDir
		File "/oname=$PLUGINSDIR\webview2.exe" "${BOOTSTRAPPER}"
		ClearErrors
		ExecWait '"$PLUGINSDIR\webview2.exe" /silent /install' $0
		${If} ${Errors}
		${OrIf} $0 != 0
			MessageBox MB_OK|MB_ICONINFORMATION "$(TEXT_NO_WEBVIEW2)" /SD IDOK
		${EndIf}
	${EndIf}
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
	!insertmacro MUI_DESCRIPTION_TEXT ${SectionProgram} "$(ABOUT_PROGRAM)"
	!insertmacro MUI_DESCRIPTION_TEXT ${SectionFiles} "$(ABOUT_FILES)"
	!insertmacro MUI_DESCRIPTION_TEXT ${SectionPath} "$(ABOUT_PATH)"
	!insertmacro MUI_DESCRIPTION_TEXT ${SectionDesktop} "$(ABOUT_DESKTOP)"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

Function .onInit
	SetRegView 64
	${IfNot} ${AtLeastWin10}
		MessageBox MB_OK|MB_ICONSTOP "$(TEXT_OLD_WINDOWS)" /SD IDOK
		SetErrorLevel 64
		Quit
	${EndIf}
	${GetParameters} $R0
	${If} ${Silent} ; MultiUser.nsh would ask aloud
		ClearErrors
		${GetOptions} $R0 "/AllUsers" $0
		${IfNot} ${Errors}
			UserInfo::GetAccountType
			Pop $0
			${If} $0 != Admin
				SetErrorLevel 5
				Quit
			${EndIf}
		${EndIf}
	${EndIf}
	StrCpy $R1 $INSTDIR ; of /D=
	!insertmacro MULTIUSER_INIT
	${If} $R1 != ""
		StrCpy $INSTDIR $R1
	${EndIf}
	ClearErrors
	${GetOptions} $R0 "/CLI" $0
	${IfNot} ${Errors}
		!insertmacro SelectSection ${SectionPath}
	${EndIf}
	ReadRegDWORD $0 SHCTX "${OWN}" CommandLine ; as it was chosen before
	${If} $0 == 1
		!insertmacro SelectSection ${SectionPath}
	${EndIf}
	ClearErrors
	${GetOptions} $R0 "/DESKTOP" $0
	${IfNot} ${Errors}
		!insertmacro SelectSection ${SectionDesktop}
	${EndIf}
FunctionEnd

; Open starts the window as the person, not as the administrator that the installer may be.
Function Open
	Exec '"$WINDIR\explorer.exe" "$INSTDIR\Carteira.exe"'
FunctionEnd

Section "!un.Carteira"
	SectionIn RO
	Call un.Closed
	!insertmacro WITHDRAW
	StrCpy $0 remove
	Call un.Path
	Delete "$SMPROGRAMS\Carteira.lnk"
	Delete "$DESKTOP\Carteira.lnk"
	DeleteRegKey SHCTX "${APP_PATHS}"
	DeleteRegKey SHCTX "${UNINSTALL}"
	DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "Carteira" ; starting with the session
	DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "Carteira"
	DeleteRegValue SHCTX "${OWN}" InstallFolder
	DeleteRegValue SHCTX "${OWN}" CommandLine
	DeleteRegKey /ifempty SHCTX "${OWN}"
	Delete "$INSTDIR\Carteira.exe"
	Delete "$INSTDIR\carteira-cli.exe"
	Delete "$INSTDIR\third-party.txt"
	Delete "$INSTDIR\uninstall.exe"
	SetOutPath "$TEMP" ; the folder is not in use any more
	RMDir "$INSTDIR"
SectionEnd

; Only when asked for, and only of whoever uninstalls.
Section /o "un.$(TEXT_DATA)" SectionData
	SetShellVarContext current
	${If} ${FileExists} "$APPDATA\Carteira\carteira.db"
		RMDir /r "$APPDATA\Carteira"
	${EndIf}
	RMDir /r "$APPDATA\Carteira.exe" ; what WebView2 remembers of the page
SectionEnd

!insertmacro MUI_UNFUNCTION_DESCRIPTION_BEGIN
	!insertmacro MUI_DESCRIPTION_TEXT ${SectionData} "$(ABOUT_DATA)"
!insertmacro MUI_UNFUNCTION_DESCRIPTION_END

Function un.onInit
	SetRegView 64
	StrCpy $R1 $INSTDIR
	!insertmacro MULTIUSER_UNINIT
	; Whose installation it is follows from where it lies, whatever the command line says.
	ReadRegStr $0 HKLM "${OWN}" InstallFolder
	${If} $0 == $R1
		Call un.MultiUser.InstallMode.AllUsers
		${If} $MultiUser.InstallMode != AllUsers
			MessageBox MB_OK|MB_ICONSTOP "$(TEXT_NOT_ALLOWED)" /SD IDOK
			SetErrorLevel 5
			Quit
		${EndIf}
	${Else}
		Call un.MultiUser.InstallMode.CurrentUser
	${EndIf}
	StrCpy $INSTDIR $R1
	${un.GetParameters} $R0
	ClearErrors
	${un.GetOptions} $R0 "/DELETEDATA" $0
	${IfNot} ${Errors}
		!insertmacro SelectSection ${SectionData}
	${EndIf}
FunctionEnd
