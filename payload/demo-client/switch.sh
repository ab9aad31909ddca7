# Gives an installed demo client other ports and restarts its agent. $1: a file of NAME=VALUE lines; only its ports
# are used.

. "${0%/*}/client.sh"

count_start switch
enter
[ -r "$config" ] && [ -r "$home/agent.sh" ] || fail 9 "the demo client is not installed"
demo_exit='' demo_cut='' demo_delay='' demo_hang=''
http_port='' https_port=''
read_properties "$1"
misbehave
new_http_port=$http_port new_https_port=$https_port
site='' management_point='' protocol=http
read_config
http_port=$new_http_port https_port=$new_https_port
check_values

stop_agent
write_config
start_agent
