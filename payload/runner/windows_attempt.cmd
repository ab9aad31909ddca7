rem What starts an installer on a Windows host, at most once for each attempt. It lies in the attempt's folder, below
rem assignments of directory, attempt, state_id, fence, owner, package and log, and above the lines :verify and :run.
rem Its output is name=value lines up to the first "clientpush-end", and nothing after that.
rem
rem Layout of %directory%, which only administrators may write to:
rem   payload\<package>\     the payload, verified, complete by the move that put it there
rem   incoming\<package>\    the payload on its way
rem   attempts\<id>\         one start of an installer: a script for each try to start it, started\, output, result
rem   fences\<state>         the highest fence seen of each state database, and who had it
rem
rem Whoever works on an attempt does so in its folder, which nobody can rename meanwhile: that tells the living from
rem the dead. It is in there before it looks for others, so of two at least one sees the other. Whoever makes the
rem folder "started" may start the installer: making a folder fails when it is there.
cd /d "%directory%\attempts\%attempt%" || (echo error=cannot-create %directory%\attempts\%attempt%& goto end)
if exist started\ (echo started=before& goto end)
set "staged=%directory%\payload\%package%"
if not exist "%staged%\" set "staged=%directory%\incoming\%package%"
if not exist "%staged%\" (echo error=payload-missing& goto end)
call :verify
if defined wrong (echo error=digest-mismatch %wrong%& goto end)
if not "%staged%"=="%directory%\payload\%package%" move "%staged%" "%directory%\payload\%package%" >nul || (echo error=cannot-create %directory%\payload\%package%& goto end)
set "highest=0"
set "holder=%owner%"
for /f "usebackq tokens=1,2" %%a in ("%directory%\fences\%state_id%") do (set "highest=%%a"& set "holder=%%b")
if %highest% gtr %fence% (echo error=fenced %highest%& goto end)
if %highest%==%fence% if not "%holder%"=="%owner%" (echo error=fenced %highest%& goto end)
for /d %%d in ("%directory%\attempts\*") do if not "%%~nxd"=="%attempt%" ren "%%d" "%%~nxd" 2>nul || (echo error=busy %%~nxd& goto end)
>"%directory%\fences\%state_id%.new" echo %fence% %owner%|| (echo error=disk-full& goto end)
move /y "%directory%\fences\%state_id%.new" "%directory%\fences\%state_id%" >nul || (echo error=disk-full& goto end)
set "ends=0"
if not "%log%"=="" call :count
mkdir started 2>nul || (echo started=before& goto end)
>started\ends echo ends_before=%ends%
reg add HKLM\HARDWARE\DESCRIPTION\System /v clientpush-%attempt% /d 1 /f >nul 2>nul <nul
echo started=yes
echo finished=yes
echo clientpush-end %nonce%
call :run >output 2>&1 <nul
set "code=%ERRORLEVEL%"
>result.new echo launched=%code%
move /y result.new result >nul
exit /b 0
:end
echo finished=yes
echo clientpush-end %nonce%
exit /b 1
:hash
certutil -hashfile "%staged%\%1" SHA256 <nul 2>nul | findstr /i /c:"%2" >nul || set "wrong=%1"
exit /b 0
