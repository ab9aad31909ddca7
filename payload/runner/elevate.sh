# Goes on as another user. The controller puts values for become_user and mark above this text, sends it to the
# login's shell, and goes on with the shell that this becomes. The command is always the same, so that one line of
# sudoers is enough: LOGIN ALL=(USER) NOPASSWD: /bin/sh -s
#
# Each answer is one line: the mark, a word, and what sudo said. A wrong password is tried once, because a program
# that asks again would take the next line for another one.

answer() { printf '%s %s\n' "$mark" "$(printf '%s' "$*" | tr '\n' ' ')"; }

as_user() { LC_ALL=C sudo "$@" -H -u "$become_user" -- /bin/sh -s; }

become() {
    command -v sudo > /dev/null 2>&1 || { answer missing; return; }
    if said=$(as_user -n < /dev/null 2>&1); then
        answer free
        exec sudo -n -H -u "$become_user" -- /bin/sh -s
    fi
    case $said in *'password is required'*) ;; *) answer refused "$said"; return ;; esac
    answer password
    IFS= read -r password && [ -n "$password" ] || return
    if said=$(printf '%s\n' "$password" | as_user -k -S -p '' 2>&1); then
        answer right
        exec sudo -k -S -p '' -H -u "$become_user" -- /bin/sh -s
    fi
    case $said in
        *'try again'* | *'incorrect password'* | *'no password was provided'*) answer wrong ;;
        *) answer refused "$said" ;;
    esac
}

become
