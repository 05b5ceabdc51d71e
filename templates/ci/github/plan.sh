#!/usr/bin/env bash
# Saves a preview under a name that the apply job finds again by the commit that was reviewed. The commit is of somebody
# whose change is not reviewed yet: what it brings along is read, and nothing is written among it.
set -uo pipefail
# As plan-name.mjs says.
stem=$(basename "$PLAN")
stem=${stem%.*}
name=${stem//./..}${PLAN_ENVIRONMENT:+.$PLAN_ENVIRONMENT}
folder=$(mktemp -d "${RUNNER_TEMP:-/tmp}/waybill-XXXXXX")
preview="$folder/$name.preview.json"
# A link could lead to any file of the runner, and messages quote what they are about.
case "$(realpath -- "$PLAN" 2>/dev/null)" in
  "$(realpath .)"/*) ;;
  *)
    echo "::error::The plan is not a file of this checkout."
    exit 1
    ;;
esac
args=()
[ -n "${PLAN_ARGS:-}" ] && read -r -a args <<<"$PLAN_ARGS"
[ -n "${PLAN_ENVIRONMENT:-}" ] && args+=(--env "$PLAN_ENVIRONMENT")
[ "${WITHOUT_SECRETS:-true}" = true ] && args+=(--without-secrets)
for endpoint in ${ALLOW_ENDPOINTS:-}; do args+=(--allow-endpoint "$endpoint"); done
(
  . "$ACTION_PATH/../keys.sh"
  waybill plan "$PLAN" --state "$PLAN_STATE" --out "$preview" --detailed-exitcode "${args[@]}"
)
code=$?
{
  echo "exit-code=$code"
  echo "preview=$preview"
  echo "artifact=waybill-preview-$name-$HEAD_SHA"
  [ -f "$preview" ] && echo 'has-preview=true'
} >>"$GITHUB_OUTPUT"
# From its folder, so that the commands it shows name it as everyone would.
[ -n "${GITHUB_STEP_SUMMARY:-}" ] && [ -f "$preview" ] && cd "$folder" &&
  waybill show "$name.preview.json" --format markdown >>"$GITHUB_STEP_SUMMARY" 2>/dev/null
exit 0
