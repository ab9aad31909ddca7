rem After an installation that went well: the task that an earlier, failed one left behind holds its command line, and with
rem that the old ports. Old versions let it install again every few hours (Microsoft, "Configuration Manager clients reinstall
rem every five hours").
schtasks /delete /tn "\Microsoft\Configuration Manager\Configuration Manager Client Retry Task" /f >nul 2>nul <nul
