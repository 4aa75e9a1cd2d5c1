#!/bin/sh
# Makes what must be secret under deploy/secrets: passwords by chance, the desk's signing key, a key that
# history is encrypted with, and empty files for what
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
# The first key that Temporal's history is encrypted with, as `starter codec new-key` makes one: further ones it adds.
# Its id ends with a code over its beginning, so that nobody else can make ids up.
ring="$(openssl rand -hex 32)"
name="$(openssl rand -hex 6)"
code="$(printf 'codec key %s' "$name" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$ring" -r | cut -c1-12)"
put codec-keys "{\"ring\":\"$ring\",\"keys\":[{\"id\":\"$name$code\",\"secret\":\"$(openssl rand -hex 32)\",
\"used_from\":\"2026-01-01T00:00:00Z\"}]}"
for name in oidc-secret slack-bot-token slack-app-token slack-signing-secret mail-password notify-key \
    mail-in-password; do
    put "$name" ""
done
echo "The secrets lie in deploy/secrets. Write your own into the empty files, and back the folder up like the offices."
