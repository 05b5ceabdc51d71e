#!/usr/bin/env bash
# Started with `exec`, so that the signals of a cancelled job come here; they are passed on, and waybill stops in order.
set -uo pipefail
folder=$(mktemp -d "${RUNNER_TEMP:-/tmp}/waybill-XXXXXX")
report="$folder/waybill-report.html"
. "$ACTION_PATH/../keys.sh"
waybill apply "$PREVIEW" --plan "$PLAN" --state "$PLAN_STATE" --max-runtime "$MAX_RUNTIME" --report "$report" &
child=$!
# A cancelled job gets SIGINT, seconds later SIGTERM, and then is killed; all three leave a state that can be resumed.
trap 'kill -INT "$child" 2>/dev/null' INT TERM
wait "$child"
code=$?
while kill -0 "$child" 2>/dev/null; do
  wait "$child"
  code=$?
done
{
  echo "exit-code=$code"
  echo "report=$report"
} >>"$GITHUB_OUTPUT"
case $code in
  0) ;;
  3) echo '::notice::Waiting at a gate. Approve it with `waybill approve`, then run this job again.' ;;
  4) echo '::notice::Stopped in order; the next job resumes.' ;;
  5) echo '::error::Some units failed; the others are done. See the log for the causes.' ;;
  6) echo '::error::The preview is not what would be done now. Make a new one on a pull request.' ;;
  7) echo '::error::Another run holds the state.' ;;
  *) echo "::error::waybill apply ended with $code." ;;
esac
case $code in
  0 | 3 | 4 | 5)
    [ -n "${GITHUB_STEP_SUMMARY:-}" ] && waybill show "$PREVIEW" --report --format markdown --state "$PLAN_STATE" \
      >>"$GITHUB_STEP_SUMMARY" 2>/dev/null
    ;;
esac
exit 0
