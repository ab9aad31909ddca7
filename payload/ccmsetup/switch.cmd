@echo off
rem switch.cmd HTTP-PORT HTTPS-PORT: sets the ports of an installed Configuration Manager client and restarts its agent.
rem Both ports or none; the agent is started again whatever happened. Ends with 0 when the agent runs on the new ports,
rem 2 for no healthy client, 3 when the registry cannot be written, 4 and 5 for an agent that does not stop or start.
setlocal enableextensions
set "key=HKLM\SOFTWARE\Microsoft\CCM"
if "%~2"=="" (echo Usage: switch.cmd HTTP-PORT HTTPS-PORT& exit /b 2)
set "http="
set "https="
for /f "tokens=3" %%a in ('reg query %key% /v HttpPort /reg:64 2^>nul ^| find "REG_DWORD"') do set "http=%%a"
for /f "tokens=3" %%a in ('reg query %key% /v HttpsPort /reg:64 2^>nul ^| find "REG_DWORD"') do set "https=%%a"
if not defined http (echo There is no HttpPort in %key%: no client is installed.& exit /b 2)
if not defined https (echo There is no HttpsPort in %key%: no client is installed.& exit /b 2)
sc query CcmExec >nul 2>nul <nul || (echo There is no service CcmExec: no client is installed.& exit /b 2)
set /a old_http=%http%, old_https=%https%
echo Old ports: HTTP %old_http%, HTTPS %old_https%. New ports: HTTP %1, HTTPS %2.
reg add %key% /v HttpsPort /t REG_DWORD /d %2 /f /reg:64 >nul <nul || (echo Cannot write HttpsPort.& exit /b 3)
reg add %key% /v HttpPort /t REG_DWORD /d %1 /f /reg:64 >nul <nul && goto restart
echo Cannot write HttpPort: the old ports are put back.
reg add %key% /v HttpsPort /t REG_DWORD /d %old_https% /f /reg:64 >nul <nul
exit /b 3

:restart
sc stop CcmExec >nul 2>nul <nul
set "tries=0"
:stopping
sc query CcmExec 2>nul <nul | find ": 1 " >nul && goto start
set /a tries+=1
if %tries% geq 600 (echo The agent does not stop.& set "failure=4"& goto start)
ping -n 2 127.0.0.1 >nul 2>nul <nul
goto stopping

:start
set "tries=0"
:starting
sc query CcmExec 2>nul <nul | find ": 4 " >nul && goto running
sc start CcmExec >nul 2>nul <nul
set /a tries+=1
if %tries% geq 60 (echo The agent does not start.& exit /b 5)
ping -n 2 127.0.0.1 >nul 2>nul <nul
goto starting

:running
if defined failure exit /b %failure%
echo The agent was restarted.
exit /b 0
