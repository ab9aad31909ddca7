# What a host says about its demo client. Evaluated on the host, below assignments of site, management_points,
# http_port, https_port and protocol. Reads only. profile.h has the contract of the lines that it prints.

home=/opt/demo-client

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

alive() {
    pid='' born=''
    { read -r pid born < "$1"; } 2> /dev/null
    [ -n "$pid" ] || return 1
    birth_of "$pid"
    [ -n "$birth" ] && [ "$birth" = "$born" ]
}

report_client() {
    installed=no agent=absent version='' http='' https='' at_site='' at=''
    if [ -r "$home/config" ] && [ -r "$home/agent.sh" ]; then
        installed=yes agent=stopped
        while IFS= read -r line; do
            value=${line#*=}
            case $line in
                version=*) version=$value ;;
                http_port=*) http=$value ;;
                https_port=*) https=$value ;;
                site=*) at_site=$value ;;
                management_point=*) at=$value ;;
            esac
        done < "$home/config"
        ! alive "$home/agent.pid" || agent=running
    fi
    installer=idle
    ! alive "$home/installer.pid" || installer=running
    printf '%s\n' "installed=$installed" "version=$version" "http=$http" "https=$https" "site=$at_site" \
        "management_point=$at" "agent=$agent" "installer=$installer"
}

# The agent itself is asked; one that does not run reaches nothing.
ask_agent() {
    case $agent in
        running) echo "reaches=$(sh "$home/agent.sh" ask < /dev/null 2> /dev/null)" ;;
        stopped) echo reaches=no ;;
        absent) echo reaches=unknown ;;
    esac
}

# try_all HOST:PORT...: a line for each that connects, and for others bash's own words, all within five seconds.
try_by_bash() {
    # shellcheck disable=SC2016  # bash's variables
    LC_ALL=C timeout 5 bash -c '
        trap "kill \$(jobs -p)" TERM
        for target in "$@"; do
            ( exec 3<> "/dev/tcp/${target%:*}/${target##*:}" && echo "/dev/tcp/${target%:*}/${target##*:}: open" ) 2>&1 &
        done
        wait
        ' try "$@" < /dev/null 2> /dev/null
}

try_by_curl() {
    for target in "$@"; do
        {
            time=$(curl -s -o /dev/null -m 3 --noproxy '*' -w '%{time_connect}' "http://$target/" < /dev/null 2> /dev/null)
            code=$?
            case $code,$time in
                *,*[1-9]*) word=open ;;
                7,*) word='Connection refused' ;;
                28,*) word='timed out' ;;
                *) word='unknown' ;;
            esac
            echo "/dev/tcp/${target%:*}/${target##*:}: $word"
        } &
    done
    wait
}

try_all() {
    if command -v bash > /dev/null 2>&1 && command -v timeout > /dev/null 2>&1; then
        try_by_bash "$@"
    elif command -v curl > /dev/null 2>&1; then
        try_by_curl "$@"
    else
        for target in "$@"; do echo "/dev/tcp/${target%:*}/${target##*:}: unknown"; done
    fi
}

# The best of what the management points say on one port. Who says nothing has not answered in time.
way() {
    best=unknown
    for point in $management_points; do
        point=${point#https://}
        case $answers in
            *"/dev/tcp/$point/$1: open"*) best=open ;;
            *"/dev/tcp/$point/$1: Connection refused"*) [ $best = open ] || best=refused ;;
            *"/dev/tcp/$point/$1: No route to host"* | *"/dev/tcp/$point/$1: Network is unreachable"*)
                [ $best != unknown ] || best=timeout ;;
            *"/dev/tcp/$point/$1: "*) ;;
            *) [ $best != unknown ] || best=timeout ;;
        esac
    done
    echo "way_$2=$best"
}

report_ways() {
    ports=
    [ "$protocol" = https ] || ports=$http_port
    [ "$protocol" = http ] || ports="$ports $https_port"
    targets=
    for point in $management_points; do
        for port in $ports; do targets="$targets ${point#https://}:$port"; done
    done
    # shellcheck disable=SC2086  # one word per target
    answers=$(ask_agent & [ -z "$targets" ] || try_all $targets; wait)
    case $answers in
        *reaches=yes*) echo reaches=yes ;;
        *reaches=no*) echo reaches=no ;;
        *) echo reaches=unknown ;;
    esac
    [ "$protocol" = https ] || way "$http_port" http
    [ "$protocol" = http ] || way "$https_port" https
}

report_client
report_ways
