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
    # Who has left that session is still in the scope.
    for each in $(grep -ls "/clientpush-${1##*/}\.scope" /proc/[0-9]*/cgroup); do
        each=${each#/proc/}
        case ${each%/*} in "$$" | "$4") ;; *) kill -KILL "${each%/*}" ;; esac
    done
' watchdog "$dir" "$limit" "$child" "$$" < /dev/null > /dev/null 2>&1 9>&- &
watchdog=$!

wait "$child"
code=$?
if [ -e timed_out ]; then
    wait "$watchdog"  # not all of the tree may have ended with its head
else
    kill -KILL "-$watchdog" 2> /dev/null || kill -KILL "$watchdog" 2> /dev/null
fi

echo "$code" > rc.new && flush rc.new && mv rc.new rc && exec 9>&- && flush .
