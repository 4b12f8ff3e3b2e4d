#!/usr/bin/env bash
# Makes .keras and .h5 files open in Model Inspector by double-click, for this user (or for PREFIX).
# Usage: packaging/linux/install-desktop.sh COMMAND [PREFIX]
#   COMMAND  the program's full path, e.g. the inspector in .venv/bin or dist/model-inspector/model-inspector
#   PREFIX   where share/ is, default ~/.local
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
command=$(realpath "${1:?say which program to start: install-desktop.sh COMMAND [PREFIX]}")
share=${2:-$HOME/.local}/share
[ -x "$command" ] || { echo "Expected a program at $command, found none that can be started." >&2; exit 1; }

install -D -m 644 "$here/model-inspector.xml" "$share/mime/packages/model-inspector.xml"
install -D -m 644 "$here/../../resources/icons/inspector.svg" "$share/icons/hicolor/scalable/apps/model-inspector.svg"
mkdir -p "$share/applications"
# a program's path may hold spaces: quoted as the Desktop Entry Specification asks
sed "s|^Exec=inspector |Exec=\"$command\" |" "$here/model-inspector.desktop" >"$share/applications/model-inspector.desktop"
update-mime-database "$share/mime"
if command -v update-desktop-database >/dev/null; then update-desktop-database "$share/applications"; fi
echo "Installed: double-click opens .keras and .h5 files with $command"
