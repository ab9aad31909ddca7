# Runs one installer, once. Started by `launch` with the attempt's lock held on descriptor 9, which stays ours
# until the result is in place. $1: the attempt's folder, $2: seconds the installer may take, $3: fence.
dir=$1 limit=$2 fence=$3
cd "$dir" || exit 1
[ ! -e started ] || exit 0

flush() { sync "$@" 2> /dev/null || sync; }

{ read -r boot; } < /proc/sys/kernel/random/boot_id
printf '%s\npid %s\nfence %s\n' "$boot" "$$" "$fence" > started.new && mv started.new started || exit 1
flush started .  # one that a power cut leaves empty still says that it may have been started

# A session of its own for the installer, so that its whole tree can be ended; the lock is not for it, or an agent
# that it leaves behind would hold it for ever.
setsid sh ./command < /dev/null > output 2>&1 9>&- &
child=$!
echo "$child" > child

setsid sh -c '
    sleep "$2"
    : > "$1/timed_out"
    kill -TERM "-$3"
    sleep 5
    kill -KILL "-$3"
' watchdog "$dir" "$limit" "$child" < /dev/null > /dev/null 2>&1 9>&- &
watchdog=$!

wait "$child"
code=$?
kill -KILL "-$watchdog" 2> /dev/null || kill -KILL "$watchdog" 2> /dev/null

echo "$code" > rc.new && flush rc.new output && mv rc.new rc && exec 9>&- && flush .
