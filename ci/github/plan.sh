#!/usr/bin/env bash
# Saves a preview under a name that the apply job finds again by the commit that was reviewed.
set -uo pipefail
name=$(basename "${PLAN%.*}")
preview="$name.preview.json"
args=()
[ -n "${PLAN_ARGS:-}" ] && read -r -a args <<<"$PLAN_ARGS"
[ -n "${PLAN_STATE:-}" ] && args+=(--state "$PLAN_STATE")
rm -f "$preview"
waybill plan "$PLAN" --out "$preview" --detailed-exitcode --format markdown "${args[@]}" >"$name.preview.md"
code=$?
cat "$name.preview.md" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
{
  echo "exit-code=$code"
  echo "preview=$preview"
  echo "artifact=waybill-preview-$name-$HEAD_SHA"
  [ -f "$preview" ] && echo 'has-preview=true'
} >>"$GITHUB_OUTPUT"
exit 0
