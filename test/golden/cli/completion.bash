# Completion of waybill for bash. Source it, or: eval "$(waybill completion bash)"
_waybill() {
  local current="${COMP_WORDS[COMP_CWORD]}" quote="" candidate
  local -a words=("${COMP_WORDS[@]:1:COMP_CWORD}")
  # Bash splits --format=json at its =, which is no word of the command line.
  if [[ "$current" == "=" ]]; then current="" words[${#words[@]}-1]=""; fi
  local -a given=()
  local index
  for ((index = 0; index < ${#words[@]}; index++)); do
    if [[ "${words[index]}" != "=" ]]; then given+=("${words[index]}"); fi
  done
  if [[ "$current" == [\'\"]* ]]; then
    quote="${current:0:1}"
    given[${#given[@]}-1]="${current:1}"
  fi
  COMPREPLY=()
  while IFS=$'\t' read -r candidate _; do
    if [[ -z "$quote" ]]; then printf -v candidate '%q' "$candidate"; fi
    COMPREPLY+=("$candidate")
  done < <(waybill __complete -- "${given[@]}" 2>/dev/null)
  if [[ ${#COMPREPLY[@]} -eq 1 && "${COMPREPLY[0]}" == */ ]]; then compopt -o nospace 2>/dev/null; fi
}
complete -F _waybill waybill
