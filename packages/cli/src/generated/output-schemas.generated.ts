// Generated from schemas/ by `node scripts/generate.ts`. Do not edit.

export const outputSchemas: Readonly<Record<string, { readonly title: string; readonly [keyword: string]: unknown }>> = {
  "answers": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://waybill.dev/schemas/output/answers.schema.json",
    "title": "Answers",
    "description": "What the commands that write and check plans print with --json, and what every command prints when it fails. A new minor format_version only adds fields.",
    "oneOf": [
      {
        "$ref": "#/$defs/diagnostics"
      },
      {
        "$ref": "#/$defs/formatted"
      },
      {
        "$ref": "#/$defs/initialized"
      },
      {
        "$ref": "#/$defs/error"
      }
    ],
    "$defs": {
      "diagnostics": {
        "type": "object",
        "title": "Diagnostics",
        "description": "Findings in plans: what validate prints, and every command whose plan is invalid.",
        "additionalProperties": false,
        "required": [
          "format_version",
          "kind",
          "valid",
          "diagnostics",
          "next_steps"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "title": "Format version",
            "description": "Version of this format.",
            "pattern": "^1\\.[0-9]+$"
          },
          "kind": {
            "const": "diagnostics",
            "title": "Kind",
            "description": "Always diagnostics."
          },
          "valid": {
            "type": "boolean",
            "title": "Valid",
            "description": "No finding is an error."
          },
          "diagnostics": {
            "type": "array",
            "title": "Diagnostics",
            "description": "All findings of all files.",
            "items": {
              "$ref": "#/$defs/diagnostic"
            }
          },
          "next_steps": {
            "type": "array",
            "title": "Next steps",
            "description": "Commands to run next.",
            "items": {
              "$ref": "#/$defs/nextStep"
            }
          }
        }
      },
      "formatted": {
        "type": "object",
        "title": "Formatted",
        "description": "What fmt prints.",
        "additionalProperties": false,
        "required": [
          "format_version",
          "kind",
          "check",
          "changed",
          "diagnostics",
          "next_steps"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "title": "Format version",
            "description": "Version of this format.",
            "pattern": "^1\\.[0-9]+$"
          },
          "kind": {
            "const": "formatted",
            "title": "Kind",
            "description": "Always formatted."
          },
          "check": {
            "type": "boolean",
            "title": "Check",
            "description": "With --check, nothing was written."
          },
          "changed": {
            "type": "array",
            "title": "Changed",
            "description": "Files that were changed, or with --check would be.",
            "items": {
              "type": "string",
              "title": "File",
              "description": "As it was named."
            }
          },
          "diagnostics": {
            "type": "array",
            "title": "Diagnostics",
            "description": "Warnings.",
            "items": {
              "$ref": "#/$defs/diagnostic"
            }
          },
          "next_steps": {
            "type": "array",
            "title": "Next steps",
            "description": "Commands to run next.",
            "items": {
              "$ref": "#/$defs/nextStep"
            }
          }
        }
      },
      "initialized": {
        "type": "object",
        "title": "Initialized",
        "description": "What init prints.",
        "additionalProperties": false,
        "required": [
          "format_version",
          "kind",
          "plan",
          "files",
          "next_steps"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "title": "Format version",
            "description": "Version of this format.",
            "pattern": "^1\\.[0-9]+$"
          },
          "kind": {
            "const": "initialized",
            "title": "Kind",
            "description": "Always initialized."
          },
          "plan": {
            "type": "string",
            "title": "Plan",
            "description": "The plan file."
          },
          "files": {
            "type": "array",
            "title": "Files",
            "description": "Every file that belongs to it.",
            "items": {
              "type": "object",
              "title": "File",
              "description": "What was done with it.",
              "additionalProperties": false,
              "required": [
                "path",
                "action"
              ],
              "properties": {
                "path": {
                  "type": "string",
                  "title": "Path",
                  "description": "From the current directory."
                },
                "action": {
                  "type": "string",
                  "title": "Action",
                  "description": "kept: it already existed.",
                  "enum": [
                    "created",
                    "extended",
                    "kept"
                  ]
                }
              }
            }
          },
          "next_steps": {
            "type": "array",
            "title": "Next steps",
            "description": "Commands to run next.",
            "items": {
              "$ref": "#/$defs/nextStep"
            }
          }
        }
      },
      "error": {
        "type": "object",
        "title": "Error",
        "description": "A command that failed.",
        "additionalProperties": false,
        "required": [
          "format_version",
          "kind",
          "code",
          "message",
          "next_steps"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "title": "Format version",
            "description": "Version of this format.",
            "pattern": "^1\\.[0-9]+$"
          },
          "kind": {
            "const": "error",
            "title": "Kind",
            "description": "Always error."
          },
          "code": {
            "type": "string",
            "title": "Code",
            "description": "Stable; docs/diagnostics.md has a row for each."
          },
          "message": {
            "type": "string",
            "title": "Message",
            "description": "What went wrong."
          },
          "hint": {
            "type": "string",
            "title": "Hint",
            "description": "How to fix it."
          },
          "next_steps": {
            "type": "array",
            "title": "Next steps",
            "description": "Commands to run next.",
            "items": {
              "$ref": "#/$defs/nextStep"
            }
          }
        }
      },
      "diagnostic": {
        "type": "object",
        "title": "Diagnostic",
        "description": "What was found in a plan.",
        "additionalProperties": false,
        "required": [
          "severity",
          "code",
          "summary",
          "detail"
        ],
        "properties": {
          "severity": {
            "type": "string",
            "title": "Severity",
            "description": "Warnings do not stop a run.",
            "enum": [
              "error",
              "warning"
            ]
          },
          "code": {
            "type": "string",
            "title": "Code",
            "description": "Stable; docs/diagnostics.md has a row for each."
          },
          "summary": {
            "type": "string",
            "title": "Summary",
            "description": "In a few words."
          },
          "detail": {
            "type": "string",
            "title": "Detail",
            "description": "In sentences."
          },
          "hint": {
            "type": "string",
            "title": "Hint",
            "description": "How to fix it."
          },
          "file": {
            "type": "string",
            "title": "File",
            "description": "As it was named."
          },
          "path": {
            "type": "string",
            "title": "Path",
            "description": "Of the value in the plan."
          },
          "start": {
            "$ref": "#/$defs/position"
          },
          "end": {
            "$ref": "#/$defs/position"
          }
        }
      },
      "position": {
        "type": "object",
        "title": "Position",
        "description": "Line and column, from 1.",
        "additionalProperties": false,
        "required": [
          "line",
          "column"
        ],
        "properties": {
          "line": {
            "type": "integer",
            "title": "Line",
            "description": "From 1.",
            "minimum": 1
          },
          "column": {
            "type": "integer",
            "title": "Column",
            "description": "From 1.",
            "minimum": 1
          }
        }
      },
      "nextStep": {
        "type": "object",
        "title": "Next step",
        "description": "A command, ready to be copied into a shell.",
        "additionalProperties": false,
        "required": [
          "command",
          "why"
        ],
        "properties": {
          "command": {
            "type": "string",
            "title": "Command",
            "description": "Where it contains `...`, an operator has to fill in a value."
          },
          "why": {
            "type": "string",
            "title": "Why",
            "description": "What it does."
          }
        }
      }
    }
  },
  "changes": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://waybill.dev/schemas/output/changes.schema.json",
    "title": "Changes between two previews",
    "description": "What show --against prints with --json: how a saved preview differs from an earlier one. A new minor format_version only adds fields.",
    "type": "object",
    "required": [
      "format_version",
      "kind",
      "is_equal",
      "plan",
      "before",
      "after",
      "units",
      "document",
      "inputs",
      "connections",
      "limits",
      "migrations",
      "secrets",
      "selection",
      "versions",
      "totals",
      "estimate",
      "state",
      "inventories",
      "checks",
      "warnings",
      "unexplained",
      "next_steps"
    ],
    "properties": {
      "format_version": {
        "type": "string",
        "pattern": "^1\\."
      },
      "kind": {
        "const": "preview-changes"
      },
      "is_equal": {
        "type": "boolean",
        "description": "Whether nothing below differs; the exit code is then 0, otherwise 2."
      },
      "plan": {
        "type": "object",
        "required": [
          "name"
        ],
        "properties": {
          "name": {
            "type": "string"
          },
          "environment": {
            "type": "string"
          }
        }
      },
      "before": {
        "$ref": "#/$defs/compared"
      },
      "after": {
        "$ref": "#/$defs/compared"
      },
      "units": {
        "type": "object",
        "required": [
          "added",
          "removed",
          "moved",
          "changed",
          "is_reordered"
        ],
        "properties": {
          "added": {
            "type": "array",
            "description": "Whole units, as in a preview.",
            "items": {
              "$ref": "#/$defs/unit"
            }
          },
          "removed": {
            "type": "array",
            "items": {
              "$ref": "#/$defs/unit"
            }
          },
          "moved": {
            "type": "array",
            "description": "Units that the plan continues under a different address.",
            "items": {
              "type": "object",
              "required": [
                "from",
                "to"
              ],
              "properties": {
                "from": {
                  "type": "string"
                },
                "to": {
                  "type": "string"
                }
              }
            }
          },
          "changed": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "address",
                "fields"
              ],
              "properties": {
                "address": {
                  "type": "string"
                },
                "fields": {
                  "type": "array",
                  "minItems": 1,
                  "items": {
                    "allOf": [
                      {
                        "$ref": "#/$defs/field"
                      }
                    ],
                    "type": "object",
                    "required": [
                      "concerns"
                    ],
                    "properties": {
                      "concerns": {
                        "enum": [
                          "meaning",
                          "order",
                          "progress"
                        ],
                        "description": "What is done, what it waits for, or how far it is."
                      }
                    }
                  }
                }
              }
            }
          },
          "is_reordered": {
            "type": "boolean"
          }
        }
      },
      "document": {
        "type": "array",
        "description": "Of the plan: file and description.",
        "items": {
          "$ref": "#/$defs/field"
        }
      },
      "inputs": {
        "type": "array",
        "items": {
          "$ref": "#/$defs/field"
        }
      },
      "connections": {
        "type": "array",
        "description": "By alias of the provider: type, version, and where it leads.",
        "items": {
          "$ref": "#/$defs/field"
        }
      },
      "limits": {
        "type": "array",
        "description": "By alias of the provider.",
        "items": {
          "$ref": "#/$defs/field"
        }
      },
      "migrations": {
        "type": "array",
        "description": "By migration: what it uses, its labels, needs, on_failure, downtime and rollback.",
        "items": {
          "$ref": "#/$defs/field"
        }
      },
      "secrets": {
        "type": "array",
        "description": "By secret: where it comes from, and whether it has a value. Never the value.",
        "items": {
          "$ref": "#/$defs/field"
        }
      },
      "selection": {
        "type": "array",
        "items": {
          "$ref": "#/$defs/field"
        }
      },
      "versions": {
        "type": "array",
        "items": {
          "$ref": "#/$defs/field"
        }
      },
      "totals": {
        "type": "array",
        "items": {
          "$ref": "#/$defs/field"
        }
      },
      "estimate": {
        "type": "array",
        "description": "p50_ms, p90_ms and lower_bound_ms.",
        "items": {
          "$ref": "#/$defs/field"
        }
      },
      "state": {
        "type": "array",
        "description": "What is recorded of runs.",
        "items": {
          "$ref": "#/$defs/field"
        }
      },
      "inventories": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "migration",
            "before",
            "after",
            "added",
            "removed",
            "changed"
          ],
          "properties": {
            "migration": {
              "type": "string"
            },
            "before": {
              "type": [
                "string",
                "null"
              ],
              "description": "The file; null: none."
            },
            "after": {
              "type": [
                "string",
                "null"
              ]
            },
            "added": {
              "type": "array",
              "items": {
                "type": "string"
              }
            },
            "removed": {
              "type": "array",
              "items": {
                "type": "string"
              }
            },
            "changed": {
              "type": "array",
              "items": {
                "type": "string"
              }
            }
          }
        }
      },
      "checks": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "check",
            "units",
            "before",
            "after"
          ],
          "properties": {
            "check": {
              "type": "string"
            },
            "provider": {
              "type": "string"
            },
            "units": {
              "type": "array",
              "items": {
                "type": "string"
              }
            },
            "before": {
              "$ref": "#/$defs/answer"
            },
            "after": {
              "$ref": "#/$defs/answer"
            }
          }
        }
      },
      "warnings": {
        "type": "object",
        "required": [
          "added",
          "removed"
        ],
        "properties": {
          "added": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "code",
                "summary",
                "detail"
              ],
              "properties": {
                "code": {
                  "type": "string"
                },
                "summary": {
                  "type": "string"
                },
                "detail": {
                  "type": "string"
                }
              }
            }
          },
          "removed": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "code",
                "summary",
                "detail"
              ],
              "properties": {
                "code": {
                  "type": "string"
                },
                "summary": {
                  "type": "string"
                },
                "detail": {
                  "type": "string"
                }
              }
            }
          }
        }
      },
      "unexplained": {
        "type": "array",
        "description": "What differs by its hash although nothing above shows how.",
        "items": {
          "enum": [
            "steps",
            "plan"
          ]
        }
      },
      "next_steps": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "command",
            "why"
          ],
          "properties": {
            "command": {
              "type": "string"
            },
            "why": {
              "type": "string"
            }
          }
        }
      }
    },
    "$defs": {
      "compared": {
        "type": "object",
        "required": [
          "digest",
          "units"
        ],
        "properties": {
          "digest": {
            "type": "string",
            "pattern": "^[0-9a-f]{64}$"
          },
          "units": {
            "type": "integer",
            "minimum": 0
          }
        }
      },
      "unit": {
        "type": "object",
        "required": [
          "address",
          "migration",
          "steps"
        ],
        "properties": {
          "address": {
            "type": "string"
          },
          "migration": {
            "type": "string"
          },
          "steps": {
            "type": "array",
            "items": {
              "type": "object"
            }
          }
        }
      },
      "field": {
        "type": "object",
        "description": "One value. A side that does not have it has no member.",
        "required": [
          "path"
        ],
        "properties": {
          "path": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "before": {
            "description": "null: JSON null."
          },
          "after": {
            "description": "null: JSON null."
          }
        }
      },
      "answer": {
        "oneOf": [
          {
            "type": "null"
          },
          {
            "type": "object",
            "required": [
              "verdict",
              "detail"
            ],
            "properties": {
              "verdict": {
                "enum": [
                  "passed",
                  "warning",
                  "blocking",
                  "unasked"
                ]
              },
              "detail": {
                "type": "string"
              }
            }
          }
        ]
      }
    }
  },
  "discovery": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://waybill.dev/schemas/output/discovery.schema.json",
    "title": "Discovery",
    "description": "What discover prints with --json: what a connection has, and how an inventory differs from it. A new minor format_version only adds fields.",
    "type": "object",
    "required": [
      "format_version",
      "kind",
      "connection",
      "listing",
      "title",
      "key",
      "columns",
      "rows",
      "next_steps"
    ],
    "properties": {
      "format_version": {
        "type": "string"
      },
      "kind": {
        "const": "discovery"
      },
      "connection": {
        "type": "string"
      },
      "listing": {
        "type": "string"
      },
      "title": {
        "type": "string",
        "description": "What the rows are, for people."
      },
      "key": {
        "type": "string",
        "description": "The column that tells rows apart."
      },
      "columns": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "name",
            "type",
            "description",
            "is_volatile"
          ],
          "properties": {
            "name": {
              "type": "string"
            },
            "type": {
              "enum": [
                "text",
                "number",
                "boolean",
                "object"
              ]
            },
            "description": {
              "type": "string"
            },
            "is_volatile": {
              "type": "boolean",
              "description": "The value changes by itself, and is not a difference for --check."
            }
          }
        }
      },
      "rows": {
        "type": "array",
        "description": "What the vendor does not report is left out of a row.",
        "items": {
          "type": "object"
        }
      },
      "left_out": {
        "type": "array",
        "description": "What exists besides the rows but cannot be moved like them.",
        "items": {
          "type": "object",
          "required": [
            "name",
            "why"
          ],
          "properties": {
            "name": {
              "type": "string"
            },
            "why": {
              "type": "string",
              "description": "Why it has no row, and what to do."
            }
          }
        }
      },
      "inventory": {
        "type": "object",
        "description": "With --out.",
        "required": [
          "file",
          "is_current",
          "is_written",
          "added",
          "gone",
          "changed"
        ],
        "properties": {
          "file": {
            "type": "string"
          },
          "is_current": {
            "type": "boolean"
          },
          "is_written": {
            "type": "boolean"
          },
          "added": {
            "$ref": "#/$defs/labels"
          },
          "gone": {
            "$ref": "#/$defs/labels"
          },
          "changed": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "key",
                "name",
                "column",
                "before",
                "after",
                "is_volatile"
              ],
              "properties": {
                "key": {
                  "type": "string"
                },
                "name": {
                  "type": "string"
                },
                "column": {
                  "type": "string"
                },
                "before": {
                  "description": "null: nothing."
                },
                "after": {
                  "description": "null: nothing."
                },
                "is_volatile": {
                  "type": "boolean"
                }
              }
            }
          }
        }
      },
      "next_steps": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "command",
            "why"
          ],
          "properties": {
            "command": {
              "type": "string"
            },
            "why": {
              "type": "string"
            }
          }
        }
      }
    },
    "$defs": {
      "labels": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "key",
            "name"
          ],
          "properties": {
            "key": {
              "type": "string"
            },
            "name": {
              "type": "string"
            }
          }
        }
      }
    }
  },
  "doctor": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://waybill.dev/schemas/output/doctor.schema.json",
    "title": "Doctor",
    "description": "What `waybill doctor --json` prints. A new minor format_version only adds fields.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "format_version",
      "kind",
      "is_healthy",
      "findings",
      "next_steps"
    ],
    "properties": {
      "format_version": {
        "type": "string",
        "title": "Format version",
        "description": "Version of this format.",
        "pattern": "^1\\.[0-9]+$"
      },
      "kind": {
        "const": "doctor",
        "title": "Kind",
        "description": "Always doctor."
      },
      "is_healthy": {
        "type": "boolean",
        "title": "Healthy",
        "description": "No finding is an error."
      },
      "findings": {
        "type": "array",
        "title": "Findings",
        "description": "Everything that was checked, in order.",
        "items": {
          "type": "object",
          "title": "Finding",
          "description": "What was found out about one thing.",
          "additionalProperties": false,
          "required": [
            "area",
            "level",
            "subject",
            "detail"
          ],
          "properties": {
            "area": {
              "type": "string",
              "title": "Area",
              "description": "What it belongs to.",
              "enum": [
                "environment",
                "plan",
                "secrets",
                "credentials",
                "state",
                "scan"
              ]
            },
            "level": {
              "type": "string",
              "title": "Level",
              "description": "An error has to be fixed before a run; a warning is worth knowing.",
              "enum": [
                "ok",
                "warning",
                "error"
              ]
            },
            "subject": {
              "type": "string",
              "title": "Subject",
              "description": "What was checked: a part of the machine, a secret, a provider, a file."
            },
            "detail": {
              "type": "string",
              "title": "Detail",
              "description": "What was found. Never holds a secret value."
            },
            "fix": {
              "type": "string",
              "title": "Fix",
              "description": "How to fix it."
            },
            "file": {
              "type": "string",
              "title": "File",
              "description": "Where a secret value was found."
            },
            "byte_offset": {
              "type": "integer",
              "title": "Byte offset",
              "description": "Where in the file it begins, from 0.",
              "minimum": 0
            }
          },
          "if": {
            "properties": {
              "level": {
                "const": "ok"
              }
            }
          },
          "else": {
            "required": [
              "fix"
            ]
          }
        }
      },
      "next_steps": {
        "type": "array",
        "title": "Next steps",
        "description": "Commands to run next.",
        "items": {
          "type": "object",
          "title": "Next step",
          "description": "A command, ready to be copied into a shell.",
          "additionalProperties": false,
          "required": [
            "command",
            "why"
          ],
          "properties": {
            "command": {
              "type": "string",
              "title": "Command",
              "description": "Where it contains `...`, an operator has to fill in a value."
            },
            "why": {
              "type": "string",
              "title": "Why",
              "description": "What it does."
            }
          }
        }
      }
    }
  },
  "effective-plan": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://waybill.dev/schemas/output/effective-plan.schema.json",
    "title": "Effective plan",
    "description": "What show --effective prints with --json: every value of a plan as it is used, and where it comes from. A new minor format_version only adds fields.",
    "type": "object",
    "required": [
      "format_version",
      "kind",
      "plan",
      "values",
      "units",
      "next_steps"
    ],
    "properties": {
      "format_version": {
        "type": "string"
      },
      "kind": {
        "const": "effective_plan"
      },
      "plan": {
        "type": "object",
        "required": [
          "name",
          "file",
          "digest"
        ],
        "properties": {
          "name": {
            "type": "string",
            "description": "With the environment: shop.prod."
          },
          "file": {
            "type": "string"
          },
          "digest": {
            "type": "string"
          },
          "environment": {
            "type": "string"
          }
        }
      },
      "values": {
        "description": "Of the plan, in its order. What depends on the unit is shown with its references.",
        "$ref": "#/$defs/values"
      },
      "units": {
        "type": "array",
        "description": "Units of a for_each that are shown, with the values in which they differ.",
        "items": {
          "type": "object",
          "required": [
            "address",
            "values"
          ],
          "properties": {
            "address": {
              "type": "string"
            },
            "values": {
              "description": "Paths begin below the migration.",
              "$ref": "#/$defs/values"
            }
          }
        }
      },
      "next_steps": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "command",
            "why"
          ],
          "properties": {
            "command": {
              "type": "string"
            },
            "why": {
              "type": "string"
            }
          }
        }
      }
    },
    "$defs": {
      "values": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "path",
            "value",
            "sources"
          ],
          "properties": {
            "path": {
              "type": "array",
              "items": {
                "type": [
                  "string",
                  "integer"
                ]
              }
            },
            "value": {
              "description": "A scalar, an empty list or an empty map. References to secrets and outputs are texts."
            },
            "is_masked": {
              "const": true,
              "description": "A secret that is written in the plan. It is not shown."
            },
            "sources": {
              "type": "array",
              "minItems": 1,
              "description": "Where it is written, and then where the values of its references come from.",
              "items": {
                "$ref": "#/$defs/source"
              }
            }
          }
        }
      },
      "source": {
        "type": "object",
        "required": [
          "kind"
        ],
        "properties": {
          "kind": {
            "enum": [
              "plan",
              "defaults_with",
              "defaults",
              "built_in",
              "variable",
              "environment",
              "input_default",
              "row"
            ]
          },
          "place": {
            "$ref": "#/$defs/place"
          },
          "taken_over": {
            "description": "The alias or merge key.",
            "$ref": "#/$defs/place"
          },
          "block": {
            "type": "string",
            "description": "The name under defaults.with."
          },
          "input": {
            "type": "string"
          },
          "reference": {
            "type": "string",
            "description": "The part of each: each.value.shards."
          }
        }
      },
      "place": {
        "type": "object",
        "required": [
          "file",
          "line",
          "column"
        ],
        "properties": {
          "file": {
            "type": "string"
          },
          "line": {
            "type": "integer",
            "minimum": 1
          },
          "column": {
            "type": "integer",
            "minimum": 1
          }
        }
      }
    }
  },
  "events": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://waybill.dev/schemas/output/events.schema.json",
    "title": "Events of a run",
    "description": "One line of what `waybill apply --json` and `waybill resume --json` print: every event, then the summary.",
    "type": "object",
    "required": [
      "kind"
    ],
    "oneOf": [
      {
        "$ref": "#/$defs/run.started"
      },
      {
        "$ref": "#/$defs/step.started"
      },
      {
        "$ref": "#/$defs/step.retrying"
      },
      {
        "$ref": "#/$defs/step.waiting"
      },
      {
        "$ref": "#/$defs/step.progressed"
      },
      {
        "$ref": "#/$defs/step.succeeded"
      },
      {
        "$ref": "#/$defs/step.failed"
      },
      {
        "$ref": "#/$defs/step.unknown"
      },
      {
        "$ref": "#/$defs/step.resolved"
      },
      {
        "$ref": "#/$defs/gate.waiting"
      },
      {
        "$ref": "#/$defs/gate.approved"
      },
      {
        "$ref": "#/$defs/unit.succeeded"
      },
      {
        "$ref": "#/$defs/unit.failed"
      },
      {
        "$ref": "#/$defs/unit.skipped"
      },
      {
        "$ref": "#/$defs/provider.throttled"
      },
      {
        "$ref": "#/$defs/provider.unreachable"
      },
      {
        "$ref": "#/$defs/provider.reachable"
      },
      {
        "$ref": "#/$defs/provider.suspended"
      },
      {
        "$ref": "#/$defs/poll.failed"
      },
      {
        "$ref": "#/$defs/run.stopping"
      },
      {
        "$ref": "#/$defs/run.ended"
      },
      {
        "$ref": "#/$defs/summary"
      }
    ],
    "$defs": {
      "run.started": {
        "type": "object",
        "required": [
          "format_version",
          "kind",
          "at",
          "run",
          "plan",
          "is_resumed",
          "unit_count",
          "step_count",
          "finished_step_count"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "pattern": "^1\\.",
            "description": "The minor number grows with additions, the major one with anything else."
          },
          "kind": {
            "const": "run.started"
          },
          "at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
          },
          "run": {
            "type": "string"
          },
          "plan": {
            "type": "string"
          },
          "is_resumed": {
            "type": "boolean"
          },
          "unit_count": {
            "type": "integer",
            "minimum": 0
          },
          "step_count": {
            "type": "integer",
            "minimum": 0
          },
          "finished_step_count": {
            "type": "integer",
            "minimum": 0
          }
        }
      },
      "step.started": {
        "type": "object",
        "required": [
          "format_version",
          "kind",
          "at",
          "step",
          "unit",
          "attempt"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "pattern": "^1\\.",
            "description": "The minor number grows with additions, the major one with anything else."
          },
          "kind": {
            "const": "step.started"
          },
          "at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
          },
          "step": {
            "type": "string"
          },
          "unit": {
            "type": "string"
          },
          "attempt": {
            "type": "integer",
            "minimum": 0
          }
        }
      },
      "step.retrying": {
        "type": "object",
        "required": [
          "format_version",
          "kind",
          "at",
          "step",
          "unit",
          "attempt",
          "delay_ms",
          "reason"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "pattern": "^1\\.",
            "description": "The minor number grows with additions, the major one with anything else."
          },
          "kind": {
            "const": "step.retrying"
          },
          "at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
          },
          "step": {
            "type": "string"
          },
          "unit": {
            "type": "string"
          },
          "attempt": {
            "type": "integer",
            "minimum": 0
          },
          "delay_ms": {
            "type": "number",
            "minimum": 0
          },
          "reason": {
            "type": "string"
          }
        }
      },
      "step.waiting": {
        "type": "object",
        "required": [
          "format_version",
          "kind",
          "at",
          "step",
          "unit",
          "status"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "pattern": "^1\\.",
            "description": "The minor number grows with additions, the major one with anything else."
          },
          "kind": {
            "const": "step.waiting"
          },
          "at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
          },
          "step": {
            "type": "string"
          },
          "unit": {
            "type": "string"
          },
          "status": {
            "type": "string",
            "description": "The vendor's word."
          },
          "progress": {
            "type": "number",
            "minimum": 0,
            "maximum": 1
          },
          "work": {
            "$ref": "#/$defs/work_done"
          },
          "warning": {
            "type": "string"
          }
        }
      },
      "work_done": {
        "type": "object",
        "description": "How much of its data a step has done so far.",
        "required": [
          "of",
          "done"
        ],
        "properties": {
          "of": {
            "type": "string",
            "description": "What is counted, such as documents."
          },
          "done": {
            "type": "number",
            "minimum": 0
          },
          "total": {
            "type": "number",
            "minimum": 0,
            "description": "Absent: not known."
          }
        }
      },
      "step.progressed": {
        "type": "object",
        "description": "For own work on data: how many of its slices are recorded, and how much they and those in progress have done.",
        "required": [
          "format_version",
          "kind",
          "at",
          "step",
          "unit",
          "done",
          "total"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "pattern": "^1\\.",
            "description": "The minor number grows with additions, the major one with anything else."
          },
          "kind": {
            "const": "step.progressed"
          },
          "at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
          },
          "step": {
            "type": "string"
          },
          "unit": {
            "type": "string"
          },
          "done": {
            "type": "integer",
            "minimum": 0
          },
          "total": {
            "type": "integer",
            "minimum": 0
          },
          "work": {
            "$ref": "#/$defs/work_done"
          }
        }
      },
      "step.succeeded": {
        "type": "object",
        "required": [
          "format_version",
          "kind",
          "at",
          "step",
          "unit"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "pattern": "^1\\.",
            "description": "The minor number grows with additions, the major one with anything else."
          },
          "kind": {
            "const": "step.succeeded"
          },
          "at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
          },
          "step": {
            "type": "string"
          },
          "unit": {
            "type": "string"
          },
          "detail": {
            "type": "string"
          },
          "hint": {
            "type": "string",
            "description": "What helps. Only for a check that warns, as the detail says."
          }
        }
      },
      "step.failed": {
        "type": "object",
        "required": [
          "format_version",
          "kind",
          "at",
          "step",
          "unit",
          "code",
          "message"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "pattern": "^1\\.",
            "description": "The minor number grows with additions, the major one with anything else."
          },
          "kind": {
            "const": "step.failed"
          },
          "at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
          },
          "step": {
            "type": "string"
          },
          "unit": {
            "type": "string"
          },
          "code": {
            "type": "string"
          },
          "message": {
            "type": "string"
          },
          "hint": {
            "type": "string"
          }
        }
      },
      "step.unknown": {
        "type": "object",
        "description": "The effect may have happened.",
        "required": [
          "format_version",
          "kind",
          "at",
          "step",
          "unit",
          "code",
          "message",
          "needs_person"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "pattern": "^1\\.",
            "description": "The minor number grows with additions, the major one with anything else."
          },
          "kind": {
            "const": "step.unknown"
          },
          "at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
          },
          "step": {
            "type": "string"
          },
          "unit": {
            "type": "string"
          },
          "code": {
            "type": "string"
          },
          "message": {
            "type": "string"
          },
          "needs_person": {
            "type": "boolean"
          }
        }
      },
      "step.resolved": {
        "type": "object",
        "required": [
          "format_version",
          "kind",
          "at",
          "step",
          "unit",
          "resolution",
          "evidence"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "pattern": "^1\\.",
            "description": "The minor number grows with additions, the major one with anything else."
          },
          "kind": {
            "const": "step.resolved"
          },
          "at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
          },
          "step": {
            "type": "string"
          },
          "unit": {
            "type": "string"
          },
          "resolution": {
            "enum": [
              "happened",
              "did-not-happen"
            ]
          },
          "evidence": {
            "type": "string"
          }
        }
      },
      "gate.waiting": {
        "type": "object",
        "required": [
          "format_version",
          "kind",
          "at",
          "step",
          "unit",
          "instruction"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "pattern": "^1\\.",
            "description": "The minor number grows with additions, the major one with anything else."
          },
          "kind": {
            "const": "gate.waiting"
          },
          "at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
          },
          "step": {
            "type": "string"
          },
          "unit": {
            "type": "string"
          },
          "instruction": {
            "type": "string"
          }
        }
      },
      "gate.approved": {
        "type": "object",
        "required": [
          "format_version",
          "kind",
          "at",
          "step",
          "unit",
          "by"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "pattern": "^1\\.",
            "description": "The minor number grows with additions, the major one with anything else."
          },
          "kind": {
            "const": "gate.approved"
          },
          "at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
          },
          "step": {
            "type": "string"
          },
          "unit": {
            "type": "string"
          },
          "by": {
            "type": "string"
          }
        }
      },
      "unit.succeeded": {
        "type": "object",
        "required": [
          "format_version",
          "kind",
          "at",
          "unit"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "pattern": "^1\\.",
            "description": "The minor number grows with additions, the major one with anything else."
          },
          "kind": {
            "const": "unit.succeeded"
          },
          "at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
          },
          "unit": {
            "type": "string"
          }
        }
      },
      "unit.failed": {
        "type": "object",
        "required": [
          "format_version",
          "kind",
          "at",
          "unit"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "pattern": "^1\\.",
            "description": "The minor number grows with additions, the major one with anything else."
          },
          "kind": {
            "const": "unit.failed"
          },
          "at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
          },
          "unit": {
            "type": "string"
          }
        }
      },
      "unit.skipped": {
        "type": "object",
        "required": [
          "format_version",
          "kind",
          "at",
          "unit",
          "because"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "pattern": "^1\\.",
            "description": "The minor number grows with additions, the major one with anything else."
          },
          "kind": {
            "const": "unit.skipped"
          },
          "at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
          },
          "unit": {
            "type": "string"
          },
          "because": {
            "type": "string"
          }
        }
      },
      "provider.throttled": {
        "type": "object",
        "required": [
          "format_version",
          "kind",
          "at",
          "provider",
          "hold_ms"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "pattern": "^1\\.",
            "description": "The minor number grows with additions, the major one with anything else."
          },
          "kind": {
            "const": "provider.throttled"
          },
          "at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
          },
          "provider": {
            "type": "string"
          },
          "hold_ms": {
            "type": "number",
            "minimum": 0
          }
        }
      },
      "provider.unreachable": {
        "type": "object",
        "description": "The connection is down: one call at a time probes it, and no unit fails before its timeout.",
        "required": [
          "format_version",
          "kind",
          "at",
          "provider",
          "code",
          "message"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "pattern": "^1\\.",
            "description": "The minor number grows with additions, the major one with anything else."
          },
          "kind": {
            "const": "provider.unreachable"
          },
          "at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
          },
          "provider": {
            "type": "string"
          },
          "code": {
            "type": "string"
          },
          "message": {
            "type": "string"
          },
          "hint": {
            "type": "string"
          }
        }
      },
      "provider.reachable": {
        "type": "object",
        "description": "The connection is back.",
        "required": [
          "format_version",
          "kind",
          "at",
          "provider",
          "down_ms"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "pattern": "^1\\.",
            "description": "The minor number grows with additions, the major one with anything else."
          },
          "kind": {
            "const": "provider.reachable"
          },
          "at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
          },
          "provider": {
            "type": "string"
          },
          "down_ms": {
            "type": "number",
            "minimum": 0
          }
        }
      },
      "provider.suspended": {
        "type": "object",
        "description": "Nothing more is sent in this run: the credentials were refused, or the connection cannot be used as it is configured.",
        "required": [
          "format_version",
          "kind",
          "at",
          "provider",
          "code",
          "message"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "pattern": "^1\\.",
            "description": "The minor number grows with additions, the major one with anything else."
          },
          "kind": {
            "const": "provider.suspended"
          },
          "at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
          },
          "provider": {
            "type": "string"
          },
          "code": {
            "type": "string"
          },
          "message": {
            "type": "string"
          },
          "hint": {
            "type": "string"
          }
        }
      },
      "poll.failed": {
        "type": "object",
        "description": "Polling failed; the remote tasks keep running.",
        "required": [
          "format_version",
          "kind",
          "at",
          "provider",
          "scope",
          "message"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "pattern": "^1\\.",
            "description": "The minor number grows with additions, the major one with anything else."
          },
          "kind": {
            "const": "poll.failed"
          },
          "at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
          },
          "provider": {
            "type": "string"
          },
          "scope": {
            "type": "string"
          },
          "message": {
            "type": "string"
          }
        }
      },
      "run.stopping": {
        "type": "object",
        "required": [
          "format_version",
          "kind",
          "at",
          "reason"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "pattern": "^1\\.",
            "description": "The minor number grows with additions, the major one with anything else."
          },
          "kind": {
            "const": "run.stopping"
          },
          "at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
          },
          "reason": {
            "type": "string"
          }
        }
      },
      "run.ended": {
        "type": "object",
        "required": [
          "format_version",
          "kind",
          "at",
          "run",
          "outcome"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "pattern": "^1\\.",
            "description": "The minor number grows with additions, the major one with anything else."
          },
          "kind": {
            "const": "run.ended"
          },
          "at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
          },
          "run": {
            "type": "string"
          },
          "outcome": {
            "enum": [
              "succeeded",
              "gated",
              "stopped",
              "failed"
            ]
          }
        }
      },
      "summary": {
        "type": "object",
        "description": "The last line: how the run ended.",
        "required": [
          "format_version",
          "kind",
          "plan",
          "run",
          "outcome",
          "exit_code",
          "duration_ms",
          "record",
          "steps",
          "remote_tasks",
          "units",
          "failures",
          "unknown",
          "skipped",
          "decisions",
          "gates",
          "suspended",
          "next_steps"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "pattern": "^1\\.",
            "description": "The minor number grows with additions, the major one with anything else."
          },
          "kind": {
            "const": "summary"
          },
          "plan": {
            "type": "string"
          },
          "run": {
            "type": "string"
          },
          "outcome": {
            "enum": [
              "succeeded",
              "gated",
              "stopped",
              "failed"
            ]
          },
          "exit_code": {
            "type": "integer",
            "minimum": 0
          },
          "duration_ms": {
            "type": "integer",
            "minimum": 0
          },
          "record": {
            "$ref": "status.schema.json#/$defs/record_number"
          },
          "steps": {
            "$ref": "status.schema.json#/$defs/step_counts"
          },
          "remote_tasks": {
            "$ref": "status.schema.json#/$defs/remote_task_count"
          },
          "units": {
            "$ref": "status.schema.json#/$defs/unit_counts"
          },
          "failures": {
            "type": "array",
            "items": {
              "$ref": "status.schema.json#/$defs/failure_group"
            }
          },
          "unknown": {
            "type": "array",
            "items": {
              "$ref": "status.schema.json#/$defs/failure_group"
            }
          },
          "skipped": {
            "type": "array",
            "items": {
              "$ref": "status.schema.json#/$defs/skipped_group"
            }
          },
          "decisions": {
            "type": "array",
            "items": {
              "$ref": "status.schema.json#/$defs/decision"
            }
          },
          "gates": {
            "type": "array",
            "items": {
              "$ref": "status.schema.json#/$defs/gate"
            }
          },
          "suspended": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "provider",
                "code",
                "message"
              ],
              "properties": {
                "provider": {
                  "type": "string"
                },
                "code": {
                  "type": "string"
                },
                "message": {
                  "type": "string"
                },
                "hint": {
                  "type": "string"
                }
              }
            }
          },
          "omitted": {
            "type": "array",
            "minItems": 1,
            "description": "Units whose copies lack something, because the plan allows it. Absent: none is.",
            "items": {
              "type": "object",
              "required": [
                "unit",
                "count",
                "named"
              ],
              "properties": {
                "unit": {
                  "type": "string"
                },
                "count": {
                  "type": "integer",
                  "minimum": 1,
                  "description": "How many documents or keys."
                },
                "written": {
                  "const": true,
                  "description": "They differ, but clients use the copy and had written to it by then: it is not known whether that is why. Absent: the plan allows it."
                },
                "place": {
                  "type": "string",
                  "description": "Where all of them are listed. Absent: nowhere else."
                },
                "named": {
                  "type": "array",
                  "description": "The first ones.",
                  "items": {
                    "type": "object",
                    "required": [
                      "what",
                      "id"
                    ],
                    "properties": {
                      "what": {
                        "type": "string",
                        "description": "`refused`, `missing`."
                      },
                      "id": {
                        "type": "string"
                      },
                      "details": {
                        "type": "object",
                        "additionalProperties": {
                          "type": "string"
                        }
                      }
                    }
                  }
                }
              }
            }
          },
          "compared": {
            "type": "array",
            "description": "Results of comparisons, by units themselves or of units since then, by result and level; for a plan of at most 5,000 units. Absent: nothing.",
            "items": {
              "type": "object",
              "required": [
                "result",
                "units"
              ],
              "properties": {
                "result": {
                  "enum": [
                    "equal",
                    "different",
                    "unstable"
                  ]
                },
                "units": {
                  "type": "integer",
                  "minimum": 1
                },
                "level": {
                  "type": "string",
                  "description": "How thoroughly."
                },
                "documents": {
                  "type": "integer",
                  "minimum": 1,
                  "description": "Documents or keys of all of them."
                },
                "omitted": {
                  "type": "integer",
                  "minimum": 1,
                  "description": "How many of them the copies lack, because the plan allows it."
                }
              }
            }
          },
          "verification": {
            "type": "object",
            "description": "For `waybill verify`: what it found for the units whose comparison it completed. Absent: none.",
            "required": [
              "result",
              "units"
            ],
            "properties": {
              "result": {
                "enum": [
                  "equal",
                  "different",
                  "unstable"
                ],
                "description": "The most serious of all."
              },
              "units": {
                "type": "object",
                "required": [
                  "equal",
                  "different",
                  "unstable"
                ],
                "properties": {
                  "equal": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "different": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "unstable": {
                    "type": "integer",
                    "minimum": 0
                  }
                }
              }
            }
          },
          "next_steps": {
            "type": "array",
            "items": {
              "$ref": "status.schema.json#/$defs/next_step"
            }
          },
          "stop_kind": {
            "enum": [
              "credentials",
              "connection",
              "interrupted",
              "cancelled",
              "deadline",
              "failures",
              "error"
            ],
            "description": "What ended the run before everything was done: `credentials` refused, a `connection` that cannot be used, `interrupted` by a signal, `cancelled` by `waybill cancel`, the `deadline` of `--max-runtime`, `failures` (`on_failure: stop`, `--max-failures`), or an `error`. Absent: nothing did, or the journal does not record it."
          },
          "stop_reason": {
            "type": "string",
            "description": "The same in words, such as `interrupted by SIGINT`."
          },
          "holds": {
            "$ref": "status.schema.json#/$defs/holds"
          },
          "warnings": {
            "type": "array",
            "minItems": 1,
            "description": "What steps that succeeded warned of during the run, those with the same cause together. Absent: nothing.",
            "items": {
              "$ref": "status.schema.json#/$defs/warning_group"
            }
          },
          "held_back": {
            "type": "array",
            "minItems": 1,
            "description": "Steps that a policy kept from starting until the end of the run, by policy and reason. Absent: none.",
            "items": {
              "type": "object",
              "required": [
                "policy",
                "detail",
                "steps"
              ],
              "properties": {
                "policy": {
                  "type": "string",
                  "description": "As it is written in the plan or on the command line."
                },
                "detail": {
                  "type": "string",
                  "description": "Why they did not start."
                },
                "steps": {
                  "type": "integer",
                  "minimum": 1,
                  "description": "How many."
                },
                "until": {
                  "type": "string",
                  "description": "When it ends by itself, in UTC, such as when a window opens. Absent: only when a unit ends."
                }
              }
            }
          },
          "was_held": {
            "type": "array",
            "minItems": 1,
            "description": "For how long units blocked others, such as writers of a source, until the job of a call ended that; for a run: during that run. Absent: nothing.",
            "items": {
              "$ref": "status.schema.json#/$defs/was_held"
            }
          },
          "held_places": {
            "$ref": "status.schema.json#/$defs/held_places"
          },
          "held_by_orphans": {
            "$ref": "status.schema.json#/$defs/held_by_orphans"
          },
          "running_orphans": {
            "type": "array",
            "description": "Units that left the plan and whose task may be running; no run waits for it. Absent where there is none.",
            "items": {
              "type": "object",
              "required": [
                "unit",
                "task_ids"
              ],
              "properties": {
                "unit": {
                  "type": "string"
                },
                "task_ids": {
                  "type": "array",
                  "items": {
                    "type": "string"
                  }
                }
              }
            }
          }
        }
      },
      "status.schema.json": {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://waybill.dev/schemas/output/status.schema.json",
        "title": "Status",
        "description": "What `waybill status --json` prints: the status of a plan, as its journal records it.",
        "type": "object",
        "required": [
          "format_version",
          "kind",
          "plan",
          "state",
          "running",
          "record",
          "steps",
          "remote_tasks",
          "units",
          "migrations",
          "under_way",
          "failures",
          "unknown",
          "skipped",
          "decisions",
          "gates",
          "next_steps"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "pattern": "^1\\.",
            "description": "The minor number grows with additions, the major one with anything else."
          },
          "kind": {
            "const": "status"
          },
          "plan": {
            "type": "string"
          },
          "state": {
            "type": "string",
            "description": "Where the state is."
          },
          "running": {
            "enum": [
              "yes",
              "no",
              "unknown"
            ],
            "description": "Whether a run is in progress; unknown when it was started on another host."
          },
          "record": {
            "$ref": "#/$defs/record_number"
          },
          "steps": {
            "$ref": "#/$defs/step_counts"
          },
          "remote_tasks": {
            "$ref": "#/$defs/remote_task_count"
          },
          "units": {
            "$ref": "#/$defs/unit_counts"
          },
          "migrations": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "name",
                "units"
              ],
              "properties": {
                "name": {
                  "type": "string"
                },
                "units": {
                  "$ref": "#/$defs/unit_counts"
                }
              }
            }
          },
          "held_places": {
            "$ref": "#/$defs/held_places"
          },
          "held_by_orphans": {
            "$ref": "#/$defs/held_by_orphans"
          },
          "holds": {
            "$ref": "#/$defs/holds"
          },
          "was_held": {
            "type": "array",
            "minItems": 1,
            "description": "For how long units blocked others, such as writers of a source, until the job of a call ended that; for a run: during that run. Absent: nothing.",
            "items": {
              "$ref": "#/$defs/was_held"
            }
          },
          "omitted": {
            "type": "array",
            "minItems": 1,
            "description": "Units whose copies lack something, because the plan allows it. Absent: none is.",
            "items": {
              "type": "object",
              "required": [
                "unit",
                "count",
                "named"
              ],
              "properties": {
                "unit": {
                  "type": "string"
                },
                "count": {
                  "type": "integer",
                  "minimum": 1,
                  "description": "How many documents or keys."
                },
                "written": {
                  "const": true,
                  "description": "They differ, but clients use the copy and had written to it by then: it is not known whether that is why. Absent: the plan allows it."
                },
                "place": {
                  "type": "string",
                  "description": "Where all of them are listed. Absent: nowhere else."
                },
                "named": {
                  "type": "array",
                  "description": "The first ones.",
                  "items": {
                    "type": "object",
                    "required": [
                      "what",
                      "id"
                    ],
                    "properties": {
                      "what": {
                        "type": "string",
                        "description": "`refused`, `missing`."
                      },
                      "id": {
                        "type": "string"
                      },
                      "details": {
                        "type": "object",
                        "additionalProperties": {
                          "type": "string"
                        }
                      }
                    }
                  }
                }
              }
            }
          },
          "warnings": {
            "type": "array",
            "minItems": 1,
            "description": "What steps that succeeded warned of, during any run, those with the same cause together. Absent: nothing that is recorded.",
            "items": {
              "$ref": "#/$defs/warning_group"
            }
          },
          "verified": {
            "type": "array",
            "minItems": 1,
            "description": "The latest comparison of units that `waybill verify` compared, oldest first. Absent: none was.",
            "items": {
              "type": "object",
              "required": [
                "unit",
                "result",
                "level",
                "at",
                "by"
              ],
              "properties": {
                "unit": {
                  "type": "string"
                },
                "result": {
                  "enum": [
                    "equal",
                    "different",
                    "unstable"
                  ]
                },
                "level": {
                  "type": "string",
                  "description": "How thoroughly, in the words of the unit's kind."
                },
                "omitted": {
                  "type": "integer",
                  "minimum": 1,
                  "description": "For equal sides: how many the copy lacks, because the plan allows it. Absent: none."
                },
                "at": {
                  "type": "string",
                  "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
                },
                "by": {
                  "type": "string"
                },
                "freshness": {
                  "enum": [
                    "fresh",
                    "stale",
                    "unknown"
                  ],
                  "description": "With --freshness: whether either side has been written to since then."
                }
              }
            }
          },
          "differences": {
            "type": "object",
            "description": "What failed verifications found to differ. Absent: nothing.",
            "required": [
              "found",
              "named"
            ],
            "properties": {
              "found": {
                "type": "integer",
                "minimum": 1,
                "description": "How many documents or keys."
              },
              "named": {
                "type": "integer",
                "minimum": 0,
                "description": "How many of them are named: `--differences FILE` writes those."
              }
            }
          },
          "under_way": {
            "type": "array",
            "items": {
              "type": "object",
              "description": "A step that was begun and has not ended, or a wait that a run resumes.",
              "required": [
                "step",
                "status"
              ],
              "properties": {
                "step": {
                  "type": "string"
                },
                "status": {
                  "type": "string"
                },
                "since": {
                  "type": "string",
                  "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
                },
                "reason": {
                  "type": "string"
                },
                "slices": {
                  "type": "object",
                  "description": "Of own work on data that was cut into slices.",
                  "required": [
                    "done",
                    "total"
                  ],
                  "properties": {
                    "done": {
                      "type": "integer",
                      "minimum": 0
                    },
                    "total": {
                      "type": "integer",
                      "minimum": 0
                    }
                  }
                }
              }
            }
          },
          "failures": {
            "type": "array",
            "items": {
              "$ref": "#/$defs/failure_group"
            }
          },
          "unknown": {
            "type": "array",
            "items": {
              "$ref": "#/$defs/failure_group"
            }
          },
          "skipped": {
            "type": "array",
            "items": {
              "$ref": "#/$defs/skipped_group"
            }
          },
          "decisions": {
            "type": "array",
            "items": {
              "$ref": "#/$defs/decision"
            }
          },
          "gates": {
            "type": "array",
            "items": {
              "$ref": "#/$defs/gate"
            }
          },
          "approvals_unreadable": {
            "type": "string",
            "description": "Why approvals that no run has taken yet cannot be read: gates may be approved although they do not say so. Absent: they were read."
          },
          "next_steps": {
            "type": "array",
            "items": {
              "$ref": "#/$defs/next_step"
            }
          },
          "owner": {
            "type": "object",
            "description": "Who started the last run.",
            "required": [
              "host",
              "pid",
              "user"
            ],
            "properties": {
              "host": {
                "type": "string"
              },
              "pid": {
                "type": "integer",
                "minimum": 0
              },
              "user": {
                "type": "string"
              },
              "url": {
                "type": "string"
              }
            }
          },
          "last_run": {
            "type": "object",
            "required": [
              "run",
              "started_at"
            ],
            "properties": {
              "run": {
                "type": "string"
              },
              "started_at": {
                "type": "string",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
              },
              "outcome": {
                "enum": [
                  "succeeded",
                  "gated",
                  "stopped",
                  "failed"
                ]
              },
              "stop_kind": {
                "enum": [
                  "credentials",
                  "connection",
                  "interrupted",
                  "cancelled",
                  "deadline",
                  "failures",
                  "error"
                ],
                "description": "What ended the run before everything was done: `credentials` refused, a `connection` that cannot be used, `interrupted` by a signal, `cancelled` by `waybill cancel`, the `deadline` of `--max-runtime`, `failures` (`on_failure: stop`, `--max-failures`), or an `error`. Absent: nothing did, or the journal does not record it."
              },
              "stop_reason": {
                "type": "string",
                "description": "The same in words, such as `interrupted by SIGINT`."
              },
              "suspended": {
                "type": "array",
                "description": "Providers to which nothing more was sent, and why. Absent: none.",
                "minItems": 1,
                "items": {
                  "type": "object",
                  "required": [
                    "provider",
                    "code",
                    "message"
                  ],
                  "properties": {
                    "provider": {
                      "type": "string"
                    },
                    "code": {
                      "type": "string"
                    },
                    "message": {
                      "type": "string"
                    },
                    "hint": {
                      "type": "string"
                    }
                  }
                }
              }
            }
          },
          "moved": {
            "type": "array",
            "minItems": 1,
            "description": "Providers of steps that were done or begun and that lead elsewhere than in the last run: a run refuses without --keep-changed. Absent: none.",
            "items": {
              "type": "object",
              "required": [
                "provider",
                "what",
                "before",
                "after"
              ],
              "properties": {
                "provider": {
                  "type": "string"
                },
                "what": {
                  "type": "string",
                  "description": "`endpoint`, `region`, `project_id` and so on."
                },
                "before": {
                  "type": "string"
                },
                "after": {
                  "type": "string"
                }
              }
            }
          },
          "last_record_at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
          },
          "live": {
            "$ref": "#/$defs/live"
          },
          "edit": {
            "$ref": "#/$defs/edit"
          }
        },
        "$defs": {
          "warning_group": {
            "type": "object",
            "required": [
              "step",
              "message",
              "units"
            ],
            "properties": {
              "step": {
                "type": "string",
                "description": "The name of the step."
              },
              "message": {
                "type": "string"
              },
              "is_example": {
                "type": "boolean",
                "description": "The message is that of the first unit, and the others differ only in ids. Absent: all have this one."
              },
              "hint": {
                "type": "string"
              },
              "units": {
                "type": "array",
                "minItems": 1,
                "items": {
                  "type": "string"
                }
              }
            }
          },
          "was_held": {
            "type": "object",
            "required": [
              "step",
              "sent",
              "own_ms",
              "job_ms",
              "ended_at"
            ],
            "properties": {
              "step": {
                "type": "string",
                "description": "The step that held it."
              },
              "sent": {
                "type": "string",
                "description": "The call whose job ended it."
              },
              "own_ms": {
                "type": "integer",
                "minimum": 0,
                "description": "Until the call was sent."
              },
              "job_ms": {
                "type": "integer",
                "minimum": 0,
                "description": "From then until its job was seen to have ended."
              },
              "ended_at": {
                "type": "string",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
              }
            }
          },
          "holds": {
            "type": "array",
            "minItems": 1,
            "description": "What units that have not succeeded block for others, such as writing to a frozen index. Absent: nothing.",
            "items": {
              "type": "object",
              "required": [
                "step",
                "since",
                "holds",
                "lift"
              ],
              "properties": {
                "step": {
                  "type": "string",
                  "description": "Address of the step that did it."
                },
                "since": {
                  "type": "string",
                  "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
                },
                "holds": {
                  "type": "string",
                  "description": "What is blocked meanwhile."
                },
                "lift": {
                  "type": "string",
                  "description": "The vendor's call that lifts it by hand."
                }
              }
            }
          },
          "held_places": {
            "type": "array",
            "minItems": 1,
            "description": "Units that failed or left the plan, whose remote tasks may be running, and for whose places of `active` or `active_per_target` other units wait. Absent: none.",
            "items": {
              "type": "string"
            }
          },
          "held_by_orphans": {
            "type": "array",
            "minItems": 1,
            "description": "Those of `held_places` that left the plan: no run waits for their tasks. Absent: none.",
            "items": {
              "type": "string"
            }
          },
          "live": {
            "type": "object",
            "description": "What a run in another process of this host reports about itself; absent if there is none.",
            "required": [
              "format_version",
              "kind",
              "run",
              "host",
              "pid",
              "at",
              "record",
              "steps",
              "units",
              "accounts",
              "suspended",
              "selection",
              "waiting",
              "remote_task_count",
              "wait_count",
              "remote_tasks"
            ],
            "properties": {
              "format_version": {
                "type": "string",
                "pattern": "^1\\."
              },
              "kind": {
                "const": "live"
              },
              "run": {
                "type": "string"
              },
              "host": {
                "type": "string"
              },
              "pid": {
                "type": "integer",
                "minimum": 0
              },
              "at": {
                "type": "string",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
              },
              "record": {
                "$ref": "#/$defs/record_number"
              },
              "steps": {
                "$ref": "#/$defs/step_counts"
              },
              "units": {
                "$ref": "#/$defs/unit_counts"
              },
              "eta": {
                "type": "object",
                "description": "Absent when nothing supports one.",
                "required": [
                  "ms",
                  "basis",
                  "at"
                ],
                "properties": {
                  "ms": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "basis": {
                    "enum": [
                      "simulated",
                      "assumed",
                      "rate"
                    ],
                    "description": "`simulated`: what is left was simulated with durations that this run or an earlier one has shown; `assumed`: with a provider's guess, because no such task has ended yet; `rate`: the step rate of the last minute."
                  },
                  "at": {
                    "type": "string",
                    "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$",
                    "description": "When it was calculated; `ms` counts down from then on."
                  }
                }
              },
              "accounts": {
                "type": "array",
                "items": {
                  "$ref": "#/$defs/account"
                }
              },
              "parallelism": {
                "type": "object",
                "description": "Calls at once over all accounts; absent without such a cap.",
                "required": [
                  "policy",
                  "limit",
                  "in_use",
                  "waiting"
                ],
                "properties": {
                  "policy": {
                    "type": "string",
                    "description": "What caps them, such as parallelism."
                  },
                  "limit": {
                    "type": "integer",
                    "minimum": 1
                  },
                  "in_use": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "waiting": {
                    "type": "integer",
                    "minimum": 0
                  }
                }
              },
              "suspended": {
                "type": "array",
                "description": "Providers to which nothing more is sent in this run.",
                "items": {
                  "type": "object",
                  "required": [
                    "provider",
                    "code",
                    "message"
                  ],
                  "properties": {
                    "provider": {
                      "type": "string"
                    },
                    "code": {
                      "type": "string"
                    },
                    "message": {
                      "type": "string"
                    }
                  }
                }
              },
              "stopping": {
                "type": "string",
                "description": "Why the run starts nothing more; absent while it does."
              },
              "selection": {
                "type": "object",
                "description": "What the run leaves out, as it was given.",
                "required": [
                  "target",
                  "exclude",
                  "left_out"
                ],
                "properties": {
                  "target": {
                    "type": "array",
                    "items": {
                      "type": "string"
                    }
                  },
                  "exclude": {
                    "type": "array",
                    "items": {
                      "type": "string"
                    }
                  },
                  "left_out": {
                    "type": "integer",
                    "minimum": 0
                  }
                }
              },
              "waiting": {
                "type": "array",
                "description": "What is held back, the largest group first.",
                "items": {
                  "type": "object",
                  "required": [
                    "count",
                    "reason"
                  ],
                  "properties": {
                    "count": {
                      "type": "integer",
                      "minimum": 1
                    },
                    "reason": {
                      "type": "string"
                    }
                  }
                }
              },
              "retrying": {
                "type": "array",
                "minItems": 1,
                "maxItems": 50,
                "description": "Steps of which an attempt failed, without any progress since. Absent: none.",
                "items": {
                  "type": "object",
                  "required": [
                    "step",
                    "reason",
                    "since"
                  ],
                  "properties": {
                    "step": {
                      "type": "string"
                    },
                    "reason": {
                      "type": "string",
                      "description": "Why the latest attempt failed."
                    },
                    "since": {
                      "type": "string",
                      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$",
                      "description": "When the first of these attempts had failed."
                    }
                  }
                }
              },
              "work": {
                "type": "array",
                "minItems": 1,
                "description": "What the steps in progress have done of their data, by what they count. Absent: nothing is counted.",
                "items": {
                  "type": "object",
                  "required": [
                    "of",
                    "done"
                  ],
                  "properties": {
                    "of": {
                      "type": "string",
                      "description": "What is counted, such as documents."
                    },
                    "done": {
                      "type": "number",
                      "minimum": 0
                    },
                    "total": {
                      "type": "number",
                      "minimum": 0,
                      "description": "Absent: not known."
                    },
                    "per_second": {
                      "type": "number",
                      "minimum": 0,
                      "description": "Over the last minute. Absent: not known yet."
                    },
                    "left_ms": {
                      "type": "integer",
                      "minimum": 0,
                      "description": "Until all of it is done at that rate."
                    }
                  }
                }
              },
              "remote_task_count": {
                "$ref": "#/$defs/remote_task_count"
              },
              "wait_count": {
                "type": "integer",
                "minimum": 0,
                "description": "Waits for remote tasks: one task may be waited for more than once, and also after it ended."
              },
              "remote_tasks": {
                "type": "array",
                "description": "What was waited for longest, 500 at most.",
                "items": {
                  "type": "object",
                  "required": [
                    "step",
                    "status",
                    "since"
                  ],
                  "properties": {
                    "step": {
                      "type": "string"
                    },
                    "status": {
                      "type": "string",
                      "description": "The vendor's word."
                    },
                    "progress": {
                      "type": "number",
                      "minimum": 0,
                      "maximum": 1,
                      "description": "From the vendor."
                    },
                    "since": {
                      "type": "string",
                      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
                    }
                  }
                }
              }
            }
          },
          "account": {
            "type": "object",
            "description": "How much of the limits of one account is in use, and how many wait for it.",
            "required": [
              "providers",
              "windows",
              "in_flight",
              "in_flight_limit",
              "tasks",
              "wait_for_place",
              "wait_for_target",
              "wait_for_turn",
              "held_for_ms"
            ],
            "properties": {
              "providers": {
                "type": "array",
                "items": {
                  "type": "string"
                },
                "description": "Aliases that share the account."
              },
              "windows": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": [
                    "calls",
                    "allowed",
                    "declared",
                    "interval_ms"
                  ],
                  "properties": {
                    "calls": {
                      "type": "integer",
                      "minimum": 0,
                      "description": "Calls that count in the window now."
                    },
                    "allowed": {
                      "type": "integer",
                      "minimum": 0,
                      "description": "Less than declared after the server refused."
                    },
                    "declared": {
                      "type": "integer",
                      "minimum": 0
                    },
                    "interval_ms": {
                      "type": "integer",
                      "minimum": 0
                    }
                  }
                }
              },
              "in_flight": {
                "type": "integer",
                "minimum": 0
              },
              "in_flight_limit": {
                "type": "integer",
                "minimum": 0
              },
              "tasks": {
                "type": "integer",
                "minimum": 0,
                "description": "Remote tasks that hold a place."
              },
              "task_limit": {
                "type": "integer",
                "minimum": 0,
                "description": "Absent when there is none."
              },
              "target_limit": {
                "type": "integer",
                "minimum": 0,
                "description": "Absent when there is none."
              },
              "wait_for_place": {
                "type": "integer",
                "minimum": 0
              },
              "wait_for_target": {
                "type": "integer",
                "minimum": 0
              },
              "wait_for_turn": {
                "type": "integer",
                "minimum": 0
              },
              "unproven": {
                "type": "array",
                "minItems": 1,
                "items": {
                  "type": "string"
                },
                "description": "Providers whose credentials have not been shown to be accepted yet: calls are sent one at a time. Absent: none."
              },
              "held_for_ms": {
                "type": "integer",
                "minimum": 0,
                "description": "For how long nothing is sent, after throttling."
              },
              "unreachable": {
                "type": "object",
                "description": "Present while the connection is down.",
                "required": [
                  "since",
                  "reason"
                ],
                "properties": {
                  "since": {
                    "type": "string",
                    "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
                  },
                  "reason": {
                    "type": "string"
                  }
                }
              }
            }
          },
          "next_step": {
            "type": "object",
            "description": "A command to run next.",
            "required": [
              "command",
              "why"
            ],
            "properties": {
              "command": {
                "type": "string",
                "description": "Can be copied into a shell as it is; `...` has to be replaced by values that only an operator knows."
              },
              "why": {
                "type": "string"
              }
            }
          },
          "failure_group": {
            "type": "object",
            "description": "Units that failed, or whose outcome is unknown, for the same cause.",
            "required": [
              "code",
              "message",
              "units"
            ],
            "properties": {
              "code": {
                "type": "string"
              },
              "message": {
                "type": "string"
              },
              "units": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              },
              "hint": {
                "type": "string"
              },
              "result": {
                "enum": [
                  "different",
                  "unstable"
                ],
                "description": "Of verifications: what they found."
              },
              "is_example": {
                "type": "boolean",
                "description": "The messages of the units differ only in ids; this is the first one."
              }
            }
          },
          "skipped_group": {
            "type": "object",
            "description": "Units that no run reaches because of another one.",
            "required": [
              "because",
              "because_status",
              "units"
            ],
            "properties": {
              "because": {
                "type": "string",
                "description": "The unit at the root of it."
              },
              "because_status": {
                "type": "string"
              },
              "units": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              }
            }
          },
          "decision": {
            "type": "object",
            "description": "What an operator decided about a unit or a step.",
            "required": [
              "at",
              "address",
              "decision",
              "by",
              "reason"
            ],
            "properties": {
              "at": {
                "type": "string",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
              },
              "address": {
                "type": "string"
              },
              "decision": {
                "enum": [
                  "retry",
                  "redo",
                  "skip",
                  "accept",
                  "rollback",
                  "rolled-back",
                  "adopt",
                  "did-not-happen"
                ]
              },
              "by": {
                "type": "string"
              },
              "reason": {
                "type": "string"
              }
            }
          },
          "gate": {
            "type": "object",
            "description": "A gate that waits for an approval.",
            "required": [
              "unit",
              "step",
              "instruction",
              "command"
            ],
            "properties": {
              "unit": {
                "type": "string"
              },
              "step": {
                "type": "string"
              },
              "instruction": {
                "type": "string"
              },
              "command": {
                "type": "string"
              },
              "approved": {
                "type": "object",
                "description": "An operator has approved it, and no run has taken that yet. Absent: nobody has.",
                "required": [
                  "by"
                ],
                "properties": {
                  "by": {
                    "type": "string"
                  },
                  "at": {
                    "type": "string",
                    "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$",
                    "description": "Absent: an older version, which did not say, posted it."
                  },
                  "reason": {
                    "type": "string"
                  }
                }
              },
              "usage": {
                "type": "array",
                "description": "With --usage, of a unit that waits until its clients have moved: who uses which side. Absent: it was not asked.",
                "items": {
                  "type": "object",
                  "required": [
                    "is_in_use",
                    "detail"
                  ],
                  "properties": {
                    "is_in_use": {
                      "type": [
                        "boolean",
                        "null"
                      ],
                      "description": "Whether clients use the source; null: it is not known."
                    },
                    "detail": {
                      "type": "string"
                    },
                    "hint": {
                      "type": "string"
                    },
                    "is_blocking": {
                      "type": "boolean",
                      "description": "`cutover` refuses to open the gate because of it."
                    }
                  }
                }
              }
            }
          },
          "record_number": {
            "type": "integer",
            "minimum": 0,
            "description": "Number of the last journal record that is counted: every view shows the same at the same record."
          },
          "step_counts": {
            "type": "object",
            "description": "A step is done when its success is recorded, or when its unit was accepted.",
            "required": [
              "done",
              "total"
            ],
            "properties": {
              "done": {
                "type": "integer",
                "minimum": 0
              },
              "total": {
                "type": "integer",
                "minimum": 0
              }
            }
          },
          "remote_task_count": {
            "type": "integer",
            "minimum": 0,
            "description": "Remote tasks that run or may run: also those of units that wait at a gate, and those whose call has no outcome."
          },
          "unit_counts": {
            "type": "object",
            "description": "Units by status, and `total`. `pending`: nothing of it was sent; `active`: its remote task runs; `started`: something of it was sent, and no remote task of it runs now; `gated`: it waits for an approval.",
            "required": [
              "total"
            ],
            "additionalProperties": {
              "type": "integer",
              "minimum": 0
            }
          },
          "edit": {
            "type": "object",
            "description": "What becomes of the steps of a plan that was edited since its last run.",
            "required": [
              "is_same_plan",
              "keep",
              "redo_needed",
              "orphaned",
              "new"
            ],
            "properties": {
              "is_same_plan": {
                "type": "boolean",
                "description": "The plan is as it was last applied; what differs was kept as it was done."
              },
              "keep": {
                "type": "integer",
                "minimum": 0
              },
              "accepted": {
                "type": "array",
                "description": "Of the kept steps those that have a different meaning now and were accepted as they were done.",
                "items": {
                  "type": "string"
                }
              },
              "redo_needed": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              },
              "orphaned": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              },
              "implied": {
                "type": "array",
                "description": "Steps without a record that count as done, because steps after them are: an earlier version, or the plan as it was, did not have them. Absent where there is none.",
                "items": {
                  "type": "string"
                }
              },
              "running_orphans": {
                "type": "array",
                "description": "Units that left the plan and whose task may be running; no run waits for it. Absent where there is none.",
                "items": {
                  "type": "object",
                  "required": [
                    "unit",
                    "task_ids"
                  ],
                  "properties": {
                    "unit": {
                      "type": "string"
                    },
                    "task_ids": {
                      "type": "array",
                      "items": {
                        "type": "string"
                      }
                    }
                  }
                }
              },
              "gone_migrations": {
                "type": "array",
                "description": "Migrations that left the plan as a whole after a call of theirs was sent: nothing shows whether their tasks run, and these take no places of `active`. Absent where there is none.",
                "items": {
                  "type": "string"
                }
              },
              "new": {
                "type": "integer",
                "minimum": 0
              }
            }
          }
        }
      }
    }
  },
  "orphans": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://waybill.dev/schemas/output/orphans.schema.json",
    "title": "Orphans",
    "description": "What orphans prints with --json: the remote tasks of a plan that no unit owns any more. A new minor format_version only adds fields.",
    "type": "object",
    "required": [
      "format_version",
      "kind",
      "orphans",
      "not_listed",
      "next_steps"
    ],
    "properties": {
      "format_version": {
        "type": "string"
      },
      "kind": {
        "const": "orphans"
      },
      "orphans": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "task_id",
            "name",
            "status",
            "provider",
            "unit",
            "reason",
            "is_live",
            "is_deletable"
          ],
          "properties": {
            "task_id": {
              "type": "string"
            },
            "name": {
              "type": "string"
            },
            "status": {
              "type": "string",
              "description": "As the vendor writes it."
            },
            "provider": {
              "type": "string"
            },
            "unit": {
              "type": "string"
            },
            "reason": {
              "enum": [
                "replaced",
                "unrecorded",
                "other_copy",
                "appeared_late",
                "removed",
                "undecided",
                "other_state"
              ]
            },
            "is_live": {
              "type": "boolean"
            },
            "is_deletable": {
              "type": "boolean"
            },
            "how_to_end": {
              "type": "string",
              "description": "What an operator has to do so that the task ends and can be deleted. Absent: it has ended."
            },
            "age_ms": {
              "type": "integer",
              "minimum": 0
            },
            "machine": {
              "type": "string"
            },
            "outcome": {
              "enum": [
                "deleted",
                "failed"
              ]
            },
            "code": {
              "type": "string"
            },
            "message": {
              "type": "string"
            }
          }
        }
      },
      "not_listed": {
        "type": "array",
        "description": "Providers whose tasks do not say who created them.",
        "items": {
          "type": "string"
        }
      },
      "cleared": {
        "type": "array",
        "description": "Units that were started over and left nothing behind.",
        "items": {
          "type": "string"
        }
      },
      "unlisted_units": {
        "type": "array",
        "description": "Units that were started over and whose earlier tasks cannot be listed.",
        "items": {
          "type": "object",
          "required": [
            "unit",
            "task_ids"
          ],
          "properties": {
            "unit": {
              "type": "string"
            },
            "task_ids": {
              "type": "array",
              "description": "Those that the state knows.",
              "items": {
                "type": "string"
              }
            }
          }
        }
      },
      "next_steps": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "command",
            "why"
          ],
          "properties": {
            "command": {
              "type": "string"
            },
            "why": {
              "type": "string"
            }
          }
        }
      }
    }
  },
  "preview": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://waybill.dev/schemas/output/preview.schema.json",
    "title": "Preview",
    "description": "What `waybill plan --json` prints and `waybill plan --out` saves: everything that applying a plan would do. The same plan, state and answers give the same object.",
    "type": "object",
    "required": [
      "format_version",
      "kind",
      "plan",
      "totals",
      "providers",
      "operations",
      "lower_bound",
      "levels",
      "longest_chain",
      "migrations",
      "units",
      "warnings",
      "digest",
      "binding",
      "secrets",
      "checks"
    ],
    "if": {
      "properties": {
        "units": {
          "type": "array"
        }
      }
    },
    "then": {
      "properties": {
        "format_version": {
          "type": "string",
          "pattern": "^4\\."
        }
      }
    },
    "else": {
      "properties": {
        "format_version": {
          "type": "string",
          "pattern": "^5\\."
        }
      }
    },
    "properties": {
      "format_version": {
        "type": "string",
        "pattern": "^[45]\\.",
        "description": "The minor number grows with additions, the major one with anything else. 5. is a file whose units are packed."
      },
      "kind": {
        "const": "preview"
      },
      "plan": {
        "type": "object",
        "required": [
          "name",
          "description",
          "digest",
          "file",
          "inputs"
        ],
        "properties": {
          "name": {
            "type": "string"
          },
          "environment": {
            "type": "string",
            "description": "The environment that the plan was read for; absent when none was named."
          },
          "description": {
            "type": "string"
          },
          "digest": {
            "type": "string",
            "pattern": "^[0-9a-f]{64}$",
            "description": "SHA-256 over the plan's meaning."
          },
          "file": {
            "type": "string"
          },
          "inputs": {
            "type": "object",
            "description": "Values of the plan's inputs, defaults included."
          }
        }
      },
      "totals": {
        "type": "object",
        "description": "Of the whole plan, including what is already done.",
        "required": [
          "migrations",
          "units",
          "steps",
          "effects",
          "checks",
          "waits",
          "gates"
        ],
        "properties": {
          "migrations": {
            "type": "integer",
            "minimum": 0
          },
          "units": {
            "type": "integer",
            "minimum": 0
          },
          "steps": {
            "type": "integer",
            "minimum": 0
          },
          "effects": {
            "type": "integer",
            "minimum": 0
          },
          "checks": {
            "type": "integer",
            "minimum": 0
          },
          "waits": {
            "type": "integer",
            "minimum": 0
          },
          "gates": {
            "type": "integer",
            "minimum": 0
          },
          "jobs": {
            "type": "integer",
            "minimum": 1,
            "description": "Steps of own work on data; absent when there are none."
          }
        }
      },
      "providers": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "alias",
            "type",
            "version",
            "limits"
          ],
          "properties": {
            "alias": {
              "type": "string"
            },
            "type": {
              "type": "string"
            },
            "version": {
              "type": "string"
            },
            "limits": {
              "type": "object",
              "required": [
                "requests",
                "in_flight",
                "active",
                "active_per_target"
              ],
              "properties": {
                "requests": {
                  "type": "string"
                },
                "in_flight": {
                  "type": "integer",
                  "minimum": 0
                },
                "active": {
                  "type": [
                    "integer",
                    "null"
                  ]
                },
                "active_per_target": {
                  "type": [
                    "integer",
                    "null"
                  ]
                },
                "slices": {
                  "type": "integer",
                  "minimum": 1,
                  "description": "Slices of own work at once; absent when no job of the plan uses the connection."
                }
              }
            },
            "connection": {
              "type": "object",
              "description": "Where it leads, as far as the plan says.",
              "additionalProperties": {
                "type": "string"
              }
            }
          }
        }
      },
      "operations": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "provider",
            "operation",
            "title",
            "has_effect",
            "steps",
            "left",
            "recovery"
          ],
          "properties": {
            "provider": {
              "type": "string"
            },
            "operation": {
              "type": "string"
            },
            "title": {
              "type": "string"
            },
            "has_effect": {
              "type": "boolean"
            },
            "steps": {
              "type": "integer",
              "minimum": 0,
              "description": "How often steps call it; a check may make two calls."
            },
            "left": {
              "type": "integer",
              "minimum": 0,
              "description": "Of the steps that are still to be done."
            },
            "recovery": {
              "type": [
                "string",
                "null"
              ],
              "description": "How a lost answer is settled; null for reads."
            }
          }
        }
      },
      "jobs": {
        "type": "array",
        "description": "Own work on data, by job and connections; absent when there is none. Its calls depend on the data, and are not counted.",
        "items": {
          "type": "object",
          "required": [
            "provider",
            "job",
            "title",
            "connections",
            "steps",
            "left",
            "slices",
            "slices_at_once"
          ],
          "properties": {
            "provider": {
              "type": "string"
            },
            "job": {
              "type": "string"
            },
            "title": {
              "type": "string"
            },
            "connections": {
              "type": "array",
              "items": {
                "type": "object",
                "required": [
                  "alias",
                  "access"
                ],
                "properties": {
                  "alias": {
                    "type": "string"
                  },
                  "access": {
                    "enum": [
                      "reads",
                      "writes",
                      "reads and writes",
                      null
                    ],
                    "description": "What it does there; null if the provider does not say."
                  }
                }
              }
            },
            "steps": {
              "type": "integer",
              "minimum": 1
            },
            "left": {
              "type": "integer",
              "minimum": 0,
              "description": "Steps that are still to be done."
            },
            "slices": {
              "type": [
                "integer",
                "null"
              ],
              "minimum": 0,
              "description": "Of the steps that are left; null if it is known only once the work is split into slices."
            },
            "slices_at_once": {
              "type": "integer",
              "minimum": 1,
              "description": "By the limits of its connections."
            }
          }
        }
      },
      "lower_bound": {
        "type": "object",
        "description": "The least time that the declared limits allow for the effects that are left.",
        "required": [
          "duration_ms",
          "per_provider"
        ],
        "properties": {
          "duration_ms": {
            "type": "number",
            "minimum": 0
          },
          "per_provider": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "provider",
                "effects_left",
                "requests",
                "duration_ms"
              ],
              "properties": {
                "provider": {
                  "type": "string"
                },
                "effects_left": {
                  "type": "integer",
                  "minimum": 0
                },
                "requests": {
                  "type": "string"
                },
                "duration_ms": {
                  "type": "number",
                  "minimum": 0
                }
              }
            }
          }
        }
      },
      "levels": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "level",
            "units",
            "migrations"
          ],
          "properties": {
            "level": {
              "type": "integer",
              "minimum": 0
            },
            "units": {
              "type": "integer",
              "minimum": 0
            },
            "migrations": {
              "type": "array",
              "items": {
                "type": "string"
              }
            }
          }
        }
      },
      "longest_chain": {
        "type": "object",
        "required": [
          "steps",
          "units"
        ],
        "properties": {
          "steps": {
            "type": "integer",
            "minimum": 0
          },
          "units": {
            "type": "array",
            "items": {
              "type": "string"
            }
          }
        }
      },
      "migrations": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "name",
            "description",
            "uses",
            "title",
            "labels",
            "needs",
            "units",
            "steps",
            "on_failure",
            "example",
            "impact"
          ],
          "properties": {
            "name": {
              "type": "string"
            },
            "description": {
              "type": "string"
            },
            "uses": {
              "type": "string"
            },
            "title": {
              "type": "string"
            },
            "labels": {
              "type": "object",
              "additionalProperties": {
                "type": "string"
              }
            },
            "needs": {
              "type": "array",
              "items": {
                "type": "string"
              }
            },
            "units": {
              "type": "integer",
              "minimum": 0
            },
            "steps": {
              "type": "integer",
              "minimum": 0
            },
            "on_failure": {
              "enum": [
                "continue",
                "stop"
              ]
            },
            "example": {
              "type": "string"
            },
            "line": {
              "type": "integer",
              "minimum": 1,
              "description": "Line of the plan file where it begins."
            },
            "impact": {
              "type": "object",
              "required": [
                "downtime",
                "way_back"
              ],
              "properties": {
                "downtime": {
                  "type": "string",
                  "description": "What users of the data notice, and when."
                },
                "way_back": {
                  "type": "string",
                  "description": "How to roll back, and until when."
                },
                "risk": {
                  "type": "string",
                  "description": "What can happen to data even if every step succeeds. Absent where the kind does not say."
                }
              },
              "description": "From the vendors' documents; empty for plain operations. If units differ, one text says what applies to how many of them."
            },
            "impacts": {
              "type": "array",
              "description": "If units differ, each text with the number of units that it applies to. Absent if it is the same for all.",
              "items": {
                "type": "object",
                "required": [
                  "units",
                  "example",
                  "downtime",
                  "way_back"
                ],
                "properties": {
                  "units": {
                    "type": "integer",
                    "minimum": 1
                  },
                  "example": {
                    "type": "string",
                    "description": "Address of the first of them."
                  },
                  "downtime": {
                    "type": "string"
                  },
                  "way_back": {
                    "type": "string"
                  },
                  "risk": {
                    "type": "string"
                  }
                }
              }
            }
          }
        }
      },
      "units": {
        "anyOf": [
          {
            "type": "array",
            "items": {
              "$ref": "#/$defs/unit"
            }
          },
          {
            "type": "object",
            "required": [
              "format_version",
              "rows"
            ],
            "properties": {
              "format_version": {
                "type": "string",
                "pattern": "^4\\.",
                "description": "The format of the document once its units are unpacked."
              },
              "rows": {
                "type": "array",
                "items": {
                  "$ref": "#/$defs/packedRow"
                }
              }
            },
            "additionalProperties": false,
            "description": "Units of a large plan, as files have them: each says only in what it differs from the first one of its shape."
          }
        ]
      },
      "warnings": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "code",
            "summary",
            "detail"
          ],
          "properties": {
            "code": {
              "type": "string"
            },
            "summary": {
              "type": "string"
            },
            "detail": {
              "type": "string"
            },
            "hint": {
              "type": "string"
            },
            "path": {
              "type": "string"
            },
            "moved": {
              "type": "array",
              "description": "Where the provider leads elsewhere than in the last run.",
              "items": {
                "type": "object",
                "required": [
                  "provider",
                  "what",
                  "before",
                  "after"
                ],
                "properties": {
                  "provider": {
                    "type": "string"
                  },
                  "what": {
                    "type": "string"
                  },
                  "before": {
                    "type": "string"
                  },
                  "after": {
                    "type": "string"
                  }
                }
              }
            },
            "line": {
              "type": "integer",
              "minimum": 1
            }
          }
        }
      },
      "state": {
        "$ref": "#/$defs/state"
      },
      "digest": {
        "type": "string",
        "pattern": "^[0-9a-f]{64}$",
        "description": "SHA-256 over the canonical JSON of everything but `digest`, `saved` and `next_steps`."
      },
      "binding": {
        "type": "object",
        "required": [
          "steps_digest",
          "versions",
          "state",
          "selection"
        ],
        "properties": {
          "steps_digest": {
            "type": "string",
            "pattern": "^[0-9a-f]{64}$",
            "description": "SHA-256 over every step's address and fingerprint."
          },
          "versions": {
            "type": "object",
            "additionalProperties": {
              "type": "string"
            },
            "description": "Versions of core and of each provider type."
          },
          "connections": {
            "type": "object",
            "additionalProperties": {
              "type": "object",
              "additionalProperties": {
                "type": "string"
              }
            },
            "description": "By alias of the provider: where it leads, in the keys of its entry (endpoint, region, project_id). Absent in previews of older versions."
          },
          "inventories": {
            "type": "object",
            "additionalProperties": {
              "type": "object",
              "required": [
                "file",
                "rows",
                "digest"
              ],
              "properties": {
                "file": {
                  "type": "string"
                },
                "rows": {
                  "type": "integer",
                  "minimum": 0
                },
                "digest": {
                  "type": "string",
                  "pattern": "^[0-9a-f]{64}$",
                  "description": "SHA-256 over every row's key and values, in their order."
                }
              }
            },
            "description": "By migration: the rows of the file that its for_each names. Absent when the plan names none, and before format 2.3."
          },
          "decisions": {
            "type": "object",
            "additionalProperties": {
              "type": "string"
            },
            "description": "By address of the check step: what it decided, such as the method of a copy. A run of this preview that would decide otherwise fails there. Absent when nothing was decided."
          },
          "state": {
            "description": "Null when there is no state. With serial 0 and no state yet: the id that applying this preview gives to the state it creates.",
            "anyOf": [
              {
                "type": "null"
              },
              {
                "type": "object",
                "required": [
                  "id",
                  "serial"
                ],
                "properties": {
                  "id": {
                    "type": "string"
                  },
                  "serial": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Records that its journal has."
                  }
                }
              }
            ]
          },
          "selection": {
            "type": "object",
            "required": [
              "target",
              "exclude",
              "left_out"
            ],
            "properties": {
              "target": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              },
              "exclude": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              },
              "left_out": {
                "type": "integer",
                "minimum": 0,
                "description": "Units of the plan that are left out."
              }
            }
          }
        },
        "description": "What must not have changed when a saved preview is applied."
      },
      "secrets": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "name",
            "source",
            "resolves",
            "basis"
          ],
          "properties": {
            "name": {
              "type": "string"
            },
            "source": {
              "type": "string",
              "description": "`env:NAME`, `file:PATH` or `command:PROGRAM ARGUMENTS`; of a family with `{key}`."
            },
            "members": {
              "type": "object",
              "required": [
                "count",
                "missing",
                "example"
              ],
              "properties": {
                "count": {
                  "type": "integer",
                  "minimum": 1
                },
                "missing": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "Of those that were looked up."
                },
                "example": {
                  "type": "string",
                  "description": "Source of the first member."
                }
              },
              "description": "Of a family: its members that the plan uses."
            },
            "resolves": {
              "type": [
                "boolean",
                "null"
              ],
              "description": "Null when it was not checked. Of a family: whether all do."
            },
            "basis": {
              "$ref": "#/$defs/basis"
            }
          }
        },
        "description": "The plan's secrets by where they come from. Values are not included."
      },
      "checks": {
        "type": "object",
        "required": [
          "basis",
          "counts",
          "findings"
        ],
        "properties": {
          "basis": {
            "$ref": "#/$defs/basis"
          },
          "counts": {
            "type": "object",
            "required": [
              "passed",
              "warning",
              "blocking",
              "unasked"
            ],
            "properties": {
              "passed": {
                "type": "integer",
                "minimum": 0
              },
              "warning": {
                "type": "integer",
                "minimum": 0
              },
              "blocking": {
                "type": "integer",
                "minimum": 0
              },
              "unasked": {
                "type": "integer",
                "minimum": 0
              }
            }
          },
          "findings": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "verdict",
                "basis",
                "check",
                "title",
                "detail",
                "units"
              ],
              "properties": {
                "verdict": {
                  "$ref": "#/$defs/checkVerdict"
                },
                "basis": {
                  "$ref": "#/$defs/basis"
                },
                "check": {
                  "type": "string"
                },
                "title": {
                  "type": "string"
                },
                "detail": {
                  "type": "string"
                },
                "hint": {
                  "type": "string"
                },
                "provider": {
                  "type": "string"
                },
                "because_of": {
                  "type": "string",
                  "description": "For an unasked one: the check of the same units whose finding has the same cause, or supplies its input. `detail` is then what this check itself met."
                },
                "prevents": {
                  "type": "array",
                  "items": {
                    "type": "string"
                  },
                  "description": "Checks of the same units that are unasked because of it."
                },
                "units": {
                  "type": "array",
                  "items": {
                    "type": "string"
                  },
                  "description": "Addresses of the units it holds for."
                },
                "path": {
                  "type": "string"
                },
                "line": {
                  "type": "integer",
                  "minimum": 1
                }
              }
            },
            "description": "Identical findings are one entry; blocking ones first."
          },
          "notes": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "check",
                "detail",
                "units"
              ],
              "properties": {
                "check": {
                  "type": "string",
                  "description": "Name of the check that found it."
                },
                "detail": {
                  "type": "string"
                },
                "units": {
                  "type": "array",
                  "items": {
                    "type": "string"
                  },
                  "description": "Addresses of the units it holds for."
                }
              }
            },
            "description": "What checks found that a reviewer should read although nothing is wrong: how much data there is, what is left out. The same note for several units is one entry."
          },
          "amounts": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "of",
                "units",
                "count",
                "bytes"
              ],
              "properties": {
                "of": {
                  "type": "string",
                  "description": "What is counted, in the plural."
                },
                "units": {
                  "type": "integer",
                  "minimum": 1,
                  "description": "Units for which it is known."
                },
                "count": {
                  "type": [
                    "number",
                    "null"
                  ],
                  "description": "Null where only bytes are known."
                },
                "bytes": {
                  "type": [
                    "number",
                    "null"
                  ],
                  "description": "Null where only a number is known."
                }
              }
            },
            "description": "How much data the units move, added up by what is counted."
          }
        }
      },
      "schedule": {
        "type": "object",
        "required": [
          "samples",
          "p50_ms",
          "p90_ms",
          "durations",
          "critical_path",
          "limits",
          "calls",
          "gates"
        ],
        "properties": {
          "samples": {
            "type": "integer",
            "minimum": 1,
            "description": "Runs that were simulated."
          },
          "p50_ms": {
            "type": "integer",
            "minimum": 0
          },
          "p90_ms": {
            "type": "integer",
            "minimum": 0
          },
          "durations": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "provider",
                "title",
                "steps",
                "p50_ms",
                "p90_ms",
                "basis",
                "source"
              ],
              "properties": {
                "provider": {
                  "type": "string"
                },
                "title": {
                  "type": "string"
                },
                "steps": {
                  "type": "integer",
                  "minimum": 0
                },
                "p50_ms": {
                  "type": "integer",
                  "minimum": 0
                },
                "p90_ms": {
                  "type": "integer",
                  "minimum": 0
                },
                "basis": {
                  "$ref": "#/$defs/basis"
                },
                "source": {
                  "type": "string"
                }
              }
            }
          },
          "critical_path": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "step",
                "title",
                "ready_ms",
                "starts_ms",
                "ends_ms",
                "held_by"
              ],
              "properties": {
                "step": {
                  "type": "string"
                },
                "title": {
                  "type": "string"
                },
                "ready_ms": {
                  "type": "integer",
                  "minimum": 0
                },
                "starts_ms": {
                  "type": "integer",
                  "minimum": 0
                },
                "ends_ms": {
                  "type": "integer",
                  "minimum": 0
                },
                "held_by": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "What kept it from starting when it was ready: a limit of its provider, such as in_flight; credentials, while one call tries them; or the name of a policy of the run, such as parallelism; null if nothing did."
                },
                "steps": {
                  "type": "integer",
                  "minimum": 2,
                  "description": "How many steps it represents, if the middle of a long path is one entry."
                }
              }
            }
          },
          "limits": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "provider",
                "limit",
                "declared",
                "raised_to",
                "saves_ms"
              ],
              "properties": {
                "provider": {
                  "type": "string"
                },
                "limit": {
                  "$ref": "#/$defs/limitName"
                },
                "declared": {
                  "type": "string"
                },
                "raised_to": {
                  "type": "string"
                },
                "saves_ms": {
                  "type": "integer",
                  "minimum": 0
                }
              }
            },
            "description": "Every declared limit, the one whose raising saves most first."
          },
          "calls": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "provider",
                "operation",
                "calls",
                "peak"
              ],
              "properties": {
                "provider": {
                  "type": "string"
                },
                "operation": {
                  "type": "string"
                },
                "calls": {
                  "type": "integer",
                  "minimum": 0
                },
                "peak": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "Most calls of it within one window of the provider's rate."
                }
              }
            }
          },
          "gates": {
            "type": "integer",
            "minimum": 0,
            "description": "Gates that stop the run until an operator approves."
          },
          "lanes": {
            "type": "array",
            "maxItems": 24,
            "description": "When each migration runs, in the order of the plan; many migrations share lanes. Times are in milliseconds from the start. Absent before format 2.5.",
            "items": {
              "type": "object",
              "required": [
                "migrations",
                "units",
                "starts_ms",
                "ends_p50_ms",
                "ends_p90_ms"
              ],
              "properties": {
                "migrations": {
                  "type": "array",
                  "minItems": 1,
                  "items": {
                    "type": "string"
                  },
                  "description": "Names, in the order of the plan."
                },
                "uses": {
                  "type": "string",
                  "description": "What all of them use. Absent where they use different things."
                },
                "units": {
                  "type": "integer",
                  "minimum": 1,
                  "description": "Units that have something left to do."
                },
                "starts_ms": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "Half of the runs have started the first of them by then."
                },
                "ends_p50_ms": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "Half of the runs have finished the last of them by then."
                },
                "ends_p90_ms": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "Nine in ten runs have finished the last of them by then."
                },
                "gates": {
                  "type": "array",
                  "minItems": 1,
                  "description": "One entry for each step that is a gate. Absent without any.",
                  "items": {
                    "type": "object",
                    "required": [
                      "step",
                      "title",
                      "units",
                      "reached_ms"
                    ],
                    "properties": {
                      "step": {
                        "type": "string",
                        "description": "Its name within its unit."
                      },
                      "title": {
                        "type": "string"
                      },
                      "units": {
                        "type": "integer",
                        "minimum": 1,
                        "description": "How many units reach it."
                      },
                      "reached_ms": {
                        "type": "array",
                        "maxItems": 24,
                        "items": {
                          "type": "integer",
                          "minimum": 0
                        },
                        "description": "When the first unit reaches it, the second and so on, in half of the runs. Of more than 24, evenly spread ones."
                      }
                    }
                  }
                },
                "downtime": {
                  "type": "object",
                  "required": [
                    "units",
                    "starts_ms",
                    "p50_ms",
                    "p90_ms"
                  ],
                  "description": "What users notice of the units, when each gate is approved as it is reached. Absent where no step is known to cause a downtime.",
                  "properties": {
                    "units": {
                      "type": "integer",
                      "minimum": 1,
                      "description": "How many units have one each."
                    },
                    "starts_ms": {
                      "type": "array",
                      "maxItems": 24,
                      "items": {
                        "type": "integer",
                        "minimum": 0
                      },
                      "description": "When the first one begins, the second and so on, in half of the runs. Of more than 24, evenly spread ones."
                    },
                    "p50_ms": {
                      "type": "integer",
                      "minimum": 0,
                      "description": "Half of them last at most this long."
                    },
                    "p90_ms": {
                      "type": "integer",
                      "minimum": 0,
                      "description": "Nine in ten last at most this long."
                    }
                  }
                }
              }
            }
          },
          "approvals": {
            "type": "object",
            "description": "The forecast if an operator approves only once nothing else can proceed. Absent without gates.",
            "required": [
              "rounds",
              "p50_ms"
            ],
            "properties": {
              "rounds": {
                "type": "integer",
                "minimum": 1,
                "description": "How often an operator then has to approve."
              },
              "p50_ms": {
                "type": "integer",
                "minimum": 0,
                "description": "How long the run then takes, without the time that the operator takes."
              }
            }
          }
        },
        "description": "A forecast of the run, simulated with the declared limits. It does not include the time that operators take at gates. Absent when nothing is left to do or no estimate was asked for."
      },
      "saved": {
        "type": "object",
        "required": [
          "at",
          "expires_at"
        ],
        "properties": {
          "at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z$"
          },
          "expires_at": {
            "anyOf": [
              {
                "type": "null"
              },
              {
                "type": "string",
                "pattern": "^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z$"
              }
            ]
          },
          "environment": {
            "type": "string",
            "description": "The environment that the plan was read for; absent when none was named."
          }
        },
        "description": "In saved previews: when it was made, and until when it can be applied."
      },
      "next_steps": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "command",
            "why"
          ],
          "properties": {
            "command": {
              "type": "string"
            },
            "why": {
              "type": "string"
            }
          }
        },
        "description": "Commands to run next."
      }
    },
    "$defs": {
      "packedRow": {
        "anyOf": [
          {
            "type": "object",
            "required": [
              "shape"
            ],
            "properties": {
              "shape": {
                "type": "object",
                "description": "A unit that others are compared with. Shapes are numbered from 0 in their order. In its texts `{unit}` is the address of a unit and `{key}` what is in the brackets of it."
              }
            },
            "additionalProperties": false
          },
          {
            "type": "object",
            "required": [
              "unit"
            ],
            "properties": {
              "unit": {
                "type": "object",
                "description": "A unit as it is."
              }
            },
            "additionalProperties": false
          },
          {
            "type": "array",
            "minItems": 2,
            "items": {
              "type": [
                "string",
                "number",
                "boolean",
                "null"
              ]
            },
            "description": "A unit: the number of its shape, its address, and then by turns the number of a value in the shape (from 0, depth first, as the shape is written) and that value here."
          }
        ]
      },
      "unit": {
        "type": "object",
        "required": [
          "address",
          "migration",
          "level",
          "needs",
          "state",
          "steps"
        ],
        "properties": {
          "address": {
            "type": "string"
          },
          "formerly": {
            "type": "array",
            "description": "Addresses that it had before it or its migration was renamed; absent: none.",
            "items": {
              "type": "string"
            }
          },
          "migration": {
            "type": "string"
          },
          "level": {
            "type": "integer",
            "minimum": 0
          },
          "needs": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "state": {
            "type": "string"
          },
          "row": {
            "type": "string",
            "pattern": "^[0-9a-f]{16}$",
            "description": "What its row of an inventory means. Absent where its entry is in the plan itself."
          },
          "left_out": {
            "const": true,
            "description": "Applying this preview leaves it as it is: --target or --exclude leave it out. Absent before format 2.6."
          },
          "steps": {
            "type": "array",
            "items": {
              "$ref": "#/$defs/step"
            }
          },
          "simulated": {
            "type": "object",
            "required": [
              "starts_ms",
              "ends_ms"
            ],
            "properties": {
              "starts_ms": {
                "type": "integer",
                "minimum": 0
              },
              "ends_ms": {
                "type": "integer",
                "minimum": 0
              }
            },
            "description": "In a median simulated run, from its start."
          },
          "from": {
            "description": "Where its data comes from; absent where its kind does not say.",
            "$ref": "#/$defs/place"
          },
          "to": {
            "description": "Where its data goes to.",
            "$ref": "#/$defs/place"
          }
        }
      },
      "step": {
        "type": "object",
        "required": [
          "address",
          "name",
          "kind",
          "title",
          "provider",
          "needs",
          "always",
          "state"
        ],
        "properties": {
          "address": {
            "type": "string"
          },
          "name": {
            "type": "string"
          },
          "kind": {
            "title": "Kind of a step",
            "description": "What a step does: it says who moves the step, and what can be known of it beforehand.",
            "enum": [
              "await",
              "call",
              "check",
              "gate",
              "job"
            ]
          },
          "title": {
            "type": "string"
          },
          "provider": {
            "type": "string"
          },
          "needs": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "always": {
            "type": "boolean",
            "description": "Runs although its unit failed."
          },
          "state": {
            "type": "string",
            "description": "The status of the step."
          },
          "fingerprint": {
            "type": "string",
            "pattern": "^[0-9a-f]{16}$",
            "description": "Hash of what the step means."
          },
          "operation": {
            "type": "string"
          },
          "request": {
            "$ref": "#/$defs/request"
          },
          "goal": {
            "type": "string"
          },
          "instruction": {
            "type": "string"
          },
          "job": {
            "type": "string",
            "description": "For own work on data: the provider's name for it."
          },
          "connections": {
            "type": "array",
            "items": {
              "type": "string"
            },
            "description": "For own work on data: the connections that it uses, if they are not only the unit's own."
          },
          "finding": {
            "type": "object",
            "required": [
              "verdict",
              "detail"
            ],
            "properties": {
              "verdict": {
                "$ref": "#/$defs/checkVerdict"
              },
              "detail": {
                "type": "string"
              },
              "hint": {
                "type": "string"
              },
              "notes": {
                "type": "array",
                "items": {
                  "type": "string"
                },
                "description": "What a reviewer should read although nothing is wrong."
              },
              "because_of": {
                "type": "string",
                "description": "For an unasked one: the check of its unit that is the reason."
              },
              "prevents": {
                "type": "array",
                "items": {
                  "type": "string"
                },
                "description": "Checks of its unit that are unasked because of it."
              }
            },
            "description": "For checks that were run while the preview was made."
          }
        }
      },
      "request": {
        "type": "object",
        "required": [
          "method",
          "endpoint",
          "path",
          "query"
        ],
        "properties": {
          "method": {
            "type": "string"
          },
          "endpoint": {
            "type": "string"
          },
          "path": {
            "type": "string"
          },
          "query": {
            "type": "object",
            "additionalProperties": {
              "type": "string"
            }
          },
          "headers": {
            "type": "object",
            "description": "Those that an argument of the call decides; none that carry credentials.",
            "additionalProperties": {
              "type": "string"
            }
          },
          "body": {
            "description": "Any JSON value; secrets are references."
          },
          "lines": {
            "type": "array",
            "description": "In place of body: one JSON value for each line of an NDJSON body."
          }
        }
      },
      "state": {
        "type": "object",
        "description": "Present when the plan was applied before.",
        "required": [
          "runs",
          "steps_done",
          "steps_left",
          "is_same_plan",
          "steps_kept",
          "steps_new",
          "changed",
          "orphaned"
        ],
        "properties": {
          "runs": {
            "type": "integer",
            "minimum": 0
          },
          "steps_done": {
            "type": "integer",
            "minimum": 0
          },
          "steps_left": {
            "type": "integer",
            "minimum": 0
          },
          "is_same_plan": {
            "type": "boolean"
          },
          "steps_kept": {
            "type": "integer",
            "minimum": 0
          },
          "accepted": {
            "type": "array",
            "description": "Of the kept steps those that have a different meaning now and were accepted as they were done.",
            "items": {
              "type": "string"
            }
          },
          "steps_new": {
            "type": "integer",
            "minimum": 0
          },
          "changed": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "orphaned": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "implied": {
            "type": "array",
            "description": "Steps without a record that count as done, because steps after them are: an earlier version, or the plan as it was, did not have them. Absent where there is none.",
            "items": {
              "type": "string"
            }
          },
          "running_orphans": {
            "type": "array",
            "description": "Units that left the plan and whose task may be running; no run waits for it. Absent where there is none.",
            "items": {
              "type": "object",
              "required": [
                "unit",
                "task_ids"
              ],
              "properties": {
                "unit": {
                  "type": "string"
                },
                "task_ids": {
                  "type": "array",
                  "items": {
                    "type": "string"
                  }
                }
              }
            }
          }
        }
      },
      "basis": {
        "enum": [
          "checked",
          "computed",
          "assumed"
        ],
        "description": "How the fact is known: an API, a file or the environment was asked; it follows from the plan, its state and the declared limits; nothing was asked."
      },
      "checkVerdict": {
        "enum": [
          "passed",
          "warning",
          "blocking",
          "unasked"
        ],
        "description": "`blocking`: applying would fail there. `unasked`: will be run before the first effect."
      },
      "limitName": {
        "enum": [
          "requests",
          "in_flight",
          "active",
          "active_per_target"
        ]
      },
      "place": {
        "type": "object",
        "description": "One end of what a unit moves.",
        "required": [
          "label",
          "facts"
        ],
        "properties": {
          "label": {
            "type": "string",
            "description": "What it is: `instance`."
          },
          "connection": {
            "type": "string",
            "description": "Alias of the provider through which it is reached; absent if it is reached in another way."
          },
          "facts": {
            "type": "array",
            "description": "The most general first. What is known only at run time is shown as its reference.",
            "items": {
              "type": "object",
              "required": [
                "name",
                "value"
              ],
              "properties": {
                "name": {
                  "type": "string"
                },
                "value": {
                  "type": "string"
                }
              }
            }
          }
        }
      }
    }
  },
  "report": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://waybill.dev/schemas/output/report.schema.json",
    "title": "Report",
    "description": "The outcome of a plan: its preview, together with what its journal records. `waybill apply --report` writes it, and the HTML report carries it. The same preview, plan and journal give the same object.",
    "type": "object",
    "required": [
      "format_version",
      "kind",
      "preview",
      "is_rebuilt",
      "outcome",
      "totals",
      "runs",
      "units",
      "approvals",
      "decisions",
      "edits",
      "evidence"
    ],
    "if": {
      "properties": {
        "units": {
          "type": "array"
        }
      }
    },
    "then": {
      "properties": {
        "format_version": {
          "type": "string",
          "pattern": "^1\\."
        }
      }
    },
    "else": {
      "properties": {
        "format_version": {
          "type": "string",
          "pattern": "^2\\."
        }
      }
    },
    "properties": {
      "format_version": {
        "type": "string",
        "pattern": "^[12]\\.",
        "description": "The minor number grows with additions, the major one with anything else. 2. is a file whose units are packed."
      },
      "kind": {
        "const": "report"
      },
      "preview": {
        "$ref": "preview.schema.json"
      },
      "is_rebuilt": {
        "type": "boolean",
        "description": "Whether the preview is not the one that was applied, but was made for this report from the plan as it is."
      },
      "outcome": {
        "anyOf": [
          {
            "type": "null"
          },
          {
            "$ref": "#/$defs/outcome"
          }
        ],
        "description": "Of the latest run; null when it has not ended."
      },
      "totals": {
        "type": "object",
        "required": [
          "units",
          "steps_done",
          "steps",
          "remote_tasks",
          "attempts",
          "unknown_outcomes",
          "running_ms"
        ],
        "properties": {
          "units": {
            "type": "object",
            "additionalProperties": {
              "type": "integer",
              "minimum": 0
            },
            "description": "Units by status; statuses that no unit has are left out."
          },
          "steps_done": {
            "type": "integer",
            "minimum": 0
          },
          "steps": {
            "type": "integer",
            "minimum": 0
          },
          "remote_tasks": {
            "type": "integer",
            "minimum": 0,
            "description": "Remote tasks that run or may run: also those of units that wait at a gate, and those whose call has no outcome."
          },
          "attempts": {
            "type": "integer",
            "minimum": 0,
            "description": "Attempts of steps recorded in the journal."
          },
          "unknown_outcomes": {
            "type": "integer",
            "minimum": 0,
            "description": "Outcomes that were unknown for a while, or still are."
          },
          "verified": {
            "type": "object",
            "required": [
              "equal",
              "different",
              "unstable"
            ],
            "properties": {
              "equal": {
                "type": "integer",
                "minimum": 0
              },
              "different": {
                "type": "integer",
                "minimum": 0
              },
              "unstable": {
                "type": "integer",
                "minimum": 0
              }
            },
            "description": "Units by what the latest comparison of their sides found. Absent: none was compared."
          },
          "running_ms": {
            "type": "integer",
            "minimum": 0,
            "description": "Time during which a run was in progress, without the pauses between runs."
          }
        }
      },
      "runs": {
        "type": "array",
        "items": {
          "$ref": "#/$defs/run"
        },
        "description": "Oldest first."
      },
      "units": {
        "anyOf": [
          {
            "type": "array",
            "items": {
              "$ref": "#/$defs/unit"
            }
          },
          {
            "type": "object",
            "required": [
              "format_version",
              "rows"
            ],
            "properties": {
              "format_version": {
                "type": "string",
                "pattern": "^1\\.",
                "description": "The format of the document once its units are unpacked."
              },
              "rows": {
                "type": "array",
                "items": {
                  "$ref": "preview.schema.json#/$defs/packedRow"
                }
              }
            },
            "additionalProperties": false,
            "description": "Units of a large plan, as files have them: each says only in what it differs from the first one of its shape."
          }
        ],
        "description": "One for each unit of the plan, in its order."
      },
      "approvals": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "at",
            "step",
            "by"
          ],
          "properties": {
            "at": {
              "$ref": "#/$defs/time"
            },
            "step": {
              "type": "string"
            },
            "by": {
              "type": "string"
            }
          }
        }
      },
      "decisions": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "at",
            "address",
            "decision",
            "by",
            "reason"
          ],
          "properties": {
            "at": {
              "$ref": "#/$defs/time"
            },
            "address": {
              "type": "string",
              "description": "Of the unit or step that it concerns."
            },
            "decision": {
              "enum": [
                "retry",
                "redo",
                "skip",
                "accept",
                "rollback",
                "rolled-back",
                "adopt",
                "did-not-happen"
              ]
            },
            "by": {
              "type": "string"
            },
            "reason": {
              "type": "string"
            }
          }
        },
        "description": "What operators decided, oldest first."
      },
      "edits": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "at",
            "from_digest",
            "to_digest",
            "kept",
            "orphaned"
          ],
          "properties": {
            "at": {
              "$ref": "#/$defs/time"
            },
            "from_digest": {
              "type": "string"
            },
            "to_digest": {
              "type": "string"
            },
            "kept": {
              "type": "array",
              "items": {
                "type": "string"
              },
              "description": "Steps that were left as they were done."
            },
            "orphaned": {
              "type": "array",
              "items": {
                "type": "string"
              },
              "description": "Steps that the plan no longer has."
            }
          }
        },
        "description": "If the plan was changed between runs."
      },
      "evidence": {
        "type": "object",
        "required": [
          "state_id",
          "records",
          "sha256",
          "how"
        ],
        "properties": {
          "state_id": {
            "type": "string"
          },
          "records": {
            "type": "integer",
            "minimum": 0,
            "description": "Records of the journal; its export has one line more, the first."
          },
          "sha256": {
            "type": "string",
            "pattern": "^[0-9a-f]{64}$",
            "description": "SHA-256 over exactly the bytes that `waybill state export` prints."
          },
          "how": {
            "type": "string",
            "description": "The command that gives the same hash."
          }
        },
        "description": "What the report rests on."
      }
    },
    "$defs": {
      "time": {
        "type": "string",
        "pattern": "^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z$"
      },
      "outcome": {
        "enum": [
          "succeeded",
          "gated",
          "stopped",
          "failed"
        ]
      },
      "run": {
        "type": "object",
        "required": [
          "run",
          "started_at",
          "ended_at",
          "outcome",
          "plan_digest",
          "owner",
          "versions",
          "units"
        ],
        "properties": {
          "run": {
            "type": "string"
          },
          "started_at": {
            "$ref": "#/$defs/time"
          },
          "ended_at": {
            "$ref": "#/$defs/time",
            "description": "When its last record was written, for a run that has not ended."
          },
          "outcome": {
            "anyOf": [
              {
                "type": "null"
              },
              {
                "$ref": "#/$defs/outcome"
              }
            ],
            "description": "Null when it has not ended."
          },
          "stop_kind": {
            "enum": [
              "credentials",
              "connection",
              "interrupted",
              "cancelled",
              "deadline",
              "failures",
              "error"
            ],
            "description": "What ended the run before everything was done: `credentials` refused, a `connection` that cannot be used, `interrupted` by a signal, `cancelled` by `waybill cancel`, the `deadline` of `--max-runtime`, `failures` (`on_failure: stop`, `--max-failures`), or an `error`. Absent: nothing did, or the journal does not record it."
          },
          "stop_reason": {
            "type": "string",
            "description": "The same in words, such as `interrupted by SIGINT`."
          },
          "plan_digest": {
            "type": "string"
          },
          "preview_digest": {
            "type": "string",
            "description": "Of the saved preview that was applied; absent when the plan was applied as it is."
          },
          "owner": {
            "type": "object",
            "required": [
              "host",
              "pid",
              "user"
            ],
            "properties": {
              "host": {
                "type": "string"
              },
              "pid": {
                "type": "integer"
              },
              "user": {
                "type": "string"
              },
              "url": {
                "type": "string"
              }
            }
          },
          "versions": {
            "type": "object",
            "additionalProperties": {
              "type": "string"
            },
            "description": "Of core and of each provider type."
          },
          "units": {
            "type": "object",
            "additionalProperties": {
              "type": "integer",
              "minimum": 0
            },
            "description": "Units by status when it ended."
          }
        }
      },
      "unit": {
        "type": "object",
        "required": [
          "address",
          "migration",
          "state",
          "steps"
        ],
        "properties": {
          "address": {
            "type": "string"
          },
          "migration": {
            "type": "string"
          },
          "state": {
            "enum": [
              "pending",
              "started",
              "active",
              "gated",
              "succeeded",
              "failed",
              "unknown",
              "skipped"
            ]
          },
          "steps": {
            "type": "array",
            "items": {
              "$ref": "#/$defs/step"
            }
          },
          "omitted": {
            "description": "What its copy lacks, because the plan allows it. Absent: nothing that is recorded.",
            "type": "object",
            "required": [
              "count",
              "named"
            ],
            "properties": {
              "count": {
                "type": "integer",
                "minimum": 1,
                "description": "How many documents or keys."
              },
              "written": {
                "const": true,
                "description": "They differ, but clients use the copy and had written to it by then: it is not known whether that is why. Absent: the plan allows it."
              },
              "place": {
                "type": "string",
                "description": "Where all of them are listed. Absent: nowhere else."
              },
              "named": {
                "type": "array",
                "description": "The first ones.",
                "items": {
                  "type": "object",
                  "required": [
                    "what",
                    "id"
                  ],
                  "properties": {
                    "what": {
                      "type": "string",
                      "description": "`refused`, `missing`."
                    },
                    "id": {
                      "type": "string"
                    },
                    "details": {
                      "type": "object",
                      "additionalProperties": {
                        "type": "string"
                      }
                    }
                  }
                }
              }
            }
          },
          "warnings": {
            "type": "array",
            "minItems": 1,
            "description": "What its steps warned of while they ran. Absent: nothing that is recorded.",
            "items": {
              "type": "object",
              "required": [
                "step",
                "message",
                "at"
              ],
              "properties": {
                "step": {
                  "type": "string",
                  "description": "The address of the step."
                },
                "message": {
                  "type": "string"
                },
                "hint": {
                  "type": "string"
                },
                "at": {
                  "type": "string"
                }
              }
            }
          },
          "was_held": {
            "type": "object",
            "required": [
              "step",
              "sent",
              "own_ms",
              "job_ms",
              "ended_at"
            ],
            "properties": {
              "step": {
                "type": "string",
                "description": "The step that held it."
              },
              "sent": {
                "type": "string",
                "description": "The call whose job ended it."
              },
              "own_ms": {
                "type": "integer",
                "minimum": 0,
                "description": "Until the call was sent."
              },
              "job_ms": {
                "type": "integer",
                "minimum": 0,
                "description": "From then until its job was seen to have ended."
              },
              "ended_at": {
                "$ref": "#/$defs/time"
              }
            },
            "description": "For how long it blocked others, such as writers of a source, until the job of a call ended that. Absent: nothing was measured."
          },
          "verified": {
            "type": "object",
            "required": [
              "result",
              "at"
            ],
            "properties": {
              "result": {
                "enum": [
                  "equal",
                  "different",
                  "unstable"
                ]
              },
              "level": {
                "type": "string",
                "description": "How thoroughly: a word of the unit's kind."
              },
              "omitted": {
                "type": "integer",
                "minimum": 1,
                "description": "For equal sides: how many the copy lacks, because the plan allows it. Absent: none."
              },
              "documents": {
                "type": "integer",
                "minimum": 0,
                "description": "How many were compared."
              },
              "at": {
                "$ref": "#/$defs/time"
              },
              "by": {
                "type": "string",
                "description": "Who had it verified again after it was applied. Absent: the run did it itself."
              }
            },
            "description": "What the latest comparison of its two sides found. Absent: they were not compared."
          },
          "planned": {
            "type": "object",
            "required": [
              "starts_ms",
              "ends_ms"
            ],
            "properties": {
              "starts_ms": {
                "type": "integer",
                "minimum": 0
              },
              "ends_ms": {
                "type": "integer",
                "minimum": 0
              }
            },
            "description": "In a median simulated run, from its start."
          },
          "task": {
            "type": "object",
            "required": [
              "starts_at",
              "ends_at"
            ],
            "properties": {
              "starts_at": {
                "$ref": "#/$defs/time"
              },
              "ends_at": {
                "anyOf": [
                  {
                    "type": "null"
                  },
                  {
                    "$ref": "#/$defs/time"
                  }
                ]
              }
            },
            "description": "While its remote task ran and held a place of `active`; absent when none was opened. `ends_at` is null while it runs."
          },
          "actual": {
            "type": "object",
            "required": [
              "starts_at",
              "ends_at"
            ],
            "properties": {
              "starts_at": {
                "$ref": "#/$defs/time"
              },
              "ends_at": {
                "anyOf": [
                  {
                    "type": "null"
                  },
                  {
                    "$ref": "#/$defs/time"
                  }
                ],
                "description": "Null while it has not ended."
              }
            },
            "description": "Absent when nothing is recorded of it."
          }
        }
      },
      "step": {
        "type": "object",
        "required": [
          "address",
          "name",
          "kind",
          "title",
          "state",
          "attempts"
        ],
        "properties": {
          "address": {
            "type": "string"
          },
          "name": {
            "type": "string"
          },
          "kind": {
            "title": "Kind of a step",
            "description": "What a step does: it says who moves the step, and what can be known of it beforehand.",
            "enum": [
              "await",
              "call",
              "check",
              "gate",
              "job"
            ]
          },
          "title": {
            "type": "string"
          },
          "state": {
            "type": "string"
          },
          "attempts": {
            "type": "array",
            "items": {
              "$ref": "#/$defs/attempt"
            }
          },
          "operation": {
            "type": "string"
          },
          "slices": {
            "type": "object",
            "description": "Of own work on data that was cut into slices: how many are recorded.",
            "required": [
              "done",
              "total"
            ],
            "properties": {
              "done": {
                "type": "integer",
                "minimum": 0
              },
              "total": {
                "type": "integer",
                "minimum": 0
              }
            }
          },
          "outputs": {
            "type": "object",
            "description": "What was captured of the answer; never a secret."
          },
          "approved": {
            "type": "object",
            "required": [
              "by",
              "at"
            ],
            "properties": {
              "by": {
                "type": "string"
              },
              "at": {
                "$ref": "#/$defs/time"
              }
            },
            "description": "Of gates that were opened."
          }
        }
      },
      "attempt": {
        "type": "object",
        "required": [
          "attempt",
          "run",
          "outcome"
        ],
        "properties": {
          "attempt": {
            "type": "integer",
            "minimum": 1
          },
          "run": {
            "type": "string",
            "description": "The run that made it."
          },
          "outcome": {
            "enum": [
              "open",
              "succeeded",
              "retryable",
              "failed",
              "unknown"
            ],
            "description": "`open`: begun, and nothing is recorded after it. `retryable`: it certainly did not happen. `unknown`: it may have happened; `settled` says how that was found out."
          },
          "started_at": {
            "$ref": "#/$defs/time",
            "description": "Of calls: when the intent was recorded, before the first byte was sent."
          },
          "ended_at": {
            "$ref": "#/$defs/time"
          },
          "code": {
            "type": "string"
          },
          "message": {
            "type": "string"
          },
          "hint": {
            "type": "string"
          },
          "request_id": {
            "type": "string",
            "description": "The vendor's id of the request."
          },
          "token": {
            "type": "string",
            "description": "The idempotency token that was sent."
          },
          "settled": {
            "type": "object",
            "required": [
              "resolution",
              "by",
              "evidence",
              "at"
            ],
            "properties": {
              "resolution": {
                "enum": [
                  "happened",
                  "did-not-happen"
                ]
              },
              "by": {
                "enum": [
                  "lookup",
                  "person"
                ]
              },
              "evidence": {
                "type": "string"
              },
              "at": {
                "$ref": "#/$defs/time"
              }
            },
            "description": "How an outcome that was not known was found out."
          },
          "is_superseded": {
            "type": "boolean",
            "description": "The unit was started over after it, so that it no longer counts."
          }
        }
      },
      "preview.schema.json": {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://waybill.dev/schemas/output/preview.schema.json",
        "title": "Preview",
        "description": "What `waybill plan --json` prints and `waybill plan --out` saves: everything that applying a plan would do. The same plan, state and answers give the same object.",
        "type": "object",
        "required": [
          "format_version",
          "kind",
          "plan",
          "totals",
          "providers",
          "operations",
          "lower_bound",
          "levels",
          "longest_chain",
          "migrations",
          "units",
          "warnings",
          "digest",
          "binding",
          "secrets",
          "checks"
        ],
        "if": {
          "properties": {
            "units": {
              "type": "array"
            }
          }
        },
        "then": {
          "properties": {
            "format_version": {
              "type": "string",
              "pattern": "^4\\."
            }
          }
        },
        "else": {
          "properties": {
            "format_version": {
              "type": "string",
              "pattern": "^5\\."
            }
          }
        },
        "properties": {
          "format_version": {
            "type": "string",
            "pattern": "^[45]\\.",
            "description": "The minor number grows with additions, the major one with anything else. 5. is a file whose units are packed."
          },
          "kind": {
            "const": "preview"
          },
          "plan": {
            "type": "object",
            "required": [
              "name",
              "description",
              "digest",
              "file",
              "inputs"
            ],
            "properties": {
              "name": {
                "type": "string"
              },
              "environment": {
                "type": "string",
                "description": "The environment that the plan was read for; absent when none was named."
              },
              "description": {
                "type": "string"
              },
              "digest": {
                "type": "string",
                "pattern": "^[0-9a-f]{64}$",
                "description": "SHA-256 over the plan's meaning."
              },
              "file": {
                "type": "string"
              },
              "inputs": {
                "type": "object",
                "description": "Values of the plan's inputs, defaults included."
              }
            }
          },
          "totals": {
            "type": "object",
            "description": "Of the whole plan, including what is already done.",
            "required": [
              "migrations",
              "units",
              "steps",
              "effects",
              "checks",
              "waits",
              "gates"
            ],
            "properties": {
              "migrations": {
                "type": "integer",
                "minimum": 0
              },
              "units": {
                "type": "integer",
                "minimum": 0
              },
              "steps": {
                "type": "integer",
                "minimum": 0
              },
              "effects": {
                "type": "integer",
                "minimum": 0
              },
              "checks": {
                "type": "integer",
                "minimum": 0
              },
              "waits": {
                "type": "integer",
                "minimum": 0
              },
              "gates": {
                "type": "integer",
                "minimum": 0
              },
              "jobs": {
                "type": "integer",
                "minimum": 1,
                "description": "Steps of own work on data; absent when there are none."
              }
            }
          },
          "providers": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "alias",
                "type",
                "version",
                "limits"
              ],
              "properties": {
                "alias": {
                  "type": "string"
                },
                "type": {
                  "type": "string"
                },
                "version": {
                  "type": "string"
                },
                "limits": {
                  "type": "object",
                  "required": [
                    "requests",
                    "in_flight",
                    "active",
                    "active_per_target"
                  ],
                  "properties": {
                    "requests": {
                      "type": "string"
                    },
                    "in_flight": {
                      "type": "integer",
                      "minimum": 0
                    },
                    "active": {
                      "type": [
                        "integer",
                        "null"
                      ]
                    },
                    "active_per_target": {
                      "type": [
                        "integer",
                        "null"
                      ]
                    },
                    "slices": {
                      "type": "integer",
                      "minimum": 1,
                      "description": "Slices of own work at once; absent when no job of the plan uses the connection."
                    }
                  }
                },
                "connection": {
                  "type": "object",
                  "description": "Where it leads, as far as the plan says.",
                  "additionalProperties": {
                    "type": "string"
                  }
                }
              }
            }
          },
          "operations": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "provider",
                "operation",
                "title",
                "has_effect",
                "steps",
                "left",
                "recovery"
              ],
              "properties": {
                "provider": {
                  "type": "string"
                },
                "operation": {
                  "type": "string"
                },
                "title": {
                  "type": "string"
                },
                "has_effect": {
                  "type": "boolean"
                },
                "steps": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "How often steps call it; a check may make two calls."
                },
                "left": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "Of the steps that are still to be done."
                },
                "recovery": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "How a lost answer is settled; null for reads."
                }
              }
            }
          },
          "jobs": {
            "type": "array",
            "description": "Own work on data, by job and connections; absent when there is none. Its calls depend on the data, and are not counted.",
            "items": {
              "type": "object",
              "required": [
                "provider",
                "job",
                "title",
                "connections",
                "steps",
                "left",
                "slices",
                "slices_at_once"
              ],
              "properties": {
                "provider": {
                  "type": "string"
                },
                "job": {
                  "type": "string"
                },
                "title": {
                  "type": "string"
                },
                "connections": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": [
                      "alias",
                      "access"
                    ],
                    "properties": {
                      "alias": {
                        "type": "string"
                      },
                      "access": {
                        "enum": [
                          "reads",
                          "writes",
                          "reads and writes",
                          null
                        ],
                        "description": "What it does there; null if the provider does not say."
                      }
                    }
                  }
                },
                "steps": {
                  "type": "integer",
                  "minimum": 1
                },
                "left": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "Steps that are still to be done."
                },
                "slices": {
                  "type": [
                    "integer",
                    "null"
                  ],
                  "minimum": 0,
                  "description": "Of the steps that are left; null if it is known only once the work is split into slices."
                },
                "slices_at_once": {
                  "type": "integer",
                  "minimum": 1,
                  "description": "By the limits of its connections."
                }
              }
            }
          },
          "lower_bound": {
            "type": "object",
            "description": "The least time that the declared limits allow for the effects that are left.",
            "required": [
              "duration_ms",
              "per_provider"
            ],
            "properties": {
              "duration_ms": {
                "type": "number",
                "minimum": 0
              },
              "per_provider": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": [
                    "provider",
                    "effects_left",
                    "requests",
                    "duration_ms"
                  ],
                  "properties": {
                    "provider": {
                      "type": "string"
                    },
                    "effects_left": {
                      "type": "integer",
                      "minimum": 0
                    },
                    "requests": {
                      "type": "string"
                    },
                    "duration_ms": {
                      "type": "number",
                      "minimum": 0
                    }
                  }
                }
              }
            }
          },
          "levels": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "level",
                "units",
                "migrations"
              ],
              "properties": {
                "level": {
                  "type": "integer",
                  "minimum": 0
                },
                "units": {
                  "type": "integer",
                  "minimum": 0
                },
                "migrations": {
                  "type": "array",
                  "items": {
                    "type": "string"
                  }
                }
              }
            }
          },
          "longest_chain": {
            "type": "object",
            "required": [
              "steps",
              "units"
            ],
            "properties": {
              "steps": {
                "type": "integer",
                "minimum": 0
              },
              "units": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              }
            }
          },
          "migrations": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "name",
                "description",
                "uses",
                "title",
                "labels",
                "needs",
                "units",
                "steps",
                "on_failure",
                "example",
                "impact"
              ],
              "properties": {
                "name": {
                  "type": "string"
                },
                "description": {
                  "type": "string"
                },
                "uses": {
                  "type": "string"
                },
                "title": {
                  "type": "string"
                },
                "labels": {
                  "type": "object",
                  "additionalProperties": {
                    "type": "string"
                  }
                },
                "needs": {
                  "type": "array",
                  "items": {
                    "type": "string"
                  }
                },
                "units": {
                  "type": "integer",
                  "minimum": 0
                },
                "steps": {
                  "type": "integer",
                  "minimum": 0
                },
                "on_failure": {
                  "enum": [
                    "continue",
                    "stop"
                  ]
                },
                "example": {
                  "type": "string"
                },
                "line": {
                  "type": "integer",
                  "minimum": 1,
                  "description": "Line of the plan file where it begins."
                },
                "impact": {
                  "type": "object",
                  "required": [
                    "downtime",
                    "way_back"
                  ],
                  "properties": {
                    "downtime": {
                      "type": "string",
                      "description": "What users of the data notice, and when."
                    },
                    "way_back": {
                      "type": "string",
                      "description": "How to roll back, and until when."
                    },
                    "risk": {
                      "type": "string",
                      "description": "What can happen to data even if every step succeeds. Absent where the kind does not say."
                    }
                  },
                  "description": "From the vendors' documents; empty for plain operations. If units differ, one text says what applies to how many of them."
                },
                "impacts": {
                  "type": "array",
                  "description": "If units differ, each text with the number of units that it applies to. Absent if it is the same for all.",
                  "items": {
                    "type": "object",
                    "required": [
                      "units",
                      "example",
                      "downtime",
                      "way_back"
                    ],
                    "properties": {
                      "units": {
                        "type": "integer",
                        "minimum": 1
                      },
                      "example": {
                        "type": "string",
                        "description": "Address of the first of them."
                      },
                      "downtime": {
                        "type": "string"
                      },
                      "way_back": {
                        "type": "string"
                      },
                      "risk": {
                        "type": "string"
                      }
                    }
                  }
                }
              }
            }
          },
          "units": {
            "anyOf": [
              {
                "type": "array",
                "items": {
                  "$ref": "#/$defs/unit"
                }
              },
              {
                "type": "object",
                "required": [
                  "format_version",
                  "rows"
                ],
                "properties": {
                  "format_version": {
                    "type": "string",
                    "pattern": "^4\\.",
                    "description": "The format of the document once its units are unpacked."
                  },
                  "rows": {
                    "type": "array",
                    "items": {
                      "$ref": "#/$defs/packedRow"
                    }
                  }
                },
                "additionalProperties": false,
                "description": "Units of a large plan, as files have them: each says only in what it differs from the first one of its shape."
              }
            ]
          },
          "warnings": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "code",
                "summary",
                "detail"
              ],
              "properties": {
                "code": {
                  "type": "string"
                },
                "summary": {
                  "type": "string"
                },
                "detail": {
                  "type": "string"
                },
                "hint": {
                  "type": "string"
                },
                "path": {
                  "type": "string"
                },
                "moved": {
                  "type": "array",
                  "description": "Where the provider leads elsewhere than in the last run.",
                  "items": {
                    "type": "object",
                    "required": [
                      "provider",
                      "what",
                      "before",
                      "after"
                    ],
                    "properties": {
                      "provider": {
                        "type": "string"
                      },
                      "what": {
                        "type": "string"
                      },
                      "before": {
                        "type": "string"
                      },
                      "after": {
                        "type": "string"
                      }
                    }
                  }
                },
                "line": {
                  "type": "integer",
                  "minimum": 1
                }
              }
            }
          },
          "state": {
            "$ref": "#/$defs/state"
          },
          "digest": {
            "type": "string",
            "pattern": "^[0-9a-f]{64}$",
            "description": "SHA-256 over the canonical JSON of everything but `digest`, `saved` and `next_steps`."
          },
          "binding": {
            "type": "object",
            "required": [
              "steps_digest",
              "versions",
              "state",
              "selection"
            ],
            "properties": {
              "steps_digest": {
                "type": "string",
                "pattern": "^[0-9a-f]{64}$",
                "description": "SHA-256 over every step's address and fingerprint."
              },
              "versions": {
                "type": "object",
                "additionalProperties": {
                  "type": "string"
                },
                "description": "Versions of core and of each provider type."
              },
              "connections": {
                "type": "object",
                "additionalProperties": {
                  "type": "object",
                  "additionalProperties": {
                    "type": "string"
                  }
                },
                "description": "By alias of the provider: where it leads, in the keys of its entry (endpoint, region, project_id). Absent in previews of older versions."
              },
              "inventories": {
                "type": "object",
                "additionalProperties": {
                  "type": "object",
                  "required": [
                    "file",
                    "rows",
                    "digest"
                  ],
                  "properties": {
                    "file": {
                      "type": "string"
                    },
                    "rows": {
                      "type": "integer",
                      "minimum": 0
                    },
                    "digest": {
                      "type": "string",
                      "pattern": "^[0-9a-f]{64}$",
                      "description": "SHA-256 over every row's key and values, in their order."
                    }
                  }
                },
                "description": "By migration: the rows of the file that its for_each names. Absent when the plan names none, and before format 2.3."
              },
              "decisions": {
                "type": "object",
                "additionalProperties": {
                  "type": "string"
                },
                "description": "By address of the check step: what it decided, such as the method of a copy. A run of this preview that would decide otherwise fails there. Absent when nothing was decided."
              },
              "state": {
                "description": "Null when there is no state. With serial 0 and no state yet: the id that applying this preview gives to the state it creates.",
                "anyOf": [
                  {
                    "type": "null"
                  },
                  {
                    "type": "object",
                    "required": [
                      "id",
                      "serial"
                    ],
                    "properties": {
                      "id": {
                        "type": "string"
                      },
                      "serial": {
                        "type": "integer",
                        "minimum": 0,
                        "description": "Records that its journal has."
                      }
                    }
                  }
                ]
              },
              "selection": {
                "type": "object",
                "required": [
                  "target",
                  "exclude",
                  "left_out"
                ],
                "properties": {
                  "target": {
                    "type": "array",
                    "items": {
                      "type": "string"
                    }
                  },
                  "exclude": {
                    "type": "array",
                    "items": {
                      "type": "string"
                    }
                  },
                  "left_out": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Units of the plan that are left out."
                  }
                }
              }
            },
            "description": "What must not have changed when a saved preview is applied."
          },
          "secrets": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "name",
                "source",
                "resolves",
                "basis"
              ],
              "properties": {
                "name": {
                  "type": "string"
                },
                "source": {
                  "type": "string",
                  "description": "`env:NAME`, `file:PATH` or `command:PROGRAM ARGUMENTS`; of a family with `{key}`."
                },
                "members": {
                  "type": "object",
                  "required": [
                    "count",
                    "missing",
                    "example"
                  ],
                  "properties": {
                    "count": {
                      "type": "integer",
                      "minimum": 1
                    },
                    "missing": {
                      "type": "integer",
                      "minimum": 0,
                      "description": "Of those that were looked up."
                    },
                    "example": {
                      "type": "string",
                      "description": "Source of the first member."
                    }
                  },
                  "description": "Of a family: its members that the plan uses."
                },
                "resolves": {
                  "type": [
                    "boolean",
                    "null"
                  ],
                  "description": "Null when it was not checked. Of a family: whether all do."
                },
                "basis": {
                  "$ref": "#/$defs/basis"
                }
              }
            },
            "description": "The plan's secrets by where they come from. Values are not included."
          },
          "checks": {
            "type": "object",
            "required": [
              "basis",
              "counts",
              "findings"
            ],
            "properties": {
              "basis": {
                "$ref": "#/$defs/basis"
              },
              "counts": {
                "type": "object",
                "required": [
                  "passed",
                  "warning",
                  "blocking",
                  "unasked"
                ],
                "properties": {
                  "passed": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "warning": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "blocking": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "unasked": {
                    "type": "integer",
                    "minimum": 0
                  }
                }
              },
              "findings": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": [
                    "verdict",
                    "basis",
                    "check",
                    "title",
                    "detail",
                    "units"
                  ],
                  "properties": {
                    "verdict": {
                      "$ref": "#/$defs/checkVerdict"
                    },
                    "basis": {
                      "$ref": "#/$defs/basis"
                    },
                    "check": {
                      "type": "string"
                    },
                    "title": {
                      "type": "string"
                    },
                    "detail": {
                      "type": "string"
                    },
                    "hint": {
                      "type": "string"
                    },
                    "provider": {
                      "type": "string"
                    },
                    "because_of": {
                      "type": "string",
                      "description": "For an unasked one: the check of the same units whose finding has the same cause, or supplies its input. `detail` is then what this check itself met."
                    },
                    "prevents": {
                      "type": "array",
                      "items": {
                        "type": "string"
                      },
                      "description": "Checks of the same units that are unasked because of it."
                    },
                    "units": {
                      "type": "array",
                      "items": {
                        "type": "string"
                      },
                      "description": "Addresses of the units it holds for."
                    },
                    "path": {
                      "type": "string"
                    },
                    "line": {
                      "type": "integer",
                      "minimum": 1
                    }
                  }
                },
                "description": "Identical findings are one entry; blocking ones first."
              },
              "notes": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": [
                    "check",
                    "detail",
                    "units"
                  ],
                  "properties": {
                    "check": {
                      "type": "string",
                      "description": "Name of the check that found it."
                    },
                    "detail": {
                      "type": "string"
                    },
                    "units": {
                      "type": "array",
                      "items": {
                        "type": "string"
                      },
                      "description": "Addresses of the units it holds for."
                    }
                  }
                },
                "description": "What checks found that a reviewer should read although nothing is wrong: how much data there is, what is left out. The same note for several units is one entry."
              },
              "amounts": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": [
                    "of",
                    "units",
                    "count",
                    "bytes"
                  ],
                  "properties": {
                    "of": {
                      "type": "string",
                      "description": "What is counted, in the plural."
                    },
                    "units": {
                      "type": "integer",
                      "minimum": 1,
                      "description": "Units for which it is known."
                    },
                    "count": {
                      "type": [
                        "number",
                        "null"
                      ],
                      "description": "Null where only bytes are known."
                    },
                    "bytes": {
                      "type": [
                        "number",
                        "null"
                      ],
                      "description": "Null where only a number is known."
                    }
                  }
                },
                "description": "How much data the units move, added up by what is counted."
              }
            }
          },
          "schedule": {
            "type": "object",
            "required": [
              "samples",
              "p50_ms",
              "p90_ms",
              "durations",
              "critical_path",
              "limits",
              "calls",
              "gates"
            ],
            "properties": {
              "samples": {
                "type": "integer",
                "minimum": 1,
                "description": "Runs that were simulated."
              },
              "p50_ms": {
                "type": "integer",
                "minimum": 0
              },
              "p90_ms": {
                "type": "integer",
                "minimum": 0
              },
              "durations": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": [
                    "provider",
                    "title",
                    "steps",
                    "p50_ms",
                    "p90_ms",
                    "basis",
                    "source"
                  ],
                  "properties": {
                    "provider": {
                      "type": "string"
                    },
                    "title": {
                      "type": "string"
                    },
                    "steps": {
                      "type": "integer",
                      "minimum": 0
                    },
                    "p50_ms": {
                      "type": "integer",
                      "minimum": 0
                    },
                    "p90_ms": {
                      "type": "integer",
                      "minimum": 0
                    },
                    "basis": {
                      "$ref": "#/$defs/basis"
                    },
                    "source": {
                      "type": "string"
                    }
                  }
                }
              },
              "critical_path": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": [
                    "step",
                    "title",
                    "ready_ms",
                    "starts_ms",
                    "ends_ms",
                    "held_by"
                  ],
                  "properties": {
                    "step": {
                      "type": "string"
                    },
                    "title": {
                      "type": "string"
                    },
                    "ready_ms": {
                      "type": "integer",
                      "minimum": 0
                    },
                    "starts_ms": {
                      "type": "integer",
                      "minimum": 0
                    },
                    "ends_ms": {
                      "type": "integer",
                      "minimum": 0
                    },
                    "held_by": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "What kept it from starting when it was ready: a limit of its provider, such as in_flight; credentials, while one call tries them; or the name of a policy of the run, such as parallelism; null if nothing did."
                    },
                    "steps": {
                      "type": "integer",
                      "minimum": 2,
                      "description": "How many steps it represents, if the middle of a long path is one entry."
                    }
                  }
                }
              },
              "limits": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": [
                    "provider",
                    "limit",
                    "declared",
                    "raised_to",
                    "saves_ms"
                  ],
                  "properties": {
                    "provider": {
                      "type": "string"
                    },
                    "limit": {
                      "$ref": "#/$defs/limitName"
                    },
                    "declared": {
                      "type": "string"
                    },
                    "raised_to": {
                      "type": "string"
                    },
                    "saves_ms": {
                      "type": "integer",
                      "minimum": 0
                    }
                  }
                },
                "description": "Every declared limit, the one whose raising saves most first."
              },
              "calls": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": [
                    "provider",
                    "operation",
                    "calls",
                    "peak"
                  ],
                  "properties": {
                    "provider": {
                      "type": "string"
                    },
                    "operation": {
                      "type": "string"
                    },
                    "calls": {
                      "type": "integer",
                      "minimum": 0
                    },
                    "peak": {
                      "type": "integer",
                      "minimum": 0,
                      "description": "Most calls of it within one window of the provider's rate."
                    }
                  }
                }
              },
              "gates": {
                "type": "integer",
                "minimum": 0,
                "description": "Gates that stop the run until an operator approves."
              },
              "lanes": {
                "type": "array",
                "maxItems": 24,
                "description": "When each migration runs, in the order of the plan; many migrations share lanes. Times are in milliseconds from the start. Absent before format 2.5.",
                "items": {
                  "type": "object",
                  "required": [
                    "migrations",
                    "units",
                    "starts_ms",
                    "ends_p50_ms",
                    "ends_p90_ms"
                  ],
                  "properties": {
                    "migrations": {
                      "type": "array",
                      "minItems": 1,
                      "items": {
                        "type": "string"
                      },
                      "description": "Names, in the order of the plan."
                    },
                    "uses": {
                      "type": "string",
                      "description": "What all of them use. Absent where they use different things."
                    },
                    "units": {
                      "type": "integer",
                      "minimum": 1,
                      "description": "Units that have something left to do."
                    },
                    "starts_ms": {
                      "type": "integer",
                      "minimum": 0,
                      "description": "Half of the runs have started the first of them by then."
                    },
                    "ends_p50_ms": {
                      "type": "integer",
                      "minimum": 0,
                      "description": "Half of the runs have finished the last of them by then."
                    },
                    "ends_p90_ms": {
                      "type": "integer",
                      "minimum": 0,
                      "description": "Nine in ten runs have finished the last of them by then."
                    },
                    "gates": {
                      "type": "array",
                      "minItems": 1,
                      "description": "One entry for each step that is a gate. Absent without any.",
                      "items": {
                        "type": "object",
                        "required": [
                          "step",
                          "title",
                          "units",
                          "reached_ms"
                        ],
                        "properties": {
                          "step": {
                            "type": "string",
                            "description": "Its name within its unit."
                          },
                          "title": {
                            "type": "string"
                          },
                          "units": {
                            "type": "integer",
                            "minimum": 1,
                            "description": "How many units reach it."
                          },
                          "reached_ms": {
                            "type": "array",
                            "maxItems": 24,
                            "items": {
                              "type": "integer",
                              "minimum": 0
                            },
                            "description": "When the first unit reaches it, the second and so on, in half of the runs. Of more than 24, evenly spread ones."
                          }
                        }
                      }
                    },
                    "downtime": {
                      "type": "object",
                      "required": [
                        "units",
                        "starts_ms",
                        "p50_ms",
                        "p90_ms"
                      ],
                      "description": "What users notice of the units, when each gate is approved as it is reached. Absent where no step is known to cause a downtime.",
                      "properties": {
                        "units": {
                          "type": "integer",
                          "minimum": 1,
                          "description": "How many units have one each."
                        },
                        "starts_ms": {
                          "type": "array",
                          "maxItems": 24,
                          "items": {
                            "type": "integer",
                            "minimum": 0
                          },
                          "description": "When the first one begins, the second and so on, in half of the runs. Of more than 24, evenly spread ones."
                        },
                        "p50_ms": {
                          "type": "integer",
                          "minimum": 0,
                          "description": "Half of them last at most this long."
                        },
                        "p90_ms": {
                          "type": "integer",
                          "minimum": 0,
                          "description": "Nine in ten last at most this long."
                        }
                      }
                    }
                  }
                }
              },
              "approvals": {
                "type": "object",
                "description": "The forecast if an operator approves only once nothing else can proceed. Absent without gates.",
                "required": [
                  "rounds",
                  "p50_ms"
                ],
                "properties": {
                  "rounds": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "How often an operator then has to approve."
                  },
                  "p50_ms": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "How long the run then takes, without the time that the operator takes."
                  }
                }
              }
            },
            "description": "A forecast of the run, simulated with the declared limits. It does not include the time that operators take at gates. Absent when nothing is left to do or no estimate was asked for."
          },
          "saved": {
            "type": "object",
            "required": [
              "at",
              "expires_at"
            ],
            "properties": {
              "at": {
                "type": "string",
                "pattern": "^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z$"
              },
              "expires_at": {
                "anyOf": [
                  {
                    "type": "null"
                  },
                  {
                    "type": "string",
                    "pattern": "^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z$"
                  }
                ]
              },
              "environment": {
                "type": "string",
                "description": "The environment that the plan was read for; absent when none was named."
              }
            },
            "description": "In saved previews: when it was made, and until when it can be applied."
          },
          "next_steps": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "command",
                "why"
              ],
              "properties": {
                "command": {
                  "type": "string"
                },
                "why": {
                  "type": "string"
                }
              }
            },
            "description": "Commands to run next."
          }
        },
        "$defs": {
          "packedRow": {
            "anyOf": [
              {
                "type": "object",
                "required": [
                  "shape"
                ],
                "properties": {
                  "shape": {
                    "type": "object",
                    "description": "A unit that others are compared with. Shapes are numbered from 0 in their order. In its texts `{unit}` is the address of a unit and `{key}` what is in the brackets of it."
                  }
                },
                "additionalProperties": false
              },
              {
                "type": "object",
                "required": [
                  "unit"
                ],
                "properties": {
                  "unit": {
                    "type": "object",
                    "description": "A unit as it is."
                  }
                },
                "additionalProperties": false
              },
              {
                "type": "array",
                "minItems": 2,
                "items": {
                  "type": [
                    "string",
                    "number",
                    "boolean",
                    "null"
                  ]
                },
                "description": "A unit: the number of its shape, its address, and then by turns the number of a value in the shape (from 0, depth first, as the shape is written) and that value here."
              }
            ]
          },
          "unit": {
            "type": "object",
            "required": [
              "address",
              "migration",
              "level",
              "needs",
              "state",
              "steps"
            ],
            "properties": {
              "address": {
                "type": "string"
              },
              "formerly": {
                "type": "array",
                "description": "Addresses that it had before it or its migration was renamed; absent: none.",
                "items": {
                  "type": "string"
                }
              },
              "migration": {
                "type": "string"
              },
              "level": {
                "type": "integer",
                "minimum": 0
              },
              "needs": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              },
              "state": {
                "type": "string"
              },
              "row": {
                "type": "string",
                "pattern": "^[0-9a-f]{16}$",
                "description": "What its row of an inventory means. Absent where its entry is in the plan itself."
              },
              "left_out": {
                "const": true,
                "description": "Applying this preview leaves it as it is: --target or --exclude leave it out. Absent before format 2.6."
              },
              "steps": {
                "type": "array",
                "items": {
                  "$ref": "#/$defs/step"
                }
              },
              "simulated": {
                "type": "object",
                "required": [
                  "starts_ms",
                  "ends_ms"
                ],
                "properties": {
                  "starts_ms": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "ends_ms": {
                    "type": "integer",
                    "minimum": 0
                  }
                },
                "description": "In a median simulated run, from its start."
              },
              "from": {
                "description": "Where its data comes from; absent where its kind does not say.",
                "$ref": "#/$defs/place"
              },
              "to": {
                "description": "Where its data goes to.",
                "$ref": "#/$defs/place"
              }
            }
          },
          "step": {
            "type": "object",
            "required": [
              "address",
              "name",
              "kind",
              "title",
              "provider",
              "needs",
              "always",
              "state"
            ],
            "properties": {
              "address": {
                "type": "string"
              },
              "name": {
                "type": "string"
              },
              "kind": {
                "title": "Kind of a step",
                "description": "What a step does: it says who moves the step, and what can be known of it beforehand.",
                "enum": [
                  "await",
                  "call",
                  "check",
                  "gate",
                  "job"
                ]
              },
              "title": {
                "type": "string"
              },
              "provider": {
                "type": "string"
              },
              "needs": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              },
              "always": {
                "type": "boolean",
                "description": "Runs although its unit failed."
              },
              "state": {
                "type": "string",
                "description": "The status of the step."
              },
              "fingerprint": {
                "type": "string",
                "pattern": "^[0-9a-f]{16}$",
                "description": "Hash of what the step means."
              },
              "operation": {
                "type": "string"
              },
              "request": {
                "$ref": "#/$defs/request"
              },
              "goal": {
                "type": "string"
              },
              "instruction": {
                "type": "string"
              },
              "job": {
                "type": "string",
                "description": "For own work on data: the provider's name for it."
              },
              "connections": {
                "type": "array",
                "items": {
                  "type": "string"
                },
                "description": "For own work on data: the connections that it uses, if they are not only the unit's own."
              },
              "finding": {
                "type": "object",
                "required": [
                  "verdict",
                  "detail"
                ],
                "properties": {
                  "verdict": {
                    "$ref": "#/$defs/checkVerdict"
                  },
                  "detail": {
                    "type": "string"
                  },
                  "hint": {
                    "type": "string"
                  },
                  "notes": {
                    "type": "array",
                    "items": {
                      "type": "string"
                    },
                    "description": "What a reviewer should read although nothing is wrong."
                  },
                  "because_of": {
                    "type": "string",
                    "description": "For an unasked one: the check of its unit that is the reason."
                  },
                  "prevents": {
                    "type": "array",
                    "items": {
                      "type": "string"
                    },
                    "description": "Checks of its unit that are unasked because of it."
                  }
                },
                "description": "For checks that were run while the preview was made."
              }
            }
          },
          "request": {
            "type": "object",
            "required": [
              "method",
              "endpoint",
              "path",
              "query"
            ],
            "properties": {
              "method": {
                "type": "string"
              },
              "endpoint": {
                "type": "string"
              },
              "path": {
                "type": "string"
              },
              "query": {
                "type": "object",
                "additionalProperties": {
                  "type": "string"
                }
              },
              "headers": {
                "type": "object",
                "description": "Those that an argument of the call decides; none that carry credentials.",
                "additionalProperties": {
                  "type": "string"
                }
              },
              "body": {
                "description": "Any JSON value; secrets are references."
              },
              "lines": {
                "type": "array",
                "description": "In place of body: one JSON value for each line of an NDJSON body."
              }
            }
          },
          "state": {
            "type": "object",
            "description": "Present when the plan was applied before.",
            "required": [
              "runs",
              "steps_done",
              "steps_left",
              "is_same_plan",
              "steps_kept",
              "steps_new",
              "changed",
              "orphaned"
            ],
            "properties": {
              "runs": {
                "type": "integer",
                "minimum": 0
              },
              "steps_done": {
                "type": "integer",
                "minimum": 0
              },
              "steps_left": {
                "type": "integer",
                "minimum": 0
              },
              "is_same_plan": {
                "type": "boolean"
              },
              "steps_kept": {
                "type": "integer",
                "minimum": 0
              },
              "accepted": {
                "type": "array",
                "description": "Of the kept steps those that have a different meaning now and were accepted as they were done.",
                "items": {
                  "type": "string"
                }
              },
              "steps_new": {
                "type": "integer",
                "minimum": 0
              },
              "changed": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              },
              "orphaned": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              },
              "implied": {
                "type": "array",
                "description": "Steps without a record that count as done, because steps after them are: an earlier version, or the plan as it was, did not have them. Absent where there is none.",
                "items": {
                  "type": "string"
                }
              },
              "running_orphans": {
                "type": "array",
                "description": "Units that left the plan and whose task may be running; no run waits for it. Absent where there is none.",
                "items": {
                  "type": "object",
                  "required": [
                    "unit",
                    "task_ids"
                  ],
                  "properties": {
                    "unit": {
                      "type": "string"
                    },
                    "task_ids": {
                      "type": "array",
                      "items": {
                        "type": "string"
                      }
                    }
                  }
                }
              }
            }
          },
          "basis": {
            "enum": [
              "checked",
              "computed",
              "assumed"
            ],
            "description": "How the fact is known: an API, a file or the environment was asked; it follows from the plan, its state and the declared limits; nothing was asked."
          },
          "checkVerdict": {
            "enum": [
              "passed",
              "warning",
              "blocking",
              "unasked"
            ],
            "description": "`blocking`: applying would fail there. `unasked`: will be run before the first effect."
          },
          "limitName": {
            "enum": [
              "requests",
              "in_flight",
              "active",
              "active_per_target"
            ]
          },
          "place": {
            "type": "object",
            "description": "One end of what a unit moves.",
            "required": [
              "label",
              "facts"
            ],
            "properties": {
              "label": {
                "type": "string",
                "description": "What it is: `instance`."
              },
              "connection": {
                "type": "string",
                "description": "Alias of the provider through which it is reached; absent if it is reached in another way."
              },
              "facts": {
                "type": "array",
                "description": "The most general first. What is known only at run time is shown as its reference.",
                "items": {
                  "type": "object",
                  "required": [
                    "name",
                    "value"
                  ],
                  "properties": {
                    "name": {
                      "type": "string"
                    },
                    "value": {
                      "type": "string"
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  },
  "status": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://waybill.dev/schemas/output/status.schema.json",
    "title": "Status",
    "description": "What `waybill status --json` prints: the status of a plan, as its journal records it.",
    "type": "object",
    "required": [
      "format_version",
      "kind",
      "plan",
      "state",
      "running",
      "record",
      "steps",
      "remote_tasks",
      "units",
      "migrations",
      "under_way",
      "failures",
      "unknown",
      "skipped",
      "decisions",
      "gates",
      "next_steps"
    ],
    "properties": {
      "format_version": {
        "type": "string",
        "pattern": "^1\\.",
        "description": "The minor number grows with additions, the major one with anything else."
      },
      "kind": {
        "const": "status"
      },
      "plan": {
        "type": "string"
      },
      "state": {
        "type": "string",
        "description": "Where the state is."
      },
      "running": {
        "enum": [
          "yes",
          "no",
          "unknown"
        ],
        "description": "Whether a run is in progress; unknown when it was started on another host."
      },
      "record": {
        "$ref": "#/$defs/record_number"
      },
      "steps": {
        "$ref": "#/$defs/step_counts"
      },
      "remote_tasks": {
        "$ref": "#/$defs/remote_task_count"
      },
      "units": {
        "$ref": "#/$defs/unit_counts"
      },
      "migrations": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "name",
            "units"
          ],
          "properties": {
            "name": {
              "type": "string"
            },
            "units": {
              "$ref": "#/$defs/unit_counts"
            }
          }
        }
      },
      "held_places": {
        "$ref": "#/$defs/held_places"
      },
      "held_by_orphans": {
        "$ref": "#/$defs/held_by_orphans"
      },
      "holds": {
        "$ref": "#/$defs/holds"
      },
      "was_held": {
        "type": "array",
        "minItems": 1,
        "description": "For how long units blocked others, such as writers of a source, until the job of a call ended that; for a run: during that run. Absent: nothing.",
        "items": {
          "$ref": "#/$defs/was_held"
        }
      },
      "omitted": {
        "type": "array",
        "minItems": 1,
        "description": "Units whose copies lack something, because the plan allows it. Absent: none is.",
        "items": {
          "type": "object",
          "required": [
            "unit",
            "count",
            "named"
          ],
          "properties": {
            "unit": {
              "type": "string"
            },
            "count": {
              "type": "integer",
              "minimum": 1,
              "description": "How many documents or keys."
            },
            "written": {
              "const": true,
              "description": "They differ, but clients use the copy and had written to it by then: it is not known whether that is why. Absent: the plan allows it."
            },
            "place": {
              "type": "string",
              "description": "Where all of them are listed. Absent: nowhere else."
            },
            "named": {
              "type": "array",
              "description": "The first ones.",
              "items": {
                "type": "object",
                "required": [
                  "what",
                  "id"
                ],
                "properties": {
                  "what": {
                    "type": "string",
                    "description": "`refused`, `missing`."
                  },
                  "id": {
                    "type": "string"
                  },
                  "details": {
                    "type": "object",
                    "additionalProperties": {
                      "type": "string"
                    }
                  }
                }
              }
            }
          }
        }
      },
      "warnings": {
        "type": "array",
        "minItems": 1,
        "description": "What steps that succeeded warned of, during any run, those with the same cause together. Absent: nothing that is recorded.",
        "items": {
          "$ref": "#/$defs/warning_group"
        }
      },
      "verified": {
        "type": "array",
        "minItems": 1,
        "description": "The latest comparison of units that `waybill verify` compared, oldest first. Absent: none was.",
        "items": {
          "type": "object",
          "required": [
            "unit",
            "result",
            "level",
            "at",
            "by"
          ],
          "properties": {
            "unit": {
              "type": "string"
            },
            "result": {
              "enum": [
                "equal",
                "different",
                "unstable"
              ]
            },
            "level": {
              "type": "string",
              "description": "How thoroughly, in the words of the unit's kind."
            },
            "omitted": {
              "type": "integer",
              "minimum": 1,
              "description": "For equal sides: how many the copy lacks, because the plan allows it. Absent: none."
            },
            "at": {
              "type": "string",
              "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
            },
            "by": {
              "type": "string"
            },
            "freshness": {
              "enum": [
                "fresh",
                "stale",
                "unknown"
              ],
              "description": "With --freshness: whether either side has been written to since then."
            }
          }
        }
      },
      "differences": {
        "type": "object",
        "description": "What failed verifications found to differ. Absent: nothing.",
        "required": [
          "found",
          "named"
        ],
        "properties": {
          "found": {
            "type": "integer",
            "minimum": 1,
            "description": "How many documents or keys."
          },
          "named": {
            "type": "integer",
            "minimum": 0,
            "description": "How many of them are named: `--differences FILE` writes those."
          }
        }
      },
      "under_way": {
        "type": "array",
        "items": {
          "type": "object",
          "description": "A step that was begun and has not ended, or a wait that a run resumes.",
          "required": [
            "step",
            "status"
          ],
          "properties": {
            "step": {
              "type": "string"
            },
            "status": {
              "type": "string"
            },
            "since": {
              "type": "string",
              "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
            },
            "reason": {
              "type": "string"
            },
            "slices": {
              "type": "object",
              "description": "Of own work on data that was cut into slices.",
              "required": [
                "done",
                "total"
              ],
              "properties": {
                "done": {
                  "type": "integer",
                  "minimum": 0
                },
                "total": {
                  "type": "integer",
                  "minimum": 0
                }
              }
            }
          }
        }
      },
      "failures": {
        "type": "array",
        "items": {
          "$ref": "#/$defs/failure_group"
        }
      },
      "unknown": {
        "type": "array",
        "items": {
          "$ref": "#/$defs/failure_group"
        }
      },
      "skipped": {
        "type": "array",
        "items": {
          "$ref": "#/$defs/skipped_group"
        }
      },
      "decisions": {
        "type": "array",
        "items": {
          "$ref": "#/$defs/decision"
        }
      },
      "gates": {
        "type": "array",
        "items": {
          "$ref": "#/$defs/gate"
        }
      },
      "approvals_unreadable": {
        "type": "string",
        "description": "Why approvals that no run has taken yet cannot be read: gates may be approved although they do not say so. Absent: they were read."
      },
      "next_steps": {
        "type": "array",
        "items": {
          "$ref": "#/$defs/next_step"
        }
      },
      "owner": {
        "type": "object",
        "description": "Who started the last run.",
        "required": [
          "host",
          "pid",
          "user"
        ],
        "properties": {
          "host": {
            "type": "string"
          },
          "pid": {
            "type": "integer",
            "minimum": 0
          },
          "user": {
            "type": "string"
          },
          "url": {
            "type": "string"
          }
        }
      },
      "last_run": {
        "type": "object",
        "required": [
          "run",
          "started_at"
        ],
        "properties": {
          "run": {
            "type": "string"
          },
          "started_at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
          },
          "outcome": {
            "enum": [
              "succeeded",
              "gated",
              "stopped",
              "failed"
            ]
          },
          "stop_kind": {
            "enum": [
              "credentials",
              "connection",
              "interrupted",
              "cancelled",
              "deadline",
              "failures",
              "error"
            ],
            "description": "What ended the run before everything was done: `credentials` refused, a `connection` that cannot be used, `interrupted` by a signal, `cancelled` by `waybill cancel`, the `deadline` of `--max-runtime`, `failures` (`on_failure: stop`, `--max-failures`), or an `error`. Absent: nothing did, or the journal does not record it."
          },
          "stop_reason": {
            "type": "string",
            "description": "The same in words, such as `interrupted by SIGINT`."
          },
          "suspended": {
            "type": "array",
            "description": "Providers to which nothing more was sent, and why. Absent: none.",
            "minItems": 1,
            "items": {
              "type": "object",
              "required": [
                "provider",
                "code",
                "message"
              ],
              "properties": {
                "provider": {
                  "type": "string"
                },
                "code": {
                  "type": "string"
                },
                "message": {
                  "type": "string"
                },
                "hint": {
                  "type": "string"
                }
              }
            }
          }
        }
      },
      "moved": {
        "type": "array",
        "minItems": 1,
        "description": "Providers of steps that were done or begun and that lead elsewhere than in the last run: a run refuses without --keep-changed. Absent: none.",
        "items": {
          "type": "object",
          "required": [
            "provider",
            "what",
            "before",
            "after"
          ],
          "properties": {
            "provider": {
              "type": "string"
            },
            "what": {
              "type": "string",
              "description": "`endpoint`, `region`, `project_id` and so on."
            },
            "before": {
              "type": "string"
            },
            "after": {
              "type": "string"
            }
          }
        }
      },
      "last_record_at": {
        "type": "string",
        "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
      },
      "live": {
        "$ref": "#/$defs/live"
      },
      "edit": {
        "$ref": "#/$defs/edit"
      }
    },
    "$defs": {
      "warning_group": {
        "type": "object",
        "required": [
          "step",
          "message",
          "units"
        ],
        "properties": {
          "step": {
            "type": "string",
            "description": "The name of the step."
          },
          "message": {
            "type": "string"
          },
          "is_example": {
            "type": "boolean",
            "description": "The message is that of the first unit, and the others differ only in ids. Absent: all have this one."
          },
          "hint": {
            "type": "string"
          },
          "units": {
            "type": "array",
            "minItems": 1,
            "items": {
              "type": "string"
            }
          }
        }
      },
      "was_held": {
        "type": "object",
        "required": [
          "step",
          "sent",
          "own_ms",
          "job_ms",
          "ended_at"
        ],
        "properties": {
          "step": {
            "type": "string",
            "description": "The step that held it."
          },
          "sent": {
            "type": "string",
            "description": "The call whose job ended it."
          },
          "own_ms": {
            "type": "integer",
            "minimum": 0,
            "description": "Until the call was sent."
          },
          "job_ms": {
            "type": "integer",
            "minimum": 0,
            "description": "From then until its job was seen to have ended."
          },
          "ended_at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
          }
        }
      },
      "holds": {
        "type": "array",
        "minItems": 1,
        "description": "What units that have not succeeded block for others, such as writing to a frozen index. Absent: nothing.",
        "items": {
          "type": "object",
          "required": [
            "step",
            "since",
            "holds",
            "lift"
          ],
          "properties": {
            "step": {
              "type": "string",
              "description": "Address of the step that did it."
            },
            "since": {
              "type": "string",
              "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
            },
            "holds": {
              "type": "string",
              "description": "What is blocked meanwhile."
            },
            "lift": {
              "type": "string",
              "description": "The vendor's call that lifts it by hand."
            }
          }
        }
      },
      "held_places": {
        "type": "array",
        "minItems": 1,
        "description": "Units that failed or left the plan, whose remote tasks may be running, and for whose places of `active` or `active_per_target` other units wait. Absent: none.",
        "items": {
          "type": "string"
        }
      },
      "held_by_orphans": {
        "type": "array",
        "minItems": 1,
        "description": "Those of `held_places` that left the plan: no run waits for their tasks. Absent: none.",
        "items": {
          "type": "string"
        }
      },
      "live": {
        "type": "object",
        "description": "What a run in another process of this host reports about itself; absent if there is none.",
        "required": [
          "format_version",
          "kind",
          "run",
          "host",
          "pid",
          "at",
          "record",
          "steps",
          "units",
          "accounts",
          "suspended",
          "selection",
          "waiting",
          "remote_task_count",
          "wait_count",
          "remote_tasks"
        ],
        "properties": {
          "format_version": {
            "type": "string",
            "pattern": "^1\\."
          },
          "kind": {
            "const": "live"
          },
          "run": {
            "type": "string"
          },
          "host": {
            "type": "string"
          },
          "pid": {
            "type": "integer",
            "minimum": 0
          },
          "at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
          },
          "record": {
            "$ref": "#/$defs/record_number"
          },
          "steps": {
            "$ref": "#/$defs/step_counts"
          },
          "units": {
            "$ref": "#/$defs/unit_counts"
          },
          "eta": {
            "type": "object",
            "description": "Absent when nothing supports one.",
            "required": [
              "ms",
              "basis",
              "at"
            ],
            "properties": {
              "ms": {
                "type": "integer",
                "minimum": 0
              },
              "basis": {
                "enum": [
                  "simulated",
                  "assumed",
                  "rate"
                ],
                "description": "`simulated`: what is left was simulated with durations that this run or an earlier one has shown; `assumed`: with a provider's guess, because no such task has ended yet; `rate`: the step rate of the last minute."
              },
              "at": {
                "type": "string",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$",
                "description": "When it was calculated; `ms` counts down from then on."
              }
            }
          },
          "accounts": {
            "type": "array",
            "items": {
              "$ref": "#/$defs/account"
            }
          },
          "parallelism": {
            "type": "object",
            "description": "Calls at once over all accounts; absent without such a cap.",
            "required": [
              "policy",
              "limit",
              "in_use",
              "waiting"
            ],
            "properties": {
              "policy": {
                "type": "string",
                "description": "What caps them, such as parallelism."
              },
              "limit": {
                "type": "integer",
                "minimum": 1
              },
              "in_use": {
                "type": "integer",
                "minimum": 0
              },
              "waiting": {
                "type": "integer",
                "minimum": 0
              }
            }
          },
          "suspended": {
            "type": "array",
            "description": "Providers to which nothing more is sent in this run.",
            "items": {
              "type": "object",
              "required": [
                "provider",
                "code",
                "message"
              ],
              "properties": {
                "provider": {
                  "type": "string"
                },
                "code": {
                  "type": "string"
                },
                "message": {
                  "type": "string"
                }
              }
            }
          },
          "stopping": {
            "type": "string",
            "description": "Why the run starts nothing more; absent while it does."
          },
          "selection": {
            "type": "object",
            "description": "What the run leaves out, as it was given.",
            "required": [
              "target",
              "exclude",
              "left_out"
            ],
            "properties": {
              "target": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              },
              "exclude": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              },
              "left_out": {
                "type": "integer",
                "minimum": 0
              }
            }
          },
          "waiting": {
            "type": "array",
            "description": "What is held back, the largest group first.",
            "items": {
              "type": "object",
              "required": [
                "count",
                "reason"
              ],
              "properties": {
                "count": {
                  "type": "integer",
                  "minimum": 1
                },
                "reason": {
                  "type": "string"
                }
              }
            }
          },
          "retrying": {
            "type": "array",
            "minItems": 1,
            "maxItems": 50,
            "description": "Steps of which an attempt failed, without any progress since. Absent: none.",
            "items": {
              "type": "object",
              "required": [
                "step",
                "reason",
                "since"
              ],
              "properties": {
                "step": {
                  "type": "string"
                },
                "reason": {
                  "type": "string",
                  "description": "Why the latest attempt failed."
                },
                "since": {
                  "type": "string",
                  "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$",
                  "description": "When the first of these attempts had failed."
                }
              }
            }
          },
          "work": {
            "type": "array",
            "minItems": 1,
            "description": "What the steps in progress have done of their data, by what they count. Absent: nothing is counted.",
            "items": {
              "type": "object",
              "required": [
                "of",
                "done"
              ],
              "properties": {
                "of": {
                  "type": "string",
                  "description": "What is counted, such as documents."
                },
                "done": {
                  "type": "number",
                  "minimum": 0
                },
                "total": {
                  "type": "number",
                  "minimum": 0,
                  "description": "Absent: not known."
                },
                "per_second": {
                  "type": "number",
                  "minimum": 0,
                  "description": "Over the last minute. Absent: not known yet."
                },
                "left_ms": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "Until all of it is done at that rate."
                }
              }
            }
          },
          "remote_task_count": {
            "$ref": "#/$defs/remote_task_count"
          },
          "wait_count": {
            "type": "integer",
            "minimum": 0,
            "description": "Waits for remote tasks: one task may be waited for more than once, and also after it ended."
          },
          "remote_tasks": {
            "type": "array",
            "description": "What was waited for longest, 500 at most.",
            "items": {
              "type": "object",
              "required": [
                "step",
                "status",
                "since"
              ],
              "properties": {
                "step": {
                  "type": "string"
                },
                "status": {
                  "type": "string",
                  "description": "The vendor's word."
                },
                "progress": {
                  "type": "number",
                  "minimum": 0,
                  "maximum": 1,
                  "description": "From the vendor."
                },
                "since": {
                  "type": "string",
                  "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
                }
              }
            }
          }
        }
      },
      "account": {
        "type": "object",
        "description": "How much of the limits of one account is in use, and how many wait for it.",
        "required": [
          "providers",
          "windows",
          "in_flight",
          "in_flight_limit",
          "tasks",
          "wait_for_place",
          "wait_for_target",
          "wait_for_turn",
          "held_for_ms"
        ],
        "properties": {
          "providers": {
            "type": "array",
            "items": {
              "type": "string"
            },
            "description": "Aliases that share the account."
          },
          "windows": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "calls",
                "allowed",
                "declared",
                "interval_ms"
              ],
              "properties": {
                "calls": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "Calls that count in the window now."
                },
                "allowed": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "Less than declared after the server refused."
                },
                "declared": {
                  "type": "integer",
                  "minimum": 0
                },
                "interval_ms": {
                  "type": "integer",
                  "minimum": 0
                }
              }
            }
          },
          "in_flight": {
            "type": "integer",
            "minimum": 0
          },
          "in_flight_limit": {
            "type": "integer",
            "minimum": 0
          },
          "tasks": {
            "type": "integer",
            "minimum": 0,
            "description": "Remote tasks that hold a place."
          },
          "task_limit": {
            "type": "integer",
            "minimum": 0,
            "description": "Absent when there is none."
          },
          "target_limit": {
            "type": "integer",
            "minimum": 0,
            "description": "Absent when there is none."
          },
          "wait_for_place": {
            "type": "integer",
            "minimum": 0
          },
          "wait_for_target": {
            "type": "integer",
            "minimum": 0
          },
          "wait_for_turn": {
            "type": "integer",
            "minimum": 0
          },
          "unproven": {
            "type": "array",
            "minItems": 1,
            "items": {
              "type": "string"
            },
            "description": "Providers whose credentials have not been shown to be accepted yet: calls are sent one at a time. Absent: none."
          },
          "held_for_ms": {
            "type": "integer",
            "minimum": 0,
            "description": "For how long nothing is sent, after throttling."
          },
          "unreachable": {
            "type": "object",
            "description": "Present while the connection is down.",
            "required": [
              "since",
              "reason"
            ],
            "properties": {
              "since": {
                "type": "string",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
              },
              "reason": {
                "type": "string"
              }
            }
          }
        }
      },
      "next_step": {
        "type": "object",
        "description": "A command to run next.",
        "required": [
          "command",
          "why"
        ],
        "properties": {
          "command": {
            "type": "string",
            "description": "Can be copied into a shell as it is; `...` has to be replaced by values that only an operator knows."
          },
          "why": {
            "type": "string"
          }
        }
      },
      "failure_group": {
        "type": "object",
        "description": "Units that failed, or whose outcome is unknown, for the same cause.",
        "required": [
          "code",
          "message",
          "units"
        ],
        "properties": {
          "code": {
            "type": "string"
          },
          "message": {
            "type": "string"
          },
          "units": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "hint": {
            "type": "string"
          },
          "result": {
            "enum": [
              "different",
              "unstable"
            ],
            "description": "Of verifications: what they found."
          },
          "is_example": {
            "type": "boolean",
            "description": "The messages of the units differ only in ids; this is the first one."
          }
        }
      },
      "skipped_group": {
        "type": "object",
        "description": "Units that no run reaches because of another one.",
        "required": [
          "because",
          "because_status",
          "units"
        ],
        "properties": {
          "because": {
            "type": "string",
            "description": "The unit at the root of it."
          },
          "because_status": {
            "type": "string"
          },
          "units": {
            "type": "array",
            "items": {
              "type": "string"
            }
          }
        }
      },
      "decision": {
        "type": "object",
        "description": "What an operator decided about a unit or a step.",
        "required": [
          "at",
          "address",
          "decision",
          "by",
          "reason"
        ],
        "properties": {
          "at": {
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
          },
          "address": {
            "type": "string"
          },
          "decision": {
            "enum": [
              "retry",
              "redo",
              "skip",
              "accept",
              "rollback",
              "rolled-back",
              "adopt",
              "did-not-happen"
            ]
          },
          "by": {
            "type": "string"
          },
          "reason": {
            "type": "string"
          }
        }
      },
      "gate": {
        "type": "object",
        "description": "A gate that waits for an approval.",
        "required": [
          "unit",
          "step",
          "instruction",
          "command"
        ],
        "properties": {
          "unit": {
            "type": "string"
          },
          "step": {
            "type": "string"
          },
          "instruction": {
            "type": "string"
          },
          "command": {
            "type": "string"
          },
          "approved": {
            "type": "object",
            "description": "An operator has approved it, and no run has taken that yet. Absent: nobody has.",
            "required": [
              "by"
            ],
            "properties": {
              "by": {
                "type": "string"
              },
              "at": {
                "type": "string",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$",
                "description": "Absent: an older version, which did not say, posted it."
              },
              "reason": {
                "type": "string"
              }
            }
          },
          "usage": {
            "type": "array",
            "description": "With --usage, of a unit that waits until its clients have moved: who uses which side. Absent: it was not asked.",
            "items": {
              "type": "object",
              "required": [
                "is_in_use",
                "detail"
              ],
              "properties": {
                "is_in_use": {
                  "type": [
                    "boolean",
                    "null"
                  ],
                  "description": "Whether clients use the source; null: it is not known."
                },
                "detail": {
                  "type": "string"
                },
                "hint": {
                  "type": "string"
                },
                "is_blocking": {
                  "type": "boolean",
                  "description": "`cutover` refuses to open the gate because of it."
                }
              }
            }
          }
        }
      },
      "record_number": {
        "type": "integer",
        "minimum": 0,
        "description": "Number of the last journal record that is counted: every view shows the same at the same record."
      },
      "step_counts": {
        "type": "object",
        "description": "A step is done when its success is recorded, or when its unit was accepted.",
        "required": [
          "done",
          "total"
        ],
        "properties": {
          "done": {
            "type": "integer",
            "minimum": 0
          },
          "total": {
            "type": "integer",
            "minimum": 0
          }
        }
      },
      "remote_task_count": {
        "type": "integer",
        "minimum": 0,
        "description": "Remote tasks that run or may run: also those of units that wait at a gate, and those whose call has no outcome."
      },
      "unit_counts": {
        "type": "object",
        "description": "Units by status, and `total`. `pending`: nothing of it was sent; `active`: its remote task runs; `started`: something of it was sent, and no remote task of it runs now; `gated`: it waits for an approval.",
        "required": [
          "total"
        ],
        "additionalProperties": {
          "type": "integer",
          "minimum": 0
        }
      },
      "edit": {
        "type": "object",
        "description": "What becomes of the steps of a plan that was edited since its last run.",
        "required": [
          "is_same_plan",
          "keep",
          "redo_needed",
          "orphaned",
          "new"
        ],
        "properties": {
          "is_same_plan": {
            "type": "boolean",
            "description": "The plan is as it was last applied; what differs was kept as it was done."
          },
          "keep": {
            "type": "integer",
            "minimum": 0
          },
          "accepted": {
            "type": "array",
            "description": "Of the kept steps those that have a different meaning now and were accepted as they were done.",
            "items": {
              "type": "string"
            }
          },
          "redo_needed": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "orphaned": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "implied": {
            "type": "array",
            "description": "Steps without a record that count as done, because steps after them are: an earlier version, or the plan as it was, did not have them. Absent where there is none.",
            "items": {
              "type": "string"
            }
          },
          "running_orphans": {
            "type": "array",
            "description": "Units that left the plan and whose task may be running; no run waits for it. Absent where there is none.",
            "items": {
              "type": "object",
              "required": [
                "unit",
                "task_ids"
              ],
              "properties": {
                "unit": {
                  "type": "string"
                },
                "task_ids": {
                  "type": "array",
                  "items": {
                    "type": "string"
                  }
                }
              }
            }
          },
          "gone_migrations": {
            "type": "array",
            "description": "Migrations that left the plan as a whole after a call of theirs was sent: nothing shows whether their tasks run, and these take no places of `active`. Absent where there is none.",
            "items": {
              "type": "string"
            }
          },
          "new": {
            "type": "integer",
            "minimum": 0
          }
        }
      }
    }
  }
};
