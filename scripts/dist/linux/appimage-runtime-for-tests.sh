#!/bin/sh
# Stands in for the runtime of an AppImage, in tests alone: it needs squashfuse and fusermount of the machine, where the
# real one brings its own. What it promises to the app is the same: APPIMAGE, APPDIR, OWD, the process id stays.
# The file system begins at byte 4096 of this file.
APPIMAGE="$(readlink -f "$0")"
OWD="$PWD"
export APPIMAGE OWD
if [ "${1:-}" = --appimage-extract ]; then
  exec unsquashfs -q -n -o 4096 -d squashfs-root "$APPIMAGE"
fi
echo "This AppImage has a stand-in runtime and is for tests only." >&2
APPDIR="$(mktemp -d "${TMPDIR:-/tmp}/.mount_RingsXXXXXX")" || exit 1
export APPDIR
if [ -n "${APPIMAGE_EXTRACT_AND_RUN:-}" ]; then
  unsquashfs -q -n -f -o 4096 -d "$APPDIR" "$APPIMAGE" >/dev/null || exit 127
  let_go() { rm -rf "$APPDIR"; }
else
  squashfuse -o ro,offset=4096 "$APPIMAGE" "$APPDIR" || { rmdir "$APPDIR"; exit 127; }
  let_go() { fusermount3 -q -u -z "$APPDIR"; rmdir "$APPDIR"; }
fi
# Waits beside the app, which takes the place of this process, and outlives what ends both.
(
  trap '' HUP INT TERM
  while kill -0 $$; do sleep 0.5; done
  let_go
) </dev/null >/dev/null 2>&1 &
exec "$APPDIR/AppRun" "$@"
