# Completion of waybill for fish. Put it into ~/.config/fish/completions/waybill.fish, or: waybill completion fish | source
function __waybill_complete
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l current (commandline --current-token --cut-at-cursor)
    waybill __complete -- $words[2..-1] $current 2>/dev/null
end
complete --command waybill --no-files --arguments '(__waybill_complete)'
