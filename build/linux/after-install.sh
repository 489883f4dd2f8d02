#!/bin/sh
# Runs when the files are in place: `postinst configure` of dpkg, `%post` of rpm.
set -e

app=/opt/Ringside
profile=/etc/apparmor.d/ringside

# Chromium's sandbox takes user namespaces, or a helper that is root's. Asked as an ordinary user, since root may make
# namespaces everywhere, and with a map of users, since Ubuntu 24.04 lets everybody make one that may do nothing.
if command -v dpkg-statoverride >/dev/null && dpkg-statoverride --list "$app/chrome-sandbox" >/dev/null; then
  : # dpkg has set what an administrator wants.
elif setpriv --reuid=65534 --regid=65534 --clear-groups unshare --user --map-root-user true 2>/dev/null; then
  chmod 0755 "$app/chrome-sandbox"
else
  chmod 4755 "$app/chrome-sandbox"
fi

# Where AppArmor keeps user namespaces to programs that it knows (Ubuntu 24.04), it gets to know ours. An older AppArmor
# cannot read the profile, and needs none.
if command -v apparmor_parser >/dev/null && [ -d /etc/apparmor.d ] &&
  apparmor_parser --skip-kernel-load --skip-cache "$app/resources/apparmor-profile" >/dev/null 2>&1; then
  cp "$app/resources/apparmor-profile" "$profile"
  if ! { command -v ischroot >/dev/null && ischroot; } && aa-enabled --quiet 2>/dev/null; then
    apparmor_parser --replace --skip-cache "$profile" || echo "ringside: AppArmor takes the profile up at the next start" >&2
  fi
fi

# Debian does so by itself; of the systems with rpm not all do.
if command -v update-desktop-database >/dev/null; then
  update-desktop-database -q /usr/share/applications || echo "ringside: links are not registered yet" >&2
fi
