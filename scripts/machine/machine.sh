#!/bin/sh
# A small machine out of namespaces: `machine.sh DEBIAN.tar NAME UID` unpacks a Debian into memory and gives it mounts and
# processes of its own, and one ordinary user. Says `ready PID`, the number in there of a process that lives in it. It ends
# when its input does, and with it every process, mount and file: nothing stays behind, even of a test that was killed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
exec unshare --mount --propagation private --pid --fork --kill-child --mount-proc sh "$here/first-process.sh" "$@"
