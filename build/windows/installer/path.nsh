; Path adds the folder of the program to PATH ($0 = add) or takes it off ($0 = remove), of the person or of the computer.
; NSIS' own strings end at 1,024 characters and would cut a longer PATH off: it is read, changed and written by calls of
; the system, keeping its type. What cannot be read is not written.
!define ENVIRONMENT_USER "Environment"
!define ENVIRONMENT_MACHINE "SYSTEM\CurrentControlSet\Control\Session Manager\Environment"

!macro PATH_FUNCTION PREFIX
Function ${PREFIX}Path
	${If} $MultiUser.InstallMode == AllUsers
		StrCpy $1 -2147483646 ; HKEY_LOCAL_MACHINE
		StrCpy $2 "${ENVIRONMENT_MACHINE}"
	${Else}
		StrCpy $1 -2147483647 ; HKEY_CURRENT_USER
		StrCpy $2 "${ENVIRONMENT_USER}"
	${EndIf}
	System::Call 'advapi32::RegOpenKeyExW(p r1, w r2, i 0, i 0x2011F, *p .r3) i.r4' ; read, write, the 64-bit view
	${If} $4 != 0
		DetailPrint "PATH: $4"
		Return
	${EndIf}
	StrCpy $5 2 ; REG_EXPAND_SZ, where there is none yet
	StrCpy $6 0 ; bytes
	System::Call 'advapi32::RegQueryValueExW(p r3, w "Path", p 0, *i .r5, p 0, *i .r6) i.r4'
	${If} $4 == 2 ; ERROR_FILE_NOT_FOUND
		StrCpy $5 2
		StrCpy $6 0
	${ElseIf} $4 != 0
		Goto close
	${ElseIf} $5 != 1
	${AndIf} $5 != 2
		Goto close
	${EndIf}

	; $7: ";" PATH ";" and room for the folder, zeros to the end
	IntOp $8 $6 + 8192
	System::Alloc $8
	Pop $7
	${If} $7 == 0
		Goto close
	${EndIf}
	System::Call 'kernel32::lstrcpyW(p r7, w ";")'
	${If} $6 > 0
		IntPtrOp $8 $7 + 2
		System::Call 'advapi32::RegQueryValueExW(p r3, w "Path", p 0, p 0, p r8, *i r6) i.r4'
		${If} $4 != 0
			Goto free
		${EndIf}
	${EndIf}
	System::Call 'kernel32::lstrlenW(p r7) i.r6' ; from here on characters, with the first ";"
	System::Call 'kernel32::lstrcatW(p r7, w ";")'
	System::Call 'shlwapi::StrStrIW(p r7, w ";$INSTDIR;") p.r8'

	${If} $0 == add
		${If} $8 != 0
			Goto free
		${EndIf}
		IntOp $9 $6 - 1
		IntOp $9 $9 * 2
		IntPtrOp $9 $7 + $9
		System::Call '*$9(&i2 .r9)' ; the last character that was there
		${If} $6 == 1
			System::Call 'kernel32::lstrcpyW(p r7, w ";$INSTDIR;")'
		${ElseIf} $9 == 59 ; a PATH that ends with ";" goes on doing so
			IntOp $9 $6 * 2
			IntPtrOp $9 $7 + $9
			System::Call 'kernel32::lstrcpyW(p r9, w "$INSTDIR;;")'
		${Else}
			System::Call 'kernel32::lstrcatW(p r7, w "$INSTDIR;")'
		${EndIf}
	${Else}
		${If} $8 == 0
			Goto free
		${EndIf}
		StrLen $9 "$INSTDIR"
		IntOp $9 $9 + 1
		IntOp $9 $9 * 2
		IntPtrOp $9 $8 + $9 ; the ";" behind the folder takes the place of the one before it
		System::Call 'kernel32::lstrlenW(p r9) i.r6'
		IntOp $6 $6 + 1
		IntOp $6 $6 * 2
		System::Call 'ntdll::RtlMoveMemory(p r8, p r9, p r6)'
	${EndIf}

	; without the two ";" of ours
	System::Call 'kernel32::lstrlenW(p r7) i.r6'
	${If} $6 < 2
		System::Call 'advapi32::RegDeleteValueW(p r3, w "Path") i.r4'
	${Else}
		IntOp $6 $6 - 1
		IntOp $9 $6 * 2
		IntPtrOp $8 $7 + $9
		System::Call '*$8(&i2 0)'
		IntPtrOp $8 $7 + 2
		System::Call 'advapi32::RegSetValueExW(p r3, w "Path", i 0, i r5, p r8, i r9) i.r4'
	${EndIf}
	SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=5000
	free:
	System::Free $7
	close:
	System::Call 'advapi32::RegCloseKey(p r3)'
FunctionEnd
!macroend
!insertmacro PATH_FUNCTION ""
!insertmacro PATH_FUNCTION "un."
