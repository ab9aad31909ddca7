#!/usr/bin/env bash
# The plain way with the tuned algorithms.
PLAIN_CONFIG=ssh_config.tuned exec "${BASH_SOURCE[0]%/*}/plain.sh" "$@"
