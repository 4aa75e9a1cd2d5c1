#!/bin/sh
# Creates the namespace, keeps closed requests visible for ninety days, registers what operators search by. Repeatable.
set -eu
temporal operator namespace describe -n sharing >/dev/null 2>&1 \
    || temporal operator namespace create -n sharing --retention 2160h
known=$(temporal operator search-attribute list -n sharing)
add() { echo "$known" | grep -qw "$1" || temporal operator search-attribute create -n sharing --name "$1" --type "$2"; }
add RequestState Keyword
add RequestScheme Keyword
add RequestStep KeywordList
add PendingOn KeywordList
add NextDeadline Datetime
add Overdue Bool
