# Installs the demo client, or replaces it. $1: a file of NAME=VALUE lines.

. "${0%/*}/client.sh"

count_start install
enter
http_port='' https_port='' site='' management_point='' protocol=http
demo_exit='' demo_cut='' demo_delay='' demo_hang=''
read_properties "$1"
misbehave
check_values

stop_agent
cp "${0%/*}/agent.sh" "$home/agent.sh.new" && mv -f "$home/agent.sh.new" "$home/agent.sh" ||
    fail 6 "cannot write $home/agent.sh"
write_config
start_agent
