# Sourced by ./run and ./test, from the project's folder: installs what is missing, says what it does.
# shellcheck shell=bash

export PYTHONUTF8=1 PIP_DISABLE_PIP_VERSION_CHECK=1
LOCK_DIR=requirements
VENV=.venv

say() { printf '%s\n' "$*"; }
fail() {
  printf 'Lỗi: %s\n' "$*" >&2
  exit 1
}

# The first Python that is new enough; nothing when there is none.
find_python() {
  local name
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
}

# An ordinary user's PATH lacks the folder of ldconfig on Debian.
has_library() { PATH="$PATH:/usr/sbin:/sbin" ldconfig -p 2>/dev/null | grep -F "$1" >/dev/null; }

# Debian's package names of what this machine lacks.
missing_packages() {
  local python
  python=$(find_python)
  [ -n "$python" ] || echo python3
  [ -n "$python" ] && "$python" -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
  has_library libpangoft2-1.0.so.0 || echo libpangoft2-1.0-0
  has_library libharfbuzz-subset.so.0 || echo libharfbuzz-subset0
  [ -e /etc/ssl/certs/ca-certificates.crt ] || [ -d /etc/pki/tls/certs ] || echo ca-certificates
}

# apt_install PACKAGE…: one apt call, as root or through sudo. Returns 1 when it may not or cannot.
apt_install() {
  local command="apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $*"
  command -v apt-get >/dev/null || return 1
  if [ "$(id -u)" = 0 ]; then
    say "Đang cài: $*"
    sh -c "$command"
  elif command -v sudo >/dev/null; then
    say "Cần quyền quản trị để cài phần còn thiếu. Lệnh sẽ chạy:"
    say "  sudo sh -c '$command'"
    sudo sh -c "$command"
  else
    return 1
  fi
}

install_system() {
  local missing
  missing=$(missing_packages | tr '\n' ' ')
  missing=${missing% }
  [ -n "$missing" ] || return 0
  # shellcheck disable=SC2086 # a list of package names
  if ! apt_install $missing >&2; then
    printf '%s\n' "Máy này còn thiếu các gói sau (tên gói của Debian):" >&2
    # shellcheck disable=SC2086
    printf '  - %s\n' $missing >&2
    fail "Không tự cài được. Hãy nhờ người quản trị máy cài các gói trên rồi chạy lại."
  fi
  missing=$(missing_packages | tr '\n' ' ')
  [ -z "$missing" ] || fail "Sau khi cài vẫn còn thiếu: ${missing% }. Cần Debian 12 trở lên (Python 3.11 trở lên)."
}

# What the environment was made for: a new Python or a changed lock makes it again. A development
# environment holds the runtime too, so its stamp lists both.
stamp_line() {
  printf '%s %s %s\n' "$1" "$("$VENV/bin/python" -c 'import sys; print(*sys.version_info[:2], sep=".")' 2>/dev/null)" \
    "$(sha256sum <"$LOCK_DIR/$1.txt" | cut -d' ' -f1)"
}
is_installed() { [ -f "$VENV/installed" ] && grep -qxF "$(stamp_line "$1")" "$VENV/installed"; }

# uv is ten times faster, and pip does as well. uv does not read pip's own settings: hand it the index.
sync_packages() {
  local lock=$1 index
  if "$VENV/bin/python" -m pip install -q --require-hashes -r "$LOCK_DIR/installer.txt"; then
    index=${PIP_INDEX_URL:-$("$VENV/bin/python" -m pip config get global.index-url 2>/dev/null || true)}
    if [ -n "$index" ]; then export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$index}"; fi
    VIRTUAL_ENV="$PWD/$VENV" UV_LINK_MODE="${UV_LINK_MODE:-copy}" \
      "$VENV/bin/python" -m uv pip sync -q --require-hashes "$lock" && return
  fi
  say "Không dùng được uv, chuyển sang pip (chậm hơn)…" >&2
  "$VENV/bin/python" -m pip install -q --require-hashes -r "$lock"
}

# install_python runtime|dev: the environment as the lock has it; costs nothing when it is.
install_python() {
  local kind=$1 python lock_fd
  is_installed "$kind" && return
  exec {lock_fd}<"$LOCK_DIR"
  flock "$lock_fd" # ./run and ./test started together must not install over each other
  if ! is_installed "$kind"; then
    [ -w . ] || fail "Không ghi được vào thư mục $PWD; hãy chạy bằng tài khoản sở hữu thư mục này."
    # A developer's environment stays one when ./run meets a new lock.
    if grep -q '^dev ' "$VENV/installed" 2>/dev/null; then kind=dev; fi
    python=$(find_python)
    say "Đang cài các thư viện Python vào $VENV …"
    if ! "$VENV/bin/python" -m pip --version >/dev/null 2>&1; then
      "$python" -m venv --clear "$VENV" || fail "Không tạo được môi trường Python $VENV."
    fi
    rm -f "$VENV/installed"
    sync_packages "$LOCK_DIR/$kind.txt" || fail "Không cài được thư viện Python. Hãy kiểm tra kết nối mạng rồi chạy lại."
    stamp_line runtime >"$VENV/installed"
    if [ "$kind" = dev ]; then stamp_line dev >>"$VENV/installed"; fi
  fi
  exec {lock_fd}<&-
}
