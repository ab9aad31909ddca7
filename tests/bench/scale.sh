#!/usr/bin/env bash
# One run with very many hosts: what it takes of the controller's CPU, memory and open files, and whether each host ends as
# it should. Each host is a machine of its own; their client is only a file, most of them have it already, and some take
# connections and never answer. The second run is a verify.
#     CLIENTPUSH=... CLIENTPUSH_FLEET=... tests/bench/scale.sh [--hosts 2000] [--to-install 200] [--silent 40]
#         [--at-once 100]
set -euo pipefail

hosts=2000 to_install=200 silent=40 AT_ONCE=100
bad_usage=
while [ $# -gt 0 ]; do
    case $1 in
        --hosts) hosts=${2:-} ;;
        --to-install) to_install=${2:-} ;;
        --silent) silent=${2:-} ;;
        --at-once) AT_ONCE=${2:-} ;;
        *) bad_usage=yes ;;
    esac
    shift $(($# > 1 ? 2 : 1))
done
# shellcheck source=tests/bench/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
for number in "$hosts" "$to_install" "$silent" "$AT_ONCE"; do [[ $number =~ ^[1-9][0-9]*$ ]] || bad_usage=yes; done
[ -z "$bad_usage" ] || usage
[ $((2 * (to_install > silent ? to_install : silent))) -le "$hosts" ] ||
    die "at most half of $hosts hosts can be to install, and half of them silent"

# A client that runs nothing: 10,000 agents would be what is measured.
make_client() {
    mkdir -p "$PAYLOAD/still-client"
    cd "$PAYLOAD/still-client"
    cat > profile.yml << 'PROFILE'
about: A client that is only a file
shell: posix
platforms: [linux]
files: [install.sh]
look: look.sh
install:
  command: [sh, '{stage}/install.sh', '{properties}']
  properties_in_file: true
  properties: {CCMHTTPPORT: '{http_port}', CCMHTTPSPORT: '{https_port}'}
  exit_codes: {0: verify}
  deadline: 1m
  rerun_safe: true
PROFILE
    cat > install.sh << 'INSTALL'
http='' https=''
while IFS== read -r name value; do
    case $name in CCMHTTPPORT) http=$value ;; CCMHTTPSPORT) https=$value ;; esac
done < "$1"
echo "$http $https" > /opt/still-client
INSTALL
    cat > look.sh << 'LOOK'
http='' https=''
read -r http https 2> /dev/null < /opt/still-client
if [ -n "$http" ]; then
    printf '%s\n' installed=yes version=1 "http=$http" "https=$https" "site=$site" agent=running
else
    echo installed=no
fi
printf '%s\n' installer=idle reaches=yes way_http=open
LOOK
    cd "$OLDPWD"
}

# Those to install and the silent ones stand among the others, not behind them.
prepare_hosts() {
    awk '{print $1}' "$WORK/hosts" | while read -r host; do
        echo '8080 8443' > "$FLEET/hosts/$host/opt/still-client"
    done
    every "$to_install" 1 | while read -r host; do rm "$FLEET/hosts/$host/opt/still-client"; done
    every "$silent" 2 > "$WORK/silent"
    while read -r host; do "$CLIENTPUSH_FLEET" set --dir "$FLEET" "$host" silent > /dev/null; done < "$WORK/silent"
    say "booting $((hosts - silent)) machines"
    cut -d' ' -f1 "$WORK/hosts" | grep -Fvxf "$WORK/silent" | boot
}

# every COUNT OF-TWO: so many hosts, spread over the fleet; those of 1 and of 2 are never the same.
every() {
    awk -v count="$1" -v which="$2" '
        { host[NR - 1] = $1 }
        END { for (i = 0; i < count; ++i) print host[int(i * NR / count / 2) * 2 + which - 1] }' "$WORK/hosts"
}

# ended_as VERB RUN: hosts in a row for each state and reason that they ended with.
ended_as() {
    "$CLIENTPUSH" -i "$WORK/inventory.yml" --state "$WORK/state/state.db" -o ndjson status "$1" |
        sed -n 's/.*"state":"\([^"]*\)".*"reason":"\([^"]*\)".*/\1 \2/p' | sort | uniq -c
}

# take VERB RUN: a row of the table. Every host that is not silent is right; the others do not answer.
take() {
    say "$1: $hosts hosts"
    export PROFILE=still-client
    measure "$BENCH/peers/clientpush.sh" "$1" || true
    ended_as "$2" > "$WORK/ended_as"
    local managed no_answer
    managed=$(awk '$2 == "managed" {n += $1} END {print n + 0}' "$WORK/ended_as")
    no_answer=$(awk '$3 == "no-answer" {n += $1} END {print n + 0}' "$WORK/ended_as")
    echo "$1 $(cut -d' ' -f1-3,5 "$WORK/measured") $managed $no_answer" >> "$WORK/results"
    [ "$managed $no_answer" = "$((hosts - silent)) $silent" ] || wrong+="$1: $(tr '\n' ';' < "$WORK/ended_as") "
}

print_results() {
    echo "$hosts hosts, $to_install to install, $silent silent, $AT_ONCE at once; $(conditions)"
    awk -v hosts="$hosts" '
        BEGIN { printf "%-8s %8s %8s %8s %8s %6s %8s %12s\n", "", "seconds", "hosts/s", "CPU ms", "peak MB", "files", "managed", "no answer" }
        { printf "%-8s %8.1f %8.1f %8.2f %8.0f %6d %8d %12d\n", $1, $2, hosts / $2, 1000 * $3 / hosts, $4, $5, $6, $7 }
    ' "$WORK/results"
    echo "CPU ms: of the controller, a host, starting the program included. files: open at one time."
}

wrong=
make_client
start_fleet "$hosts"
prepare_hosts
take push 1
take verify 2
print_results
[ -z "$wrong" ] || die "not every host ended as it should: $wrong"
