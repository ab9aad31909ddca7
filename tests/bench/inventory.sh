#!/usr/bin/env bash
# Time and peak memory of reading an inventory with five variables for each host, next to `ansible-inventory --list`
# on the same file in the same run; of the same with a line at its end that only the parser reads; and of reading a
# large table, which Ansible has no counterpart for.
#     CLIENTPUSH=... tests/bench/inventory.sh [--hosts 100000] [--csv-hosts 1000000] [--without-ansible]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

hosts=100000 csv_hosts=1000000 ansible=yes
while [ $# -gt 0 ]; do
    case $1 in
        --hosts)
            hosts=$2
            shift
            ;;
        --csv-hosts)
            csv_hosts=$2
            shift
            ;;
        --without-ansible) ansible=no ;;
        *)
            sed -n '2,5s/^# *//p' "$0" >&2
            exit 5
            ;;
    esac
    shift
done
: "${CLIENTPUSH:?names the clientpush binary}"

work=$(mktemp -d "${TMPDIR:-/tmp}/clientpush-bench-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

say() { echo "bench: $*" >&2; }

# --- the files: one function for each format, NAME_file and its rows ------------------------------------------------

make_sites() {
    printf 'sites:\n  ABC: {kind: primary}\nall:\n  vars: {site: ABC}\n' > "$1"
}

make_yaml() {
    {
        printf 'clients:\n  hosts:\n'
        awk -v hosts="$2" 'BEGIN {
            for (i = 0; i < hosts; i++) {
                printf "    ws%07d.corp.example:\n", i
                printf "      ansible_host: 10.%d.%d.%d\n", i / 65536, i / 256 % 256, i % 256
                printf "      platform: windows\n      membership: workgroup\n"
                printf "      http_port: %d\n      owner: team-%d\n", i % 2 ? 80 : 8080, i % 100
            }
        }'
    } > "$1"
}

make_csv() {
    {
        printf 'Name,AnsibleHost,Platform,Membership,HTTPPort,Owner\n'
        awk -v hosts="$2" 'BEGIN {
            for (i = 0; i < hosts; i++)
                printf "ws%07d.corp.example,10.%d.%d.%d,windows,workgroup,%d,team-%d\n",
                    i, i / 65536, i / 256 % 256, i % 256, i % 2 ? 80 : 8080, i % 100
        }'
    } > "$1"
}

# --- measuring ------------------------------------------------------------------------------------------------------

# measure NAME COMMAND...: seconds, seconds of CPU and kilobytes of the whole command, in $seconds, $cpu and $kilobytes.
measure() {
    local name=$1
    shift
    say "$name: $*"
    /usr/bin/time -o "$work/time" -f '%e %U %S %M' "$@" > "$work/output" 2> "$work/errors" || {
        tail -n 5 "$work/errors" >&2
        say "$name failed"
        exit 1
    }
    read -r seconds cpu kilobytes < <(awk 'END {print $1, $2 + $3, $4}' "$work/time")
}

# row FORMAT PROGRAM HOSTS FILE [CPU_TO_COMPARE KILOBYTES_TO_COMPARE]
row() {
    local ratios='- -' beyond
    beyond=$(((kilobytes * 1024 - $(wc -c < "$4")) / $3))
    if [ $# -ge 6 ]; then
        ratios=$(awk -v t="$5" -v s="$cpu" -v m="$6" -v k="$kilobytes" \
            'BEGIN {printf "1/%.0f 1/%.1f", t / (s > 0.01 ? s : 0.01), m / k}')
    fi
    # shellcheck disable=SC2086  # two words
    printf '%-6s %-18s %9d %9s %9s %8d %11d %9s %9s\n' "$1" "$2" "$3" "$seconds" "$cpu" $((kilobytes / 1024)) \
        "$beyond" $ratios >> "$work/table"
}

# compare FORMAT FILE HOSTS: ours, and Ansible when it reads this format.
compare() {
    local their_cpu='' their_kilobytes=''
    if [ $ansible = yes ] && [ "$1" = yaml ]; then
        measure "$1 by Ansible" ansible-inventory -i "$2" --list
        row "$1" ansible-inventory "$3" "$2"
        their_cpu=$cpu their_kilobytes=$kilobytes
    fi
    measure "$1 by us" "$CLIENTPUSH" -i "$work/sites.yml" -i "$2" inventory validate
    grep -q "^$3 hosts" "$work/output" || {
        say "$2 has not $3 hosts for us: $(cat "$work/output")"
        exit 1
    }
    # shellcheck disable=SC2086  # nothing, when there is nothing to compare with
    row "$1" clientpush "$3" "$2" $their_cpu $their_kilobytes
}

if [ $ansible = yes ] && ! command -v ansible-inventory > /dev/null; then
    say "ansible-inventory is not installed (ansible-core): measuring ours alone"
    ansible=no
fi
make_sites "$work/sites.yml"
make_yaml "$work/clients.yml" "$hosts"
say "$(wc -c < "$work/clients.yml") bytes of YAML"
compare yaml "$work/clients.yml" "$hosts"
printf '  vars:\n    note: "a\\tb"\n' >> "$work/clients.yml"
compare parsed "$work/clients.yml" "$hosts"
rm "$work/clients.yml"
make_csv "$work/clients.csv" "$csv_hosts"
say "$(wc -c < "$work/clients.csv") bytes of CSV"
compare csv "$work/clients.csv" "$csv_hosts"

# "B/host" is the peak of the whole program less the size of the file; the ratios are of CPU and of peaks.
printf '%-6s %-18s %9s %9s %9s %8s %11s %9s %9s\n' format program hosts seconds CPU MiB B/host CPU memory
cat "$work/table"
