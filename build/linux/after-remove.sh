#!/bin/sh
# Runs when the files are gone: `postrm` of dpkg (remove, purge; an upgrade changes nothing), `%postun` of rpm (0: removed).
set -e

case "$1" in
remove | purge | 0) ;;
*) exit 0 ;;
esac

profile=/etc/apparmor.d/ringside
if [ -f "$profile" ]; then
  if command -v apparmor_parser >/dev/null && aa-enabled --quiet 2>/dev/null; then
    apparmor_parser --remove "$profile" || echo "ringside: AppArmor keeps the profile until the next start" >&2
  fi
  rm -f "$profile" /var/cache/apparmor/*/ringside
fi

if command -v update-desktop-database >/dev/null; then
  update-desktop-database -q /usr/share/applications || echo "ringside: the list of links is out of date" >&2
fi
