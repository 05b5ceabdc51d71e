export type Shell = 'bash' | 'zsh' | 'fish';

/**
 * What a shell runs to complete words of `waybill`. Each script only asks `waybill __complete` and hands on what it says,
 * one candidate a line with its description behind a tab, so that it stays right when commands change.
 */
export const SHELL_SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `# Completion of waybill for bash. Source it, or: eval "$(waybill completion bash)"
_waybill() {
  local current="\${COMP_WORDS[COMP_CWORD]}" quote="" candidate
  local -a words=("\${COMP_WORDS[@]:1:COMP_CWORD}")
  # Bash splits --format=json at its =, which is no word of the command line.
  if [[ "$current" == "=" ]]; then current="" words[\${#words[@]}-1]=""; fi
  local -a given=()
  local index
  for ((index = 0; index < \${#words[@]}; index++)); do
    if [[ "\${words[index]}" != "=" ]]; then given+=("\${words[index]}"); fi
  done
  if [[ "$current" == [\\'\\"]* ]]; then
    quote="\${current:0:1}"
    given[\${#given[@]}-1]="\${current:1}"
  fi
  COMPREPLY=()
  while IFS=$'\\t' read -r candidate _; do
    if [[ -z "$quote" ]]; then printf -v candidate '%q' "$candidate"; fi
    COMPREPLY+=("$candidate")
  done < <(waybill __complete -- "\${given[@]}" 2>/dev/null)
  if [[ \${#COMPREPLY[@]} -eq 1 && "\${COMPREPLY[0]}" == */ ]]; then compopt -o nospace 2>/dev/null; fi
}
complete -F _waybill waybill
`,
  zsh: `#compdef waybill
# Completion of waybill for zsh. Put it into a folder of $fpath as _waybill, or: eval "$(waybill completion zsh)"
_waybill() {
  local line value
  local -a values descriptions folders given=("\${(@Q)words[2,CURRENT]}")
  given[-1]="\${given[-1]#[\\'\\"]}"
  while IFS= read -r line; do
    value="\${line%%$'\\t'*}"
    if [[ "$value" == */ ]]; then
      folders+=("$value")
    else
      values+=("$value")
      descriptions+=("\${value}\${\${line#*$'\\t'}:+  -- \${line#*$'\\t'}}")
    fi
  done < <(waybill __complete -- "\${given[@]}" 2>/dev/null)
  (( \${#folders} )) && compadd -S '' -- "\${folders[@]}"
  (( \${#values} )) && compadd -l -d descriptions -- "\${values[@]}"
}
if [[ "\${zsh_eval_context[-1]}" == loadautofunc ]]; then _waybill "$@"; else compdef _waybill waybill; fi
`,
  fish: `# Completion of waybill for fish. Put it into ~/.config/fish/completions/waybill.fish, or: waybill completion fish | source
function __waybill_complete
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l current (commandline --current-token --cut-at-cursor)
    waybill __complete -- $words[2..-1] $current 2>/dev/null
end
complete --command waybill --no-files --arguments '(__waybill_complete)'
`,
};
