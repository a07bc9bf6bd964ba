#!/bin/sh
# Sets Kannel up for Mùa on this machine (Debian 12): packages, configuration, two services. Run as root; safe to run again,
# which keeps the secrets. Asks for what the environment does not say:
#   SMPP_HOST SMPP_PORT SMPP_USERNAME SMPP_PASSWORD SMPP_SYSTEM_TYPE SMPP_THROUGHPUT   from the operator
#   FROM      the short code or number that farmers text
#   MUA_URL   where Mùa listens, seen from here
# set-up.sh --to <folder> only writes the files there.
set -eu
umask 077

HERE=$(cd "$(dirname "$0")" && pwd)
TO=
if [ "${1:-}" = --to ]; then TO=${2:?a folder is missing behind --to}; fi
DIR=${TO:-/etc/kannel}

fail() { echo "set-up.sh: $1" >&2; exit 1; }

# ask NAME question default: what the environment says counts, even if it is empty.
ask() {
  if eval "[ -z \"\${$1+x}\" ]"; then
    printf '%s%s: ' "$2" "${3:+ [$3]}" >&2
    IFS= read -r answer || answer=
    eval "$1=\${answer:-\$3}"
  fi
  eval "value=\$$1"
  case $value in *[\"\\]* | *'
'*) fail "$1 must not contain quotes, backslashes or line breaks." ;; esac
  export "${1?}"
}

random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

ask SMPP_HOST 'SMPP host of the operator' ''
ask SMPP_PORT 'SMPP port' 2775
ask SMPP_USERNAME 'system id' ''
ask SMPP_PASSWORD 'password' ''
ask SMPP_SYSTEM_TYPE 'system type (often none)' ''
ask SMPP_THROUGHPUT 'texts a second that the operator allows' 10
ask FROM 'short code or number that farmers text' ''
ask MUA_URL 'where Mùa listens' http://127.0.0.1:3000
[ -n "$SMPP_HOST" ] || fail 'SMPP_HOST is missing.'
[ -n "$FROM" ] || fail 'FROM is missing.'
# SMPP 3.4 has no room for more; Kannel would cut it, and the operator refuse it.
[ ${#SMPP_PASSWORD} -le 8 ] || fail 'SMPP_PASSWORD is too long: SMPP allows 8 characters.'
[ ${#SMPP_USERNAME} -le 15 ] || fail 'SMPP_USERNAME is too long: SMPP allows 15 characters.'

if [ -z "$TO" ]; then
  [ "$(id -u)" = 0 ] || fail 'run it as root, or with --to <folder>.'
  [ -x /usr/sbin/bearerbox ] || apt-get install -y --no-install-recommends kannel
fi
mkdir -p "$DIR"

# Made once: Mùa has the same.
ADMIN_PASSWORD=$(random) PASSWORD=$(random) SECRET=$(random) USERNAME=mua
if [ -f "$DIR/mua.env" ]; then
  PASSWORD=$(sed -n 's/^KANNEL_PASSWORD=//p' "$DIR/mua.env")
  SECRET=$(sed -n 's/^KANNEL_SECRET=//p' "$DIR/mua.env")
fi
export ADMIN_PASSWORD PASSWORD SECRET USERNAME DIR

# fill file: what stands between @ signs, letter for letter.
fill() {
  if [ -f "$DIR/$1" ] && [ ! -f "$DIR/mua.env" ]; then mv "$DIR/$1" "$DIR/$1.before-mua"; fi
  awk '{
    line = $0; out = ""
    while (match(line, /@[A-Z_]+@/)) {
      name = substr(line, RSTART + 1, RLENGTH - 2)
      out = out substr(line, 1, RSTART - 1) ENVIRON[name]
      line = substr(line, RSTART + RLENGTH)
    }
    print out line
  }' "$HERE/$1" > "$DIR/$1.new"
  mv "$DIR/$1.new" "$DIR/$1"
}
fill kannel.conf
fill smsc.conf
cat > "$DIR/mua.env" <<END
KANNEL_SENDSMS_URL=http://127.0.0.1:13013/cgi-bin/sendsms
KANNEL_USERNAME=$USERNAME
KANNEL_PASSWORD=$PASSWORD
KANNEL_FROM=$FROM
KANNEL_SECRET=$SECRET
END

if [ -z "$TO" ]; then
  chown root:root "$DIR/mua.env"
  # Debian's user kannel has no group of its own: only the user reads them.
  for file in kannel.conf smsc.conf; do chown kannel "$DIR/$file" && chmod 400 "$DIR/$file"; done
  install -d -o kannel -m 700 /var/spool/kannel /var/spool/kannel/store /var/spool/kannel/dlr /var/log/kannel
  cp "$HERE/kannel-bearerbox.service" "$HERE/kannel-smsbox.service" /etc/systemd/system/
  chmod 644 /etc/systemd/system/kannel-bearerbox.service /etc/systemd/system/kannel-smsbox.service
  # Where Mùa runs on another machine there is nothing to wait for.
  if ! systemctl cat mua.service > /dev/null 2>&1; then sed -i '/mua\.service/d' /etc/systemd/system/kannel-smsbox.service; fi
  systemctl disable --now kannel > /dev/null 2>&1 || true
  systemctl daemon-reload
  systemctl enable kannel-bearerbox kannel-smsbox
  systemctl restart kannel-bearerbox kannel-smsbox
fi
echo "Add the lines of $DIR/mua.env, and PUBLIC_URL, to the environment of Mùa; then restart it."
