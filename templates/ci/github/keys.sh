# Sourced. Gives the credentials of the action's input to the command that follows, and to no other step.
# Each line is NAME=value; empty values are left out, so that a secret that is not set counts as none.
while IFS= read -r key || [ -n "$key" ]; do
  [[ $key =~ ^[[:space:]]*([A-Za-z_][A-Za-z0-9_]*)=(.+)$ ]] && export "${BASH_REMATCH[1]}=${BASH_REMATCH[2]}"
done <<<"${KEYS:-}"
unset key KEYS
