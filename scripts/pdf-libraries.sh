#!/bin/sh
# Certificates need Pango and HarfBuzz. Where they are missing: install them (Debian and Ubuntu, as root or with a
# sudo that asks nothing), or print the one command to type. Never stops the portal from starting.
cd "$(dirname "$0")/.." || exit 1
[ -e .venv/pdf-works ] && exit 0
packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-dejavu-core"

works() { .venv/bin/python -c 'import weasyprint' >/dev/null 2>&1; }

if works; then touch .venv/pdf-works; exit 0; fi
case "$(uname -s)" in
  Darwin)
    echo "Certificates need Pango. Type:  brew install pango"
    echo "With a Python that is not Homebrew's, also:  export DYLD_FALLBACK_LIBRARY_PATH=\"\$(brew --prefix)/lib\""
    exit 0 ;;
esac
if command -v apt-get >/dev/null 2>&1; then
  as=none
  if [ "$(id -u)" = 0 ]; then as=""
  elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as="sudo -n"
  fi
  if [ "$as" != none ]; then
    echo "Installing the libraries that certificates need …"
    $as apt-get update -qq >/dev/null 2>&1
    $as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
  fi
  if works; then touch .venv/pdf-works; exit 0; fi
  echo "Certificates cannot be made yet. Type:  sudo apt-get install -y --no-install-recommends $packages"
else
  echo "Certificates need Pango 1.44 or newer, HarfBuzz with hb-subset, and Fontconfig: install them with your package manager."
fi
exit 0
