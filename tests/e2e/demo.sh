#!/usr/bin/env bash
# The main job, told with commands that a user could type: a port change across a fleet of real SSH hosts on loopback.
# CLIENTPUSH and CLIENTPUSH_FLEET name the two programs (./dev demo sets them). --hosts N: 40 to 1,000.
set -euo pipefail

hosts=40
folder=${CLIENTPUSH_DEMO:-$PWD/demo}
source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
while [ $# -gt 0 ]; do
    case $1 in
        --hosts) hosts=${2:-}; shift ;;
        --hosts=*) hosts=${1#*=} ;;
        *) echo "demo: unknown option $1 (there is only --hosts N)" >&2; exit 5 ;;
    esac
    shift
done
case $hosts in '' | *[!0-9]*) echo "demo: --hosts wants a number" >&2; exit 5 ;; esac
if [ "$hosts" -lt 40 ] || [ "$hosts" -gt 1000 ]; then echo "demo: --hosts goes from 40 to 1000" >&2; exit 5; fi

bold='' dim='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m'; fi

tell() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }
note() { printf '%s  (%s)%s\n' "$dim" "$*" "$plain"; }
fail() { printf '\ndemo: %s\n' "$*" >&2; exit 1; }

# type CODE COMMAND...: shows the command, runs it, and expects that exit code.
type_in() {
    local wanted=$1 code=0
    shift
    printf '%s$ %s%s\n' "$bold" "$*" "$plain"
    "$@" || code=$?
    [ "$code" = "$wanted" ] || fail "that exited with $code, and $wanted was expected"
}

fleet() {
    local verb=$1
    shift
    "$CLIENTPUSH_FLEET" "$verb" --dir "$folder/fleet" "$@"
}

tidy_up() {
    [ -z "${push_pid:-}" ] || kill "$push_pid" 2> /dev/null || true
    "$CLIENTPUSH_FLEET" down --dir "$folder/fleet" > /dev/null 2>&1 || true
}
trap tidy_up EXIT
trap 'exit 130' INT TERM

# --- the stage ---------------------------------------------------------------------------------------------------

mkdir -p "$folder"
tidy_up
rm -rf "${folder:?}"/*
mkdir -p "$folder/bin" "$folder/inventory" "$folder/playbooks"
ln -s "$CLIENTPUSH" "$folder/bin/clientpush"
PATH=$folder/bin:$PATH
cp "$source_dir/inventories/lab.yml" "$folder/inventory/lab.yml"
cp "$source_dir/playbooks/port-change.yml" "$folder/playbooks/"
cd "$folder"
unset CLIENTPUSH_INVENTORY CLIENTPUSH_STATE CLIENTPUSH_PROFILE
cat > clientpush.yml <<CONFIG
inventory: inventory
state: state/state.db
known_hosts: known_hosts
private_key: fleet/id_ed25519
payload: $source_dir/payload
profile: demo-client
CONFIG
# Installers take a while, so that there is a middle to die in.
{
    echo 'clients: {vars: {demo_delay: 0.5}}'
    [ "$hosts" = 40 ] || echo "kiosks: {hosts: {\"extra[001:$(printf '%03d' $((hosts - 40)))]\": }}"
} > inventory/demo.yml

tell "A throw-away fleet: $hosts SSH hosts on loopback, and the management points of two sites"
clientpush inventory list --names -l 'all:!cloud' -q > names
fleet up --daemon --port 0 --base 127.77.1.0 --mp 127.77.0.1:80,443,8080 --mp 127.77.0.2:80,443 - < names
cp fleet/inventory/addresses.yml inventory/addresses.yml
cp fleet/known_hosts known_hosts
note "everything is in $folder; each host has its own address, host key, files and processes"
type_in 0 clientpush inventory graph -q

# --- 1 -----------------------------------------------------------------------------------------------------------

tell "1. Install the clients, on the ports that the sites have today"
type_in 0 clientpush push -q

note "in the meantime kiosk-off is switched off, and kiosk-swapped is set up anew and has a new host key"
fleet set kiosk-off off > /dev/null
fleet swap-key kiosk-swapped > /dev/null

# --- 2 -----------------------------------------------------------------------------------------------------------

tell "2. Site ABC moves its HTTP port from 80 to 8080. Who would be lost?"
printf '%s$ sed -i "0,/default: 80}/s//default: 8080}/" inventory/lab.yml%s\n' "$bold" "$plain"
sed -i '0,/default: 80}/s//default: 8080}/' inventory/lab.yml
type_in 0 clientpush plan playbooks/port-change.yml -q

# --- 3 -----------------------------------------------------------------------------------------------------------

tell "3. May the old port be closed already?"
cutover=0
printf '%s$ clientpush cutover ABC%s\n' "$bold" "$plain"
clientpush cutover ABC -q || cutover=$?
[ "$cutover" != 0 ] || fail "cutover agreed although nobody has moved"
note "exit code $cutover: no"

# --- 4 -----------------------------------------------------------------------------------------------------------

done_count() { clientpush status 2 -o json 2> /dev/null | sed -n 's/^ *"managed": \([0-9]*\).*/\1/p' | head -n 1; }

tell "4. Move them in waves; and in the middle of it the controller dies"
printf '%s$ clientpush push playbooks/port-change.yml%s\n' "$bold" "$plain"
clientpush push playbooks/port-change.yml -q > push.out &
push_pid=$!
half=$(((hosts - 27) / 2))
until done=$(done_count) && [ "${done:-0}" -ge "$half" ]; do
    kill -0 "$push_pid" 2> /dev/null || fail "the push ended before it could be killed: $(cat push.out)"
done
printf '%s$ kill -9 %s%s\n' "$bold" "$push_pid" "$plain"
kill -9 "$push_pid"
wait "$push_pid" 2> /dev/null || true
push_pid=
note "$done hosts were done. The same command again goes on where it was"
type_in 6 clientpush push playbooks/port-change.yml

wrong=0 checked=0
while read -r host; do
    [ "$host" != kiosk-off ] || continue
    starts=$(fleet exec "$host" -- sh -c 'wc -l < /opt/demo-client/starts.log')
    attempts=$(clientpush status --host "$host" | grep -c ' run ' || true)
    checked=$((checked + 1))
    [ "$starts" -le "$attempts" ] || wrong=$((wrong + 1))
done < names
[ "$wrong" = 0 ] || fail "$wrong hosts were started more often than they had attempts"
note "on $checked hosts: installers started never more often than there were attempts; nobody was installed twice"

# --- 5 -----------------------------------------------------------------------------------------------------------

tell "5. The host that was off comes back"
fleet set kiosk-off on > /dev/null
type_in 0 clientpush retry --only unreachable

tell "   The changed host key is looked at, and approved by a person"
type_in 2 clientpush keys scan -l kiosk-swapped
note "the fingerprint on the machine itself: $(ssh-keygen -lf fleet/hosts/kiosk-swapped/ssh/*.pub 2> /dev/null | cut -d' ' -f2)"
type_in 0 clientpush keys approve kiosk-swapped -y
type_in 0 clientpush retry --only refused

tell "   The domain clients follow Active Directory (a stand-in sets their port, as the product itself would)"
while read -r host; do
    case $host in
        ws* | branch*) fleet exec "$host" -- sh -c '
            printf "CCMHTTPPORT=8080\nCCMHTTPSPORT=443\n" > /tmp/from-ad
            sh /var/lib/clientpush/payload/*/switch.sh /tmp/from-ad' > /dev/null ;;
    esac
done < names
type_in 0 clientpush verify
type_in 0 clientpush status
type_in 0 clientpush report -o html --out report.html
type_in 0 clientpush cutover ABC

tell "   So the old port is closed, and everybody is still managed"
fleet mp close 127.77.0.1:80 > /dev/null
type_in 0 clientpush verify -q

tell "Nobody was lost. (What was made lies in $folder; the fleet is gone.)"
