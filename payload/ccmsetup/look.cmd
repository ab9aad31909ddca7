rem What a Windows host says about its Configuration Manager client, typed into a cmd.exe below assignments of site,
rem management_points, http_port, https_port and protocol. Reads only. profile.h has the contract of its lines.
rem
rem Ports: HKLM\SOFTWARE\Microsoft\CCM, HttpPort and HttpsPort (Microsoft's Portswitch.vbs), in the 64-bit view.
set "http="
set "https="
set "agent=absent"
set "installer=idle"
for /f "tokens=3" %a in ('reg query HKLM\SOFTWARE\Microsoft\CCM /v HttpPort /reg:64 2^>nul ^| find "REG_DWORD"') do @set "http=%a"
for /f "tokens=3" %a in ('reg query HKLM\SOFTWARE\Microsoft\CCM /v HttpsPort /reg:64 2^>nul ^| find "REG_DWORD"') do @set "https=%a"
for /f "tokens=3" %a in ('reg query "HKLM\SOFTWARE\Microsoft\SMS\Mobile Client" /v AssignedSiteCode /reg:64 2^>nul ^| find "REG_SZ"') do @echo site=%a
for /f "tokens=3" %a in ('reg query "HKLM\SOFTWARE\Microsoft\SMS\Mobile Client" /v ProductVersion /reg:64 2^>nul ^| find "REG_SZ"') do @echo version=%a
sc query CcmExec >nul 2>nul <nul && set "agent=stopped"
sc query CcmExec 2>nul <nul | find ": 4 " >nul && set "agent=running"
sc query ccmsetup 2>nul <nul | find ": 2 " >nul && set "installer=running"
sc query ccmsetup 2>nul <nul | find ": 4 " >nul && set "installer=running"
schtasks /query /tn "\Microsoft\Configuration Manager\Configuration Manager Client Retry Task" >nul 2>nul <nul && echo retry_task=yes
for %f in (!SystemRoot!\ccmsetup\Logs\ccmsetup.log) do @echo log_bytes=%~zf
if "!agent!"=="absent" (echo installed=no) else (echo installed=yes)
echo http=!http!
echo https=!https!
echo agent=!agent!
echo installer=!installer!
set "old_http=0"
set "old_https=0"
if not "!http!"=="" set /a old_http=!http! >nul
if not "!https!"=="" set /a old_https=!https! >nul
rem curl.exe is a part of Windows since 2018. An answer of the web server is what counts, and over HTTPS an answer at
rem the level of TLS: the management point may want the client's certificate.
if not "!protocol!"=="https" for %m in (!management_points!) do @for %p in (!http_port! !old_http!) do @if not %p==0 curl.exe -s -f -o NUL -m 5 --noproxy * http://%m:%p/sms_mp/.sms_aut?mplist <nul 2>nul && echo try_http=%p 0|| echo try_http=%p !ERRORLEVEL!
if not "!protocol!"=="http" for %m in (!management_points!) do @for %p in (!https_port! !old_https!) do @if not %p==0 curl.exe -s -k -f -o NUL -m 5 --noproxy * https://%m:%p/sms_mp/.sms_aut?mplist <nul 2>nul && echo try_https=%p 0|| echo try_https=%p !ERRORLEVEL!
