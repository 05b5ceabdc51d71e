// Generated from schemas/ by `node scripts/generate.ts`. Do not edit.

/** How an operation's arguments become an HTTP request. */
export interface OperationBinding {
  readonly provider: string;
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With parameters in braces. `{project_id}` comes from the provider's configuration, all others from the arguments. */
  readonly path: string;
  /** Where an argument goes. Arguments that are not named here are fields of the JSON body. */
  readonly parameters: Readonly<Record<string, 'path' | 'query' | 'header'>>;
  /** HTTP statuses of success, the documented one first. */
  readonly success: readonly number[];
  readonly effect: boolean;
  /** Title of the vendor document. */
  readonly document: string;
}

/** One vendor operation. `request` is the flat argument object; `response` is lenient. Both stand alone. */
export interface OperationSchema {
  readonly $id: string;
  readonly title: string;
  readonly description: string;
  readonly 'x-waybill': OperationBinding;
  readonly $defs: { readonly request: object; readonly response: object };
}

/** The `with:` of a kind. */
export interface KindSchema {
  readonly $id: string;
  readonly title: string;
  readonly description: string;
  readonly 'x-waybill': {
    readonly provider: string;
    readonly kind: string;
  };
  readonly [keyword: string]: unknown;
}

export type OperationName =
  | 'CountKeys'
  | 'PauseWrites'
  | 'ProbeRights'
  | 'ShowPosition'
  | 'ShowServer'
  | 'UnpauseWrites';

export type KindName =
  | 'verify';

export const operationSchemas: Readonly<Record<OperationName, OperationSchema>> = {
  "CountKeys": {
    "$id": "https://waybill.dev/schemas/redis/CountKeys.schema.json",
    "title": "CountKeys",
    "description": "Counts the keys of each database, and how many of them expire; for a cluster, those of all masters.",
    "x-waybill": {
      "provider": "redis",
      "operation": "CountKeys",
      "method": "POST",
      "path": "/0",
      "parameters": {},
      "success": [
        200
      ],
      "effect": false,
      "document": "INFO keyspace (Redis commands)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "properties": {}
      },
      "response": {
        "type": "object",
        "description": "The counts.",
        "additionalProperties": true,
        "properties": {
          "databases": {
            "type": [
              "array",
              "null"
            ],
            "description": "One row for each database that has keys.",
            "items": {
              "type": "object",
              "description": "A database.",
              "additionalProperties": true,
              "properties": {
                "database": {
                  "type": [
                    "integer",
                    "null"
                  ],
                  "description": "Number of the database."
                },
                "keys": {
                  "type": [
                    "integer",
                    "null"
                  ],
                  "description": "Keys, including those that have expired but are not removed yet."
                },
                "expires": {
                  "type": [
                    "integer",
                    "null"
                  ],
                  "description": "Keys that expire."
                }
              }
            }
          },
          "keys": {
            "type": [
              "integer",
              "null"
            ],
            "description": "Keys of all databases; null where they are not counted."
          },
          "partial": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "Databases that are not named may have keys too, because a proxy may leave them out. Absent: they have none."
          },
          "counted": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "Whether the server says how many keys it has, which proxies may leave out."
          }
        }
      }
    }
  },
  "PauseWrites": {
    "$id": "https://waybill.dev/schemas/redis/PauseWrites.schema.json",
    "title": "PauseWrites",
    "description": "Pauses clients that write, for a limited time (CLIENT PAUSE … WRITE, Redis 6.2 and later). Reads are still answered. Of two pauses, the one that ends later counts.",
    "x-waybill": {
      "provider": "redis",
      "operation": "PauseWrites",
      "method": "POST",
      "path": "/0",
      "parameters": {},
      "success": [
        200
      ],
      "effect": true,
      "document": "CLIENT PAUSE (Redis commands)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "milliseconds"
        ],
        "properties": {
          "milliseconds": {
            "type": "integer",
            "title": "Milliseconds",
            "description": "How long the pause lasts unless it is lifted.",
            "minimum": 1,
            "maximum": 3600000,
            "examples": [
              300000
            ]
          },
          "run_ids": {
            "type": [
              "array",
              "null"
            ],
            "title": "Processes",
            "description": "Ids of the processes of the servers to pause, as ShowServer reports them; other servers are left alone. Left out: whichever server answers.",
            "items": {
              "type": "string",
              "title": "Process",
              "description": "The run_id of a server."
            },
            "examples": [
              [
                "b5d5a5a3c1a24c2d9a2b1c0d3e4f5a6b7c8d9e0f"
              ]
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "The pause.",
        "additionalProperties": true,
        "properties": {
          "run_ids": {
            "type": [
              "array",
              "null"
            ],
            "description": "Processes whose writers are paused.",
            "items": {
              "type": "string",
              "description": "The run_id of a server."
            }
          }
        }
      }
    }
  },
  "ProbeRights": {
    "$id": "https://waybill.dev/schemas/redis/ProbeRights.schema.json",
    "title": "ProbeRights",
    "description": "Tries the commands that a comparison needs, without touching data, and shows which of them are refused.",
    "x-waybill": {
      "provider": "redis",
      "operation": "ProbeRights",
      "method": "POST",
      "path": "/0",
      "parameters": {},
      "success": [
        200
      ],
      "effect": false,
      "document": "ACL, EVAL (Redis commands)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "level": {
            "type": "string",
            "title": "Level",
            "description": "The level of the comparison.",
            "enum": [
              "counts",
              "keys",
              "digest",
              "dump"
            ],
            "examples": [
              "digest"
            ]
          },
          "pause": {
            "type": "boolean",
            "title": "Pause",
            "description": "Whether to check as well if writers may be paused; nothing is paused.",
            "examples": [
              true
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "What is refused.",
        "additionalProperties": true,
        "properties": {
          "refused": {
            "type": [
              "array",
              "null"
            ],
            "description": "Commands that are refused, each with what the server says.",
            "items": {
              "type": "object",
              "description": "A refused command.",
              "additionalProperties": true,
              "properties": {
                "command": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Name of the command."
                },
                "reason": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "What the server says."
                },
                "optional": {
                  "type": [
                    "boolean",
                    "null"
                  ],
                  "description": "A comparison works without it, but takes longer."
                }
              }
            }
          }
        }
      }
    }
  },
  "ShowPosition": {
    "$id": "https://waybill.dev/schemas/redis/ShowPosition.schema.json",
    "title": "ShowPosition",
    "description": "Shows the write position of a server: replication offset and changes since its last save; for a cluster, those of each master.",
    "x-waybill": {
      "provider": "redis",
      "operation": "ShowPosition",
      "method": "POST",
      "path": "/0",
      "parameters": {},
      "success": [
        200
      ],
      "effect": false,
      "document": "INFO server, INFO replication, INFO persistence (Redis commands)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "properties": {}
      },
      "response": {
        "type": "object",
        "description": "The position.",
        "additionalProperties": true,
        "properties": {
          "nodes": {
            "type": [
              "array",
              "null"
            ],
            "description": "One row for each server that holds keys.",
            "items": {
              "type": "object",
              "description": "A server.",
              "additionalProperties": true,
              "properties": {
                "node": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Its address."
                },
                "run_id": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Id of its process."
                },
                "offset": {
                  "type": [
                    "integer",
                    "null"
                  ],
                  "description": "Replication offset."
                },
                "has_offset": {
                  "type": [
                    "boolean",
                    "null"
                  ],
                  "description": "Whether the offset counts writes: replication is or was in use."
                },
                "replicas": {
                  "type": [
                    "integer",
                    "null"
                  ],
                  "description": "Connected replicas, to which it also sends a PING every ten seconds, which the offset counts."
                },
                "at_ms": {
                  "type": [
                    "integer",
                    "null"
                  ],
                  "description": "Its clock, in milliseconds since 1970."
                },
                "changes": {
                  "type": [
                    "integer",
                    "null"
                  ],
                  "description": "Changes since the last save."
                },
                "saved_at": {
                  "type": [
                    "integer",
                    "null"
                  ],
                  "description": "Time of the last save, in seconds since 1970."
                }
              }
            }
          }
        }
      }
    }
  },
  "ShowServer": {
    "$id": "https://waybill.dev/schemas/redis/ShowServer.schema.json",
    "title": "ShowServer",
    "description": "Shows version, role and state of a server; for a cluster, those of the node that was asked.",
    "x-waybill": {
      "provider": "redis",
      "operation": "ShowServer",
      "method": "POST",
      "path": "/0",
      "parameters": {},
      "success": [
        200
      ],
      "effect": false,
      "document": "INFO (Redis commands)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "properties": {}
      },
      "response": {
        "type": "object",
        "description": "The server.",
        "additionalProperties": true,
        "properties": {
          "version": {
            "type": [
              "string",
              "null"
            ],
            "description": "Version of Redis, or the one that it is compatible with."
          },
          "mode": {
            "type": [
              "string",
              "null"
            ],
            "description": "standalone, cluster, sentinel or proxy."
          },
          "role": {
            "type": [
              "string",
              "null"
            ],
            "description": "master or slave."
          },
          "nodes": {
            "type": [
              "integer",
              "null"
            ],
            "description": "Masters that hold the keys."
          },
          "moving_slots": {
            "type": [
              "integer",
              "null"
            ],
            "description": "Slots of a cluster that are being moved to another master."
          },
          "loading": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "Whether it is still loading its data."
          },
          "run_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "Id of the process."
          },
          "run_ids": {
            "type": [
              "array",
              "null"
            ],
            "description": "Ids of the processes of all masters.",
            "items": {
              "type": "string",
              "description": "Id of a process."
            }
          }
        }
      }
    }
  },
  "UnpauseWrites": {
    "$id": "https://waybill.dev/schemas/redis/UnpauseWrites.schema.json",
    "title": "UnpauseWrites",
    "description": "Lets clients write again (CLIENT UNPAUSE, Redis 6.2 and later).",
    "x-waybill": {
      "provider": "redis",
      "operation": "UnpauseWrites",
      "method": "POST",
      "path": "/0",
      "parameters": {},
      "success": [
        200
      ],
      "effect": true,
      "document": "CLIENT UNPAUSE (Redis commands)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "run_ids": {
            "type": [
              "array",
              "null"
            ],
            "title": "Processes",
            "description": "Ids of the processes of the servers to pause, as ShowServer reports them; other servers are left alone. Left out: whichever server answers.",
            "items": {
              "type": "string",
              "title": "Process",
              "description": "The run_id of a server."
            },
            "examples": [
              [
                "b5d5a5a3c1a24c2d9a2b1c0d3e4f5a6b7c8d9e0f"
              ]
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "What was lifted.",
        "additionalProperties": true,
        "properties": {
          "run_ids": {
            "type": [
              "array",
              "null"
            ],
            "description": "Processes whose pause was lifted; none if other servers answer.",
            "items": {
              "type": "string",
              "description": "The run_id of a server."
            }
          }
        }
      }
    }
  }
};

export const kindSchemas: Readonly<Record<KindName, KindSchema>> = {
  "verify": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://waybill.dev/schemas/redis/kinds/verify.schema.json",
    "title": "verify",
    "description": "Compares two Redis servers, however the keys got from one to the other: counts, keys with types and expiry, or every value.",
    "x-waybill": {
      "provider": "redis",
      "kind": "verify"
    },
    "type": "object",
    "additionalProperties": false,
    "required": [
      "source",
      "target"
    ],
    "properties": {
      "source": {
        "type": "object",
        "title": "Source",
        "description": "The server whose keys were copied.",
        "additionalProperties": false,
        "properties": {
          "connection": {
            "type": "string",
            "title": "Connection",
            "description": "Alias of the server, under providers. Left out: the one that the migration uses.",
            "x-connection": "redis",
            "examples": [
              "old"
            ]
          }
        },
        "examples": [
          {
            "connection": "old"
          }
        ]
      },
      "target": {
        "type": "object",
        "title": "Target",
        "description": "The server that should have them.",
        "additionalProperties": false,
        "properties": {
          "connection": {
            "type": "string",
            "title": "Connection",
            "description": "Alias of the server, under providers. Left out: the one that the migration uses.",
            "x-connection": "redis",
            "examples": [
              "new"
            ]
          }
        },
        "examples": [
          {
            "connection": "new"
          }
        ]
      },
      "databases": {
        "type": "array",
        "title": "Databases",
        "description": "The databases to compare, each with the one of the same number. Left out: all that have keys on either side.",
        "minItems": 1,
        "maxItems": 256,
        "uniqueItems": true,
        "items": {
          "type": "integer",
          "title": "Database",
          "description": "Number of a database.",
          "minimum": 0,
          "maximum": 65535
        },
        "examples": [
          [
            0,
            3
          ]
        ]
      }
    },
    "examples": [
      {
        "source": {
          "connection": "old"
        },
        "target": {
          "connection": "new"
        }
      }
    ]
  }
};

/** A migration's own keys, by kind. */
export const optionsSchemas: Readonly<Record<KindName, object>> = {
  "verify": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://waybill.dev/schemas/redis/kinds/verify.options.schema.json",
    "title": "Options of verify",
    "description": "A migration's own keys with verify.",
    "x-waybill": {
      "provider": "redis",
      "options": "verify"
    },
    "type": "object",
    "additionalProperties": false,
    "properties": {
      "verify": {
        "type": "object",
        "title": "Verification",
        "description": "How both sides are compared. Without it, by digest.",
        "additionalProperties": false,
        "properties": {
          "level": {
            "type": "string",
            "title": "Level",
            "description": "counts: both sides have the same number of keys that do not expire, in each database. keys: and the same keys, of the same types, which expire at the same time. digest: and the same values, by digests that a read-only script computes on each server. dump: the same without scripts, by the values themselves.",
            "enum": [
              "counts",
              "keys",
              "digest",
              "dump"
            ],
            "default": "digest",
            "examples": [
              "keys"
            ]
          },
          "rounds": {
            "type": "integer",
            "title": "Rounds",
            "description": "How often keys that differ are compared again before they count.",
            "minimum": 0,
            "maximum": 20,
            "default": 3
          },
          "interval": {
            "type": "string",
            "title": "Interval",
            "description": "The wait before each round, such as 5s, which is the default.",
            "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$",
            "x-hint": "Write a whole number and a unit (ms, s, m, h or d) without a space, such as 30s, 10m or 12h.",
            "examples": [
              "30s",
              "10m",
              "6h"
            ]
          },
          "ttl_tolerance": {
            "type": "string",
            "title": "Tolerance of expiry",
            "description": "How far apart the expiry times of a key may be, such as 1s, which is the default.",
            "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$",
            "x-hint": "Write a whole number and a unit (ms, s, m, h or d) without a space, such as 30s, 10m or 12h.",
            "examples": [
              "30s",
              "10m",
              "6h"
            ]
          },
          "expect": {
            "type": "string",
            "title": "Expectation",
            "description": "equal: the target has no other keys. superset: it may have more.",
            "enum": [
              "equal",
              "superset"
            ],
            "default": "equal",
            "examples": [
              "superset"
            ]
          },
          "max_differences": {
            "type": "integer",
            "title": "Tolerated differences",
            "description": "How many keys may differ.",
            "minimum": 0,
            "default": 0
          },
          "sample": {
            "type": "integer",
            "title": "Sample",
            "description": "About how many keys of each database are compared, drawn by a hash of the key. Left out: every key.",
            "minimum": 1,
            "examples": [
              100000
            ]
          },
          "seed": {
            "type": "integer",
            "title": "Seed",
            "description": "Which keys a sample draws: the same seed draws the same keys again. Left out: each comparison draws different ones, and its result names the seed.",
            "minimum": 0,
            "maximum": 4294967295,
            "examples": [
              7
            ]
          }
        },
        "examples": [
          {
            "level": "keys",
            "ttl_tolerance": "5s"
          }
        ]
      }
    }
  }
};

/** The provider's entry under `providers:`. */
export const providerSchema: object = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://waybill.dev/schemas/redis/provider.schema.json",
  "title": "Redis",
  "description": "Configuration of a provider of type redis: one Redis or Valkey server, a Redis Cluster, a group watched by Sentinel, or a proxy in front of several.",
  "x-waybill": {
    "provider": "redis"
  },
  "type": "object",
  "additionalProperties": false,
  "required": [
    "type",
    "url"
  ],
  "properties": {
    "type": {
      "const": "redis",
      "title": "Provider type",
      "description": "Always redis; Valkey and compatible services are of this type too."
    },
    "url": {
      "type": [
        "string",
        "array"
      ],
      "title": "URL",
      "description": "Scheme, host and port of the server: redis://, or rediss:// for TLS. A list for several nodes of one cluster, or several Sentinels; if one cannot be reached, the next one is tried. http://HOST:PORT/servers/NAME is a server of a Waybill sandbox.",
      "pattern": "^(?:rediss?://[A-Za-z0-9\\[][A-Za-z0-9._:\\[\\]-]{0,252}(?::[0-9]{1,5})?/?|https?://[A-Za-z0-9\\[][A-Za-z0-9._:\\[\\]-]{0,252}(?::[0-9]{1,5})?/servers/[A-Za-z0-9._:%\\[\\]-]{1,253}|.*\\$\\{\\{.*\\}\\}.*)$",
      "maxLength": 2048,
      "minItems": 1,
      "maxItems": 16,
      "items": {
        "type": "string",
        "title": "Address",
        "description": "Address of one node.",
        "pattern": "^(?:rediss?://[A-Za-z0-9\\[][A-Za-z0-9._:\\[\\]-]{0,252}(?::[0-9]{1,5})?/?|https?://[A-Za-z0-9\\[][A-Za-z0-9._:\\[\\]-]{0,252}(?::[0-9]{1,5})?/servers/[A-Za-z0-9._:%\\[\\]-]{1,253}|.*\\$\\{\\{.*\\}\\}.*)$",
        "maxLength": 2048,
        "x-hint": "Write redis://host:port, or rediss://host:port for TLS, without a database, and username and password as separate keys.",
        "examples": [
          "redis://node-1.example.com:6379"
        ]
      },
      "x-hint": "Write redis://host:port, or rediss://host:port for TLS, without a database, and username and password as separate keys.",
      "examples": [
        "rediss://cache.example.com:6379",
        [
          "redis://node-1.example.com:6379",
          "redis://node-2.example.com:6379"
        ]
      ]
    },
    "username": {
      "type": "string",
      "title": "User name",
      "description": "User of the access control list, Redis 6 and later. Left out: the user default.",
      "minLength": 1,
      "examples": [
        "verifier"
      ]
    },
    "password": {
      "type": "string",
      "title": "Password",
      "description": "Password of that user, or of the server.",
      "minLength": 1,
      "x-secret": true,
      "writeOnly": true,
      "examples": [
        "${{ secrets.redis_password }}"
      ]
    },
    "mode": {
      "type": "string",
      "title": "Mode",
      "description": "What answers at the address. auto: Waybill finds out. standalone: one server. cluster: a Redis Cluster. sentinel: Sentinels, which name the server. proxy: a proxy in front of several servers, where each script works on the keys of one slot.",
      "enum": [
        "auto",
        "standalone",
        "cluster",
        "sentinel",
        "proxy"
      ],
      "default": "auto",
      "examples": [
        "proxy"
      ]
    },
    "master_name": {
      "type": "string",
      "title": "Master name",
      "description": "Name under which the Sentinels watch the server.",
      "minLength": 1,
      "examples": [
        "mymaster"
      ]
    },
    "sentinel_password": {
      "type": "string",
      "title": "Sentinel password",
      "description": "Password of the Sentinels, if they have one.",
      "minLength": 1,
      "x-secret": true,
      "writeOnly": true,
      "examples": [
        "${{ secrets.sentinel_password }}"
      ]
    },
    "timeouts": {
      "type": "object",
      "title": "Timeouts of one API call",
      "description": "How long one API call may take. Waiting for a remote task is bounded by the migration's `timeout` instead.",
      "additionalProperties": false,
      "properties": {
        "connect": {
          "type": "string",
          "title": "Connect timeout",
          "description": "Time to open a connection.",
          "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$",
          "x-hint": "Write a whole number and a unit (ms, s, m, h or d) without a space, such as 30s, 10m or 12h.",
          "examples": [
            "30s",
            "10m",
            "6h"
          ]
        },
        "response": {
          "type": "string",
          "title": "Response timeout",
          "description": "Time from sending a request to its answer.",
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
          "connect": "5s",
          "response": "30s"
        }
      ]
    },
    "ca": {
      "type": "string",
      "title": "Certificate authorities",
      "description": "PEM file with certificate authorities to trust besides those of Node, such as that of a company proxy. A relative path starts at the current directory.",
      "minLength": 1,
      "maxLength": 1024,
      "examples": [
        "certs/company-ca.pem"
      ]
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
    "pace": {
      "type": "object",
      "title": "Pace",
      "description": "How fast own work, such as a comparison, may read keys, over all of its slices.",
      "additionalProperties": false,
      "properties": {
        "keys": {
          "type": "string",
          "title": "Keys per interval",
          "description": "Keys whose value, type or expiry is read.",
          "pattern": "^[1-9][0-9]{0,8}/(s|m|h)$",
          "x-hint": "Write a count and an interval (s, m or h), such as 20/s or 600/m.",
          "examples": [
            "20000/s"
          ],
          "default": "20000/s"
        },
        "bytes": {
          "type": "string",
          "title": "Bytes per interval",
          "description": "Bytes of values read over the network: of large values, and at level dump of all values. Left out: no limit.",
          "pattern": "^[1-9][0-9]{0,8}/(s|m|h)$",
          "x-hint": "Write a count and an interval (s, m or h), such as 20/s or 600/m.",
          "examples": [
            "20000000/s"
          ]
        },
        "latency": {
          "type": "string",
          "title": "Latency",
          "description": "If a PING of a server takes longer, reading its keys pauses until it answers faster again; then it resumes at half the pace, which grows back.",
          "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$",
          "x-hint": "Write a whole number and a unit (ms, s, m, h or d) without a space, such as 30s, 10m or 12h.",
          "examples": [
            "20ms"
          ],
          "default": "20ms"
        }
      },
      "examples": [
        {
          "keys": "20000/s"
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
  },
  "dependentRequired": {
    "username": [
      "password"
    ],
    "sentinel_password": [
      "master_name"
    ]
  },
  "if": {
    "required": [
      "mode"
    ],
    "properties": {
      "mode": {
        "const": "sentinel"
      }
    }
  },
  "then": {
    "required": [
      "master_name"
    ]
  },
  "examples": [
    {
      "type": "redis",
      "url": "rediss://cache.example.com:6379",
      "username": "verifier",
      "password": "${{ secrets.redis_password }}"
    }
  ]
};
