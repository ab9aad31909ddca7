# What install.sh and switch.sh share. Both source it and exit as ccmsetup does: 6 error, 8 another one is running,
# 9 a prerequisite is missing.

home=/opt/demo-client
config=$home/config
umask 022

fail() {
    code=$1
    shift
    echo "demo-client: $*" >&2
    exit "$code"
}

# One line per start, before anything else can go wrong, so that starts can be counted.
count_start() {
    mkdir -p "$home" && echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) $1 $$" >> "$home/starts.log" ||
        fail 9 "cannot write to $home: run this as root"
}

# Sets $birth to the time at which process $1 started; empty when it is gone or only a zombie. A pid alone proves
# nothing: it may have been given to another process.
birth_of() {
    birth=
    if [ ! -d /proc/self ]; then
        kill -0 "$1" 2> /dev/null && birth=unknown
        return
    fi
    { read -r stat < "/proc/$1/stat"; } 2> /dev/null || return 0
    # shellcheck disable=SC2086  # the fields behind "pid (name) "
    set -- ${stat##*) }
    [ "$1" = Z ] || birth=${20}
}

# Is the process that file $1 names ("pid birth") alive? Sets $pid.
alive() {
    pid='' born=''
    { read -r pid born < "$1"; } 2> /dev/null
    [ -n "$pid" ] || return 1
    birth_of "$pid"
    [ -n "$birth" ] && [ "$birth" = "$born" ]
}

# name_process FILE PID: for `alive`.
name_process() {
    birth_of "$2"
    echo "$2 $birth" > "$1.new" && mv -f "$1.new" "$1" || fail 6 "cannot write $1"
}

# Only one installer at a time. The lock ends with this process; the file is for those who look.
enter() {
    if command -v flock > /dev/null 2>&1; then
        exec 9>> "$home/installer.lock" || fail 6 "cannot write $home/installer.lock"
        flock -n 9 || fail 8 "another installer is running"
    elif alive "$home/installer.pid"; then
        fail 8 "another installer is running: process $pid"
    fi
    name_process "$home/installer.pid" $$
    trap 'rm -f "$home/installer.pid"' EXIT
}

# The properties file is data: known names only, and never sourced.
read_properties() {
    [ -r "$1" ] || fail 9 "cannot read the properties file \"$1\""
    while IFS= read -r line || [ -n "$line" ]; do
        value=${line#*=}
        case $line in
            '') ;;
            CCMHTTPPORT=*) http_port=$value ;;
            CCMHTTPSPORT=*) https_port=$value ;;
            SMSSITECODE=*) site=$value ;;
            SMSMP=*) management_point=${value#https://} ;;
            PROTOCOL=*) protocol=$value ;;
            DEMO_EXIT=*) demo_exit=$value ;;
            DEMO_CUT=*) demo_cut=$value ;;
            DEMO_DELAY=*) demo_delay=$value ;;
            DEMO_HANG=*) demo_hang=$value ;;
            *) fail 9 "unknown property \"${line%%=*}\"" ;;
        esac
    done < "$1"
}

read_config() {
    while IFS= read -r line; do
        value=${line#*=}
        case $line in
            http_port=*) http_port=$value ;;
            https_port=*) https_port=$value ;;
            site=*) site=$value ;;
            management_point=*) management_point=$value ;;
            protocol=*) protocol=$value ;;
        esac
    done < "$config"
}

is_port() {
    case $1 in
        '' | *[!0-9]* | ??????*) return 1 ;;
    esac
    [ "$1" -ge 1 ] && [ "$1" -le 65535 ]
}

check_values() {
    is_port "$http_port" || fail 9 "CCMHTTPPORT \"$http_port\" is no port"
    is_port "$https_port" || fail 9 "CCMHTTPSPORT \"$https_port\" is no port"
    [ "$http_port" -ne "$https_port" ] || fail 9 "CCMHTTPPORT and CCMHTTPSPORT are both $http_port"
    case $site in
        '' | *[!A-Za-z0-9]*) fail 9 "SMSSITECODE \"$site\" is no site code" ;;
    esac
    case $management_point in
        '' | -* | *[!A-Za-z0-9.:_-]*) fail 9 "SMSMP \"$management_point\" is no host name" ;;
    esac
    case $protocol in
        http | https) ;;
        *) fail 9 "PROTOCOL \"$protocol\" is neither http nor https" ;;
    esac
}

# Ends the SSH sessions of this host, as a line that breaks would.
cut_connections() {
    for process in /proc/[0-9]*; do
        title=
        read -r title < "$process/cmdline" || :
        case $title in 'sshd: '*@*) kill -KILL "${process##*/}" ;; esac
    done 2> /dev/null
}

# What tests ask for.
misbehave() {
    [ -z "$demo_exit" ] || exit "$demo_exit"
    [ "$demo_cut" != 1 ] || cut_connections
    [ -z "$demo_delay" ] || sleep "$demo_delay" 9>&-
    [ "$demo_hang" = 1 ] || return 0
    while :; do
        sleep 3600 9>&- &
        wait $!
    done
}

write_config() {
    printf '%s\n' version=1.0 "site=$site" "management_point=$management_point" "protocol=$protocol" \
        "http_port=$http_port" "https_port=$https_port" > "$config.new" &&
        mv -f "$config.new" "$config" || fail 6 "cannot write $config"
}

stop_agent() {
    tries=0
    while alive "$home/agent.pid"; do
        case $tries in
            0) kill -TERM "$pid" ;;
            250) kill -KILL "$pid" ;;
            500) fail 6 "the old agent, process $pid, does not end" ;;
        esac
        tries=$((tries + 1))
        sleep 0.02 2> /dev/null || sleep 1
    done
    rm -f "$home/agent.pid"
}

# The agent gets a session of its own and nothing of ours: no open file, no working folder. It says its number and
# closes its output when it has come so far, which is what the substitution waits for.
start_agent() {
    detach=
    ! command -v setsid > /dev/null 2>&1 || detach=setsid
    agent=$(cd / && $detach sh "$home/agent.sh" run < /dev/null 2> /dev/null 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &)
    [ -n "$agent" ] || fail 6 "the agent does not start"
    name_process "$home/agent.pid" "$agent"
}
