; Pairing links work from the installation on, also a silent one; the app writes the same when it starts.
!macro customInstall
  WriteRegStr HKCU "Software\Classes\ringside" "" "URL:ringside"
  WriteRegStr HKCU "Software\Classes\ringside" "URL Protocol" ""
  WriteRegStr HKCU "Software\Classes\ringside\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "--" "%1"'
!macroend

; What the app has written for this user goes with it, but not when an update takes the old version's place.
; The name of the entry is the app's id: see setAppUserModelId in src-main/main.ts.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "com.ringside.app"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "com.ringside.app"
    DeleteRegKey HKCU "Software\Classes\ringside"
  ${endIf}
!macroend
