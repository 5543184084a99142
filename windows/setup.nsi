; The setup: for one person, without an administrator; ledgers, settings and backups are never touched.
Unicode true
Target amd64-unicode
!include MUI2.nsh
!include WinVer.nsh
!include FileFunc.nsh

!define APP "Sổ Kế hoạch"
!define SETTINGS "Software\SoKeHoach"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\SoKeHoach"
!define FIRST_BUILD 17763 ; Windows 10, version 1809: what Qt needs
!define TOO_OLD 3         ; exit codes, for whoever installs on many computers
!define RUNNING 4

Name "${APP}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\SoKeHoach"
InstallDirRegKey HKCU "${SETTINGS}" "dir"
SetCompressor /SOLID lzma
SetCompressorDictSize 64
SetDateSave off ; else the setup would hold when its pictures were checked out
ManifestDPIAware true
ManifestSupportedOS Win10
BrandingText "${APP} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 "ProductName" "${APP}"
VIAddVersionKey /LANG=0 "FileDescription" "${APP}"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "LegalCopyright" "Apache-2.0"

!define MUI_ICON "${SOURCE}/launcher/sokehoach.ico"
!define MUI_UNICON "${SOURCE}/launcher/sokehoach.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\runtime\pythonw.exe"
!define MUI_FINISHPAGE_RUN_PARAMETERS "-X utf8 -m desktop_app"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SOURCE}/launcher/side.bmp"
!define MUI_WELCOMEPAGE_TITLE "Cài đặt ${APP} ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "Chương trình được cài cho riêng tài khoản đang dùng máy, không cần quyền quản trị và không cần mạng.\
$\r$\n$\r$\nNếu máy đã có bản cũ, bản mới sẽ thay bản cũ. Sổ, cài đặt và bản sao lưu giữ nguyên.\
$\r$\n$\r$\nBấm Tiến để tiếp tục."
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Vietnamese"

; Python's library can't be opened for writing while the program runs
!macro REFUSE_RUNNING
  again:
  ${If} ${FileExists} "$INSTDIR\runtime\python311.dll"
    ClearErrors
    FileOpen $0 "$INSTDIR\runtime\python311.dll" a
    ${If} ${Errors}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION \
        "${APP} đang mở. Hãy đóng chương trình rồi bấm Thử lại." /SD IDCANCEL IDRETRY again
      SetErrorLevel ${RUNNING}
      Abort
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

!macro REMOVE_PROGRAM
  RMDir /r "$INSTDIR\runtime"
  RMDir /r "$INSTDIR\lib"
  RMDir /r "$INSTDIR\app"
!macroend

Function .onInit
  ${IfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} ${FIRST_BUILD}
    MessageBox MB_ICONSTOP "${APP} cần Windows 10 bản 1809 trở lên, hoặc Windows 11." /SD IDOK
    SetErrorLevel ${TOO_OLD}
    Abort
  ${EndIf}
FunctionEnd

Section
  !insertmacro REFUSE_RUNNING
  !insertmacro REMOVE_PROGRAM
  !include "${FILES}"
  SetShellVarContext current
  SetOutPath "$DOCUMENTS" ; where the program starts
  CreateShortcut "$SMPROGRAMS\${APP}.lnk" "$INSTDIR\runtime\pythonw.exe" "-X utf8 -m desktop_app" "$INSTDIR\SoKeHoach.exe"
  CreateShortcut "$DESKTOP\${APP}.lnk" "$INSTDIR\runtime\pythonw.exe" "-X utf8 -m desktop_app" "$INSTDIR\SoKeHoach.exe"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${SETTINGS}" "dir" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${APP}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\SoKeHoach.exe"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
SectionEnd

Section Uninstall
  !insertmacro REFUSE_RUNNING
  !insertmacro REMOVE_PROGRAM
  SetShellVarContext current
  Delete "$SMPROGRAMS\${APP}.lnk"
  Delete "$DESKTOP\${APP}.lnk"
  Delete "$INSTDIR\SoKeHoach.exe"
  Delete "$INSTDIR\sokehoach.cmd"
  Delete "$INSTDIR\LICENSE"
  Delete "$INSTDIR\NOTICE"
  Delete "$INSTDIR\HUONG-DAN.pdf"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; only where nothing of a person lies in it
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "${SETTINGS}"
SectionEnd
