#!/usr/bin/env bash
# xargs with one tuned ssh for each host that does everything: the payload goes in as standard input. A second run only
# looks, and sends to those that are not right. Prints the hosts that it found right.
set -euo pipefail

cat > "$WORK/send" <<'SEND'
answer=$(ssh -F "$WORK/ssh_config.tuned" "$1" "$2" < "$ARCHIVE") && [ "$answer" = "$3" ] && echo "$1"
SEND
cat > "$WORK/look_or_send" <<'LOOK'
answer=$(ssh -n -F "$WORK/ssh_config.tuned" "$1" "$4") && [ "$answer" = "$3" ] && echo "$1" && exit
. "$WORK/send"
LOOK
script=send
[ "$1" = first ] || script=look_or_send
xargs -P "$AT_ONCE" -I ADDRESS \
    sh "$WORK/$script" ADDRESS "$(cat "$WORK/install_from_input")" "$(cat "$WORK/right")" "$(cat "$WORK/look")" \
    < "$WORK/addresses"
