; Carteira among the programs that open CSV, TSV, TXT, XLSX and JSON files. OFFER adds it, WITHDRAW takes it away; whatever opens them
; by default is never read or written.
!macro OFFER_FOR EXTENSION
	WriteRegStr SHCTX "${CLASSES}\${EXTENSION}\OpenWithProgids" "${PROGID}" ""
	WriteRegStr SHCTX "${APPLICATION}\SupportedTypes" "${EXTENSION}" ""
!macroend

!macro OFFER
	WriteRegStr SHCTX "${CLASSES}\${PROGID}" "" "$(TEXT_TYPE)"
	WriteRegStr SHCTX "${CLASSES}\${PROGID}" FriendlyTypeName "$(TEXT_TYPE)"
	WriteRegStr SHCTX "${CLASSES}\${PROGID}\DefaultIcon" "" '"$INSTDIR\Carteira.exe",0'
	WriteRegStr SHCTX "${CLASSES}\${PROGID}\shell\open" FriendlyAppName "${NAME}"
	WriteRegStr SHCTX "${CLASSES}\${PROGID}\shell\open\command" "" '"$INSTDIR\Carteira.exe" "%1"'
	WriteRegStr SHCTX "${APPLICATION}" FriendlyAppName "${NAME}"
	WriteRegStr SHCTX "${APPLICATION}\shell\open\command" "" '"$INSTDIR\Carteira.exe" "%1"'
	!insertmacro OFFER_FOR .csv
	!insertmacro OFFER_FOR .tsv
	!insertmacro OFFER_FOR .txt
	!insertmacro OFFER_FOR .xlsx
	!insertmacro OFFER_FOR .json
	; Windows' settings list it for CSV alone: the rest is other programs' business, "open with" reaches us.
	WriteRegStr SHCTX "${OWN}\Capabilities" ApplicationName "${NAME}"
	WriteRegStr SHCTX "${OWN}\Capabilities" ApplicationDescription "$(ABOUT_PROGRAM)"
	WriteRegStr SHCTX "${OWN}\Capabilities\FileAssociations" .csv "${PROGID}"
	WriteRegStr SHCTX "Software\RegisteredApplications" "${NAME}" "${OWN}\Capabilities"
	!insertmacro TELL_EXPLORER
!macroend

; The keys of a file type may hold what others wrote: they go only when nothing is left in them.
!macro WITHDRAW_FROM EXTENSION
	DeleteRegValue SHCTX "${CLASSES}\${EXTENSION}\OpenWithProgids" "${PROGID}"
	DeleteRegKey /ifempty SHCTX "${CLASSES}\${EXTENSION}\OpenWithProgids"
	DeleteRegKey /ifempty SHCTX "${CLASSES}\${EXTENSION}"
!macroend

!macro WITHDRAW
	!insertmacro WITHDRAW_FROM .csv
	!insertmacro WITHDRAW_FROM .tsv
	!insertmacro WITHDRAW_FROM .txt
	!insertmacro WITHDRAW_FROM .xlsx
	!insertmacro WITHDRAW_FROM .json
	DeleteRegKey SHCTX "${CLASSES}\${PROGID}"
	DeleteRegKey SHCTX "${APPLICATION}"
	DeleteRegKey /ifempty SHCTX "${CLASSES}\Applications"
	DeleteRegValue SHCTX "Software\RegisteredApplications" "${NAME}"
	DeleteRegKey SHCTX "${OWN}\Capabilities"
	!insertmacro TELL_EXPLORER
!macroend

!macro TELL_EXPLORER ; SHCNE_ASSOCCHANGED
	System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend
