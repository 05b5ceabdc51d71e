// Generated from schemas/ by `node scripts/generate.ts`. Do not edit.

export const planSchema: object = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://waybill.dev/schemas/plan.schema.json",
  "title": "Waybill plan",
  "description": "A declarative migration plan. References are written ${{ path }}.",
  "type": "object",
  "additionalProperties": false,
  "required": [
    "version",
    "name",
    "providers",
    "migrations"
  ],
  "patternProperties": {
    "^x-": {
      "title": "Not evaluated",
      "description": "For values that the plan repeats by anchors and aliases, and for other tools."
    }
  },
  "properties": {
    "version": {
      "const": 1,
      "title": "Language version",
      "description": "Version of the plan language. Always 1.",
      "default": 1,
      "x-hint": "Write version: 1, as a number."
    },
    "name": {
      "type": "string",
      "title": "Plan name",
      "description": "Names the plan's state file: two plans with one name in one directory are the same plan to Waybill.",
      "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$",
      "x-hint": "Use 1 to 63 letters, digits, hyphens and underscores, beginning with a letter or digit.",
      "examples": [
        "shop-to-cloud"
      ]
    },
    "description": {
      "type": "string",
      "title": "Description",
      "description": "What the plan is for, shown in previews and reports.",
      "default": "",
      "examples": [
        "Move the shop's indices and sessions"
      ]
    },
    "inputs": {
      "type": "object",
      "title": "Inputs",
      "description": "Values that may differ between uses of the plan. Set with --var or --var-file; referred to as ${{ inputs.<name> }}.",
      "default": {},
      "propertyNames": {
        "type": "string",
        "title": "Name",
        "description": "A name that references can use.",
        "pattern": "^[A-Za-z_][A-Za-z0-9_-]{0,62}$",
        "x-hint": "Use 1 to 63 letters, digits, hyphens and underscores, beginning with a letter or underscore."
      },
      "additionalProperties": {
        "type": "object",
        "title": "Input",
        "description": "An input without a default has to be given on the command line.",
        "additionalProperties": false,
        "properties": {
          "description": {
            "type": "string",
            "title": "Description",
            "description": "What the input means, shown when it is missing.",
            "default": "",
            "examples": [
              "target instance"
            ]
          },
          "type": {
            "type": "string",
            "title": "Type",
            "description": "Type of the value. Text from the command line is converted to it; for a list or a map it is YAML or JSON.",
            "enum": [
              "string",
              "number",
              "boolean",
              "list",
              "map"
            ],
            "default": "string"
          },
          "default": {
            "type": [
              "string",
              "number",
              "boolean",
              "array",
              "object"
            ],
            "title": "Default",
            "description": "The value when none is given. It has to be of the input's type.",
            "examples": [
              "es-cn-n6w1o1x0w001c"
            ]
          }
        },
        "examples": [
          {
            "description": "target instance",
            "default": "es-cn-n6w1o1x0w001c"
          }
        ]
      },
      "examples": [
        {
          "sink": {
            "description": "target instance",
            "default": "es-cn-n6w1o1x0w001c"
          }
        }
      ]
    },
    "secrets": {
      "type": "object",
      "title": "Secrets",
      "description": "Where secret values come from. Values never reach the plan, its preview, state, logs or reports. Referred to as ${{ secrets.<name> }}; a source with {key} in it is that of a family, referred to as ${{ secrets.<name>[each.key] }}.",
      "default": {},
      "propertyNames": {
        "type": "string",
        "title": "Name",
        "description": "A name that references can use.",
        "pattern": "^[A-Za-z_][A-Za-z0-9_-]{0,62}$",
        "x-hint": "Use 1 to 63 letters, digits, hyphens and underscores, beginning with a letter or underscore."
      },
      "additionalProperties": {
        "type": "object",
        "title": "Secret",
        "description": "Exactly one of an environment variable, a file and a command.",
        "additionalProperties": false,
        "properties": {
          "env": {
            "type": "string",
            "title": "Environment variable",
            "description": "Name of the environment variable that holds the value. {key} stands for the key in upper case, with _ for - and ., which makes it a family of secrets.",
            "pattern": "^(?:[A-Za-z_]|\\{key\\}_)(?:[A-Za-z0-9_]|\\{key\\})*$",
            "x-hint": "Write the variable's name without $, such as ES_SOURCE_PASSWORD, or CACHE_{key}_PASSWORD for a family.",
            "examples": [
              "ES_SOURCE_PASSWORD",
              "CACHE_{key}_PASSWORD"
            ]
          },
          "file": {
            "type": "string",
            "title": "File",
            "description": "Path of the file that holds the value. One line break at the end of the file is removed. {key} stands for the key, which makes it a family of secrets.",
            "minLength": 1,
            "examples": [
              "/run/secrets/es_sink",
              "secrets/{key}"
            ]
          },
          "command": {
            "type": "array",
            "title": "Command",
            "description": "Program and arguments that print the value as one line. No shell is used. Run only with --allow-secret-commands, by apply, resume, doctor, discover, orphans and state adopt. {key} in an argument stands for the key, which makes it a family of secrets.",
            "minItems": 1,
            "items": {
              "type": "string",
              "title": "Argument",
              "description": "The program first, and then one argument each, as they are.",
              "minLength": 1,
              "examples": [
                "vault"
              ]
            },
            "x-hint": "Write the program and each argument as a separate item: [pass, show, caches/old].",
            "examples": [
              [
                "vault",
                "kv",
                "get",
                "-field=password",
                "secret/{key}"
              ]
            ]
          },
          "timeout": {
            "type": "string",
            "title": "Timeout of the command",
            "description": "A whole number above 0 and a unit: ms, s, m, h or d. The command is killed if it has not ended by then.",
            "pattern": "^0*[1-9][0-9]{0,8}(ms|s|m|h|d)$",
            "x-hint": "Write a whole number above 0 and a unit (ms, s, m, h or d) without a space, such as 10s.",
            "default": "10s"
          }
        },
        "if": {
          "required": [
            "env"
          ]
        },
        "then": {
          "properties": {
            "file": {
              "not": {},
              "x-hint": "A secret comes from one place: keep env or file and remove the other."
            },
            "command": {
              "not": {},
              "x-hint": "A secret comes from one place: keep env or command and remove the other."
            },
            "timeout": {
              "not": {},
              "x-hint": "Only a command has a timeout; remove it."
            }
          }
        },
        "else": {
          "if": {
            "required": [
              "command"
            ]
          },
          "then": {
            "properties": {
              "file": {
                "not": {},
                "x-hint": "A secret comes from one place: keep command or file and remove the other."
              }
            }
          },
          "else": {
            "required": [
              "file"
            ],
            "x-hint": "Say where the value comes from: { env: NAME }, { file: path } or { command: [program, argument] }.",
            "properties": {
              "timeout": {
                "not": {},
                "x-hint": "Only a command has a timeout; remove it."
              }
            }
          }
        },
        "examples": [
          {
            "env": "ES_SOURCE_PASSWORD"
          },
          {
            "file": "/run/secrets/es_sink"
          },
          {
            "env": "CACHE_{key}_PASSWORD"
          },
          {
            "command": [
              "vault",
              "kv",
              "get",
              "-field=password",
              "secret/es"
            ],
            "timeout": "10s"
          }
        ]
      },
      "examples": [
        {
          "es_source": {
            "env": "ES_SOURCE_PASSWORD"
          },
          "es_sink": {
            "file": "/run/secrets/es_sink"
          }
        },
        {
          "cache": {
            "env": "CACHE_{key}_PASSWORD"
          }
        }
      ]
    },
    "providers": {
      "type": "object",
      "title": "Providers",
      "description": "The remote systems that the plan talks to, by an alias of your choice.",
      "minProperties": 1,
      "propertyNames": {
        "type": "string",
        "title": "Provider alias",
        "description": "The first part of every `uses:`.",
        "pattern": "^[a-z][a-z0-9_-]{0,62}$",
        "x-hint": "Use 1 to 63 lower-case letters, digits, hyphens and underscores, beginning with a letter."
      },
      "additionalProperties": {
        "type": "object",
        "title": "Provider",
        "description": "One account or project of a remote system. The other keys depend on the type.",
        "required": [
          "type"
        ],
        "properties": {
          "type": {
            "type": "string",
            "title": "Provider type",
            "description": "Which remote system this is."
          },
          "limits": {
            "type": "object",
            "title": "Limits",
            "description": "How much of the provider's API may be used. All limits apply together, across retries, polls and resumed runs. A limit that is left out has the provider's documented default.",
            "additionalProperties": false,
            "properties": {
              "requests": {
                "type": "string",
                "title": "API calls per interval",
                "description": "The highest number of API calls in any window of that length, as the server counts them.",
                "pattern": "^[1-9][0-9]{0,8}/(s|m|h)$",
                "x-hint": "Write a count and an interval (s, m or h), such as 20/s or 600/m.",
                "examples": [
                  "20/s",
                  "600/m"
                ]
              },
              "in_flight": {
                "type": "integer",
                "title": "API calls at once",
                "description": "API calls waiting for their answer at the same time.",
                "minimum": 1,
                "examples": [
                  8
                ]
              },
              "active": {
                "type": "integer",
                "title": "Remote tasks at once",
                "description": "Remote migration tasks running at the same time.",
                "minimum": 1,
                "examples": [
                  5
                ]
              },
              "active_per_target": {
                "type": "integer",
                "title": "Remote tasks at once on one target",
                "description": "Remote migration tasks running at the same time on one target instance.",
                "minimum": 1,
                "examples": [
                  1
                ]
              },
              "slices": {
                "type": "integer",
                "title": "Slices of own work at once",
                "description": "Slices of own work on data, such as copying and comparing, that use the connection at the same time. Their calls count against the other limits as well.",
                "minimum": 1,
                "examples": [
                  4
                ]
              }
            },
            "examples": [
              {
                "requests": "20/s",
                "in_flight": 8,
                "active": 5
              }
            ]
          },
          "polling": {
            "type": "object",
            "title": "Polling",
            "description": "How often waiting tasks are polled. The interval grows from the first to the last while nothing changes.",
            "additionalProperties": false,
            "properties": {
              "initial_interval": {
                "type": "string",
                "title": "First interval",
                "description": "Time between the first polls of a task.",
                "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$",
                "x-hint": "Write a whole number and a unit (ms, s, m, h or d) without a space, such as 30s, 10m or 12h.",
                "examples": [
                  "30s",
                  "10m",
                  "6h"
                ]
              },
              "max_interval": {
                "type": "string",
                "title": "Longest interval",
                "description": "Longest time between polls of a task on which nothing changes; until then the interval is a fifth of the time since the last change.",
                "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$",
                "x-hint": "Write a whole number and a unit (ms, s, m, h or d) without a space, such as 30s, 10m or 12h.",
                "examples": [
                  "30s",
                  "10m",
                  "6h"
                ]
              }
            },
            "examples": [
              {
                "initial_interval": "5s",
                "max_interval": "30s"
              }
            ]
          }
        }
      },
      "x-hint": "Declare at least one provider, with its type:."
    },
    "defaults": {
      "type": "object",
      "title": "Defaults",
      "description": "Values for every migration that does not state its own.",
      "additionalProperties": false,
      "default": {},
      "properties": {
        "timeout": {
          "type": "string",
          "title": "Timeout of waiting",
          "description": "How long to wait for one remote task. The task itself is not stopped when the time is up.",
          "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$",
          "x-hint": "Write a whole number and a unit (ms, s, m, h or d) without a space, such as 30s, 10m or 12h.",
          "examples": [
            "30s",
            "10m",
            "6h"
          ],
          "default": "12h"
        },
        "retry": {
          "type": "object",
          "title": "Retry policy",
          "description": "How a failed API call is retried when that is safe.",
          "additionalProperties": false,
          "properties": {
            "max_attempts": {
              "type": "integer",
              "title": "Attempts",
              "description": "Attempts in total, including the first.",
              "minimum": 1,
              "maximum": 100,
              "examples": [
                6
              ]
            },
            "initial_interval": {
              "type": "string",
              "title": "First wait",
              "description": "Wait before the second attempt.",
              "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$",
              "x-hint": "Write a whole number and a unit (ms, s, m, h or d) without a space, such as 30s, 10m or 12h.",
              "examples": [
                "30s",
                "10m",
                "6h"
              ]
            },
            "backoff_coefficient": {
              "type": "number",
              "title": "Growth of the wait",
              "description": "Factor by which the wait grows from attempt to attempt.",
              "minimum": 1,
              "examples": [
                2
              ]
            },
            "max_interval": {
              "type": "string",
              "title": "Longest wait",
              "description": "Upper bound of the wait between two attempts.",
              "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$",
              "x-hint": "Write a whole number and a unit (ms, s, m, h or d) without a space, such as 30s, 10m or 12h.",
              "examples": [
                "30s",
                "10m",
                "6h"
              ]
            }
          },
          "examples": [
            {
              "max_attempts": 6,
              "initial_interval": "1s",
              "backoff_coefficient": 2,
              "max_interval": "60s"
            }
          ],
          "default": {
            "max_attempts": 6,
            "initial_interval": "1s",
            "backoff_coefficient": 2,
            "max_interval": "60s"
          }
        },
        "on_failure": {
          "type": "string",
          "title": "On failure",
          "description": "continue: set the failed unit and what depends on it aside and continue with the others. stop: start nothing more.",
          "enum": [
            "continue",
            "stop"
          ],
          "default": "continue"
        },
        "with": {
          "type": "object",
          "title": "With",
          "description": "Arguments by kind or operation, with or without the provider alias in front: merged under the with of every migration that uses it. Maps merge, other values of the migration replace, and null removes.",
          "default": {},
          "propertyNames": {
            "type": "string",
            "title": "Kind or operation",
            "description": "What the migrations use, with or without the provider alias.",
            "pattern": "^([a-z][a-z0-9_-]{0,62}\\.)?[A-Za-z][A-Za-z0-9-]{0,62}$",
            "x-hint": "Write a kind or operation such as index-migration, or search.index-migration for those of one provider."
          },
          "additionalProperties": {
            "type": "object",
            "title": "Arguments",
            "description": "Arguments in the vendor's own field names, as under a migration's with."
          },
          "examples": [
            {
              "index-migration": {
                "sinkCluster": {
                  "username": "elastic",
                  "type": "_doc"
                }
              }
            }
          ]
        }
      },
      "examples": [
        {
          "timeout": "12h",
          "on_failure": "continue"
        }
      ]
    },
    "rollout": {
      "type": "object",
      "title": "Rollout",
      "description": "When the plan may change something. Checks, waits and comparisons need no window.",
      "additionalProperties": false,
      "default": {},
      "minProperties": 1,
      "properties": {
        "windows": {
          "type": "array",
          "title": "Windows",
          "description": "When effects may start; what has started ends. Left out: at any time.",
          "minItems": 1,
          "maxItems": 50,
          "items": {
            "type": "object",
            "title": "Window",
            "description": "A time of some days of the week. It belongs to the day on which it begins.",
            "additionalProperties": false,
            "required": [
              "from",
              "to",
              "timezone"
            ],
            "properties": {
              "days": {
                "type": [
                  "string",
                  "array"
                ],
                "title": "Days",
                "description": "On which it begins: a day (sat), a range (mon-thu, fri-mon), or a list of both.",
                "pattern": "^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$",
                "minItems": 1,
                "items": {
                  "type": "string",
                  "title": "Day",
                  "description": "A day or a range of days.",
                  "pattern": "^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$",
                  "x-hint": "Write a day (sat) or a range of days (mon-thu)."
                },
                "default": "mon-sun",
                "x-hint": "Write a day (sat), a range (mon-thu), or a list of both.",
                "examples": [
                  "mon-thu",
                  [
                    "mon-wed",
                    "sat"
                  ]
                ]
              },
              "from": {
                "type": "string",
                "title": "From",
                "description": "When it opens, by the clocks of timezone: 00:00 to 23:59.",
                "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$",
                "x-hint": "Write hours and minutes in quotes, such as \"22:00\".",
                "examples": [
                  "22:00"
                ]
              },
              "to": {
                "type": "string",
                "title": "To",
                "description": "When it closes: on the next day where that is not after from. 00:00 to 24:00.",
                "pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",
                "x-hint": "Write hours and minutes in quotes, such as \"05:00\".",
                "examples": [
                  "05:00"
                ]
              },
              "timezone": {
                "type": "string",
                "title": "Time zone",
                "description": "Whose clocks are meant: the name of a time zone, or UTC.",
                "minLength": 1,
                "x-hint": "Write the name of a time zone, such as Europe/Berlin or UTC.",
                "examples": [
                  "Europe/Berlin"
                ]
              }
            },
            "x-hint": "Write { days: mon-thu, from: \"22:00\", to: \"05:00\", timezone: Europe/Berlin }.",
            "examples": [
              {
                "days": "mon-thu",
                "from": "22:00",
                "to": "05:00",
                "timezone": "Europe/Berlin"
              }
            ]
          },
          "x-hint": "List windows such as { days: mon-thu, from: \"22:00\", to: \"05:00\", timezone: Europe/Berlin }."
        },
        "cutover_windows": {
          "type": "array",
          "title": "Windows of cut-overs",
          "description": "When cut-overs may begin, whatever windows says; one that has begun ends. Left out: whenever effects may start.",
          "minItems": 1,
          "maxItems": 50,
          "items": {
            "type": "object",
            "title": "Window",
            "description": "A time of some days of the week. It belongs to the day on which it begins.",
            "additionalProperties": false,
            "required": [
              "from",
              "to",
              "timezone"
            ],
            "properties": {
              "days": {
                "type": [
                  "string",
                  "array"
                ],
                "title": "Days",
                "description": "On which it begins: a day (sat), a range (mon-thu, fri-mon), or a list of both.",
                "pattern": "^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$",
                "minItems": 1,
                "items": {
                  "type": "string",
                  "title": "Day",
                  "description": "A day or a range of days.",
                  "pattern": "^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$",
                  "x-hint": "Write a day (sat) or a range of days (mon-thu)."
                },
                "default": "mon-sun",
                "x-hint": "Write a day (sat), a range (mon-thu), or a list of both.",
                "examples": [
                  "mon-thu",
                  [
                    "mon-wed",
                    "sat"
                  ]
                ]
              },
              "from": {
                "type": "string",
                "title": "From",
                "description": "When it opens, by the clocks of timezone: 00:00 to 23:59.",
                "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$",
                "x-hint": "Write hours and minutes in quotes, such as \"22:00\".",
                "examples": [
                  "22:00"
                ]
              },
              "to": {
                "type": "string",
                "title": "To",
                "description": "When it closes: on the next day where that is not after from. 00:00 to 24:00.",
                "pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",
                "x-hint": "Write hours and minutes in quotes, such as \"05:00\".",
                "examples": [
                  "05:00"
                ]
              },
              "timezone": {
                "type": "string",
                "title": "Time zone",
                "description": "Whose clocks are meant: the name of a time zone, or UTC.",
                "minLength": 1,
                "x-hint": "Write the name of a time zone, such as Europe/Berlin or UTC.",
                "examples": [
                  "Europe/Berlin"
                ]
              }
            },
            "x-hint": "Write { days: mon-thu, from: \"22:00\", to: \"05:00\", timezone: Europe/Berlin }.",
            "examples": [
              {
                "days": "mon-thu",
                "from": "22:00",
                "to": "05:00",
                "timezone": "Europe/Berlin"
              }
            ]
          },
          "x-hint": "List windows such as { days: mon-thu, from: \"22:00\", to: \"05:00\", timezone: Europe/Berlin }."
        },
        "waves": {
          "type": "array",
          "title": "Waves",
          "description": "Which units start first, which then, and so on: a wave starts once the one before it has ended. Left out: all units may start at once.",
          "minItems": 1,
          "maxItems": 100,
          "items": {
            "type": [
              "integer",
              "string",
              "object"
            ],
            "title": "Wave",
            "description": "Which units it takes of those that are left: a number, a percentage of all units of the plan (rounded up), rest, or those with a label.",
            "minimum": 1,
            "pattern": "^(rest|([1-9][0-9]?|100)%)$",
            "additionalProperties": false,
            "required": [
              "label"
            ],
            "properties": {
              "label": {
                "type": "string",
                "title": "Label",
                "description": "The units of migrations with this label: name=value, where * matches any text.",
                "pattern": "^[^=]+=.+$",
                "x-hint": "Write the name and the value of a label, such as tier=test.",
                "examples": [
                  "tier=test"
                ]
              }
            },
            "x-hint": "Write a number of units, a percentage such as 10%, rest, or { label: tier=test }.",
            "examples": [
              1,
              "10%",
              "rest",
              {
                "label": "tier=test"
              }
            ]
          },
          "x-hint": "List sizes of waves, such as [1, 10%, rest].",
          "examples": [
            [
              1,
              "10%",
              "rest"
            ]
          ]
        },
        "soak": {
          "type": "string",
          "title": "Soak",
          "description": "For how long a wave must have ended before the next one starts: a whole number above 0 and a unit: ms, s, m, h or d.",
          "pattern": "^0*[1-9][0-9]{0,8}(ms|s|m|h|d)$",
          "x-hint": "Write a whole number above 0 and a unit (ms, s, m, h or d) without a space, such as 30m.",
          "examples": [
            "30m"
          ]
        },
        "max_failures": {
          "type": [
            "integer",
            "string"
          ],
          "title": "Failures of a wave",
          "description": "How many units of a wave may fail: a number, or a percentage of the units of the wave, rounded down. With more, nothing new starts.",
          "minimum": 0,
          "pattern": "^(0|[1-9][0-9]?|100)%$",
          "x-hint": "Write a number of units, such as 2, or a percentage of the wave, such as 5%.",
          "default": 0,
          "examples": [
            "5%",
            2
          ]
        },
        "order": {
          "type": "string",
          "title": "Order",
          "description": "Which units come into the first waves. A unit brings what it needs with it.",
          "enum": [
            "plan",
            "largest-first",
            "smallest-first"
          ],
          "default": "plan",
          "x-hint": "Write plan, largest-first or smallest-first.",
          "examples": [
            "largest-first"
          ]
        },
        "size": {
          "type": "string",
          "title": "Size",
          "description": "The field of each.value that order compares: a column of the inventory. Units without a number in it come last.",
          "pattern": "^[A-Za-z_][A-Za-z0-9_-]{0,62}$",
          "x-hint": "Write the name of a column of the inventory, such as bytes.",
          "default": "bytes",
          "examples": [
            "bytes"
          ]
        }
      },
      "x-hint": "Write windows:, cutover_windows: or waves: with a list.",
      "examples": [
        {
          "windows": [
            {
              "days": "mon-thu",
              "from": "22:00",
              "to": "05:00",
              "timezone": "Europe/Berlin"
            }
          ]
        },
        {
          "waves": [
            1,
            "10%",
            "rest"
          ],
          "soak": "30m",
          "max_failures": "5%"
        }
      ]
    },
    "approvals": {
      "type": "object",
      "title": "Approvals",
      "description": "Who has to approve what, by the name of a gate's step; cutover stands for every gate that leads clients over. A gate without an entry opens with one approval of anyone.",
      "default": {},
      "minProperties": 1,
      "propertyNames": {
        "type": "string",
        "title": "Gate",
        "description": "The name of a gate's step, as previews show it, or cutover.",
        "pattern": "^[a-z][a-z0-9_-]{0,62}$",
        "x-hint": "Write the name of the step, such as cutover, without its unit."
      },
      "additionalProperties": {
        "type": "object",
        "title": "Approval rule",
        "description": "What opens a gate.",
        "additionalProperties": false,
        "minProperties": 1,
        "properties": {
          "approvers": {
            "type": "array",
            "title": "Approvers",
            "description": "Who may approve, by the names that they approve as (--as). Upper and lower case are the same. Left out: anyone.",
            "minItems": 1,
            "maxItems": 100,
            "items": {
              "type": "string",
              "title": "Approver",
              "description": "A name, such as an address of e-mail or a login.",
              "minLength": 1,
              "maxLength": 200,
              "pattern": "^\\S(.*\\S)?$",
              "x-hint": "Write a name without spaces around it."
            },
            "x-hint": "List names, such as [dba@example.com, ops@example.com].",
            "examples": [
              [
                "dba@example.com",
                "ops@example.com"
              ]
            ]
          },
          "count": {
            "type": "integer",
            "title": "Count",
            "description": "How many different approvers it takes.",
            "minimum": 1,
            "maximum": 100,
            "default": 1,
            "x-hint": "Write a whole number of at least 1."
          },
          "reason": {
            "type": "string",
            "title": "Reason",
            "description": "Whether an approval has to say why (--reason).",
            "enum": [
              "required",
              "optional"
            ],
            "default": "optional",
            "x-hint": "Write required or optional."
          },
          "expires": {
            "type": "string",
            "title": "Expires",
            "description": "How long an approval counts, until the first effect behind the gate is sent. Left out: until then.",
            "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$",
            "x-hint": "Write a duration such as 24h.",
            "examples": [
              "24h"
            ]
          }
        },
        "x-hint": "Write at least one of approvers, count, reason and expires."
      },
      "x-hint": "Write cutover: { approvers: [dba@example.com, ops@example.com], count: 2 }.",
      "examples": [
        {
          "cutover": {
            "approvers": [
              "dba@example.com",
              "ops@example.com"
            ],
            "count": 2,
            "reason": "required",
            "expires": "24h"
          }
        }
      ]
    },
    "notify": {
      "type": "array",
      "title": "Notify",
      "description": "Webhooks for what happens in a run. They never end a run or keep it waiting.",
      "default": [],
      "minItems": 1,
      "maxItems": 20,
      "items": {
        "type": "object",
        "title": "Webhook",
        "description": "Where messages are posted, and which.",
        "additionalProperties": false,
        "required": [
          "webhook"
        ],
        "properties": {
          "webhook": {
            "type": "string",
            "title": "URL",
            "description": "A secret, as a whole: whoever has the URL can post messages.",
            "minLength": 1,
            "x-hint": "Write ${{ secrets.<name> }}.",
            "examples": [
              "${{ secrets.chat_hook }}"
            ]
          },
          "on": {
            "type": "array",
            "title": "On",
            "description": "gate: a unit waits for an approval; failed: a step failed permanently; suspended: a provider refuses the credentials, or cannot be reached as it is configured; ended: the run ended.",
            "default": [
              "gate",
              "failed",
              "ended"
            ],
            "minItems": 1,
            "uniqueItems": true,
            "items": {
              "type": "string",
              "title": "Event",
              "description": "What is posted.",
              "enum": [
                "gate",
                "failed",
                "suspended",
                "ended"
              ],
              "x-hint": "Write gate, failed, suspended or ended."
            },
            "x-hint": "List events, such as [gate, ended].",
            "examples": [
              [
                "gate",
                "ended"
              ]
            ]
          }
        },
        "x-hint": "Write { webhook: \"${{ secrets.chat_hook }}\", on: [gate, ended] }."
      },
      "x-hint": "List entries such as { webhook: \"${{ secrets.chat_hook }}\", on: [gate, ended] }.",
      "examples": [
        [
          {
            "webhook": "${{ secrets.chat_hook }}",
            "on": [
              "gate",
              "failed",
              "ended"
            ]
          }
        ]
      ]
    },
    "moved": {
      "type": "array",
      "title": "Moved",
      "description": "Units whose key was renamed, by their addresses before and after: they continue where they were, and are found by the old address too.",
      "default": [],
      "minItems": 1,
      "items": {
        "type": "object",
        "title": "Moved unit",
        "description": "One unit, before and after its key was renamed.",
        "required": [
          "from",
          "to"
        ],
        "additionalProperties": false,
        "properties": {
          "from": {
            "type": "string",
            "title": "From",
            "description": "The address that the unit had, by its migration's present name.",
            "pattern": "^[A-Za-z][A-Za-z0-9_-]{0,62}(\\[[^\"'\\[\\]][^\\[\\]]*\\])?$",
            "x-hint": "Write the address of a unit as previews show it: name[key] without quotes around the key, or name where there is no for_each."
          },
          "to": {
            "type": "string",
            "title": "To",
            "description": "The address that the unit has, or the from of another entry.",
            "pattern": "^[A-Za-z][A-Za-z0-9_-]{0,62}(\\[[^\"'\\[\\]][^\\[\\]]*\\])?$",
            "x-hint": "Write the address of a unit as previews show it: name[key] without quotes around the key, or name where there is no for_each."
          }
        },
        "x-hint": "Write { from: 'orders[eu]', to: 'orders[customers-eu]' }."
      },
      "x-hint": "List entries such as { from: 'orders[eu]', to: 'orders[customers-eu]' }.",
      "examples": [
        [
          {
            "from": "orders[eu]",
            "to": "orders[customers-eu]"
          }
        ]
      ]
    },
    "migrations": {
      "type": "object",
      "title": "Migrations",
      "description": "What is to be migrated, by a name of your choice.",
      "minProperties": 1,
      "propertyNames": {
        "type": "string",
        "title": "Migration name",
        "description": "Names the migration in addresses such as orders[orders-2024].create.",
        "pattern": "^[A-Za-z][A-Za-z0-9_-]{0,62}$",
        "x-hint": "Use 1 to 63 letters, digits, hyphens and underscores, beginning with a letter."
      },
      "additionalProperties": {
        "type": "object",
        "title": "Migration",
        "description": "One thing to migrate, or with for_each many alike.",
        "additionalProperties": true,
        "required": [
          "uses",
          "with"
        ],
        "patternProperties": {
          "^x-": {
            "title": "Not evaluated",
            "description": "For values that the plan repeats by anchors and aliases, and for other tools."
          }
        },
        "properties": {
          "uses": {
            "type": "string",
            "title": "Uses",
            "description": "Provider alias, a dot, and one of the provider's kinds or operations.",
            "pattern": "^[a-z][a-z0-9_-]{0,62}\\.[A-Za-z][A-Za-z0-9-]{0,62}$",
            "x-hint": "Write <provider alias>.<kind or operation>, such as search.index-migration or cache.SetOnlineMigrationTask.",
            "examples": [
              "search.index-migration",
              "cache.online-migration",
              "cache.CreateOnlineMigrationTask"
            ]
          },
          "description": {
            "type": "string",
            "title": "Description",
            "description": "What is migrated, shown in previews and reports.",
            "default": ""
          },
          "labels": {
            "type": "object",
            "title": "Labels",
            "description": "Names and values that --target and --exclude can select by.",
            "default": {},
            "additionalProperties": {
              "type": "string",
              "title": "Label value",
              "description": "Value of the label."
            },
            "examples": [
              {
                "team": "shop"
              }
            ]
          },
          "for_each": {
            "type": [
              "array",
              "object"
            ],
            "title": "For each",
            "description": "One unit per item: a list of texts or numbers (each.key and each.value are the item), a map of key to value, or an inventory: a file with one row per unit.",
            "items": {
              "type": [
                "string",
                "number"
              ],
              "title": "Item",
              "description": "Key of one unit.",
              "x-hint": "Items are texts or numbers. For more than one value per unit write a map: key: { ... }."
            },
            "if": {
              "type": "object",
              "required": [
                "file"
              ],
              "properties": {
                "file": {
                  "type": "string"
                }
              }
            },
            "then": {
              "title": "Inventory",
              "description": "A file with one row per unit; each.value.<column> is a field of the row.",
              "additionalProperties": false,
              "properties": {
                "file": {
                  "type": "string",
                  "title": "File",
                  "description": "CSV, YAML or JSON file with one row per unit. Its path starts from the plan's folder and stays inside it.",
                  "minLength": 1,
                  "maxLength": 1024,
                  "examples": [
                    "indices.csv"
                  ]
                },
                "key": {
                  "type": "string",
                  "title": "Key column",
                  "description": "Column whose value names the unit: each.key. Left out for a file that is a map or a list of texts.",
                  "minLength": 1,
                  "examples": [
                    "name"
                  ]
                },
                "types": {
                  "type": "object",
                  "title": "Types of columns",
                  "description": "Types of columns by their names. In CSV a column that is not declared is text.",
                  "default": {},
                  "additionalProperties": {
                    "type": "string",
                    "title": "Type",
                    "description": "Type of every value in the column.",
                    "enum": [
                      "string",
                      "number",
                      "boolean"
                    ]
                  },
                  "examples": [
                    {
                      "shards": "number"
                    }
                  ]
                }
              }
            },
            "examples": [
              [
                "orders-2024",
                "orders-2025"
              ],
              {
                "eu": {
                  "shards": 3
                },
                "us": {
                  "shards": 5
                }
              },
              {
                "file": "indices.csv",
                "key": "name"
              }
            ]
          },
          "needs": {
            "type": "array",
            "title": "Needs",
            "description": "Migrations that have to succeed first: a name for all of its units, or name[key] for one of them.",
            "default": [],
            "items": {
              "type": "string",
              "title": "Migration or unit",
              "description": "A migration's name, or name[key].",
              "pattern": "^[A-Za-z][A-Za-z0-9_-]{0,62}(\\[.+\\])?$",
              "x-hint": "Write a migration's name, or name[key] for one of its units."
            },
            "examples": [
              [
                "orders"
              ],
              [
                "orders[orders-2025]"
              ]
            ]
          },
          "with": {
            "type": "object",
            "title": "With",
            "description": "Arguments of the kind or operation, in the vendor's own field names and casing."
          },
          "formerly": {
            "type": "array",
            "title": "Formerly",
            "description": "Names that the migration had, the first one first: its units continue where they were, and are selected by these names too.",
            "default": [],
            "items": {
              "type": "string",
              "title": "Migration name",
              "description": "Names the migration in addresses such as orders[orders-2024].create.",
              "pattern": "^[A-Za-z][A-Za-z0-9_-]{0,62}$",
              "x-hint": "Use 1 to 63 letters, digits, hyphens and underscores, beginning with a letter."
            },
            "uniqueItems": true,
            "minItems": 1,
            "x-hint": "List the migration's earlier names, oldest first, such as [sessions].",
            "examples": [
              [
                "sessions"
              ]
            ]
          },
          "wait": {
            "type": "boolean",
            "title": "Wait",
            "description": "For operations only: whether to wait for the remote task that the call starts.",
            "default": true
          },
          "timeout": {
            "type": "string",
            "title": "Timeout of waiting",
            "description": "How long to wait for one remote task. The task itself is not stopped when the time is up.",
            "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$",
            "x-hint": "Write a whole number and a unit (ms, s, m, h or d) without a space, such as 30s, 10m or 12h.",
            "examples": [
              "30s",
              "10m",
              "6h"
            ],
            "default": "12h"
          },
          "retry": {
            "type": "object",
            "title": "Retry policy",
            "description": "How a failed API call is retried when that is safe.",
            "additionalProperties": false,
            "properties": {
              "max_attempts": {
                "type": "integer",
                "title": "Attempts",
                "description": "Attempts in total, including the first.",
                "minimum": 1,
                "maximum": 100,
                "examples": [
                  6
                ]
              },
              "initial_interval": {
                "type": "string",
                "title": "First wait",
                "description": "Wait before the second attempt.",
                "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$",
                "x-hint": "Write a whole number and a unit (ms, s, m, h or d) without a space, such as 30s, 10m or 12h.",
                "examples": [
                  "30s",
                  "10m",
                  "6h"
                ]
              },
              "backoff_coefficient": {
                "type": "number",
                "title": "Growth of the wait",
                "description": "Factor by which the wait grows from attempt to attempt.",
                "minimum": 1,
                "examples": [
                  2
                ]
              },
              "max_interval": {
                "type": "string",
                "title": "Longest wait",
                "description": "Upper bound of the wait between two attempts.",
                "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$",
                "x-hint": "Write a whole number and a unit (ms, s, m, h or d) without a space, such as 30s, 10m or 12h.",
                "examples": [
                  "30s",
                  "10m",
                  "6h"
                ]
              }
            },
            "examples": [
              {
                "max_attempts": 6,
                "initial_interval": "1s",
                "backoff_coefficient": 2,
                "max_interval": "60s"
              }
            ],
            "default": {
              "max_attempts": 6,
              "initial_interval": "1s",
              "backoff_coefficient": 2,
              "max_interval": "60s"
            }
          },
          "on_failure": {
            "type": "string",
            "title": "On failure",
            "description": "continue: set the failed unit and what depends on it aside and continue with the others. stop: start nothing more.",
            "enum": [
              "continue",
              "stop"
            ],
            "default": "continue"
          },
          "shared_target": {
            "type": "string",
            "title": "Shared target",
            "description": "Why another unit may write to the same target as units of this migration. Without a reason two units with one target are refused.",
            "pattern": "\\S",
            "x-hint": "Write the reason in a few words, such as: both backups are loaded into one instance.",
            "examples": [
              "both backups are loaded into one instance"
            ]
          }
        }
      },
      "x-hint": "Declare at least one migration with uses: and with:."
    }
  }
};
