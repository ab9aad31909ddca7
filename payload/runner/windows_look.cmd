rem What clientpush asks a Windows host first. It is typed into a cmd.exe with delayed expansion, below assignments of
rem directory, package, attempt and log: so one line each, %a for the variable of a loop, and no labels. It changes
rem nothing (a folder that is renamed to its own name stays as it is; the host refuses while somebody works in it).
rem All output is name=value lines.
for /f "tokens=3" %a in ('reg query HKLM\SOFTWARE\Microsoft\Cryptography /v MachineGuid /reg:64 2^>nul ^| find "REG_SZ"') do @echo machine_id=%a
echo boot_id=!COMPUTERNAME!
for /f "tokens=2,*" %a in ('reg query HKLM\SOFTWARE\OpenSSH /v DefaultShell /reg:64 2^>nul ^| find "REG_SZ"') do @echo default_shell=%b
echo architecture=!PROCESSOR_ARCHITECTURE!
reg query HKU\S-1-5-19 >nul 2>nul <nul && echo elevated=yes|| echo elevated=no
for %t in (certutil.exe findstr.exe reg.exe sc.exe) do @if "%~$PATH:t"=="" echo missing=%t
for /f "delims=" %a in ('dir /-c !SystemDrive!\ 2^>nul') do @set "last=%a"
echo free=!last!
reg query "HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\RebootPending" >nul 2>nul <nul && echo reboot_pending=yes
if not "!package!"=="" if exist "!directory!\payload\!package!\" echo staged=yes
if not "!package!"=="" for %f in ("!directory!\incoming\!package!\*") do @echo part=%~zf %~nxf
for /d %d in ("!directory!\attempts\*") do @ren "%d" "%~nxd" 2>nul || echo held=%~nxd
if not "!attempt!"=="" if exist "!directory!\attempts\!attempt!\started\" echo started=yes
if not "!attempt!"=="" type "!directory!\attempts\!attempt!\result" "!directory!\attempts\!attempt!\started\ends" 2>nul
if not "!attempt!"=="" reg query HKLM\HARDWARE\DESCRIPTION\System /v clientpush-!attempt! >nul 2>nul <nul && echo since_boot=yes
