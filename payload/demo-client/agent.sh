# The agent of the demo client.
# `run`: says its process number, closes its output, and reports to its management point, now and every few minutes,
#        until it is ended.
# `ask`: says whether it reaches its management point on the ports that it has, and changes nothing.

home=${0%/*}
seconds_between_reports=300

read_config() {
    http_port='' https_port='' management_point='' protocol=http
    while IFS= read -r line; do
        value=${line#*=}
        case $line in
            http_port=*) http_port=$value ;;
            https_port=*) https_port=$value ;;
            management_point=*) management_point=$value ;;
            protocol=*) protocol=$value ;;
        esac
    done < "$home/config"
    port=$http_port
    [ "$protocol" != https ] || port=$https_port
}

# Over HTTP the management point must answer; for HTTPS a connection proves the port. (Through cat the request leaves
# in one piece: printf writes line by line, and a server that answers the first one may reset the rest.)
reach() {
    if command -v bash > /dev/null 2>&1 && command -v timeout > /dev/null 2>&1; then
        reach_by_bash
    elif command -v curl > /dev/null 2>&1; then
        reach_by_curl
    else
        echo unknown
    fi
}

reach_by_bash() {
    # shellcheck disable=SC2016  # bash's variables
    if timeout 10 bash -c '
        exec 3<> "/dev/tcp/$1/$2" || exit 1
        [ "$3" != https ] || exit 0
        printf -v request "GET /sms_mp/.sms_aut?mplist HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r" "$1:$2"
        cat <<< "$request" >&3
        read -r _ status _ <&3 && [ "$status" = 200 ]
        ' reach "$management_point" "$port" "$protocol" < /dev/null > /dev/null 2>&1
    then echo yes
    else echo no
    fi
}

reach_by_curl() {
    answer=$(curl -s -o /dev/null -m 10 --noproxy '*' -w '%{http_code} %{time_connect}' \
        "http://$management_point:$port/sms_mp/.sms_aut?mplist" < /dev/null 2> /dev/null)
    case $protocol,$answer in
        http,'200 '* | https,*' '*[1-9]*) echo yes ;;
        *) echo no ;;
    esac
}

report() {
    read_config
    echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) $management_point:$port reached=$(reach)" > "$home/report.new" &&
        mv -f "$home/report.new" "$home/report"
}

# Every child runs in the background, so that the signal to end is obeyed at once.
run() {
    trap 'kill $! 2> /dev/null; exit 0' TERM INT
    echo $$
    exec > /dev/null
    while :; do
        report &
        wait $!
        sleep "$seconds_between_reports" &
        wait $!
    done
}

case $1 in
    run) run ;;
    ask) read_config && reach ;;
    *)
        echo 'usage: sh agent.sh run|ask' >&2
        exit 2
        ;;
esac
