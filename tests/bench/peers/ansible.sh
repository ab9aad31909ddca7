#!/usr/bin/env bash
# Ansible with pipelining, tuned ssh and ControlPersist, no facts, no barrier between hosts; the same playbook in both
# runs. Prints the hosts that it found right.
set -euo pipefail

cat > "$WORK/ansible.cfg" <<CONFIG
[defaults]
home = $WORK/ansible
inventory = $WORK/ansible.yml
forks = $AT_ONCE
gathering = explicit
strategy = free
interpreter_python = /usr/bin/python3
host_key_checking = True
[ssh_connection]
pipelining = True
ssh_args = -F $WORK/ssh_config.tuned -o ControlMaster=auto -o ControlPersist=60s
CONFIG
cp "$FLEET/inventory/addresses.yml" "$WORK/ansible.yml"
ANSIBLE_CONFIG=$WORK/ansible.cfg ANSIBLE_NOCOLOR=1 ansible-playbook "$BENCH/peers/ansible.yml" -e "work=$WORK" \
    > "$WORK/ansible.log" 2> "$WORK/ansible.errors" || tail -n 5 "$WORK/ansible.log" "$WORK/ansible.errors" >&2
awk '/^PLAY RECAP/ {recap = 1} recap && /unreachable=0 +failed=0/ {print $1}' "$WORK/ansible.log"
