#!/usr/bin/env bash
# Hosts per second, CPU per host and peak memory of `clientpush push`, next to xargs with ssh and sftp doing the same
# work in the same run: upload, check the digests on the host, run the installer, read the ports back.
#     CLIENTPUSH=... CLIENTPUSH_FLEET=... tests/bench/push.sh [--hosts 500] [--payload-mb 5] [--at-once 50]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

hosts=500 payload_mb=5 at_once=50
while [ $# -gt 0 ]; do
    case $1 in
        --hosts) hosts=$2 ;;
        --payload-mb) payload_mb=$2 ;;
        --at-once) at_once=$2 ;;
        *)
            sed -n '2,4s/^# *//p' "$0" >&2
            exit 5
            ;;
    esac
    shift 2
done
: "${CLIENTPUSH:?names the clientpush binary}" "${CLIENTPUSH_FLEET:?names the clientpush-fleet binary}"

work=$(mktemp -d "${TMPDIR:-/tmp}/clientpush-bench-XXXXXX")
fleet=$work/fleet
payload=$work/payload
point=127.77.0.1
session=

clean_up() {
    [ -z "$session" ] || kill -- "-$session" 2> /dev/null || true
    "$CLIENTPUSH_FLEET" down --dir "$fleet"
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

say() { echo "bench: $*" >&2; }

die() {
    say "$@"
    exit 1
}

make_payload() {
    mkdir "$payload"
    cp -r payload/demo-client "$payload/"
    head -c "${payload_mb}M" /dev/urandom > "$payload/demo-client/ballast.bin"
    sed -i 's/^files: \[\(.*\)\]/files: [\1, ballast.bin]/' "$payload/demo-client/profile.yml"
    grep -q '^files: .*ballast.bin' "$payload/demo-client/profile.yml" || die "cannot add a file to the profile"
    (cd "$payload/demo-client" && sha256sum ./*.sh ballast.bin > "$work/manifest")
    printf '%s\n' CCMHTTPPORT=8080 CCMHTTPSPORT=8443 SMSSITECODE=BEN SMSMP=$point > "$work/properties"
}

# A fleet that nobody has pushed to. The machines are started first: booting them is nobody's work here.
fresh_fleet() {
    "$CLIENTPUSH_FLEET" down --dir "$fleet"
    seq -f 'h%04g' "$hosts" |
        "$CLIENTPUSH_FLEET" up --daemon --dir "$fleet" --until $$ --mp $point:8080,8443 - > /dev/null
    awk -F'"' '/ansible_host/ {print $2}' "$fleet/inventory/addresses.yml" |
        xargs -I HOST "$CLIENTPUSH_FLEET" exec --dir "$fleet" HOST -- true
    sync
}

# --- the plain way --------------------------------------------------------------------------------------------

plain_options() {
    cat > "$work/ssh_config" <<CONFIG
Host *
    BatchMode yes
    User root
    Port 2222
    IdentitiesOnly yes
    IdentityFile $fleet/id_ed25519
    UserKnownHostsFile $fleet/known_hosts
    GlobalKnownHostsFile /dev/null
CONFIG
    {
        echo "-mkdir stage"
        echo "put $payload/demo-client/*.sh stage/"
        echo "put $payload/demo-client/ballast.bin stage/"
        echo "put $work/manifest stage/"
        echo "put $work/properties stage/"
    } > "$work/batch"
    cat > "$work/one" <<'ONE'
sftp -q -F "$1/ssh_config" -b "$1/batch" "$2" > /dev/null 2>&1 || exit 1
answer=$(ssh -F "$1/ssh_config" "$2" '
    cd stage && sha256sum --quiet -c manifest && sh ./install.sh ./properties &&
    grep -x http_port=8080 /opt/demo-client/config && sh /opt/demo-client/agent.sh ask') || exit 1
[ "$answer" = "http_port=8080
yes" ]
ONE
}

push_plainly() {
    awk '{sub(/^\[/, ""); sub(/\].*/, ""); print}' "$fleet/known_hosts" |
        xargs -P "$at_once" -I ADDRESS sh "$work/one" "$work" ADDRESS
}

# --- clientpush -----------------------------------------------------------------------------------------------

make_inventory() {
    cat > "$work/inventory.yml" <<INVENTORY
sites:
  BEN:
    kind: primary
    ports:
      http: {default: 8080}
      https: {default: 8443}
    management_points: [$point]
all:
  vars: {site: BEN, platform: linux, membership: workgroup, protocol: http}
INVENTORY
    sed 1d "$fleet/inventory/addresses.yml" >> "$work/inventory.yml"
}

push_with_clientpush() {
    "$CLIENTPUSH" -i "$work/inventory.yml" --known-hosts "$fleet/known_hosts" --state "$work/state/state.db" \
        --payload "$payload" --profile demo-client -f "$at_once" push > "$work/output" 2>&1 ||
        die "clientpush push ended with $?: $(tail -n 20 "$work/output")"
}

# --- measuring ------------------------------------------------------------------------------------------------

# The sum over a session's processes of what each has in memory, shared pages by share, once a second.
watch_memory() {
    local peak=0 now
    while [ -e "$work/measuring" ]; do
        now=$({ pgrep -s "$1" || true; } | sed 's|.*|/proc/&/smaps_rollup|' | { xargs -r cat 2> /dev/null || true; } |
            awk '/^Pss:/ {sum += $2} END {print int(sum / 1024)}')
        ((now <= peak)) || peak=$now
        echo "$peak" > "$work/peak"
        sleep 1
    done
}

# measure NAME FUNCTION: appends "NAME seconds cpu-seconds peak-MB" to results. CPU is that of the pushing side only:
# sshd and the installers belong to the fleet.
measure() {
    local name=$1 function=$2
    say "$name"
    : > "$work/measuring"
    echo 0 > "$work/peak"
    # shellcheck disable=SC2163  # the function that the name says
    export -f "$function" die say
    export work fleet payload at_once CLIENTPUSH
    setsid /usr/bin/time -o "$work/times" -f '%e %U %S' bash -c "$function" &
    session=$!
    watch_memory "$session" &
    local watcher=$!
    wait "$session" || die "$name failed"
    session=
    rm "$work/measuring"
    wait $watcher
    awk -v name="$name" -v peak="$(cat "$work/peak")" '{print name, $1, $2 + $3, peak}' "$work/times" >> "$work/results"
}

expect_starts() {
    local log lines
    for log in "$fleet"/hosts/*/; do
        lines=$(wc -l < "$log/opt/demo-client/starts.log")
        [ "$lines" = "$1" ] || die "$(basename "$log"): the installer was started $lines times, not $1"
    done
}

print_table() {
    echo "$hosts hosts on loopback, $payload_mb MB payload, $at_once at once, $(nproc) cores"
    awk -v hosts="$hosts" '
        function row(title, s, c, m) {
            printf "%-28s %9.1f %9.1f %12.1f %9.0f\n", title, s, hosts / s, 1000 * c / hosts, m
        }
        { seconds[$1] = $2; cpu[$1] = $3; peak[$1] = $4 }
        END {
            printf "%-28s %9s %9s %12s %9s\n", "", "seconds", "hosts/s", "CPU ms/host", "peak MB"
            for (i = 1; i <= 2; ++i) {
                run = i == 1 ? "first" : "second"
                ours = "clientpush-" run
                plain = "plain-" run
                row(run " run: clientpush push", seconds[ours], cpu[ours], peak[ours])
                row(run " run: xargs ssh + sftp", seconds[plain], cpu[plain], peak[plain])
                printf "%-28s %9s %8.1fx %11.1fx %8.1fx\n", "  clientpush is better by", "",
                    seconds[plain] / seconds[ours], cpu[plain] / cpu[ours], peak[plain] / (peak[ours] ? peak[ours] : 1)
            }
        }' "$work/results"
}

make_payload
plain_options
say "starting $hosts hosts"
fresh_fleet
measure plain-first push_plainly
measure plain-second push_plainly
expect_starts 2
fresh_fleet
make_inventory
measure clientpush-first push_with_clientpush
measure clientpush-second push_with_clientpush
expect_starts 1
print_table
