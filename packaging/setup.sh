#!/usr/bin/env bash
# Makes the virtual environment the Makefile's targets run in, system libraries first.
# Usage: packaging/setup.sh FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1

# What Qt, its platform plugins and the tests need of the system, on Debian and Ubuntu.
packages=(
  python3-venv libgl1 libegl1 libdbus-1-3 libfontconfig1 libglib2.0-0 libxkbcommon0 libxkbcommon-x11-0
  libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0
  libxcb-xinerama0 libxcb-xkb1 fonts-dejavu-core xvfb xauth graphviz desktop-file-utils shared-mime-info binutils
)

if command -v dpkg-query >/dev/null; then
  missing=()
  for package in "${packages[@]}"; do
    # libglib2.0-0 is called libglib2.0-0t64 on newer systems
    if ! dpkg-query -W -f='${Status}\n' "$package" "${package}t64" 2>/dev/null | grep -q 'ok installed'; then
      missing+=("$package")
    fi
  done
  if [ ${#missing[@]} -gt 0 ]; then
    if [ "$(id -u)" = 0 ]; then
      apt-get update -qq
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    else
      echo "These system packages are needed and missing. Install them, then run this again:" >&2
      echo "  sudo apt-get install -y --no-install-recommends ${missing[*]}" >&2
      exit 1
    fi
  fi
else
  echo "No dpkg here: Qt's system libraries (EGL, xkbcommon, xcb-cursor, fontconfig) are taken to be there." >&2
fi

# A Python that TensorFlow has wheels for, the system's own first.
for candidate in python3 python3.13 python3.12 python3.11; do
  if command -v "$candidate" >/dev/null &&
    "$candidate" -c 'import sys, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
    python=$candidate
    break
  fi
done
if [ -z "${python:-}" ]; then
  echo "Python 3.11, 3.12 or 3.13 with venv is needed, found $(python3 --version 2>&1). Install one, e.g. python3.12." >&2
  exit 1
fi

"$python" -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
