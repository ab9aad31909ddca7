# shellcheck shell=bash
# What the benchmarks share: a fleet that goes away whatever happens, the payload, the inventory, measuring.
# Sourced; the script that sources it has set its options.

: "${CLIENTPUSH:?names the clientpush binary}" "${CLIENTPUSH_FLEET:?names the clientpush-fleet binary}"

BENCH=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$BENCH/../.." && pwd)
WORK=$(mktemp -d "${TMPDIR:-/tmp}/clientpush-bench-XXXXXX")
FLEET=$WORK/fleet
PAYLOAD=$WORK/payload
ARCHIVE=$WORK/client.tar
point=127.77.0.1
port=2222
# What puts a command to the side of the hosts, or to that of the controller: nothing, unless there is a line between.
far=() near=()

say() { echo "bench: $*" >&2; }

die() {
    say "$@"
    exit 1
}

# usage: the comment at the top of the script that was called.
usage() {
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0" >&2
    exit 5
}

stop_fleet() { "$CLIENTPUSH_FLEET" down --dir "$FLEET" > /dev/null; }

# A script with more to take down defines take_down.
clean_up() {
    stop_fleet || true
    ! declare -F take_down > /dev/null || take_down || true
    rm -rf "$WORK"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# --- what is pushed -------------------------------------------------------------------------------------------------

# make_payload MEGABYTES: the demo client and a ballast that no compression makes smaller; as a profile of ours, and for
# the others as one archive, with digests to check and the properties that the installer gets.
make_payload() {
    local profile=$PAYLOAD/demo-client files=$WORK/files
    mkdir -p "$PAYLOAD" "$files"
    cp -r "$root/payload/demo-client" "$PAYLOAD/"
    head -c "${1}M" /dev/urandom > "$profile/ballast.bin"
    sed -i 's/^files: \[\(.*\)\]/files: [\1, ballast.bin]/' "$profile/profile.yml"
    grep -q '^files: .*ballast.bin' "$profile/profile.yml" || die "cannot add a file to the profile"
    cp "$profile"/*.sh "$profile/ballast.bin" "$files/"
    (cd "$files" && sha256sum ./*.sh ballast.bin > manifest)
    printf '%s\n' CCMHTTPPORT=8080 CCMHTTPSPORT=8443 SMSSITECODE=BEN SMSMP=$point > "$files/properties"
    tar -C "$WORK" -cf "$ARCHIVE" files
    write_remote_commands
}

# What runs on a host, the same for every peer. `look` alone tells whether it is right already; `install` takes the
# archive from its folder, `install_from_input` from standard input. On a host that is right each prints what `right` has.
write_remote_commands() {
    local look="grep -x http_port=8080 /opt/demo-client/config && sh /opt/demo-client/agent.sh ask"
    local install="cd files && sha256sum --quiet -c manifest && sh ./install.sh ./properties > install.log 2>&1 && $look"
    echo "$look" > "$WORK/look"
    echo "tar -xf client.tar && $install" > "$WORK/install"
    echo "tar -xf - && $install" > "$WORK/install_from_input"
    printf 'http_port=8080\nyes\n' > "$WORK/right"
}

# --- the fleet ------------------------------------------------------------------------------------------------------

# fresh_fleet COUNT: hosts that nobody has pushed to. The machines are started first: booting them is nobody's work.
fresh_fleet() {
    start_fleet "$1"
    cut -d' ' -f1 "$WORK/hosts" | boot
    sync
}

# start_fleet COUNT: hosts whose machines start when they are first talked to.
start_fleet() {
    stop_fleet
    say "starting $1 hosts"
    seq -f 'h%05g' "$1" |
        "${far[@]}" "$CLIENTPUSH_FLEET" up --daemon --dir "$FLEET" --port $port --until $$ --mp $point:8080,8443 - \
            > /dev/null
    awk -F'[" ,:]+' '/ansible_host/ {print $2, $4}' "$FLEET/inventory/addresses.yml" | tr -d '{' > "$WORK/hosts"
    cut -d' ' -f2 "$WORK/hosts" > "$WORK/addresses"
    cp "$WORK/hosts" "$WORK/hosts.all"
    write_ssh_config
    write_inventory
}

# boot: the hosts whose names are read.
boot() { xargs -I HOST "$CLIENTPUSH_FLEET" exec --dir "$FLEET" HOST -- true; }

# Two ways to use OpenSSH: as Debian sets it up, and with the cheapest algorithms that every sshd of today still takes.
write_ssh_config() {
    cat > "$WORK/ssh_config" <<CONFIG
Host *
    BatchMode yes
    User root
    Port $port
    IdentitiesOnly yes
    IdentityFile $FLEET/id_ed25519
    UserKnownHostsFile $FLEET/known_hosts
    GlobalKnownHostsFile /dev/null
CONFIG
    {
        cat "$WORK/ssh_config"
        echo "    KexAlgorithms curve25519-sha256"
        echo "    Ciphers aes128-gcm@openssh.com,aes128-ctr"
        echo "    HostKeyAlgorithms ssh-ed25519"
        echo "    GSSAPIAuthentication no"
    } > "$WORK/ssh_config.tuned"
}

write_inventory() {
    cat > "$WORK/inventory.yml" <<INVENTORY
sites:
  BEN:
    kind: primary
    ports:
      http: {default: 8080}
      https: {default: 8443}
    management_points: [$point]
all:
  vars: {site: BEN, platform: linux, membership: workgroup, protocol: http}
  hosts:
INVENTORY
    cut -d' ' -f1 "$WORK/hosts" | sed 's/.*/"&":/' | grep -F -f - "$FLEET/inventory/addresses.yml" >> "$WORK/inventory.yml"
    rm -rf "$WORK/state"
}

# one_host NUMBER: from now on the peers see this host of the fleet alone.
one_host() {
    sed -n "${1}p" "$WORK/hosts.all" > "$WORK/hosts"
    cut -d' ' -f2 "$WORK/hosts" > "$WORK/addresses"
    write_inventory
}

# --- measuring ------------------------------------------------------------------------------------------------------

export_settings() {
    export WORK FLEET PAYLOAD ARCHIVE BENCH AT_ONCE CLIENTPUSH
    export LC_ALL=C.UTF-8
}

# measure COMMAND...: what it printed is in $WORK/output, and "seconds cpu-seconds peak-MB status open-files" in
# $WORK/measured. CPU is that of the pushing side only: sshd and the installers belong to the fleet.
measure() {
    export_settings
    /usr/bin/python3 "$BENCH/measure.py" "$WORK/measured" "${near[@]}" "$@" > "$WORK/output" 2> "$WORK/errors"
}

# conditions: one line for the head of each table.
conditions() {
    echo "$(date -u +%Y-%m-%d), $(nproc) cores shared with the hosts, load before $load_before, $(uname -r), $(ssh -V 2>&1)"
}
load_before=$(cut -d' ' -f1 /proc/loadavg)
