#!/usr/bin/env bash
# ClusterShell over tuned ssh and scp: copy, then one command. A second run looks first, and goes on with those that are
# not right. Prints the hosts that it found right.
set -euo pipefail

# on ADDRESSES-FILE CLUSH-ARGUMENT...
on() {
    local nodes=$1
    shift
    clush -q -f "$AT_ONCE" --hostfile "$nodes" -o "-F $WORK/ssh_config.tuned" "$@"
}

# The hosts whose two lines are the right ones.
right_ones() { awk -F': ' '$2 == "http_port=8080" {port[$1] = 1} $2 == "yes" && port[$1] {print $1}'; }

todo=$WORK/addresses
if [ "$1" = second ]; then
    on "$todo" "$(cat "$WORK/look")" | right_ones > "$WORK/clush.right"
    cat "$WORK/clush.right"
    grep -vxF -f "$WORK/clush.right" "$WORK/addresses" > "$WORK/clush.todo" || exit 0
    todo=$WORK/clush.todo
fi
on "$todo" --copy "$ARCHIVE" --dest /root/
on "$todo" "$(cat "$WORK/install")" | right_ones
