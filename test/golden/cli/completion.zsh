#compdef waybill
# Completion of waybill for zsh. Put it into a folder of $fpath as _waybill, or: eval "$(waybill completion zsh)"
_waybill() {
  local line value
  local -a values descriptions folders given=("${(@Q)words[2,CURRENT]}")
  given[-1]="${given[-1]#[\'\"]}"
  while IFS= read -r line; do
    value="${line%%$'\t'*}"
    if [[ "$value" == */ ]]; then
      folders+=("$value")
    else
      values+=("$value")
      descriptions+=("${value}${${line#*$'\t'}:+  -- ${line#*$'\t'}}")
    fi
  done < <(waybill __complete -- "${given[@]}" 2>/dev/null)
  (( ${#folders} )) && compadd -S '' -- "${folders[@]}"
  (( ${#values} )) && compadd -l -d descriptions -- "${values[@]}"
}
if [[ "${zsh_eval_context[-1]}" == loadautofunc ]]; then _waybill "$@"; else compdef _waybill waybill; fi
