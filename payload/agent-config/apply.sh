# apply.sh PROPERTIES CONFIG SERVICE: puts the properties in the place of the agent's configuration, whole or not at all, and
# restarts its service.
set -eu
new=$2.clientpush-new
cp "$1" "$new"
[ ! -e "$2" ] || { chmod --reference="$2" "$new" && chown --reference="$2" "$new"; }
sync "$new"
mv "$new" "$2"
systemctl restart "$3"
