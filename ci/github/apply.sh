#!/usr/bin/env bash
# Started with `exec`, so that the signals of a cancelled job come here; they are passed on, and waybill stops in order.
set -uo pipefail
args=(--max-runtime "$MAX_RUNTIME" --report waybill-report.html)
[ -n "${PLAN_STATE:-}" ] && args+=(--state "$PLAN_STATE")
waybill apply "$PREVIEW" "${args[@]}" &
child=$!
# A cancelled job gets SIGINT, seconds later SIGTERM, and then is killed; all three leave a state that can be resumed.
trap 'kill -INT "$child" 2>/dev/null' INT TERM
wait "$child"
code=$?
while kill -0 "$child" 2>/dev/null; do
  wait "$child"
  code=$?
done
echo "exit-code=$code" >>"$GITHUB_OUTPUT"
case $code in
  0) ;;
  3) echo '::notice::Waiting at a gate. Approve it with `waybill approve`, then run this job again.' ;;
  4) echo '::notice::Stopped in order; the next job goes on from here.' ;;
  5) echo '::error::Some units failed; the others are done. See the log for the causes.' ;;
  6) echo '::error::The preview is not what would be done now. Make a new one on a pull request.' ;;
  7) echo '::error::Another run holds the state.' ;;
  *) echo "::error::waybill apply ended with $code." ;;
esac
waybill show "$PREVIEW" --report --format markdown ${PLAN_STATE:+--state "$PLAN_STATE"} \
  >>"${GITHUB_STEP_SUMMARY:-/dev/null}" 2>/dev/null || true
exit 0
