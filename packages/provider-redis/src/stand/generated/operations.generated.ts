// Generated from schemas/ by `node scripts/generate.ts`. Do not edit.

import type { OperationSchema } from '@waybill/stand-kit';

export type OperationName =
  | 'CountKeys'
  | 'PauseWrites'
  | 'ProbeRights'
  | 'ShowPosition'
  | 'ShowServer'
  | 'UnpauseWrites';

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
