#!/usr/bin/env bash
# One large file to one host: deliver it, check its SHA-256 there, run the installer, read the port back, ask the agent; by
# clientpush, by OpenSSH's sftp and ssh, and by an sftp that only uploads.
#     CLIENTPUSH=... CLIENTPUSH_FLEET=... tests/bench/stream.sh [--payload-mb 100] [--times 5]
set -euo pipefail

payload_mb=100 times=5 AT_ONCE=1
bad_usage=
while [ $# -gt 0 ]; do
    case $1 in
        --payload-mb) payload_mb=${2:-} ;;
        --times) times=${2:-} ;;
        *) bad_usage=yes ;;
    esac
    shift $(($# > 1 ? 2 : 1))
done
# shellcheck source=tests/bench/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
for number in "$payload_mb" "$times"; do [[ $number =~ ^[1-9][0-9]*$ ]] || bad_usage=yes; done
[ -z "$bad_usage" ] || usage

peers=(clientpush sftp_only plain plain_tuned pipe)

# take PEER: one measured run on a host of its own, which then gives its room back.
take() {
    measure "$BENCH/peers/$1.sh" first || true
    [ "$(wc -l < "$WORK/output")" = 1 ] || die "$1 failed: $(tail -n 5 "$WORK/errors")"
    echo "$1 $(cat "$WORK/measured")" >> "$WORK/results"
    "$CLIENTPUSH_FLEET" exec --dir "$FLEET" "$(cut -d' ' -f1 "$WORK/hosts")" -- \
        sh -c 'rm -rf /root/client.tar /root/files /var/lib/clientpush/*'
    sync
}

print_table() {
    echo "$payload_mb MB to 1 host on loopback, $times times; $(conditions)"
    sort -k1,1 -k2,2n "$WORK/results" | awk -v times="$times" -v mb="$payload_mb" '
        { wall[$1, ++count[$1]] = $2; if (!($1 in cpu) || $3 < cpu[$1]) cpu[$1] = $3; if ($4 > peak[$1]) peak[$1] = $4 }
        function row(title, p, m) {
            m = wall[p, int((times + 1) / 2)]
            printf "%-44s %8.2f %8.2f %8.0f %8.2f %8.0f %6.2fx %6.2fx\n", title, wall[p, 1], m, mb / wall[p, 1], cpu[p],
                peak[p], wall[p, 1] / wall["clientpush", 1], cpu[p] / cpu["clientpush"]
        }
        END {
            printf "%-44s %8s %8s %8s %8s %8s %7s %7s\n", "seconds", "min", "median", "MB/s", "CPU s", "peak MB", "time", "CPU"
            row("clientpush push", "clientpush")
            row("sftp, upload alone", "sftp_only")
            row("sftp, then ssh", "plain")
            row("sftp, then ssh, tuned", "plain_tuned")
            row("one tuned ssh, payload on its standard input", "pipe")
        }'
    echo "MB/s, CPU and the two ratios (theirs / clientpush's) are of the fastest and of the cheapest time."
}

make_payload "$payload_mb"
fresh_fleet $((times * ${#peers[@]}))
host=0
for ((i = 1; i <= times; ++i)); do
    say "time $i of $times"
    for peer in "${peers[@]}"; do
        one_host $((++host))
        take "$peer"
    done
done
print_table
