#!/usr/bin/env bash
# xargs with sftp and ssh, as Debian sets them up: two connections a host, and the whole work again in a second run.
# Prints the hosts that it found right.
set -euo pipefail

export PLAIN_CONFIG=${PLAIN_CONFIG:-ssh_config}
echo "put $ARCHIVE" > "$WORK/batch"
cat > "$WORK/one" <<'ONE'
sftp -q -F "$WORK/$PLAIN_CONFIG" -b "$WORK/batch" "$1" > /dev/null 2>&1 || exit 1
answer=$(ssh -n -F "$WORK/$PLAIN_CONFIG" "$1" "$(cat "$WORK/install")") || exit 1
[ "$answer" = "$(cat "$WORK/right")" ] && echo "$1"
ONE
xargs -P "$AT_ONCE" -I ADDRESS sh "$WORK/one" ADDRESS < "$WORK/addresses"
