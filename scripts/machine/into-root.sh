#!/bin/sh
# Makes /mnt the root of this mount namespace and prints the number of a process that keeps it. Not chroot: who is in one
# may make no user namespaces, which Chromium's sandbox is made of.
set -eu
cd /mnt
mount -t proc -o nosuid,nodev,noexec proc proc
mount -t sysfs -o ro,nosuid,nodev,noexec sysfs sys
mount -t tmpfs -o mode=755,nosuid tmpfs dev
for device in null zero full random urandom tty; do
  : >dev/$device
  mount --bind /dev/$device dev/$device
done
# As on people's computers: everybody may use it.
mknod -m 666 dev/fuse c 10 229 2>/dev/null || true
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620 devpts dev/pts
ln -s pts/ptmx dev/ptmx
mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs dev/shm
ln -s /proc/self/fd dev/fd
ln -s fd/0 dev/stdin
ln -s fd/1 dev/stdout
ln -s fd/2 dev/stderr
pivot_root . .
umount -l .
sleep infinity </dev/null >/dev/null 2>&1 &
echo $!
