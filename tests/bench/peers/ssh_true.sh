#!/usr/bin/env bash
# A login and `true`, with the configuration that is named. Prints the hosts that let it in.
set -euo pipefail

cat > "$WORK/login" <<'LOGIN'
ssh -n -F "$1" "$2" true && echo "$2"
LOGIN
xargs -P "$AT_ONCE" -I ADDRESS sh "$WORK/login" "$WORK/$1" ADDRESS < "$WORK/addresses"
