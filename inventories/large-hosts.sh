#!/bin/sh
# Prints a table of clients as the console exports it: large-hosts.sh [HOW_MANY], 100000 unless told.
# Always the same: every tenth in another forest, every hundredth on the internet.
exec awk -v count="${1:-100000}" 'BEGIN {
    print "\"Name\",\"Domain\",\"SiteCode\",\"DeviceOS\",\"HTTPPort\",\"LastActiveTime\",\"CNIsOnInternet\",\"ClientVersion\""
    for (i = 1; i <= count; i++) {
        printf "\"WS%07d\",\"%s\",\"P%02d\",\"Microsoft Windows NT Workstation 10.0\",\"80\",", i,
            i % 10 ? "corp.example" : "partner.example", int((i - 1) * 3 / count) + 1
        printf "\"2026-11-%02dT%02d:%02d:00Z\",\"%s\",\"5.00.9128.%04d\"\n", i % 20 + 1, i % 24, i % 60,
            i % 100 ? "False" : "True", 1000 + i % 7
    }
}'
