#!/bin/sh
# One request of an SSH client to a host that looks like Windows: files, or a command for Wine's cmd.exe.
case $SSH_ORIGINAL_COMMAND in
    sftp) exec env -i PATH=/usr/bin:/bin WINDOWS_DRIVE=/windows/drive_c LD_PRELOAD=/opt/windows/drive.so /usr/lib/openssh/sftp-server ;;
esac
cd /windows/drive_c/users/windows || exit 255
errors=$(mktemp -u /tmp/errors.XXXXXXXX)
mkfifo -m 600 "$errors"
cat "$errors" >&2 &
relay=$!
env -i PATH=/usr/bin:/bin HOME=/opt/windows/home USER=windows LANG=C.UTF-8 WINEPREFIX=/windows WINEARCH=win64 WINEDEBUG=-all \
    WINEDLLOVERRIDES='mscoree=;mshtml=;certutil.exe,curl.exe,schtasks.exe=n' SESSION_COMMAND="$SSH_ORIGINAL_COMMAND" \
    SESSION_ERRORS="\\\\?\\unix\\tmp\\${errors##*/}" wine 'C:\windows\session.exe' 2> /dev/null
code=$?
: 9<> "$errors"
wait $relay
rm -f "$errors"
exit $code
