#!/usr/bin/env bash
# clientpush itself: `first` and `second` are the same push; `verify` installs nothing. Prints the hosts that it found
# right.
set -euo pipefail
verb=push
[ "$1" != verify ] || verb=verify
"$CLIENTPUSH" -i "$WORK/inventory.yml" --known-hosts "$FLEET/known_hosts" --state "$WORK/state/state.db" \
    --payload "$PAYLOAD" --profile "${PROFILE:-demo-client}" -f "$AT_ONCE" -q -o json $verb |
    sed -n 's/^ *{"name":"\([^"]*\)".*"state":"managed".*/\1/p'
