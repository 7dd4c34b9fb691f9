# Installs Debian packages that are missing; examples/run and tests/run read this file.

example_packages=(g++ cmake ninja-build pkg-config libcurl4-openssl-dev libsimdjson-dev nlohmann-json3-dev libboost-dev
  libboost-program-options-dev libsqlite3-dev libsodium-dev libssl-dev libedit-dev libqrencode-dev)

say() { printf '\n== %s\n' "$*"; }

is_installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# install_packages NAME...: says what is missing and installs it, with sudo if that is needed; ends the program with the
# list of packages where it cannot.
install_packages() {
  local name missing=() as_root=()
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    [ -n "${KEYTURN_PACKAGES_ARE_THERE:-}" ] && return
    printf 'This is not Debian or Ubuntu. Please install what these packages hold, then start again with %s\n  %s\n' \
      'KEYTURN_PACKAGES_ARE_THERE=1 in the environment:' "$*" >&2
    exit 1
  fi
  for name in "$@"; do is_installed "$name" || missing+=("$name"); done
  [ "${#missing[@]}" -gt 0 ] || return 0
  say "Installing with apt-get: ${missing[*]}"
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      printf 'This needs root, and there is no sudo. As root:\n  apt-get install --no-install-recommends %s\n' "${missing[*]}" >&2
      exit 1
    fi
    as_root=(sudo)
  fi
  # What the lists already hold may do; the installation says so if it does not.
  "${as_root[@]}" apt-get update -q </dev/null || echo 'apt-get update failed; trying with the lists that are there'
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}" </dev/null || {
    printf 'These packages could not be installed: %s\n' "${missing[*]}" >&2
    exit 1
  }
}
