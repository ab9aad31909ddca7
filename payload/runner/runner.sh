# What clientpush runs on a POSIX host. The controller sends this text once for each connection, on standard input,
# and then the calls that `serve` evaluates: assignments, and the name of one function. Nothing here trusts a value:
# they are data in variables, never code.
#
# Layout of $directory (0700, owned by the login):
#   payload/<package>/     the payload, verified, complete by the rename that put it there
#   incoming/<package>/    the payload on its way
#   attempts/<id>/         one start of an installer: properties, command, lock, started, child, output, rc
#   fence, lock            the highest fence seen of each state database, and who had it; taken while an attempt is
#                          claimed
#
# An attempt is started at most once: whoever holds attempts/<id>/lock and finds no `started` may start it, and
# the lock is held by the detached runner until `rc` is in place. All output is name=value lines.

# serve: evaluates what the controller sends, a text at a time, until it hangs up. Each text is announced by a line
# with the connection's token, so that no byte of a payload can pass for one. It has no standard input; for `receive`
# the controller's is on descriptor 3.
serve() {
    exec 3<&0 < /dev/null
    while IFS=' ' read -r mark nonce size <&3 && [ "$mark" = "$token" ]; do
        ( eval "$(take "$size" <&3)" )
        again=$?
        printf '\nclientpush-end %s\n' "$nonce"
        [ "$again" -ne 99 ] || exit 0
    done
}

# take SIZE: so many bytes, and not one more.
take() { dd bs="$1" count=1 iflag=fullblock 2> /dev/null || head -c "$1"; }

say() { printf '%s=%s\n' "$1" "$2"; }

# read_line FILE: its first line in $line; nothing when there is none.
read_line() {
    line=
    { read -r line < "$1" || [ -n "$line" ]; } 2> /dev/null
}

flush() { sync "$@" 2> /dev/null || sync; }

# held FILE: does somebody hold this lock? (A shared try: it can delay a runner, never stop one.)
held() {
    [ -e "$1" ] || return 1
    ! flock -s -n 7 7< "$1"
}

# since_boot ATTEMPT: was it started since the host came up?
since_boot() {
    read_line /proc/sys/kernel/random/boot_id && boot=$line && read_line "$1/started" && [ "$line" = "$boot" ]
}

# child_alive ATTEMPT: is the installer's process group still there, although its runner is gone?
child_alive() { since_boot "$1" && read_line "$1/child" && [ -n "$line" ] && kill -0 "-$line" 2> /dev/null; }

# status_of ATTEMPT-ID: absent, running, done, rebooted or interrupted.
status_of() {
    dir=$directory/attempts/$1
    if [ -e "$dir/rc" ]; then status=done
    elif held "$dir/lock"; then status=running
    elif [ -e "$dir/rc" ]; then status=done
    elif [ ! -e "$dir/started" ]; then status=absent
    elif child_alive "$dir"; then status=running
    elif since_boot "$dir"; then status=interrupted
    else status=rebooted
    fi
}

report_attempt() {
    status_of "$1"
    say attempt "$1"
    say status "$status"
    if [ "$status" = done ] && read_line "$dir/rc"; then say rc "$line"; fi
    [ ! -e "$dir/timed_out" ] || say timed_out yes
}

report_output() {
    [ -s "$directory/attempts/$1/output" ] || return 0
    tail -c 8192 "$directory/attempts/$1/output" | sed 's/^/output=/'
    echo
}

# Another attempt on this host whose runner is alive, whoever started it: in $other.
find_other() {
    other=
    for each in "$directory"/attempts/*/lock; do
        each=${each%/lock}
        [ "${each##*/}" != "$attempt" ] || continue
        if held "$each/lock" || { [ ! -e "$each/rc" ] && child_alive "$each"; }; then
            other=${each##*/}
            return
        fi
    done
}

# look: reads the host and changes nothing.
look() {
    read_line /etc/machine-id
    say machine_id "$line"
    read_line /proc/sys/kernel/random/boot_id
    say boot_id "$line"
    for tool in flock setsid sha256sum timeout; do
        command -v "$tool" > /dev/null 2>&1 || say missing "$tool"
    done
    [ "$reading_back" = yes ] || report_room
    if [ -n "$package" ]; then
        if [ -d "$directory/payload/$package" ]; then say staged yes; else report_incoming; fi
    fi
    [ -z "$attempt" ] || report_attempt "$attempt"
    find_other
    say other_attempt "$other"
    ( eval "$profile_look" ) 3<&-
}

report_room() {
    near=$directory
    while [ ! -d "$near" ] && [ "$near" != / ] && [ -n "$near" ]; do near=${near%/*}; done
    free=
    { read -r _; read -r _ _ _ free _; } << DF
$(df -Pk "${near:-/}" 2> /dev/null)
DF
    say free_kb "$free"
}

report_incoming() {
    for part in "$directory/incoming/$package"/*; do
        [ ! -f "$part" ] || say part "$(wc -c < "$part") ${part##*/}"
    done
}

# own_folders FOLDER BELOW...: ours alone, or not used: a folder that somebody planted here is no place for a program
# that we run. Nobody can plant anything below the first one once it is closed to everybody else.
own_folders() {
    [ -e "$1" ] || [ -L "$1" ] || make_private "$1" || return 1
    is_own "$1" || return 1
    chmod 700 "$1" || { say error "not-ours $1"; return 1; }
    for each; do
        shift
        if [ ! -e "$each" ] && [ ! -L "$each" ]; then set -- "$@" "$each"; else is_own "$each" || return 1; fi
    done
    [ $# -eq 0 ] || make_private "$@"
}

make_private() { (umask 077 && mkdir -p "$@") || { say error "cannot-create $1"; return 1; }; }

is_own() {
    if [ -L "$1" ] || [ ! -d "$1" ] || [ ! -O "$1" ]; then say error "not-ours $1"; return 1; fi
}

# prepare: makes the place that the payload is uploaded to.
prepare() {
    own_folders "$directory" "$directory/incoming" "$directory/incoming/$package" "$directory/payload" \
        "$directory/attempts" && say prepared yes
}

# measure FILE: its bytes in $bytes; 0 when there is none.
measure() {
    bytes=0
    [ ! -f "$1" ] || bytes=$(wc -c < "$1")
}

# receive: appends $size bytes of the controller's to $file of the payload. A guess was sent before anybody had looked:
# it is thrown away where something is there already. After a failure nobody knows which of the bytes are still to
# come, so the shell ends: they must not be taken for a call.
receive() {
    part=$directory/incoming/$package/$file
    if [ "$guess" = yes ] && { [ -e "$directory/payload/$package" ] || [ -e "$part" ]; }; then
        copy_blocks <&3 > /dev/null
        say skipped "$file"
        return
    fi
    prepare > /dev/null || { prepare; exit 99; }
    measure "$part"
    [ "$bytes" -eq "$offset" ] || { say error "payload-moved $file"; exit 99; }
    umask 077
    copy_blocks <&3 >> "$part" && measure "$part" && [ "$bytes" -eq $((offset + size)) ] ||
        { say error "disk-full"; exit 99; }
    say received "$file"
}

copy_blocks() {
    blocks=$((size / 65536)) rest=$((size % 65536))
    { [ $blocks -eq 0 ] || dd bs=65536 count=$blocks iflag=fullblock; } 2> /dev/null &&
        { [ $rest -eq 0 ] || dd bs=$rest count=1 iflag=fullblock; } 2> /dev/null
}

# unstage: throws away a payload that did not verify, or that the installer called damaged.
unstage() { rm -rf "${directory:?}/incoming/${package:?}" "${directory:?}/payload/${package:?}" && prepare; }

has_digests() {
    cd "$1" || { say error "payload-missing"; return 1; }
    printf '%s' "$manifest" > .manifest || { say error "disk-full"; return 1; }
    wrong=$(sha256sum -c .manifest 2> /dev/null) && return 0
    say error "digest-mismatch $(printf '%s\n' "$wrong" | grep -v ': OK$' | head -n 1)"
    return 1
}

# Puts the uploaded payload into place, after its digests were found right here.
# What lies in place already is checked again before every start: nothing is run that was not verified, and it
# does not matter what a power cut leaves of it.
accept_payload() {
    if [ -e "$directory/payload/$package" ] || [ -L "$directory/payload/$package" ]; then
        is_own "$directory/payload/$package" && has_digests "$directory/payload/$package"
        return
    fi
    has_digests "$directory/incoming/$package" || return 1
    cd / && mv "$directory/incoming/$package" "$directory/payload/$package"
}

# claim: under the host's lock, is this controller still the one, and is nothing else being installed? The fence is in
# force once fence.new has taken its place.
claim() {
    highest=0 holder='' others=
    while read -r id number who; do
        if [ "$id" = "$state_id" ]; then highest=$number holder=$who; else others="$others$id $number $who
"; fi
    done 2> /dev/null < "$directory/fence"
    # The same fence of somebody else: the state was copied, and both go on from there.
    if [ "$highest" -eq "$fence" ] && [ "${holder:-$owner}" != "$owner" ]; then highest=$((fence + 1)); fi
    if [ "$highest" -gt "$fence" ]; then say error "fenced $highest"; return 1; fi
    find_other
    if [ -n "$other" ]; then say error "busy $other"; return 1; fi
    printf '%s%s %s %s\n' "$others" "$state_id" "$fence" "$owner" > "$directory/fence.new" || { say error "disk-full"; return 1; }
}

# launch: verifies, claims and starts the attempt, unless it was started before.
launch() {
    dir=$directory/attempts/$attempt
    own_folders "$directory" "$directory/attempts" "$dir" "$directory/payload" && accept_payload || return 1
    [ ! -e "$dir/started" ] || return 0
    (
        flock -x 8
        exec 9>> "$dir/lock"
        until flock -x -n 9; do
            [ ! -e "$dir/started" ] || exit 0
            sleep 0.1 2> /dev/null || sleep 1
        done
        [ ! -e "$dir/started" ] || exit 0
        claim || exit 1
        printf '%s' "$properties" > "$dir/properties" && printf '%s\n' "$command" > "$dir/command" &&
            printf '%s\n' "$runner" > "$dir/runner" || { say error "disk-full"; exit 1; }
        flush "$directory/fence.new"
        mv "$directory/fence.new" "$directory/fence" || { say error "disk-full"; exit 1; }
        detach sh "$dir/runner" "$dir" "$deadline" "$fence"
    ) 8>> "$directory/lock"
}

# detach COMMAND...: away from this login, with the attempt's lock. Where systemd is in charge, in a scope of its own:
# it outlives the login also where that ends whatever it leaves behind, and nobody gets out of it. A second start finds
# the attempt's marker.
detach() {
    if [ -d /run/systemd/system ] && [ "$(id -u)" -eq 0 ] && command -v systemd-run > /dev/null 2>&1; then
        set -- sh -c 'systemd-run --quiet --scope --collect --unit="clientpush-$0" -- "$@" || exec "$@"' "$attempt" "$@"
    fi
    setsid "$@" < /dev/null > /dev/null 2>&1 3<&- 8>&- &
}

# wait_for_end: until the runner lets go of its lock, $patience seconds at most.
wait_for_end() {
    status_of "$attempt"
    [ "$status" = running ] || return 0
    timeout "$patience" flock -s 7 7< "$dir/lock"
    [ -e "$dir/rc" ] || ! child_alive "$dir" || held "$dir/lock" || sleep 1
}

# push: launch, wait, and when it has ended read back.
push() {
    launch && await
}

await() {
    wait_for_end
    report_attempt "$attempt"
    report_output "$attempt"
    if [ "$status" = done ]; then
        tidy
        reading_back=yes
        look
    fi
}

# Keeps the newest attempts and drops what was staged for older payloads.
tidy() {
    set -- "$directory"/attempts/*
    [ $# -le 5 ] || ls -t "$directory/attempts" | tail -n +6 | while read -r old; do
        [ ! -e "$directory/attempts/$old/rc" ] || rm -rf "${directory:?}/attempts/$old"
    done
    [ ! -e "$directory/incoming" ] || rm -rf "${directory:?}/incoming"
    for old in "$directory"/payload/*; do
        [ "${old##*/}" = "$package" ] || rm -rf "$old"
    done
}
