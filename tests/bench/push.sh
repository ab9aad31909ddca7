#!/usr/bin/env bash
# A push to a fleet, by clientpush and by the peers that Debian packages, each at its best known tuning and all in one
# run: deliver the payload, check its SHA-256 on the host, run the installer, read the port back, ask the agent. Then the
# same again, where nothing is left to do. Whoever reports something else than what is true of a host has failed.
#     CLIENTPUSH=... CLIENTPUSH_FLEET=... tests/bench/push.sh [--hosts 100] [--payload-mb 5] [--at-once 50]
#         [--peers clientpush,pipe,asyncssh,plain,clush,ansible] [--rounds 1]
set -euo pipefail

hosts=100 payload_mb=5 AT_ONCE=50 peers=clientpush,pipe,asyncssh,plain,clush,ansible rounds=1
bad_usage=
while [ $# -gt 0 ]; do
    case $1 in
        --hosts) hosts=${2:-} ;;
        --payload-mb) payload_mb=${2:-} ;;
        --at-once) AT_ONCE=${2:-} ;;
        --peers) peers=${2:-} ;;
        --rounds) rounds=${2:-} ;;
        *) bad_usage=yes ;;
    esac
    shift $(($# > 1 ? 2 : 1))
done
# shellcheck source=tests/bench/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
for number in "$hosts" "$payload_mb" "$AT_ONCE" "$rounds"; do [[ $number =~ ^[1-9][0-9]*$ ]] || bad_usage=yes; done
[ -z "$bad_usage" ] || usage
IFS=, read -r -a peers <<< "$peers"

declare -A programs=(
    [clientpush]="$BENCH/peers/clientpush.sh" [plain]="$BENCH/peers/plain.sh" [pipe]="$BENCH/peers/pipe.sh"
    [clush]="$BENCH/peers/clush.sh" [asyncssh]="$BENCH/peers/asyncssh_push.py" [ansible]="$BENCH/peers/ansible.sh")
for peer in "${peers[@]}"; do
    [ -n "${programs[$peer]:-}" ] || die "there is no peer \"$peer\": ${!programs[*]}"
done

# --- what is true, and what was said --------------------------------------------------------------------------------

# The hosts that are right, looked at from outside.
right_hosts() {
    local name
    while read -r name _; do
        ! grep -qsx http_port=8080 "$FLEET/hosts/$name/opt/demo-client/config" || echo "$name"
    done < "$WORK/hosts" | sort
}

# Standard input: names or addresses. Standard output: names.
named() { awk 'NR == FNR {name[$2] = $1; next} {print $1 in name ? name[$1] : $1}' "$WORK/hosts" - | sort; }

# How many installers were started more often than once.
restarted() {
    find "$FLEET/hosts" -path '*/opt/demo-client/starts.log' -exec wc -l {} + | awk '$2 != "total" && $1 > 1' | wc -l
}

# take PEER RUN: one measured run, and a line "peer run seconds cpu peak not-right misreported restarted".
take() {
    local peer=$1 run=$2
    say "$peer, $run run"
    measure "${programs[$peer]}" "$run" || say "$peer could not be measured"
    named < "$WORK/output" > "$WORK/said"
    right_hosts > "$WORK/true"
    local missing misreported
    missing=$((hosts - $(wc -l < "$WORK/true")))
    misreported=$(comm -3 "$WORK/said" "$WORK/true" | wc -l)
    ((missing + misreported == 0)) || {
        say "$peer: $missing hosts are not right, $misreported reports are wrong; the last that it said:"
        tail -n 5 "$WORK/errors" >&2
    }
    echo "$peer $run $(cut -d' ' -f1-3 "$WORK/measured") $missing $misreported $(restarted)" >> "$WORK/results"
}

# --- the table ------------------------------------------------------------------------------------------------------

# Medians of the rounds, and how many times better clientpush is.
print_table() {
    echo "$hosts hosts on loopback, $payload_mb MB payload, $AT_ONCE at once, $rounds rounds; $(conditions)"
    awk -v hosts="$hosts" -v order="${peers[*]}" '
        function median(key, i, j, n, v, t) {
            n = count[key]
            for (i = 1; i <= n; ++i) v[i] = all[key, i]
            for (i = 2; i <= n; ++i)
                for (j = i; j > 1 && v[j] < v[j - 1]; --j) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
            return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
        }
        function keep(key, value) { all[key, ++count[key]] = value }
        function times(theirs, ours) { return ours > 0 ? sprintf("%.1fx", theirs / ours) : "-" }
        {
            keep($1 $2 "s", $3); keep($1 $2 "c", $4); keep($1 $2 "m", $5)
            bad[$1 $2] += $6; lied[$1 $2] += $7; again[$1 $2] += $8
        }
        END {
            format = "%-6s %-11s %8s %8s %8s %8s | %7s %7s %7s | %9s %11s %9s\n"
            printf format, "run", "peer", "seconds", "hosts/s", "CPU ms", "peak MB", "time", "CPU", "memory", "not right", "misreported", "restarted"
            peers = split(order, peer, " ")
            for (r = 1; r <= 2; ++r) {
                run = r == 1 ? "first" : "second"
                for (p = 1; p <= peers; ++p) {
                    k = peer[p] run
                    o = "clientpush" run
                    s = median(k "s"); c = median(k "c"); m = median(k "m")
                    have = (o "s") in count
                    printf format, run, peer[p], sprintf("%.2f", s), sprintf("%.1f", hosts / s),
                        sprintf("%.2f", 1000 * c / hosts), sprintf("%.0f", m),
                        have ? times(s, median(o "s")) : "-", have ? times(c, median(o "c")) : "-",
                        have ? times(m, median(o "m")) : "-", bad[k], lied[k], again[k]
                }
            }
        }' "$WORK/results"
    echo "CPU ms: of the pushing side, a host. The three ratios: theirs / clientpush's. misreported: hosts that are not as"
    echo "the peer said. restarted: hosts whose installer has run more than once by then."
}

make_payload "$payload_mb"
for ((round = 1; round <= rounds; ++round)); do
    for peer in "${peers[@]}"; do
        fresh_fleet "$hosts"
        take "$peer" first
        take "$peer" second
    done
done
print_table
awk '{wrong += $6 + $7; if ($1 == "clientpush") wrong += $8} END {exit wrong > 0}' "$WORK/results"
