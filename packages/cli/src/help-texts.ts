export const INTRODUCTION: string = `Carry out migration plans for Elasticsearch and Redis.

A plan is a YAML file that says what to migrate. Waybill checks it, shows what
it would do, carries it out inside the vendors' limits, and can be stopped or
killed at any time: running it again resumes where it was.

  waybill validate shop.yaml     is the plan correct?
  waybill plan shop.yaml         what would it do?
  waybill apply shop.yaml        do it
  waybill status shop.yaml       how far is it?`;

export const EXIT_CODES_HELP: string = `
Exit codes:
  0  done, or nothing to do       4  stopped, can be resumed
  1  error                        5  finished with failed units
  2  plan --detailed-exitcode:    6  refused: the plan changed
     there is work to do          7  refused: someone else runs it
  3  waiting at a gate            8  verifications found differences

"waybill help <command>" explains a command, with examples.`;

/** Examples under the help of each command. */
export const EXAMPLES: Readonly<Record<string, string>> = {
  init: `
On a terminal it asks for what is missing; elsewhere it uses defaults. It writes
a commented plan that validates and can be rehearsed as it is, the schema for
editors, .gitignore lines for the state, and with --ci a pipeline for GitHub or
GitLab. A file that exists is never overwritten.

Examples:
  waybill init
  waybill init migrations --kind online-migration --ci github
  waybill init --provider alicloud-elasticsearch --name shop --yes`,

  validate: `
Every mistake is reported at once, with its line and how to fix it. Exit code 1
when there is an error; warnings do not count.

Examples:
  waybill validate shop.yaml
  waybill validate plans/*.yaml --json`,

  fmt: `
Two spaces, keys in the order version, name, description, inputs, secrets,
providers, defaults, migrations, an empty line before each section, comments
behind values aligned. Comments, quotes, long lines and the order of all other
keys stay. A file is written only if it changes, and none if one of them cannot
be read.

Examples:
  waybill fmt shop.yaml
  waybill fmt plans/*.yaml --check        in CI
  waybill fmt - < shop.yaml               for an editor`,

  discover: `
Reads only, inside the limits of the connection. The migrations of the plan are
not read, so the inventory that they name may not exist yet. An inventory
that exists keeps its order, comments, and columns and rows added by hand; new
rows come last, and rows that are gone are kept unless --prune is given.

Examples:
  waybill discover shop.yaml cache --out redis.yaml
  waybill discover shop.yaml cache --listing backups --out backups.csv
  waybill discover shop.yaml cache --out redis.yaml --check     in CI
  waybill discover shop.yaml search --with endpoint=http://10.20.0.5:9200 \\
    --with username=elastic --with 'password=\${{ secrets.es_source }}'`,

  schema: `
editor is the schema for editors: with a first line in the plan such as
# yaml-language-server: $schema=waybill.schema.json
they complete keys, explain them and mark mistakes while you type. values does
the same for the files of --env: with a plan, for its inputs.

Examples:
  waybill schema
  waybill schema editor > waybill.schema.json
  waybill schema values shop.yaml > shop.values.schema.json
  waybill schema huaweicloud-dcs/SetOnlineMigrationTask
  waybill schema alicloud-elasticsearch/kinds/index-migration`,

  plan: `
Nothing is changed. When the plan was applied before, the preview also says what
is done, what is left and what changed. A saved preview is applied exactly as it
is, or refused.

Examples:
  waybill plan shop.yaml
  waybill plan shop.yaml --units --requests
  waybill plan shop.yaml --var sink=es-cn-n6w1o1x0w001c
  waybill plan shop.yaml --json > preview.json
  waybill plan shop.yaml --detailed-exitcode
  waybill plan shop.yaml --out shop.preview.json
  waybill plan shop.yaml --check shop.preview.json
  waybill plan shop.yaml --format markdown > comment.md`,

  show: `
A saved preview is shown as it was made, also when it is stale or expired. A
plan that was applied, or --report, shows the outcome.

Examples:
  waybill show shop.preview.json
  waybill show shop.preview.json --units --requests
  waybill show shop.preview.json --format html > preview.html
  waybill show shop.yaml --format html > report.html
  waybill show shop.preview.json --report
  waybill show shop.yaml --effective --env prod`,

  comment: `
For GitHub Actions (GITHUB_TOKEN, event pull_request) and GitLab CI
(GITLAB_TOKEN, merge request pipelines). There is one comment for each plan; a
new preview replaces it.

Examples:
  waybill comment shop.preview.json
  waybill comment shop.preview.json --max-bytes 30000`,

  graph: `
Examples:
  waybill graph shop.yaml
  waybill graph shop.yaml --units --format dot | dot -Tsvg > shop.svg`,

  apply: `
On a terminal it shows the plan in short and asks before it starts; elsewhere it
starts at once. Progress is saved in the state after every step. The first
Ctrl-C starts nothing more, lets calls in progress finish, and shows how to
resume; the second one stops at once. Both can be resumed.

A saved preview is carried out without asking, or refused when anything has
changed since it was made.

Examples:
  waybill apply shop.yaml
  waybill apply shop.preview.json                  exactly what was reviewed
  waybill apply shop.yaml --target 'orders[*]'
  waybill apply shop.yaml --max-runtime 5h30m      in a CI job with a deadline
  waybill apply shop.yaml --json > events.jsonl
  waybill apply shop.yaml --retry-failed           after fixing what failed`,

  resume: `
The same as apply, but it refuses when there is no state of the plan: a wrong
directory or --state does not start everything from the beginning.

Examples:
  waybill resume shop.yaml
  waybill resume shop.yaml --state /srv/states/shop.db
  waybill resume shop.yaml --retry-failed --max-failures 10`,

  status: `
Reads the state without locking it, so it works during a run.

Examples:
  waybill status shop.yaml
  waybill status shop.yaml --watch
  waybill status shop.yaml --why 'sessions[eu-1].create'
  waybill status shop.yaml --differences differences.jsonl
  waybill status shop.yaml --json`,

  approve: `
A gate is a point where an operator decides, such as a cutover. It can be
approved once everything before it is done. What follows is listed, and it asks;
without a terminal it needs --auto-approve. A live run sees the approval within
a second; otherwise the next resume does.

Examples:
  waybill approve shop.yaml sessions
  waybill approve shop.yaml 'sessions[eu-1]' 'sessions[eu-2]' --reason CHG-42
  waybill approve shop.yaml 'sessions[*]'
  waybill approve shop.yaml 'sessions[eu-1].cutover' --auto-approve`,

  verify: `
Compares both sides of each unit again, at any time after its copy, and changes
nothing. The state keeps what was found and when; \`waybill status\` shows it.
Without --level it compares as the plan says. A comparison that was cut off is
continued; once it has ended, the command compares again. Exit code 8 when
something differs.

Examples:
  waybill verify shop.yaml
  waybill verify shop.yaml --target 'orders[*]' --level digest
  waybill verify shop.yaml --differences differences.jsonl
  waybill verify shop.yaml --json --quiet`,

  cutover: `
For each unit that waits at its cut-over, shows from where to where it moves,
what happens then, and its last comparison. Then asks, opens the gates and
continues these units. Without --target it takes all units that wait. Where an
operator has to confirm that clients have moved, the units wait once more, and
the same command opens that gate. Without a terminal it needs --auto-approve.

Examples:
  waybill cutover shop.yaml
  waybill cutover shop.yaml --target 'orders[orders-2024]' --reason CHG-42
  waybill cutover shop.yaml --target orders --auto-approve --reason CHG-42`,

  rollback: `
Reads from the clusters, shows what will be done, and asks. The freeze of the
source is lifted, aliases move back or are removed from the copy, and with
--delete-target the copy is deleted where it carries the mark of the unit. What
was written to the copy since the cut-over is counted, and missing in the
source. --copy-back writes it there first, deletions included, refuses further
writes to the copy permanently, and compares both sides. The unit is then given
up; redo starts it over. A rollback that was cut off is continued by the same
command. Without a terminal it needs --auto-approve.

Examples:
  waybill rollback shop.yaml --target 'orders[orders-2024]' --reason CHG-43
  waybill rollback shop.yaml --target orders --copy-back
  waybill rollback shop.yaml --target orders --delete-target --auto-approve`,

  retry: `
The unit resumes where it failed; what it did before is not repeated. A pattern
means failed units only. \`waybill resume --retry-failed\` does it for all.

Examples:
  waybill retry shop.yaml 'orders[orders-2024]'
  waybill retry shop.yaml 'orders[*]' --reason 'quota was raised'`,

  skip: `
A unit that is given up no longer counts as a failure, and what depends on it
is not done either. What it left at the vendor is kept. A pattern means failed
and unknown units only; any other unit has to be named.

Examples:
  waybill skip shop.yaml 'orders[orders-2019]' --reason 'not needed, OPS-17'
  waybill skip shop.yaml 'orders[*]' --reason 'source was shut down'`,

  accept: `
The unit counts as done, and what depends on it continues, without its outputs.
For work that was finished by hand. A pattern means failed and unknown units
only; any other unit has to be named.

Examples:
  waybill accept shop.yaml 'orders[orders-2024]' --reason 'copied by hand'`,

  redo: `
Everything recorded of the unit is forgotten; the next run starts it over, with
new names and tokens. What it left at the vendor is kept and may have to be
removed first. For units whose done steps changed in the plan, or went wrong.

Examples:
  waybill redo shop.yaml 'orders[orders-2024]' --reason 'wrong mapping'`,

  cancel: `
Asks the live run, wherever it was started, to start nothing more.
Calls in progress finish, and remote tasks keep running. It can be resumed.

Examples:
  waybill cancel shop.yaml
  waybill cancel shop.yaml --state /srv/states/shop.db`,

  'force-unlock': `
The state frees itself when its process ends, however it ends. This is for one
that hangs or is out of reach: it is locked out, so that it can record nothing
more. Calls that it sent already are settled by the next run.

Examples:
  waybill force-unlock shop.yaml
  waybill force-unlock shop.yaml --auto-approve`,

  orphans: `
A task that was replaced by redo, that appeared only after its unit had created
another one, or that a lost state left may hold a machine that is billed. Tasks
that a unit still uses or may take over are never deleted, and none while a run
is in progress. A task that this state's journal does not account for may be in
use by another state or copy: only --other-states deletes it.

Examples:
  waybill orphans shop.yaml
  waybill orphans shop.yaml --delete
  waybill orphans shop.yaml --delete --auto-approve --json`,

  rehearse: `
Runs the plan in memory: the real engine, simulated vendors, a virtual clock. It
needs no credentials and no network, reads no secrets and keeps no state. Gates
are approved on the way. With --crash it also ends the process before and after
commits and calls, loses answers, starts again, and compares the ends. Exit code
1 when a unit fails or an end differs.

Examples:
  waybill rehearse shop.yaml
  waybill rehearse shop.yaml --crash
  waybill rehearse shop.yaml --crash --points 1000 --seed 7`,

  state: `
adopt and resolve settle a call whose outcome is unknown: you checked the
vendor's console, and it did or did not happen. adopt with units or --all looks
up the tasks that another or a lost state created, and takes them over.

Examples:
  waybill state list shop.yaml
  waybill state show shop.yaml 'orders[orders-2024].create'
  waybill state export shop.yaml > journal.jsonl
  waybill state adopt shop.yaml sessions.create --output task_id=8abf6e1e
  waybill state adopt shop.yaml --all --reason 'lost state'
  waybill state resolve shop.yaml sessions.create --did-not-happen \\
    --reason 'the console shows no such task'`,

  sandbox: `
The sandbox checks signatures, limits and fields as the vendors do, and keeps
simulated tasks. It prints one JSON line with its address and credentials when
it is ready, and runs until it is interrupted.

Examples:
  waybill sandbox
  waybill sandbox --port 8080 --seed 7
  waybill sandbox --durations '{"alicloudRunningMs": 20000}'
  waybill sandbox --faults faults.json
  waybill sandbox --data real
  eval "$(waybill sandbox --env)"
  waybill apply shop.yaml --var endpoint=$WAYBILL_SANDBOX_URL
  kill $WAYBILL_SANDBOX_PID`,

  doctor: `
Reports for each thing whether it is fine, and how to fix it. It changes
nothing, takes no lock and never shows a secret value. For each provider it
sends one read-only call; --offline leaves that out. Exit code 1 when
there is an error; warnings do not count.

Examples:
  waybill doctor
  waybill doctor shop.yaml
  waybill doctor shop.yaml --offline --json
  waybill doctor shop.yaml --scan .            is a secret in any file here?`,

  completion: `
Completes commands, options and their values, plan files, and the addresses of
the plan that the command line names.

Examples:
  eval "$(waybill completion bash)"            in ~/.bashrc
  eval "$(waybill completion zsh)"             in ~/.zshrc, after compinit
  waybill completion fish > ~/.config/fish/completions/waybill.fish`,

  version: `
Examples:
  waybill version
  waybill version --json`,
};
