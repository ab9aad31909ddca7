#!/usr/bin/env bash
# What a login and one command cost the controller, by clientpush, OpenSSH and AsyncSSH in one run; and what a session
# that waits for its host, and a host that waits for its turn, take of the controller's memory.
#     CLIENTPUSH=... CLIENTPUSH_FLEET=... tests/bench/login.sh [--hosts 100] [--at-once 50] [--sessions 500]
#         [--waiting 20000]
set -euo pipefail

hosts=100 AT_ONCE=50 sessions=500 waiting=20000
bad_usage=
while [ $# -gt 0 ]; do
    case $1 in
        --hosts) hosts=${2:-} ;;
        --at-once) AT_ONCE=${2:-} ;;
        --sessions) sessions=${2:-} ;;
        --waiting) waiting=${2:-} ;;
        *) bad_usage=yes ;;
    esac
    shift $(($# > 1 ? 2 : 1))
done
# shellcheck source=tests/bench/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
for number in "$hosts" "$AT_ONCE" "$sessions" "$waiting"; do [[ $number =~ ^[1-9][0-9]*$ ]] || bad_usage=yes; done
[ -z "$bad_usage" ] || usage

waiter=
take_down() { [ -z "$waiter" ] || kill -KILL "$waiter" 2> /dev/null || true; }

# --- logins ---------------------------------------------------------------------------------------------------------

# take TITLE COMMAND...: a row of the table. Each command prints one line for each host that let it in.
take() {
    local title=$1
    shift
    say "$title"
    measure "$@" || true
    [ "$(wc -l < "$WORK/output")" = "$hosts" ] || die "$title failed: $(tail -n 5 "$WORK/errors")"
    echo "$title|$(cut -d' ' -f1-3 "$WORK/measured" | tr ' ' '|')" >> "$WORK/results"
}

print_logins() {
    echo "$hosts hosts on loopback, $AT_ONCE at once; $(conditions)"
    awk -F'|' -v hosts="$hosts" '
        NR == 1 { ours = $3 }
        BEGIN { printf "%-56s %8s %8s %8s %6s\n", "", "seconds", "CPU ms", "peak MB", "CPU" }
        { printf "%-56s %8.2f %8.2f %8.0f %5.1fx\n", $1, $2, 1000 * $3 / hosts, $4, $3 / (ours > 0 ? ours : 1) }
    ' "$WORK/results"
    echo "CPU ms: of the controller, a host, starting the program included. CPU: theirs / clientpush's."
}

compare_logins() {
    make_payload 1
    fresh_fleet "$hosts"
    measure "$BENCH/peers/clientpush.sh" first || die "cannot push to the fleet: $(tail -n 5 "$WORK/errors")"
    take "clientpush verify (looks, and tries the way to the point)" "$BENCH/peers/clientpush.sh" verify
    take "xargs ssh HOST true, curve25519" "$BENCH/peers/ssh_true.sh" ssh_config.tuned
    take "xargs ssh HOST true, default algorithms" "$BENCH/peers/ssh_true.sh" ssh_config
    take "AsyncSSH, true" "$BENCH/peers/asyncssh_push.py" login
    print_logins
}

# --- memory ---------------------------------------------------------------------------------------------------------

# start_waiting INVENTORY AT-ONCE: clientpush in the background, which is to end by our hand only.
start_waiting() {
    rm -rf "$WORK/state"
    "$CLIENTPUSH" -i "$1" --known-hosts "$FLEET/known_hosts" --state "$WORK/state/state.db" --payload "$PAYLOAD" \
        --profile demo-client -f "$2" -q verify > "$WORK/waiting.log" 2>&1 &
    waiter=$!
}

# Sets $kilobytes to what it has in memory, shared pages by share, and ends it.
weigh_and_stop() {
    kilobytes=$(awk '/^Pss:/ {print $2}' "/proc/$waiter/smaps_rollup")
    kill -KILL "$waiter"
    wait "$waiter" 2> /dev/null || true
    waiter=
}

# until_true TEXT COMMAND...: for what must come true while the program waits.
until_true() {
    local text=$1 tries=0
    shift
    until "$@"; do
        kill -0 "$waiter" 2> /dev/null || die "clientpush ended before $text: $(tail -n 5 "$WORK/waiting.log")"
        ((++tries < 600)) || die "after 60 s it is not so that $text"
        sleep 0.1
    done
}

# The look of this payload says that it is there, and then hangs.
make_hanging_look() {
    echo ': > /tmp/looking; sleep 600' > "$PAYLOAD/demo-client/look.sh"
}

looking() { [ "$(find "$FLEET/hosts" -path '*/tmp/looking' | wc -l)" = "$1" ]; }

# weigh_in_flight COUNT: $kilobytes with so many hosts of the fleet in the middle of their look.
weigh_in_flight() {
    find "$FLEET/hosts" -path '*/tmp/looking' -delete
    start_waiting "$WORK/inventory.yml" "$1"
    until_true "$1 hosts are looked at" looking "$1"
    weigh_and_stop
}

# All hosts at the one address that answers nobody, so that all but the first wait for their turn.
make_waiting_inventory() {
    sed '/^  hosts:/q' "$WORK/inventory.yml"
    awk -v count="$1" -v key="$FLEET/id_ed25519" -v address="$(head -n 1 "$WORK/addresses")" -v port="$port" 'BEGIN {
        for (i = 1; i <= count; ++i)
            printf "    w%07d: {ansible_host: %s, ansible_port: %d, ansible_user: root, ansible_ssh_private_key_file: \"%s\"}\n",
                i, address, port, key
    }'
}

connections_of_first_host() { "$CLIENTPUSH_FLEET" list --dir "$FLEET" | awk 'NR == 1 {print $4}'; }

first_host_has_more_than() { [ "$(connections_of_first_host)" -gt "$1" ]; }

# weigh_waiting COUNT: $kilobytes with so many hosts, of which one is connected to and the others are queued.
weigh_waiting() {
    local before
    before=$(connections_of_first_host)
    make_waiting_inventory "$1" > "$WORK/waiting.yml"
    start_waiting "$WORK/waiting.yml" 1
    until_true "the first host is connected to" first_host_has_more_than "$before"
    weigh_and_stop
}

compare_memory() {
    local one many few all
    fresh_fleet "$sessions"
    make_hanging_look
    say "1 and $sessions sessions in flight"
    weigh_in_flight 1
    one=$kilobytes
    weigh_in_flight "$sessions"
    many=$kilobytes
    echo
    echo "memory of a session whose host does not answer: $(((many - one) / (sessions - 1))) KB" \
        "($sessions in flight: $many KB, 1: $one KB)"
    "$CLIENTPUSH_FLEET" set --dir "$FLEET" "$(awk 'NR == 1 {print $1}' "$WORK/hosts")" silent > /dev/null
    say "$((waiting / 10)) and $waiting waiting hosts"
    weigh_waiting $((waiting / 10))
    few=$kilobytes
    weigh_waiting "$waiting"
    all=$kilobytes
    echo "memory of a host that waits for its turn: $(((all - few) * 1024 / (waiting - waiting / 10))) bytes" \
        "($waiting hosts: $all KB, $((waiting / 10)): $few KB)"
}

compare_logins
[ "$sessions" = 1 ] || compare_memory
