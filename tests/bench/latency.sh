#!/usr/bin/env bash
# One host at the far end of a line with a long round trip: deliver 5 MB, check SHA-256 there, run the installer, read the
# port back, ask the agent; one host after the other, by clientpush and by OpenSSH. Then the second run, where nothing is
# left to do. The line is a user-space delay between two network namespaces of this script's own (root, /dev/net/tun).
#     CLIENTPUSH=... CLIENTPUSH_FLEET=... DELAY_LINE=... tests/bench/latency.sh [--rtt-ms 50] [--payload-mb 5] [--times 5]
set -euo pipefail

rtt_ms=50 payload_mb=5 times=5 AT_ONCE=1
bad_usage=
while [ $# -gt 0 ]; do
    case $1 in
        --rtt-ms) rtt_ms=${2:-} ;;
        --payload-mb) payload_mb=${2:-} ;;
        --times) times=${2:-} ;;
        *) bad_usage=yes ;;
    esac
    shift $(($# > 1 ? 2 : 1))
done
# shellcheck source=tests/bench/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
for number in "$rtt_ms" "$payload_mb" "$times"; do [[ $number =~ ^[1-9][0-9]*$ ]] || bad_usage=yes; done
[ -z "$bad_usage" ] || usage
: "${DELAY_LINE:?names the delay_line binary}"
if [ "$(id -u)" != 0 ] || [ ! -c /dev/net/tun ]; then
    say "skipped: a delay line needs root and /dev/net/tun"
    exit 0
fi

# --- the line -------------------------------------------------------------------------------------------------------

near_space=clientpush-near-$$ far_space=clientpush-far-$$
line=

take_down() {
    [ -z "$line" ] || kill "$line" 2> /dev/null || true
    local space
    for space in "$near_space" "$far_space"; do ip netns delete "$space" 2> /dev/null || true; done
}

# make_end NAMESPACE OWN-ADDRESS: the hosts' addresses are loopback ones, which by default leave no machine.
make_end() {
    ip -n "$1" addr add "$2/30" dev line0
    ip -n "$1" link set line0 up txqueuelen 10000
    ip netns exec "$1" sh -c 'echo 1 > /proc/sys/net/ipv4/conf/line0/route_localnet'
}

lay_line() {
    local space
    for space in "$near_space" "$far_space"; do
        ip netns add "$space"
        ip -n "$space" link set lo up
    done
    mkfifo "$WORK/ready"
    "$DELAY_LINE" "$near_space" "$far_space" "$(awk -v ms="$rtt_ms" 'BEGIN {print ms / 2}')" > "$WORK/ready" &
    line=$!
    read -r _ < "$WORK/ready" || die "the delay line does not start"
    make_end "$near_space" 10.78.0.1
    make_end "$far_space" 10.78.0.2
    ip -n "$near_space" route delete local 127.0.0.0/8 dev lo table local
    ip -n "$near_space" route add local 127.0.0.0/16 dev lo table local
    ip -n "$near_space" route add 127.77.0.0/16 dev line0
    far=(ip netns exec "$far_space")
    near=(ip netns exec "$near_space")
}

# --- measuring ------------------------------------------------------------------------------------------------------

# take PEER RUN: one measured run, and a line "peer-run milliseconds"; whoever does not report the host ends it all.
take() {
    measure "${programs[$1]}" "$2" || true
    [ "$(wc -l < "$WORK/output")" = 1 ] || die "$1 failed in the $2 run: $(tail -n 5 "$WORK/errors")"
    awk -v key="$1-$2" '{printf "%s %.0f\n", key, 1000 * $1}' "$WORK/measured" >> "$WORK/results"
}

print_table() {
    echo "1 host at a time, $rtt_ms ms round trip, $payload_mb MB payload, $times times; $(conditions)"
    sort -k1,1 -k2,2n "$WORK/results" | awk -v times="$times" '
        { all[$1, ++count[$1]] = $2 }
        function middle(key) { return all[key, int((times + 1) / 2)] }
        function row(run, peer, title, k) {
            k = peer "-" run
            printf "%-6s %-44s %6d %6d   %.2f\n", run, title, all[k, 1], middle(k), middle(k) / middle("plain-" run)
        }
        END {
            printf "%-6s %-44s %6s %6s   %s\n", "run", "ms", "min", "median", "median / sftp + ssh"
            for (r = 1; r <= 2; ++r) {
                run = r == 1 ? "first" : "second"
                row(run, "clientpush", "clientpush push")
                row(run, "plain", "sftp, then ssh")
                row(run, "tuned", "sftp, then ssh, with curve25519")
                row(run, "pipe", r == 1 ? "one ssh, payload on its standard input" : "one ssh, which looks")
            }
        }'
}

declare -A programs=([clientpush]="$BENCH/peers/clientpush.sh" [plain]="$BENCH/peers/plain.sh"
    [tuned]="$BENCH/peers/plain_tuned.sh" [pipe]="$BENCH/peers/pipe.sh")
peers=(clientpush plain tuned pipe)

make_payload "$payload_mb"
lay_line
fresh_fleet $((times * ${#peers[@]}))
host=0
for ((i = 1; i <= times; ++i)); do
    say "time $i of $times"
    for peer in "${peers[@]}"; do
        one_host $((++host))
        take "$peer" first
        take "$peer" second
    done
done
print_table
