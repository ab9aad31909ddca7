#!/usr/bin/env bash
# One run with very many hosts: what it takes of the controller's CPU, memory and open files, and whether each host ends as
# it should. The hosts are names; many of them share a machine, and some are on one that takes connections and never answers.
#     CLIENTPUSH=... CLIENTPUSH_FLEET=... tests/bench/scale.sh [--hosts 10000] [--machines 100] [--at-once 200]
#         [--silent 100]
set -euo pipefail

hosts=10000 machines=100 AT_ONCE=200 silent=100
bad_usage=
while [ $# -gt 0 ]; do
    case $1 in
        --hosts) hosts=${2:-} ;;
        --machines) machines=${2:-} ;;
        --at-once) AT_ONCE=${2:-} ;;
        --silent) silent=${2:-} ;;
        *) bad_usage=yes ;;
    esac
    shift $(($# > 1 ? 2 : 1))
done
# shellcheck source=tests/bench/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
for number in "$hosts" "$machines" "$AT_ONCE" "$silent"; do [[ $number =~ ^[1-9][0-9]*$ ]] || bad_usage=yes; done
[ -z "$bad_usage" ] || usage
[ "$silent" -le "$hosts" ] || die "$silent of $hosts hosts cannot be silent"

# Machines that have the client already, and a last one that answers nobody.
make_machines() {
    make_payload 1
    fresh_fleet $((machines + 1))
    measure "$BENCH/peers/clientpush.sh" first || die "cannot push to the fleet: $(tail -n 5 "$WORK/errors")"
    "$CLIENTPUSH_FLEET" set --dir "$FLEET" "$(tail -n 1 "$WORK/hosts" | cut -d' ' -f1)" silent > /dev/null
}

# The silent hosts stand among the others, not behind them.
make_inventory() {
    sed '/^  hosts:/q' "$WORK/inventory.yml"
    awk -v hosts="$hosts" -v silent="$silent" -v key="$FLEET/id_ed25519" -v port="$port" '
        { address[NR - 1] = $2 }
        END {
            for (i = 0; i < hosts; ++i) {
                says_nothing = int((i + 1) * silent / hosts) > int(i * silent / hosts)
                where = address[says_nothing ? NR - 1 : i % (NR - 1)]
                printf "    w%07d: {ansible_host: %s, ansible_port: %d, ansible_user: root, ", i, where, port
                printf "ansible_ssh_private_key_file: \"%s\"}\n", key
            }
        }' "$WORK/hosts"
}

# outcomes RUN: lines "count state reason".
outcomes() {
    "$CLIENTPUSH" -i "$WORK/inventory.yml" --state "$WORK/state/state.db" -o ndjson status "$1" |
        sed -n 's/.*"state":"\([^"]*\)".*"reason":"\([^"]*\)".*/\1 \2/p' | sort | uniq -c
}

# take VERB RUN: a row of the table. Every host that is not silent is right; the others do not answer.
take() {
    say "$1: $hosts hosts"
    measure "$BENCH/peers/clientpush.sh" "$1" || true
    outcomes "$2" > "$WORK/outcomes"
    local managed silent_ones
    managed=$(awk '$2 == "managed" {n += $1} END {print n + 0}' "$WORK/outcomes")
    silent_ones=$(awk '$3 == "no-answer" {n += $1} END {print n + 0}' "$WORK/outcomes")
    echo "$1 $(cut -d' ' -f1-3,5 "$WORK/measured") $managed $silent_ones" >> "$WORK/results"
    [ "$managed $silent_ones" = "$((hosts - silent)) $silent" ] || wrong+="$1: $(tr '\n' ';' < "$WORK/outcomes") "
}

print_results() {
    echo "$hosts hosts on $machines machines, $silent of them silent, $AT_ONCE at once; $(conditions)"
    awk -v hosts="$hosts" '
        BEGIN { printf "%-8s %8s %8s %8s %8s %6s %8s %12s\n", "", "seconds", "hosts/s", "CPU ms", "peak MB", "files", "managed", "no answer" }
        { printf "%-8s %8.1f %8.1f %8.2f %8.0f %6d %8d %12d\n", $1, $2, hosts / $2, 1000 * $3 / hosts, $4, $5, $6, $7 }
    ' "$WORK/results"
    echo "CPU ms: of the controller, a host, starting the program included. files: open at one time."
}

wrong=
make_machines
make_inventory > "$WORK/many.yml"
mv "$WORK/many.yml" "$WORK/inventory.yml"
rm -rf "$WORK/state"
take push 1
take verify 2
print_results
[ -z "$wrong" ] || die "not every host ended as it should: $wrong"
