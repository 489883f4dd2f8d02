#!/bin/sh
# Process 1 of the machine. It has the files of the host, with a /tmp of its own: what shows a desktop runs here, so that
# the libraries it brings are none that the installed program could find. /mnt is the Debian.
set -eu
debian=$1
name=$2
uid=$3
here=$(cd "$(dirname "$0")" && pwd)
mount -t tmpfs -o mode=755 tmpfs /mnt
tar -xf "$debian" -C /mnt
chroot /mnt useradd --uid "$uid" --user-group --create-home --shell /bin/sh "$name"
cp /etc/resolv.conf /etc/hosts /mnt/etc/
# There is nothing that could start a service.
printf '#!/bin/sh\nexit 101\n' >/mnt/usr/sbin/policy-rc.d
chmod 755 /mnt/usr/sbin/policy-rc.d
mkdir -p -m 1777 /mnt/tmp/.X11-unix
mkdir -p "/mnt/run/user/$uid"
chown "$uid:$uid" "/mnt/run/user/$uid"
chmod 700 "/mnt/run/user/$uid"
inside=$(unshare --mount sh "$here/into-root.sh")
mount --bind /mnt/etc/passwd /etc/passwd
mount --bind /mnt/etc/group /etc/group
mount -t tmpfs -o mode=1777 tmpfs /tmp
mkdir -m 1777 /tmp/.X11-unix
mount --bind /mnt/tmp/.X11-unix /tmp/.X11-unix
echo "ready $inside"
# Not exec: a shell that waits also buries what lost its parent.
cat >/dev/null
