#!/bin/sh
# Makes what must be secret under deploy/secrets: passwords by chance, the desk's signing key, and empty files for what
# an installation may not have. What is there stays as it is. Needs openssl.
set -eu
cd "$(dirname "$0")"
# The folder keeps others on this machine out; the files are read in containers by users of other numbers.
mkdir -p secrets && chmod 700 secrets
cd secrets
umask 022
put() { [ -e "$1" ] || printf '%s' "$2" >"$1"; }
for name in postgres-password temporal-password records-password; do
    put "$name" "$(openssl rand -hex 32)"
done
put records-url "postgresql+psycopg://sharing:$(cat records-password)@postgres:5432/sharing"
# Thirty-two bytes by chance are an Ed25519 key. Who can read it can speak in anybody's name: keep a backup, well.
put desk-key "$(openssl rand -base64 32)"
for name in oidc-secret slack-bot-token slack-app-token slack-signing-secret mail-password notify-key \
    mail-in-password; do
    put "$name" ""
done
echo "The secrets lie in deploy/secrets. Write your own into the empty files, and back the folder up like the offices."
