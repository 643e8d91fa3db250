# Carries out the steps of a release in a folder of this machine, for a publisher on another one.
# POSIX sh with coreutils or busybox; started by remote.py as: sh -c SCRIPT study ROOT
#
# Reads commands, one a line, fields apart by tabs, and answers each with its output and then one
# line that begins with the character 1: code and message. When the connection ends, the lock and what was not finished go with it.
LC_ALL=C
export LC_ALL
umask 022
root=$1
tab=$(printf '\t')
locked=
staging=
errors=${TMPDIR:-/tmp}/study-$$

leave() {
  trap - EXIT
  if [ -n "$locked" ]; then
    [ -z "$staging" ] || rm -rf "$root/$staging"
    rm -rf "$root/.lock-remote"
  fi
  rm -f "$errors"
  exit 0
}
trap leave EXIT
trap 'exit 0' HUP INT TERM PIPE

fail() {
  echo "$1" >&2
  return "${2:-1}"
}

# No name may lead out of ROOT.
inside() {
  case "/$1/" in
    *//* | */../* | */./*) fail "bad name $1" ;;
  esac
}

ours() {
  inside "$1" || return 1
  case $1 in
    .staging-r* | .trash-r* | .current-* | .new-* | releases/r* | releases/.new-*) ;;
    *) fail "not ours: $1" ;;
  esac
}

create() {
  [ ! -e "$root" ] || [ -d "$root" ] || fail 'not a folder' 3 || return
  mkdir -p "$root"
}

names() {
  [ -z "$1" ] || inside "$1" || return
  [ -d "$root/$1" ] || return 0
  ls -A1 "$root/$1"
}

read_file() {
  inside "$1" || return
  if [ -f "$root/$1" ]; then
    wc -c < "$root/$1"
    cat "$root/$1"
  else
    echo -1
  fi
}

# $1 name, $2 bytes of text that follow on standard input, the last of them a line end. All are read
# before anything can fail: what is left would be taken for commands.
write_file() {
  body=$(dd bs=1 count="$2" 2> /dev/null)
  inside "$1" || return
  new=$(dirname "$root/$1")/.new-$(basename "$1" | sed 's/^\.//')
  printf '%s\n' "$body" > "$new" && write_through "$new" &&
    mv -f "$new" "$root/$1" && write_through "$(dirname "$root/$1")"
}

# An older sync takes no names and writes everything through.
write_through() {
  sync "$@" 2> /dev/null || sync
}

sync_all() {
  sync -f "$root" 2> /dev/null || sync
}

live() {
  if [ -L "$root/current" ]; then
    readlink "$root/current"
  elif [ -e "$root/current" ]; then
    echo '?'
  fi
}

point() {
  rm -f "$root/$2" && ln -s "$1" "$root/$2" && mv -T "$root/$2" "$root/$3"
}

probe() {
  point releases ".current-probe-$$" ".current-probe-$$-2" || fail 'no links' 4 || return
  rm -f "$root/.current-probe-$$-2"
}

free() {
  df -Pk "$root" | tail -n 1 | { read -r _ _ _ kilobytes _ && echo "$kilobytes"; }
}

# Two publishers over SSH meet at the folder, one over SSH and one on this machine at .lock: each
# first makes its own mark and then looks for the other's.
lock() {
  if ! mkdir "$root/.lock-remote" 2> /dev/null; then
    [ -d "$root/.lock-remote" ] || mkdir "$root/.lock-remote" || return
    holder=$(cat "$root/.lock-remote/pid" 2> /dev/null)
    if [ -z "$holder" ] || alive "$holder"; then
      cat "$root/.lock-remote/holder" 2> /dev/null
      return 5
    fi
    echo 'stale'
    cat "$root/.lock-remote/holder" 2> /dev/null
    echo
    # Only one of two who find it stale can rename it.
    mv "$root/.lock-remote" "$root/.trash-lock-$$" || return 5
    rm -rf "$root/.trash-lock-$$"
    mkdir "$root/.lock-remote" || return 5
  fi
  locked=1
  echo $$ > "$root/.lock-remote/pid"
  printf '%s' "$1" > "$root/.lock-remote/holder"
  if [ -e "$root/.lock" ] && local_holder_lives; then
    cat "$root/.lock"
    rm -rf "$root/.lock-remote"
    locked=
    return 5
  fi
}

# Another user's process cannot be asked by a signal.
alive() {
  [ -n "$1" ] || return
  if [ -d /proc/self ]; then
    [ -d "/proc/$1" ]
  else
    kill -0 "$1" 2> /dev/null
  fi
}

local_holder_lives() {
  if command -v flock > /dev/null 2>&1; then
    ! flock -n "$root/.lock" true
  else
    alive "$(sed -n 's/.*"pid": *\([0-9]*\).*/\1/p' "$root/.lock")"
  fi
}

unlock() {
  rm -rf "$root/.lock-remote"
  locked=
}

stage() {
  ours "$1" && mkdir "$root/$1" && staging=$1
}

forget() {
  [ -z "$staging" ] || rm -rf "$root/$staging"
  staging=
}

rename() {
  inside "$1" && inside "$2" && mkdir -p "$(dirname "$root/$2")" || return
  [ ! -e "$root/$2" ] || fail "File exists: $2" || return
  mv -T "$root/$1" "$root/$2" && write_through "$(dirname "$root/$1")" "$(dirname "$root/$2")"
}

remove() {
  ours "$1" || return
  case $1 in
    releases/*)
      if [ -d "$root/$1" ]; then
        trash=.trash-$(basename "$1")
        rm -rf "$root/$trash" && mv -T "$root/$1" "$root/$trash" && rm -rf "$root/$trash"
        return
      fi ;;
  esac
  rm -rf "$root/$1"
}

# Sum and path of every file, then a line "?path" for what is neither file nor folder.
sums() {
  inside "$1" || return
  [ -d "$root/$1" ] && [ ! -L "$root/$1" ] || return 0
  cd "$root/$1" || return
  find . -type f -exec sha256sum {} + || return
  find . ! -type f ! -type d -exec printf '?%s\n' {} +
}

link_one() {
  inside "$2" || return
  goal=$root/hashed/$2
  [ ! -e "$goal" ] || ! cmp -s "$goal" "$root/releases/$1/$2" || return 0
  mkdir -p "$(dirname "$goal")" || return
  new=$(dirname "$goal")/.new-$(basename "$2")
  rm -f "$new"
  ln "$root/releases/$1/$2" "$new" 2> /dev/null || cp "$root/releases/$1/$2" "$new" || return
  mv -f "$new" "$goal"
}

# $2 paths follow, one a line.
link() {
  left=$2
  result=0
  while [ "$left" -gt 0 ] && IFS= read -r path; do
    left=$((left - 1))
    link_one "$1" "$path" || result=1
  done
  sync_all
  return "$result"
}

# $1 paths follow.
drop() {
  left=$1
  while [ "$left" -gt 0 ] && IFS= read -r path; do
    left=$((left - 1))
    inside "$path" && rm -f "$root/hashed/$path"
  done
  [ ! -d "$root/hashed" ] || find "$root/hashed" -mindepth 1 -depth -type d -exec rmdir {} + 2> /dev/null
  return 0
}

switch() {
  [ -d "$root/releases/$1" ] || fail "no release $1" || return
  point "releases/$1" ".current-$$" current && write_through "$root"
}

settle() {
  chmod -R u=rwX,go=rX "$root/$1" && sync_all
}

has() {
  command -v "$1" > /dev/null 2>&1
}

while IFS=$tab read -r command first second; do
  case $command in
    create | free | probe | live | unlock | forget) set -- "$command" ;;
    names | sums | lock | stage | remove | switch | settle | has | drop) set -- "$command" "$first" ;;
    read) set -- read_file "$first" ;;
    write) set -- write_file "$first" "$second" ;;
    rename | link) set -- "$command" "$first" "$second" ;;
    *) set -- fail "no command $command" ;;
  esac
  "$@" 2> "$errors"
  code=$?
  cd / || exit
  printf '\n\001 %s %s\n' "$code" "$(tail -n 1 "$errors" 2> /dev/null | tr '\n\t' '  ')"
done
