#!/usr/bin/env bash
# Hosts that look like Windows with OpenSSH: a real sshd in front of Wine. As root.
#   target.sh prepare FOLDER            makes in FOLDER what hosts are made of: a Debian 13 with Wine 10 (Wine 8 of
#                                       Debian 12 runs both sides of && and ||), our stand-ins, a drive C: to copy
#   target.sh host FOLDER HOST ADDRESS PORT
#                                       runs one host in the foreground, with its files in the folder HOST (made when
#                                       it is not there): HOST/drive_c, HOST/log. authorized_keys and host_key are
#                                       the caller's. It says "up" once sshd listens, and ends with this process.
# Everything of a host runs as a user of its own in namespaces of its own: Wine lets its programs see all files that
# its user sees, and leaves processes behind.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
user=47231

# in_tree FOLDER HOST COMMAND...: becomes that command, as that user in the Debian 13, where HOST is /windows.
in_tree() {
    local tree=$1/tree host=$2
    shift 2
    # shellcheck disable=SC2016  # the inner shell's variables
    exec unshare --mount --uts --pid --fork --kill-child --mount-proc="$tree/proc" --propagation private bash -c '
        tree=$0 host=$1 user=$2
        shift 2
        hostname "WS-$(basename "$host" | tr -dc "[:alnum:]" | tail -c 9)"
        mount --rbind /dev "$tree/dev" && mount --bind "$host" "$tree/windows" && mount -t tmpfs tmpfs "$tree/tmp"
        exec chroot --userspec="$user:$user" "$tree" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/opt/windows/home \
            USER=windows LANG=C.UTF-8 WINEPREFIX=/windows WINEARCH=win64 WINEDEBUG=-all \
            WINEDLLOVERRIDES="mscoree=;mshtml=;certutil.exe,curl.exe,schtasks.exe=n" "$@"
    ' "$tree" "$host" "$user" "$@"
}

make_tree() {
    local mirror
    # shellcheck disable=SC2016  # apt's variable
    mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -m1 '/debian/*$')
    rm -rf "$1/tree"
    mmdebstrap --quiet --variant=apt --mode=root --components=main \
        --include=wine,wine64,openssh-server,openssh-sftp-server trixie "$1/tree" "$mirror"
    echo "windows:x:$user:$user::/opt/windows/home:/bin/sh" >> "$1/tree/etc/passwd"
    echo "windows:*:20000:0:99999:7:::" >> "$1/tree/etc/shadow"
    install -d -o "$user" "$1/tree/windows" "$1/tree/opt/windows/home"
}

compile() {
    local program
    for program in session ccmsetup tools; do
        x86_64-w64-mingw32-g++ -std=c++17 -O1 -s -static "$here/$program.cpp" -o "$1/$program.exe" \
            -lshell32 -ladvapi32 -lws2_32 -lbcrypt
    done
    gcc -O1 -shared -fPIC "$here/drive.c" -o "$1/tree/opt/windows/drive.so" -ldl
    install -m 755 "$here/session.sh" "$1/tree/opt/windows/session.sh"
}

# Wine's copies of its own programs become links: 700 MB less for each host.
slim() {
    local builtin file
    builtin=$(echo "$1"/tree/usr/lib/*/wine/x86_64-windows)
    find "$1/template/drive_c" -type f -printf '%f\t%p\n' | while IFS=$'\t' read -r file path; do
        if [ -e "$builtin/$file" ] && cmp -s "$builtin/$file" "$path"; then
            ln -sf "${builtin#"$1/tree"}/$file" "$path"
        fi
    done
}

make_template() {
    local windows=$1/template/drive_c/windows
    rm -rf "$1/template"
    install -d -o "$user" "$1/template"
    (in_tree "$1" "$1/template" sh -c 'wine wineboot --init; wineserver -w') < /dev/null > /dev/null 2>&1
    slim "$1"
    # Stubs that do nothing and call it success would let tests pass by accident.
    for program in certutil schtasks icacls netsh shutdown fsutil robocopy msiexec; do
        rm -f "$windows/system32/$program.exe"
    done
    rm -f "$windows/system32/WindowsPowerShell/v1.0/powershell.exe"
    install -o "$user" "$1/session.exe" "$windows/session.exe"
    for program in certutil curl schtasks dump end; do install -o "$user" "$1/tools.exe" "$windows/$program.exe"; done
    printf disable > "$1/template/.update-timestamp"
    rm -f "$1/template/wineserver" "$1/template/dosdevices/z:" "$1/template/dosdevices"/com*
}

prepare() {
    mkdir -p "$1"
    exec 9> "$1/lock"
    flock 9
    local wanted
    wanted=$(cat "$here"/* | sha256sum)
    [ "$(cat "$1/made" 2> /dev/null)" != "$wanted" ] || return 0
    [ -e "$1/tree/opt/windows/home" ] || make_tree "$1"
    compile "$1"
    make_template "$1"
    echo "$wanted" > "$1/made"
}

host() {
    local folder=$1 host=$2 address=$3 port=$4
    [ -e "$host/drive_c" ] || cp -a "$folder/template/." "$host"
    chown "$user" "$host" "$host/authorized_keys" "$host/host_key"
    cat > "$host/sshd_config" <<CONFIG
ListenAddress $address:$port
HostKey /windows/host_key
AuthorizedKeysFile /windows/authorized_keys
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
MaxStartups 100
PerSourcePenalties no
UseDNS no
Subsystem sftp sftp
ForceCommand exec /opt/windows/session.sh
CONFIG
    # Wine's server and services are started away from any session, or the first one would wait for their end. A look
    # takes a session for elevated that may read this key, which Wine forgets when it ends.
    in_tree "$folder" "$host" sh -c '
        wineserver -p < /dev/null > /dev/null 2>&1
        setsid wine reg add "HKU\S-1-5-19" /f < /dev/null > /dev/null 2>&1
        exec /usr/sbin/sshd -D -f /windows/sshd_config -E /windows/log'
}

command=$1
shift
"$command" "$@"
