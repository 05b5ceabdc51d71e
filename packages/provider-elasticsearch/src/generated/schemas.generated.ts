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
  | 'AddIndexBlock'
  | 'CancelTask'
  | 'CountDocuments'
  | 'CreateIndex'
  | 'DeleteIndex'
  | 'FindTaskResults'
  | 'GetAlias'
  | 'GetIndex'
  | 'GetTask'
  | 'HasPrivileges'
  | 'ListAllocation'
  | 'ListIndices'
  | 'ListTasks'
  | 'PutSettings'
  | 'RefreshIndex'
  | 'Reindex'
  | 'RethrottleReindex'
  | 'ShowClusterSettings'
  | 'ShowClusterState'
  | 'ShowIndexHealth'
  | 'ShowIndexStats'
  | 'ShowIndexUsage'
  | 'ShowNodes'
  | 'TryDefinition'
  | 'TryReindex'
  | 'UpdateAliases';

export type KindName =
  | 'reindex'
  | 'verify';

export const operationSchemas: Readonly<Record<OperationName, OperationSchema>> = {
  "AddIndexBlock": {
    "$id": "https://waybill.dev/schemas/elasticsearch/AddIndexBlock.schema.json",
    "title": "AddIndexBlock",
    "description": "Blocks writes to an index and waits until those in progress have ended. Elasticsearch 7.9 and later, and OpenSearch; for older versions the block is a setting of the index.",
    "x-waybill": {
      "provider": "elasticsearch",
      "operation": "AddIndexBlock",
      "method": "PUT",
      "path": "/{index}/_block/{block}",
      "parameters": {
        "index": "path",
        "block": "path"
      },
      "success": [
        200
      ],
      "effect": true,
      "document": "Add index block API (Elasticsearch Guide)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "index",
          "block"
        ],
        "properties": {
          "index": {
            "type": "string",
            "title": "Index",
            "description": "Name of one index: no alias, no pattern, no list.",
            "pattern": "^(?:[^A-Z\\s\\\\/*?\"<>|,#:%_+-][^A-Z\\s\\\\/*?\"<>|,#:%]{0,254}|.*\\$\\{\\{.*\\}\\}.*)$",
            "maxLength": 2048,
            "x-hint": "Write the name of one index in lower case, at most 255 bytes, without spaces and \\ / * ? \" < > | , # : %, and not beginning with _ - or +.",
            "examples": [
              "orders-2024"
            ]
          },
          "block": {
            "type": "string",
            "title": "Block",
            "description": "What is blocked.",
            "enum": [
              "write",
              "read_only",
              "metadata",
              "read"
            ],
            "examples": [
              "write"
            ]
          },
          "version": {
            "type": [
              "string",
              "null"
            ],
            "title": "Version",
            "description": "Version of the cluster, as ShowNodes reports it. Left out: one that has this call.",
            "examples": [
              "7.10.2"
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "Whether the cluster has accepted the change.",
        "additionalProperties": true,
        "properties": {
          "acknowledged": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "Whether the change was accepted."
          }
        }
      }
    }
  },
  "CancelTask": {
    "$id": "https://waybill.dev/schemas/elasticsearch/CancelTask.schema.json",
    "title": "CancelTask",
    "description": "Asks a task to end at its next batch. What it has written stays.",
    "x-waybill": {
      "provider": "elasticsearch",
      "operation": "CancelTask",
      "method": "POST",
      "path": "/_tasks/{task_id}/_cancel",
      "parameters": {
        "task_id": "path"
      },
      "success": [
        200
      ],
      "effect": true,
      "document": "Task management API (Elasticsearch Guide)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "task_id"
        ],
        "properties": {
          "task_id": {
            "type": "string",
            "title": "Task id",
            "description": "Id of a task: the id of its node, a colon, and a number.",
            "pattern": "^(?:[A-Za-z0-9_-]{1,128}:[0-9]{1,19}|.*\\$\\{\\{.*\\}\\}.*)$",
            "maxLength": 2048,
            "x-hint": "Write the id as Reindex returns it, such as tPjJYl4_QIGNFVWFKIffxg:1304.",
            "examples": [
              "tPjJYl4_QIGNFVWFKIffxg:1304"
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "The tasks that were asked.",
        "additionalProperties": true,
        "properties": {}
      }
    }
  },
  "CountDocuments": {
    "$id": "https://waybill.dev/schemas/elasticsearch/CountDocuments.schema.json",
    "title": "CountDocuments",
    "description": "Counts the documents that searches find: those written before the last refresh.",
    "x-waybill": {
      "provider": "elasticsearch",
      "operation": "CountDocuments",
      "method": "POST",
      "path": "/{index}/_count",
      "parameters": {
        "index": "path"
      },
      "success": [
        200
      ],
      "effect": false,
      "document": "Count API (Elasticsearch Guide)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "index"
        ],
        "properties": {
          "index": {
            "type": "string",
            "title": "Index",
            "description": "Name of one index: no alias, no pattern, no list.",
            "pattern": "^(?:[^A-Z\\s\\\\/*?\"<>|,#:%_+-][^A-Z\\s\\\\/*?\"<>|,#:%]{0,254}|.*\\$\\{\\{.*\\}\\}.*)$",
            "maxLength": 2048,
            "x-hint": "Write the name of one index in lower case, at most 255 bytes, without spaces and \\ / * ? \" < > | , # : %, and not beginning with _ - or +.",
            "examples": [
              "orders-2024"
            ]
          },
          "query": {
            "type": "object",
            "title": "Query",
            "description": "A query in the query language of the cluster.",
            "additionalProperties": true,
            "examples": [
              {
                "match_all": {}
              }
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "The count.",
        "additionalProperties": true,
        "properties": {
          "count": {
            "type": [
              "integer",
              "null"
            ],
            "description": "Documents."
          },
          "_shards": {
            "type": [
              "object",
              "null"
            ],
            "description": "Shards that answered.",
            "additionalProperties": true,
            "properties": {
              "total": {
                "type": [
                  "integer",
                  "null"
                ],
                "description": "Shards asked."
              },
              "successful": {
                "type": [
                  "integer",
                  "null"
                ],
                "description": "Shards that answered."
              },
              "failed": {
                "type": [
                  "integer",
                  "null"
                ],
                "description": "Shards that failed."
              }
            }
          }
        }
      }
    }
  },
  "CreateIndex": {
    "$id": "https://waybill.dev/schemas/elasticsearch/CreateIndex.schema.json",
    "title": "CreateIndex",
    "description": "Creates an index. With `like`, it starts from settings and mapping of another index: what only that index or its version has is left out, and what is given besides replaces it.",
    "x-waybill": {
      "provider": "elasticsearch",
      "operation": "CreateIndex",
      "method": "PUT",
      "path": "/{index}",
      "parameters": {
        "index": "path",
        "include_type_name": "query",
        "wait_for_active_shards": "query"
      },
      "success": [
        200
      ],
      "effect": true,
      "document": "Create index API (Elasticsearch Guide)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "index"
        ],
        "properties": {
          "index": {
            "type": "string",
            "title": "Index",
            "description": "Name of one index: no alias, no pattern, no list.",
            "pattern": "^(?:[^A-Z\\s\\\\/*?\"<>|,#:%_+-][^A-Z\\s\\\\/*?\"<>|,#:%]{0,254}|.*\\$\\{\\{.*\\}\\}.*)$",
            "maxLength": 2048,
            "x-hint": "Write the name of one index in lower case, at most 255 bytes, without spaces and \\ / * ? \" < > | , # : %, and not beginning with _ - or +.",
            "examples": [
              "orders-2024"
            ]
          },
          "settings": {
            "type": "object",
            "title": "Settings",
            "description": "Settings of the index.",
            "additionalProperties": true,
            "examples": [
              {
                "index": {
                  "number_of_shards": 3,
                  "number_of_replicas": 1
                }
              }
            ]
          },
          "mappings": {
            "type": "object",
            "title": "Mappings",
            "description": "Mapping of the index, in the form that the version of the cluster expects.",
            "additionalProperties": true,
            "examples": [
              {
                "properties": {
                  "id": {
                    "type": "keyword"
                  }
                }
              }
            ]
          },
          "aliases": {
            "type": "object",
            "title": "Aliases",
            "description": "Aliases of the index: name and options.",
            "additionalProperties": true,
            "examples": [
              {
                "orders": {}
              }
            ]
          },
          "include_type_name": {
            "type": "boolean",
            "title": "With types",
            "description": "Whether the mapping begins with its type; for 6.7 to 7.",
            "examples": [
              false
            ]
          },
          "wait_for_active_shards": {
            "type": [
              "string",
              "integer"
            ],
            "title": "Active shards",
            "description": "How many copies of each shard to wait for.",
            "examples": [
              "1"
            ]
          },
          "like": {
            "type": "object",
            "title": "Like",
            "description": "Another index, as GetIndex shows it.",
            "additionalProperties": false,
            "required": [
              "settings",
              "mappings",
              "version"
            ],
            "properties": {
              "settings": {
                "title": "Settings",
                "description": "Its settings.",
                "examples": [
                  "${{ steps.check-source.outputs.settings }}"
                ]
              },
              "mappings": {
                "title": "Mappings",
                "description": "Its mapping.",
                "examples": [
                  "${{ steps.check-source.outputs.mappings }}"
                ]
              },
              "version": {
                "title": "Version",
                "description": "Version of the cluster that gets the new index.",
                "examples": [
                  "7.10.2"
                ]
              },
              "type": {
                "type": "string",
                "title": "Type",
                "description": "Mapping type of the new index, on a cluster of 6.x.",
                "minLength": 1,
                "default": "_doc"
              }
            },
            "examples": [
              {
                "settings": {},
                "mappings": {},
                "version": "7.10.2"
              }
            ]
          },
          "mark": {
            "type": "string",
            "title": "Mark",
            "description": "Text that is kept in the mapping as _meta.waybill, by which the index is recognised after a lost answer.",
            "maxLength": 2048,
            "examples": [
              "[waybill:0123456789ab]"
            ]
          },
          "earlier_tokens": {
            "type": "array",
            "title": "Earlier tokens",
            "description": "Tokens of earlier attempts: an index that carries one of them counts as created.",
            "items": {
              "type": "string",
              "title": "Token",
              "description": "Twelve hexadecimal digits."
            },
            "maxItems": 1000,
            "examples": [
              [
                "0123456789ab"
              ]
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "What was created.",
        "additionalProperties": true,
        "properties": {
          "acknowledged": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "Whether the index is in the cluster state."
          },
          "shards_acknowledged": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "Whether enough shards were active in time."
          },
          "index": {
            "type": [
              "string",
              "null"
            ],
            "description": "Name of the index."
          }
        }
      }
    }
  },
  "DeleteIndex": {
    "$id": "https://waybill.dev/schemas/elasticsearch/DeleteIndex.schema.json",
    "title": "DeleteIndex",
    "description": "Deletes one index and everything in it.",
    "x-waybill": {
      "provider": "elasticsearch",
      "operation": "DeleteIndex",
      "method": "DELETE",
      "path": "/{index}",
      "parameters": {
        "index": "path"
      },
      "success": [
        200
      ],
      "effect": true,
      "document": "Delete index API (Elasticsearch Guide)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "index"
        ],
        "properties": {
          "if_there": {
            "type": "boolean",
            "title": "If it exists",
            "description": "Whether an index that does not exist counts as deleted.",
            "default": false,
            "examples": [
              true
            ]
          },
          "index": {
            "type": "string",
            "title": "Index",
            "description": "Name of one index: no alias, no pattern, no list.",
            "pattern": "^(?:[^A-Z\\s\\\\/*?\"<>|,#:%_+-][^A-Z\\s\\\\/*?\"<>|,#:%]{0,254}|.*\\$\\{\\{.*\\}\\}.*)$",
            "maxLength": 2048,
            "x-hint": "Write the name of one index in lower case, at most 255 bytes, without spaces and \\ / * ? \" < > | , # : %, and not beginning with _ - or +.",
            "examples": [
              "orders-2024"
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "Whether the cluster has accepted the change.",
        "additionalProperties": true,
        "properties": {
          "acknowledged": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "Whether the change was accepted."
          }
        }
      }
    }
  },
  "FindTaskResults": {
    "$id": "https://waybill.dev/schemas/elasticsearch/FindTaskResults.schema.json",
    "title": "FindTaskResults",
    "description": "Searches the results that the cluster keeps of tasks that have ended.",
    "x-waybill": {
      "provider": "elasticsearch",
      "operation": "FindTaskResults",
      "method": "POST",
      "path": "/.tasks/_search",
      "parameters": {
        "ignore_unavailable": "query"
      },
      "success": [
        200
      ],
      "effect": false,
      "document": "Task management API (Elasticsearch Guide)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "query"
        ],
        "properties": {
          "ignore_unavailable": {
            "type": "boolean",
            "title": "Without the index",
            "description": "true: a cluster that keeps no results answers with an empty list.",
            "default": false
          },
          "query": {
            "type": "object",
            "title": "Query",
            "description": "A query in the query language of the cluster.",
            "additionalProperties": true,
            "examples": [
              {
                "match_all": {}
              }
            ]
          },
          "from": {
            "type": "integer",
            "title": "From",
            "description": "How many results to skip.",
            "minimum": 0,
            "maximum": 10000,
            "default": 0
          },
          "size": {
            "type": "integer",
            "title": "Results",
            "description": "How many results to return.",
            "minimum": 1,
            "maximum": 1000,
            "default": 10
          }
        }
      },
      "response": {
        "type": "object",
        "description": "The results.",
        "additionalProperties": true,
        "properties": {
          "hits": {
            "type": [
              "object",
              "null"
            ],
            "description": "Results.",
            "additionalProperties": true,
            "properties": {
              "hits": {
                "type": [
                  "array",
                  "null"
                ],
                "description": "Results.",
                "items": {
                  "type": "object",
                  "description": "One result.",
                  "additionalProperties": true,
                  "properties": {}
                }
              }
            }
          }
        }
      }
    }
  },
  "GetAlias": {
    "$id": "https://waybill.dev/schemas/elasticsearch/GetAlias.schema.json",
    "title": "GetAlias",
    "description": "Shows the indices behind an alias. The answer, an object by index, is read as a list under `indices`.",
    "x-waybill": {
      "provider": "elasticsearch",
      "operation": "GetAlias",
      "method": "GET",
      "path": "/_alias/{name}",
      "parameters": {
        "name": "path",
        "ignore_unavailable": "query"
      },
      "success": [
        200
      ],
      "effect": false,
      "document": "Get alias API (Elasticsearch Guide)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "name"
        ],
        "properties": {
          "name": {
            "type": "string",
            "title": "Alias",
            "description": "Name of one alias.",
            "pattern": "^(?:[^\\s\\\\/*?\"<>|,#:%_+-][^\\s\\\\/*?\"<>|,#:%]{0,254}|.*\\$\\{\\{.*\\}\\}.*)$",
            "maxLength": 2048,
            "x-hint": "Write the name of one alias, at most 255 bytes, without spaces and \\ / * ? \" < > | , # : %.",
            "examples": [
              "orders"
            ]
          },
          "ignore_unavailable": {
            "type": "boolean",
            "title": "Without missing indices",
            "description": "Whether indices that no longer exist are ignored.",
            "default": false
          }
        }
      },
      "response": {
        "type": "object",
        "description": "The indices.",
        "additionalProperties": true,
        "properties": {
          "indices": {
            "type": [
              "array",
              "null"
            ],
            "description": "Indices that have the alias.",
            "items": {
              "type": "object",
              "description": "Definition of one index.",
              "additionalProperties": true,
              "properties": {
                "name": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Its own name; for an alias, that of its index."
                },
                "settings": {
                  "type": [
                    "object",
                    "null"
                  ],
                  "description": "Settings.",
                  "additionalProperties": true
                },
                "mappings": {
                  "type": [
                    "object",
                    "null"
                  ],
                  "description": "Mapping.",
                  "additionalProperties": true
                },
                "aliases": {
                  "type": [
                    "object",
                    "null"
                  ],
                  "description": "Aliases: name and options.",
                  "additionalProperties": true
                }
              }
            }
          }
        }
      }
    }
  },
  "GetIndex": {
    "$id": "https://waybill.dev/schemas/elasticsearch/GetIndex.schema.json",
    "title": "GetIndex",
    "description": "Shows settings, mapping and aliases of an index. The answer, an object by index, is read as a list under `indices`.",
    "x-waybill": {
      "provider": "elasticsearch",
      "operation": "GetIndex",
      "method": "GET",
      "path": "/{index}",
      "parameters": {
        "index": "path",
        "ignore_unavailable": "query"
      },
      "success": [
        200
      ],
      "effect": false,
      "document": "Get index API (Elasticsearch Guide)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "index"
        ],
        "properties": {
          "index": {
            "type": "string",
            "title": "Index",
            "description": "Name of one index: no alias, no pattern, no list.",
            "pattern": "^(?:[^A-Z\\s\\\\/*?\"<>|,#:%_+-][^A-Z\\s\\\\/*?\"<>|,#:%]{0,254}|.*\\$\\{\\{.*\\}\\}.*)$",
            "maxLength": 2048,
            "x-hint": "Write the name of one index in lower case, at most 255 bytes, without spaces and \\ / * ? \" < > | , # : %, and not beginning with _ - or +.",
            "examples": [
              "orders-2024"
            ]
          },
          "ignore_unavailable": {
            "type": "boolean",
            "title": "Without missing indices",
            "description": "Whether an index that no longer exists is ignored.",
            "default": false
          }
        }
      },
      "response": {
        "type": "object",
        "description": "The index.",
        "additionalProperties": true,
        "properties": {
          "indices": {
            "type": [
              "array",
              "null"
            ],
            "description": "Indices of that name: one, or for an alias those behind it.",
            "items": {
              "type": "object",
              "description": "Definition of one index.",
              "additionalProperties": true,
              "properties": {
                "name": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Its own name; for an alias, that of its index."
                },
                "settings": {
                  "type": [
                    "object",
                    "null"
                  ],
                  "description": "Settings.",
                  "additionalProperties": true
                },
                "mappings": {
                  "type": [
                    "object",
                    "null"
                  ],
                  "description": "Mapping.",
                  "additionalProperties": true
                },
                "aliases": {
                  "type": [
                    "object",
                    "null"
                  ],
                  "description": "Aliases: name and options.",
                  "additionalProperties": true
                }
              }
            }
          }
        }
      }
    }
  },
  "GetTask": {
    "$id": "https://waybill.dev/schemas/elasticsearch/GetTask.schema.json",
    "title": "GetTask",
    "description": "Shows a task, or its result.",
    "x-waybill": {
      "provider": "elasticsearch",
      "operation": "GetTask",
      "method": "GET",
      "path": "/_tasks/{task_id}",
      "parameters": {
        "task_id": "path"
      },
      "success": [
        200
      ],
      "effect": false,
      "document": "Task management API (Elasticsearch Guide)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "task_id"
        ],
        "properties": {
          "task_id": {
            "type": "string",
            "title": "Task id",
            "description": "Id of a task: the id of its node, a colon, and a number.",
            "pattern": "^(?:[A-Za-z0-9_-]{1,128}:[0-9]{1,19}|.*\\$\\{\\{.*\\}\\}.*)$",
            "maxLength": 2048,
            "x-hint": "Write the id as Reindex returns it, such as tPjJYl4_QIGNFVWFKIffxg:1304.",
            "examples": [
              "tPjJYl4_QIGNFVWFKIffxg:1304"
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "The task.",
        "additionalProperties": true,
        "properties": {
          "completed": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "Whether it has ended, in whatever way."
          },
          "task": {
            "type": [
              "object",
              "null"
            ],
            "description": "A running task.",
            "additionalProperties": true,
            "properties": {
              "node": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Id of the node that works on it."
              },
              "id": {
                "type": [
                  "integer",
                  "null"
                ],
                "description": "Number of the task on its node."
              },
              "action": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "What it does."
              },
              "status": {
                "type": [
                  "object",
                  "null"
                ],
                "description": "What it has done by now.",
                "additionalProperties": true,
                "properties": {
                  "total": {
                    "type": [
                      "integer",
                      "null"
                    ],
                    "description": "Documents to copy."
                  },
                  "created": {
                    "type": [
                      "integer",
                      "null"
                    ],
                    "description": "Documents created."
                  },
                  "updated": {
                    "type": [
                      "integer",
                      "null"
                    ],
                    "description": "Documents replaced."
                  },
                  "deleted": {
                    "type": [
                      "integer",
                      "null"
                    ],
                    "description": "Documents deleted."
                  },
                  "noops": {
                    "type": [
                      "integer",
                      "null"
                    ],
                    "description": "Documents left as they were."
                  },
                  "version_conflicts": {
                    "type": [
                      "integer",
                      "null"
                    ],
                    "description": "Documents that already existed."
                  },
                  "requests_per_second": {
                    "type": [
                      "number",
                      "string",
                      "null"
                    ],
                    "description": "Documents a second that are allowed."
                  }
                }
              },
              "description": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Worded differently by each version; not to be relied on."
              },
              "start_time_in_millis": {
                "type": [
                  "integer",
                  "null"
                ],
                "description": "When it began, in milliseconds since 1970."
              },
              "running_time_in_nanos": {
                "type": [
                  "integer",
                  "null"
                ],
                "description": "How long it has run, in nanoseconds."
              },
              "headers": {
                "type": [
                  "object",
                  "null"
                ],
                "description": "Headers of the request that started it.",
                "additionalProperties": true,
                "properties": {
                  "X-Opaque-Id": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "description": "The id that its sender gave it."
                  }
                }
              }
            }
          },
          "response": {
            "type": [
              "object",
              "null"
            ],
            "description": "What it did, if it was completed.",
            "additionalProperties": true
          },
          "error": {
            "type": [
              "object",
              "null"
            ],
            "description": "Why it ended early.",
            "additionalProperties": true
          }
        }
      }
    }
  },
  "HasPrivileges": {
    "$id": "https://waybill.dev/schemas/elasticsearch/HasPrivileges.schema.json",
    "title": "HasPrivileges",
    "description": "Shows which privileges the user or API key of the connection has. Only for clusters with the security features of Elasticsearch.",
    "x-waybill": {
      "provider": "elasticsearch",
      "operation": "HasPrivileges",
      "method": "POST",
      "path": "/_security/user/_has_privileges",
      "parameters": {},
      "success": [
        200
      ],
      "effect": false,
      "document": "Has privileges API (Elasticsearch Guide)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "cluster": {
            "type": "array",
            "title": "Cluster",
            "description": "Privileges of the cluster, or actions.",
            "maxItems": 100,
            "items": {
              "type": "string",
              "title": "Privilege",
              "description": "A privilege, or an action."
            },
            "examples": [
              [
                "monitor"
              ]
            ]
          },
          "index": {
            "type": "array",
            "title": "Index",
            "description": "Privileges of indices.",
            "maxItems": 100,
            "items": {
              "type": "object",
              "title": "Indices",
              "description": "Names of indices, and what the user wants to do with them.",
              "additionalProperties": false,
              "required": [
                "names",
                "privileges"
              ],
              "properties": {
                "names": {
                  "type": "array",
                  "title": "Names",
                  "description": "Names of indices and aliases, which need not exist.",
                  "minItems": 1,
                  "maxItems": 100,
                  "items": {
                    "type": "string",
                    "title": "Index",
                    "description": "Name of one index: no alias, no pattern, no list.",
                    "pattern": "^(?:[^A-Z\\s\\\\/*?\"<>|,#:%_+-][^A-Z\\s\\\\/*?\"<>|,#:%]{0,254}|.*\\$\\{\\{.*\\}\\}.*)$",
                    "maxLength": 2048,
                    "x-hint": "Write the name of one index in lower case, at most 255 bytes, without spaces and \\ / * ? \" < > | , # : %, and not beginning with _ - or +.",
                    "examples": [
                      "orders-2024"
                    ]
                  },
                  "examples": [
                    [
                      "orders"
                    ]
                  ]
                },
                "privileges": {
                  "type": "array",
                  "title": "Privileges",
                  "description": "Privileges of an index, or actions.",
                  "minItems": 1,
                  "maxItems": 100,
                  "items": {
                    "type": "string",
                    "title": "Privilege",
                    "description": "A privilege, or an action."
                  },
                  "examples": [
                    [
                      "read",
                      "indices:admin/settings/update"
                    ]
                  ]
                }
              }
            }
          }
        }
      },
      "response": {
        "type": "object",
        "description": "What the user may do.",
        "additionalProperties": true,
        "properties": {
          "username": {
            "type": [
              "string",
              "null"
            ],
            "description": "The user of the connection, or the owner of its API key."
          },
          "has_all_requested": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "Whether the user has everything that was asked for."
          },
          "cluster": {
            "type": [
              "object",
              "null"
            ],
            "description": "By privilege, whether the user has it.",
            "additionalProperties": true
          },
          "index": {
            "type": [
              "object",
              "null"
            ],
            "description": "By index and privilege, whether the user has it.",
            "additionalProperties": true
          }
        }
      }
    }
  },
  "ListAllocation": {
    "$id": "https://waybill.dev/schemas/elasticsearch/ListAllocation.schema.json",
    "title": "ListAllocation",
    "description": "Lists the data nodes of a cluster with their shards and their disks, sizes in bytes.",
    "x-waybill": {
      "provider": "elasticsearch",
      "operation": "ListAllocation",
      "method": "GET",
      "path": "/_cat/allocation",
      "parameters": {
        "h": "query"
      },
      "success": [
        200
      ],
      "effect": false,
      "document": "cat allocation API (Elasticsearch Guide)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "h": {
            "type": "string",
            "title": "Columns",
            "description": "The columns to return.",
            "examples": [
              "node,shards,disk.avail,disk.total"
            ]
          }
        }
      },
      "response": {
        "type": [
          "array",
          "null"
        ],
        "description": "One row for each data node, and one for unassigned shards.",
        "items": {
          "type": "object",
          "description": "A row; each column is text.",
          "additionalProperties": true,
          "properties": {
            "node": {
              "type": [
                "string",
                "null"
              ],
              "description": "Name of the node; UNASSIGNED for shards on no node."
            },
            "shards": {
              "type": [
                "string",
                "null"
              ],
              "description": "Shards on it."
            },
            "disk.avail": {
              "type": [
                "string",
                "null"
              ],
              "description": "Free bytes of its disk."
            },
            "disk.total": {
              "type": [
                "string",
                "null"
              ],
              "description": "Bytes of its disk."
            }
          }
        }
      }
    }
  },
  "ListIndices": {
    "$id": "https://waybill.dev/schemas/elasticsearch/ListIndices.schema.json",
    "title": "ListIndices",
    "description": "Lists the open and closed indices of the cluster with their size.",
    "x-waybill": {
      "provider": "elasticsearch",
      "operation": "ListIndices",
      "method": "GET",
      "path": "/_cat/indices/{index}",
      "parameters": {
        "index": "path",
        "format": "query",
        "bytes": "query",
        "h": "query"
      },
      "success": [
        200
      ],
      "effect": false,
      "document": "cat indices API (Elasticsearch Guide)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "index"
        ],
        "properties": {
          "index": {
            "type": "string",
            "title": "Indices",
            "description": "One index, a pattern, or * for all.",
            "minLength": 1,
            "examples": [
              "*"
            ]
          },
          "format": {
            "type": "string",
            "title": "Format",
            "description": "Always json.",
            "enum": [
              "json"
            ],
            "default": "json"
          },
          "bytes": {
            "type": "string",
            "title": "Unit of sizes",
            "description": "b: bytes.",
            "enum": [
              "b"
            ],
            "default": "b"
          },
          "h": {
            "type": "string",
            "title": "Columns",
            "description": "The columns to return.",
            "examples": [
              "index,status,health,docs.count,pri.store.size"
            ]
          }
        }
      },
      "response": {
        "type": "array",
        "description": "Indices.",
        "items": {
          "type": "object",
          "description": "One index.",
          "additionalProperties": true,
          "properties": {
            "index": {
              "type": [
                "string",
                "null"
              ],
              "description": "Name."
            },
            "status": {
              "type": [
                "string",
                "null"
              ],
              "description": "open or close."
            },
            "health": {
              "type": [
                "string",
                "null"
              ],
              "description": "green, yellow or red."
            },
            "pri": {
              "type": [
                "string",
                "null"
              ],
              "description": "Primary shards."
            },
            "rep": {
              "type": [
                "string",
                "null"
              ],
              "description": "Replicas of each."
            },
            "docs.count": {
              "type": [
                "string",
                "null"
              ],
              "description": "Lucene documents, including the hidden ones of nested fields."
            },
            "pri.store.size": {
              "type": [
                "string",
                "null"
              ],
              "description": "Size of the primary shards in bytes."
            }
          }
        }
      }
    }
  },
  "ListTasks": {
    "$id": "https://waybill.dev/schemas/elasticsearch/ListTasks.schema.json",
    "title": "ListTasks",
    "description": "Lists the tasks that are running.",
    "x-waybill": {
      "provider": "elasticsearch",
      "operation": "ListTasks",
      "method": "GET",
      "path": "/_tasks",
      "parameters": {
        "actions": "query",
        "detailed": "query",
        "group_by": "query"
      },
      "success": [
        200
      ],
      "effect": false,
      "document": "Task management API (Elasticsearch Guide)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "actions",
          "group_by"
        ],
        "properties": {
          "actions": {
            "type": "string",
            "title": "Actions",
            "description": "Patterns of the actions to list.",
            "minLength": 1,
            "examples": [
              "*reindex"
            ]
          },
          "detailed": {
            "type": "boolean",
            "title": "Detailed",
            "description": "With status and description.",
            "default": false
          },
          "group_by": {
            "type": "string",
            "title": "Grouping",
            "description": "none: as a list.",
            "enum": [
              "none"
            ],
            "default": "none"
          }
        }
      },
      "response": {
        "type": "object",
        "description": "The tasks.",
        "additionalProperties": true,
        "properties": {
          "tasks": {
            "type": [
              "array",
              "null"
            ],
            "description": "Tasks.",
            "items": {
              "type": [
                "object",
                "null"
              ],
              "description": "A running task.",
              "additionalProperties": true,
              "properties": {
                "node": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Id of the node that works on it."
                },
                "id": {
                  "type": [
                    "integer",
                    "null"
                  ],
                  "description": "Number of the task on its node."
                },
                "action": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "What it does."
                },
                "status": {
                  "type": [
                    "object",
                    "null"
                  ],
                  "description": "What it has done by now.",
                  "additionalProperties": true,
                  "properties": {
                    "total": {
                      "type": [
                        "integer",
                        "null"
                      ],
                      "description": "Documents to copy."
                    },
                    "created": {
                      "type": [
                        "integer",
                        "null"
                      ],
                      "description": "Documents created."
                    },
                    "updated": {
                      "type": [
                        "integer",
                        "null"
                      ],
                      "description": "Documents replaced."
                    },
                    "deleted": {
                      "type": [
                        "integer",
                        "null"
                      ],
                      "description": "Documents deleted."
                    },
                    "noops": {
                      "type": [
                        "integer",
                        "null"
                      ],
                      "description": "Documents left as they were."
                    },
                    "version_conflicts": {
                      "type": [
                        "integer",
                        "null"
                      ],
                      "description": "Documents that already existed."
                    },
                    "requests_per_second": {
                      "type": [
                        "number",
                        "string",
                        "null"
                      ],
                      "description": "Documents a second that are allowed."
                    }
                  }
                },
                "description": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Worded differently by each version; not to be relied on."
                },
                "start_time_in_millis": {
                  "type": [
                    "integer",
                    "null"
                  ],
                  "description": "When it began, in milliseconds since 1970."
                },
                "running_time_in_nanos": {
                  "type": [
                    "integer",
                    "null"
                  ],
                  "description": "How long it has run, in nanoseconds."
                },
                "headers": {
                  "type": [
                    "object",
                    "null"
                  ],
                  "description": "Headers of the request that started it.",
                  "additionalProperties": true,
                  "properties": {
                    "X-Opaque-Id": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "The id that its sender gave it."
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
  "PutSettings": {
    "$id": "https://waybill.dev/schemas/elasticsearch/PutSettings.schema.json",
    "title": "PutSettings",
    "description": "Changes settings of an index while it is open. A setting of null is reset to its default.",
    "x-waybill": {
      "provider": "elasticsearch",
      "operation": "PutSettings",
      "method": "PUT",
      "path": "/{index}/_settings",
      "parameters": {
        "index": "path"
      },
      "success": [
        200
      ],
      "effect": true,
      "document": "Update index settings API (Elasticsearch Guide)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "index",
          "settings"
        ],
        "properties": {
          "index": {
            "type": "string",
            "title": "Index",
            "description": "Name of one index: no alias, no pattern, no list.",
            "pattern": "^(?:[^A-Z\\s\\\\/*?\"<>|,#:%_+-][^A-Z\\s\\\\/*?\"<>|,#:%]{0,254}|.*\\$\\{\\{.*\\}\\}.*)$",
            "maxLength": 2048,
            "x-hint": "Write the name of one index in lower case, at most 255 bytes, without spaces and \\ / * ? \" < > | , # : %, and not beginning with _ - or +.",
            "examples": [
              "orders-2024"
            ]
          },
          "settings": {
            "type": "object",
            "title": "Settings",
            "description": "The settings that change.",
            "additionalProperties": true,
            "examples": [
              {
                "index": {
                  "number_of_shards": 3,
                  "number_of_replicas": 1
                }
              }
            ]
          },
          "present": {
            "type": "object",
            "title": "Present settings",
            "description": "Settings that are changed if they have a value here; those without one are not sent.",
            "additionalProperties": true,
            "examples": [
              {
                "default_pipeline": "clean"
              }
            ]
          },
          "of": {
            "type": "object",
            "title": "Of",
            "description": "Ids of the expected and of the present index: if both are known and differ, the settings are removed instead of set.",
            "additionalProperties": false,
            "properties": {
              "wanted": {
                "type": [
                  "string",
                  "null"
                ],
                "title": "Wanted",
                "description": "The id of the index that is meant.",
                "examples": [
                  "gU4p0VnYQBOrS1hXp2xvYA"
                ]
              },
              "shown": {
                "type": [
                  "string",
                  "null"
                ],
                "title": "Shown",
                "description": "The id of the index that has the name.",
                "examples": [
                  "gU4p0VnYQBOrS1hXp2xvYA"
                ]
              }
            },
            "examples": [
              {
                "wanted": "gU4p0VnYQBOrS1hXp2xvYA",
                "shown": "gU4p0VnYQBOrS1hXp2xvYA"
              }
            ]
          },
          "absent": {
            "type": "object",
            "title": "Absent settings",
            "description": "Settings that are removed if they have a value here; those without one are not sent.",
            "additionalProperties": true,
            "examples": [
              {
                "default_pipeline": "clean"
              }
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "Whether the cluster has accepted the change.",
        "additionalProperties": true,
        "properties": {
          "acknowledged": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "Whether the change was accepted."
          }
        }
      }
    }
  },
  "RefreshIndex": {
    "$id": "https://waybill.dev/schemas/elasticsearch/RefreshIndex.schema.json",
    "title": "RefreshIndex",
    "description": "Makes everything that was written to an index visible to searches, and so to copies.",
    "x-waybill": {
      "provider": "elasticsearch",
      "operation": "RefreshIndex",
      "method": "POST",
      "path": "/{index}/_refresh",
      "parameters": {
        "index": "path"
      },
      "success": [
        200
      ],
      "effect": true,
      "document": "Refresh API (Elasticsearch Guide)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "index"
        ],
        "properties": {
          "index": {
            "type": "string",
            "title": "Index",
            "description": "Name of one index: no alias, no pattern, no list.",
            "pattern": "^(?:[^A-Z\\s\\\\/*?\"<>|,#:%_+-][^A-Z\\s\\\\/*?\"<>|,#:%]{0,254}|.*\\$\\{\\{.*\\}\\}.*)$",
            "maxLength": 2048,
            "x-hint": "Write the name of one index in lower case, at most 255 bytes, without spaces and \\ / * ? \" < > | , # : %, and not beginning with _ - or +.",
            "examples": [
              "orders-2024"
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "The shards.",
        "additionalProperties": true,
        "properties": {
          "_shards": {
            "type": [
              "object",
              "null"
            ],
            "description": "Shards that answered.",
            "additionalProperties": true,
            "properties": {
              "total": {
                "type": [
                  "integer",
                  "null"
                ],
                "description": "Shards asked."
              },
              "successful": {
                "type": [
                  "integer",
                  "null"
                ],
                "description": "Shards that answered."
              },
              "failed": {
                "type": [
                  "integer",
                  "null"
                ],
                "description": "Shards that failed."
              }
            }
          }
        }
      }
    }
  },
  "Reindex": {
    "$id": "https://waybill.dev/schemas/elasticsearch/Reindex.schema.json",
    "title": "Reindex",
    "description": "Starts a task that copies the documents of one index into another one. Most errors show in the task, not in the answer.",
    "x-waybill": {
      "provider": "elasticsearch",
      "operation": "Reindex",
      "method": "POST",
      "path": "/_reindex",
      "parameters": {
        "x_opaque_id": "header",
        "requests_per_second": "query",
        "slices": "query",
        "refresh": "query"
      },
      "success": [
        200
      ],
      "effect": true,
      "document": "Reindex API (Elasticsearch Guide)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "x_opaque_id",
          "source",
          "dest"
        ],
        "properties": {
          "x_opaque_id": {
            "type": "string",
            "title": "Opaque id",
            "description": "Header X-Opaque-Id: the name by which the task is found again.",
            "pattern": "^(?:[ -~]{1,256}|.*\\$\\{\\{.*\\}\\}.*)$",
            "maxLength": 2048,
            "x-hint": "Write 1 to 256 printable ASCII characters, different from those of every other copy.",
            "examples": [
              "orders-copy-1"
            ]
          },
          "source": {
            "type": "object",
            "title": "Source",
            "description": "What is copied.",
            "additionalProperties": false,
            "required": [
              "index"
            ],
            "properties": {
              "index": {
                "type": "string",
                "title": "Index",
                "description": "The index that is read.",
                "pattern": "^(?:[^A-Z\\s\\\\/*?\"<>|,#:%_+-][^A-Z\\s\\\\/*?\"<>|,#:%]{0,254}|.*\\$\\{\\{.*\\}\\}.*)$",
                "maxLength": 2048,
                "x-hint": "Write the name of one index in lower case, at most 255 bytes, without spaces and \\ / * ? \" < > | , # : %, and not beginning with _ - or +.",
                "examples": [
                  "orders-2024"
                ]
              },
              "remote": {
                "type": "object",
                "title": "Remote",
                "description": "Another cluster that the copy reads from: the cluster of the call pulls from it.",
                "additionalProperties": false,
                "required": [
                  "host"
                ],
                "properties": {
                  "host": {
                    "type": "string",
                    "title": "Host",
                    "description": "Scheme, host, port and path of the other cluster.",
                    "minLength": 1,
                    "examples": [
                      "https://old.example.com:9200"
                    ]
                  },
                  "username": {
                    "type": "string",
                    "title": "User name",
                    "description": "User there.",
                    "examples": [
                      "elastic"
                    ]
                  },
                  "password": {
                    "type": "string",
                    "title": "Password",
                    "description": "Password there.",
                    "x-secret": true,
                    "writeOnly": true,
                    "examples": [
                      "${{ secrets.old }}"
                    ]
                  },
                  "headers": {
                    "type": "object",
                    "title": "Headers",
                    "description": "Headers for the other cluster, such as Authorization.",
                    "additionalProperties": {
                      "type": "string",
                      "title": "Header",
                      "description": "Value of the header.",
                      "x-secret": true,
                      "writeOnly": true
                    },
                    "examples": [
                      {
                        "Authorization": "${{ secrets.old_key }}"
                      }
                    ]
                  },
                  "socket_timeout": {
                    "type": "string",
                    "title": "Time for an answer",
                    "description": "Longest wait for an answer of the other cluster.",
                    "pattern": "^[0-9]{1,6}(?:ms|s|m|h)$",
                    "x-hint": "Write a number and ms, s, m or h, such as 5m.",
                    "examples": [
                      "5m"
                    ]
                  },
                  "connect_timeout": {
                    "type": "string",
                    "title": "Time to connect",
                    "description": "Longest wait for a connection to the other cluster.",
                    "pattern": "^[0-9]{1,6}(?:ms|s|m|h)$",
                    "x-hint": "Write a number and ms, s, m or h, such as 30s.",
                    "examples": [
                      "30s"
                    ]
                  }
                },
                "examples": [
                  {
                    "host": "https://old.example.com:9200",
                    "username": "elastic",
                    "password": "${{ secrets.old }}"
                  }
                ]
              },
              "size": {
                "type": "integer",
                "title": "Batch",
                "description": "Documents in one batch. A batch from another cluster has to fit into 100 MB there.",
                "minimum": 1,
                "maximum": 10000,
                "default": 1000
              },
              "query": {
                "type": "object",
                "title": "Query",
                "description": "The documents that are copied.",
                "additionalProperties": true,
                "examples": [
                  {
                    "match_all": {}
                  }
                ]
              }
            },
            "examples": [
              {
                "index": "orders-2024"
              }
            ]
          },
          "dest": {
            "type": "object",
            "title": "Destination",
            "description": "Where copies go.",
            "additionalProperties": false,
            "required": [
              "index"
            ],
            "properties": {
              "index": {
                "type": "string",
                "title": "Index",
                "description": "The index that is filled.",
                "pattern": "^(?:[^A-Z\\s\\\\/*?\"<>|,#:%_+-][^A-Z\\s\\\\/*?\"<>|,#:%]{0,254}|.*\\$\\{\\{.*\\}\\}.*)$",
                "maxLength": 2048,
                "x-hint": "Write the name of one index in lower case, at most 255 bytes, without spaces and \\ / * ? \" < > | , # : %, and not beginning with _ - or +.",
                "examples": [
                  "orders-2024"
                ]
              },
              "op_type": {
                "type": "string",
                "title": "Kind of write",
                "description": "create: documents that already exist are left as they are.",
                "enum": [
                  "index",
                  "create"
                ],
                "default": "index"
              },
              "version_type": {
                "type": "string",
                "title": "Versions",
                "description": "external: a newer version replaces an older one, never the other way round.",
                "enum": [
                  "internal",
                  "external"
                ],
                "default": "internal"
              },
              "pipeline": {
                "type": "string",
                "title": "Pipeline",
                "description": "Ingest pipeline that documents pass through.",
                "minLength": 1,
                "examples": [
                  "_none"
                ]
              },
              "type": {
                "type": "string",
                "title": "Type",
                "description": "Mapping type, on a 6.x cluster whose index has a type other than _doc.",
                "minLength": 1,
                "examples": [
                  "_doc"
                ]
              },
              "version": {
                "type": "string",
                "title": "Version",
                "description": "Version of the cluster that is written to. With it, type is sent only to a 6.x cluster, where it defaults to _doc.",
                "minLength": 1,
                "examples": [
                  "7.10.2"
                ]
              }
            },
            "examples": [
              {
                "index": "orders-2024",
                "op_type": "create"
              }
            ]
          },
          "conflicts": {
            "type": "string",
            "title": "Conflicts",
            "description": "proceed: documents that already exist are counted and do not end the copy.",
            "enum": [
              "abort",
              "proceed"
            ],
            "default": "abort"
          },
          "requests_per_second": {
            "type": [
              "number",
              "string"
            ],
            "title": "Documents a second",
            "description": "Documents that a copy may read in a second; -1 for no limit. Rethrottling changes it while the copy runs.",
            "pattern": "^(?:-1|[0-9]{1,9}(?:\\.[0-9]{1,6})?|.*\\$\\{\\{.*\\}\\}.*)$",
            "minimum": -1,
            "x-hint": "Write a number of documents a second, or -1 for no limit.",
            "examples": [
              1000
            ]
          },
          "slices": {
            "type": [
              "integer",
              "string"
            ],
            "title": "Slices",
            "description": "Parallel parts, only within one cluster.",
            "pattern": "^(?:auto|[1-9][0-9]{0,3})$",
            "minimum": 1,
            "x-hint": "Write a number of slices, or auto.",
            "examples": [
              "auto"
            ]
          },
          "refresh": {
            "type": "boolean",
            "title": "Refresh",
            "description": "Whether the task makes what it has copied visible before it ends.",
            "default": false
          }
        }
      },
      "response": {
        "type": "object",
        "description": "The task.",
        "additionalProperties": true,
        "properties": {
          "task": {
            "type": [
              "string",
              "null"
            ],
            "description": "Id of the task."
          }
        }
      }
    }
  },
  "RethrottleReindex": {
    "$id": "https://waybill.dev/schemas/elasticsearch/RethrottleReindex.schema.json",
    "title": "RethrottleReindex",
    "description": "Changes the speed of a running copy.",
    "x-waybill": {
      "provider": "elasticsearch",
      "operation": "RethrottleReindex",
      "method": "POST",
      "path": "/_reindex/{task_id}/_rethrottle",
      "parameters": {
        "task_id": "path",
        "requests_per_second": "query"
      },
      "success": [
        200
      ],
      "effect": true,
      "document": "Reindex API (Elasticsearch Guide)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "task_id",
          "requests_per_second"
        ],
        "properties": {
          "task_id": {
            "type": "string",
            "title": "Task id",
            "description": "Id of a task: the id of its node, a colon, and a number.",
            "pattern": "^(?:[A-Za-z0-9_-]{1,128}:[0-9]{1,19}|.*\\$\\{\\{.*\\}\\}.*)$",
            "maxLength": 2048,
            "x-hint": "Write the id as Reindex returns it, such as tPjJYl4_QIGNFVWFKIffxg:1304.",
            "examples": [
              "tPjJYl4_QIGNFVWFKIffxg:1304"
            ]
          },
          "requests_per_second": {
            "type": [
              "number",
              "string"
            ],
            "title": "Documents a second",
            "description": "Documents that a copy may read in a second; -1 for no limit. Rethrottling changes it while the copy runs.",
            "pattern": "^(?:-1|[0-9]{1,9}(?:\\.[0-9]{1,6})?|.*\\$\\{\\{.*\\}\\}.*)$",
            "minimum": -1,
            "x-hint": "Write a number of documents a second, or -1 for no limit.",
            "examples": [
              1000
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "The tasks that were changed.",
        "additionalProperties": true,
        "properties": {}
      }
    }
  },
  "ShowClusterSettings": {
    "$id": "https://waybill.dev/schemas/elasticsearch/ShowClusterSettings.schema.json",
    "title": "ShowClusterSettings",
    "description": "Shows settings of a cluster: those that were changed at run time, and with include_defaults all others.",
    "x-waybill": {
      "provider": "elasticsearch",
      "operation": "ShowClusterSettings",
      "method": "GET",
      "path": "/_cluster/settings",
      "parameters": {
        "include_defaults": "query",
        "filter_path": "query"
      },
      "success": [
        200
      ],
      "effect": false,
      "document": "Cluster get settings API (Elasticsearch Guide)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "include_defaults": {
            "type": "boolean",
            "title": "With defaults",
            "description": "Also those that were never changed.",
            "default": false
          },
          "filter_path": {
            "type": "string",
            "title": "Fields",
            "description": "The fields that are wanted.",
            "examples": [
              "*.cluster.max_shards_per_node"
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "Settings by where they were set; the first one that has a setting counts.",
        "additionalProperties": true,
        "properties": {
          "transient": {
            "type": [
              "object",
              "null"
            ],
            "description": "Changed until the cluster restarts.",
            "additionalProperties": true
          },
          "persistent": {
            "type": [
              "object",
              "null"
            ],
            "description": "Changed permanently.",
            "additionalProperties": true
          },
          "defaults": {
            "type": [
              "object",
              "null"
            ],
            "description": "All others.",
            "additionalProperties": true
          }
        }
      }
    }
  },
  "ShowClusterState": {
    "$id": "https://waybill.dev/schemas/elasticsearch/ShowClusterState.schema.json",
    "title": "ShowClusterState",
    "description": "Shows what a cluster has besides its indices: its id, its index templates of both forms, and its ingest pipelines. The answer, objects by name, is read as lists.",
    "x-waybill": {
      "provider": "elasticsearch",
      "operation": "ShowClusterState",
      "method": "GET",
      "path": "/_cluster/state/metadata",
      "parameters": {
        "filter_path": "query"
      },
      "success": [
        200
      ],
      "effect": false,
      "document": "Cluster state API (Elasticsearch Guide)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "filter_path": {
            "type": "string",
            "title": "Fields",
            "description": "The fields that are wanted.",
            "examples": [
              "cluster_uuid,metadata.templates"
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "The cluster.",
        "additionalProperties": true,
        "properties": {
          "cluster_uuid": {
            "type": [
              "string",
              "null"
            ],
            "description": "Id of the cluster, the same on each of its nodes."
          },
          "templates": {
            "type": [
              "array",
              "null"
            ],
            "description": "Index templates, as a list.",
            "items": {
              "type": "object",
              "description": "One template.",
              "additionalProperties": true,
              "properties": {
                "name": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Name of the template."
                },
                "patterns": {
                  "type": [
                    "array",
                    "null"
                  ],
                  "description": "Names of indices that it matches.",
                  "items": {
                    "type": "string",
                    "description": "A name, in which * matches any text."
                  }
                },
                "priority": {
                  "type": [
                    "integer",
                    "null"
                  ],
                  "description": "For templates of the newer form: only the one with the highest priority is used."
                },
                "form": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "composable: of the newer form, since 7.8. legacy: of the older one."
                }
              }
            }
          },
          "pipelines": {
            "type": [
              "array",
              "null"
            ],
            "description": "Ids of the ingest pipelines.",
            "items": {
              "type": "string",
              "description": "Id of a pipeline."
            }
          }
        }
      }
    }
  },
  "ShowIndexHealth": {
    "$id": "https://waybill.dev/schemas/elasticsearch/ShowIndexHealth.schema.json",
    "title": "ShowIndexHealth",
    "description": "Shows whether all shards of an index are allocated. A status that is not reached in time is an answer too.",
    "x-waybill": {
      "provider": "elasticsearch",
      "operation": "ShowIndexHealth",
      "method": "GET",
      "path": "/_cluster/health/{index}",
      "parameters": {
        "index": "path",
        "wait_for_status": "query",
        "timeout": "query"
      },
      "success": [
        200
      ],
      "effect": false,
      "document": "Cluster health API (Elasticsearch Guide)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "index"
        ],
        "properties": {
          "index": {
            "type": "string",
            "title": "Index",
            "description": "Name of one index: no alias, no pattern, no list.",
            "pattern": "^(?:[^A-Z\\s\\\\/*?\"<>|,#:%_+-][^A-Z\\s\\\\/*?\"<>|,#:%]{0,254}|.*\\$\\{\\{.*\\}\\}.*)$",
            "maxLength": 2048,
            "x-hint": "Write the name of one index in lower case, at most 255 bytes, without spaces and \\ / * ? \" < > | , # : %, and not beginning with _ - or +.",
            "examples": [
              "orders-2024"
            ]
          },
          "wait_for_status": {
            "type": "string",
            "title": "Status",
            "description": "The status to wait for, at most for the time of timeout.",
            "enum": [
              "green",
              "yellow"
            ],
            "examples": [
              "green"
            ]
          },
          "timeout": {
            "type": "string",
            "title": "Wait",
            "description": "How long the cluster waits for the status.",
            "pattern": "^[0-9]{1,6}(?:ms|s|m)$",
            "x-hint": "Write a number and ms, s or m, such as 5s.",
            "examples": [
              "5s"
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "The health.",
        "additionalProperties": true,
        "properties": {
          "status": {
            "type": [
              "string",
              "null"
            ],
            "description": "green, yellow or red."
          },
          "timed_out": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "Whether the status was not reached in time."
          },
          "delayed_unassigned_shards": {
            "type": [
              "integer",
              "null"
            ],
            "description": "Shards that wait for a node that has left."
          },
          "number_of_pending_tasks": {
            "type": [
              "integer",
              "null"
            ],
            "description": "Pending changes of the cluster state."
          },
          "number_of_in_flight_fetch": {
            "type": [
              "integer",
              "null"
            ],
            "description": "Requests for shards that nodes have not answered yet."
          },
          "number_of_data_nodes": {
            "type": [
              "integer",
              "null"
            ],
            "description": "Nodes that hold data."
          },
          "active_primary_shards": {
            "type": [
              "integer",
              "null"
            ],
            "description": "Active primary shards."
          },
          "active_shards": {
            "type": [
              "integer",
              "null"
            ],
            "description": "Active shards."
          },
          "initializing_shards": {
            "type": [
              "integer",
              "null"
            ],
            "description": "Initializing shards."
          },
          "relocating_shards": {
            "type": [
              "integer",
              "null"
            ],
            "description": "Relocating shards."
          },
          "unassigned_shards": {
            "type": [
              "integer",
              "null"
            ],
            "description": "Unassigned shards."
          }
        }
      }
    }
  },
  "ShowIndexStats": {
    "$id": "https://waybill.dev/schemas/elasticsearch/ShowIndexStats.schema.json",
    "title": "ShowIndexStats",
    "description": "Shows how many documents an index has and how far the sequence numbers of its shards have advanced. The highest is read as `max_seq_no`.",
    "x-waybill": {
      "provider": "elasticsearch",
      "operation": "ShowIndexStats",
      "method": "GET",
      "path": "/{index}/_stats/docs,store",
      "parameters": {
        "index": "path",
        "level": "query"
      },
      "success": [
        200
      ],
      "effect": false,
      "document": "Index stats API (Elasticsearch Guide)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "index"
        ],
        "properties": {
          "index": {
            "type": "string",
            "title": "Index",
            "description": "Name of one index: no alias, no pattern, no list.",
            "pattern": "^(?:[^A-Z\\s\\\\/*?\"<>|,#:%_+-][^A-Z\\s\\\\/*?\"<>|,#:%]{0,254}|.*\\$\\{\\{.*\\}\\}.*)$",
            "maxLength": 2048,
            "x-hint": "Write the name of one index in lower case, at most 255 bytes, without spaces and \\ / * ? \" < > | , # : %, and not beginning with _ - or +.",
            "examples": [
              "orders-2024"
            ]
          },
          "level": {
            "type": "string",
            "title": "Level",
            "description": "shards: each shard separately.",
            "enum": [
              "cluster",
              "indices",
              "shards"
            ],
            "default": "indices"
          }
        }
      },
      "response": {
        "type": "object",
        "description": "The statistics.",
        "additionalProperties": true,
        "properties": {
          "_all": {
            "type": [
              "object",
              "null"
            ],
            "description": "Sums over all shards.",
            "additionalProperties": true
          },
          "max_seq_no": {
            "type": [
              "integer",
              "null"
            ],
            "description": "Highest sequence number of any shard; -1 when nothing was written."
          },
          "max_seq_nos": {
            "type": [
              "array",
              "null"
            ],
            "description": "Highest sequence number of each shard.",
            "items": {
              "type": "integer"
            }
          },
          "positions": {
            "type": [
              "array",
              "null"
            ],
            "description": "For each shard, the sequence number below which everything is written in all of its copies.",
            "items": {
              "type": "integer"
            }
          }
        }
      }
    }
  },
  "ShowIndexUsage": {
    "$id": "https://waybill.dev/schemas/elasticsearch/ShowIndexUsage.schema.json",
    "title": "ShowIndexUsage",
    "description": "Shows how often an index was searched and written to since its shards were started. Read as `searches` and `writes`.",
    "x-waybill": {
      "provider": "elasticsearch",
      "operation": "ShowIndexUsage",
      "method": "GET",
      "path": "/{index}/_stats/search,get,indexing",
      "parameters": {
        "index": "path",
        "level": "query"
      },
      "success": [
        200
      ],
      "effect": false,
      "document": "Index stats API (Elasticsearch Guide)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "index"
        ],
        "properties": {
          "index": {
            "type": "string",
            "title": "Index",
            "description": "Name of one index: no alias, no pattern, no list.",
            "pattern": "^(?:[^A-Z\\s\\\\/*?\"<>|,#:%_+-][^A-Z\\s\\\\/*?\"<>|,#:%]{0,254}|.*\\$\\{\\{.*\\}\\}.*)$",
            "maxLength": 2048,
            "x-hint": "Write the name of one index in lower case, at most 255 bytes, without spaces and \\ / * ? \" < > | , # : %, and not beginning with _ - or +.",
            "examples": [
              "orders-2024"
            ]
          },
          "level": {
            "type": "string",
            "title": "Level",
            "description": "indices: each index separately.",
            "enum": [
              "cluster",
              "indices"
            ],
            "default": "indices"
          }
        }
      },
      "response": {
        "type": "object",
        "description": "The counters.",
        "additionalProperties": true,
        "properties": {
          "searches": {
            "type": [
              "integer",
              "null"
            ],
            "description": "Searches and reads of single documents, over all copies."
          },
          "writes": {
            "type": [
              "integer",
              "null"
            ],
            "description": "Documents that were written or deleted, over the primary shards."
          }
        }
      }
    }
  },
  "ShowNodes": {
    "$id": "https://waybill.dev/schemas/elasticsearch/ShowNodes.schema.json",
    "title": "ShowNodes",
    "description": "Shows the nodes that the cluster has: their versions and, with metric settings, their settings. The answer, an object by node, is read as a list under `nodes`.",
    "x-waybill": {
      "provider": "elasticsearch",
      "operation": "ShowNodes",
      "method": "GET",
      "path": "/_nodes/{node_id}/{metric}",
      "parameters": {
        "node_id": "path",
        "metric": "path",
        "filter_path": "query"
      },
      "success": [
        200
      ],
      "effect": false,
      "document": "Nodes info API (Elasticsearch Guide)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "node_id",
          "metric"
        ],
        "properties": {
          "node_id": {
            "type": "string",
            "title": "Nodes",
            "description": "_local: the node that answers. _all: every node.",
            "pattern": "^[A-Za-z0-9_-]{1,128}$",
            "x-hint": "Write _local, _all or the id of a node.",
            "examples": [
              "_local"
            ]
          },
          "metric": {
            "type": "string",
            "title": "Metric",
            "description": "What to show of each node besides its version.",
            "enum": [
              "http",
              "os",
              "settings"
            ],
            "examples": [
              "settings"
            ]
          },
          "filter_path": {
            "type": "string",
            "title": "Fields",
            "description": "The fields that are wanted.",
            "examples": [
              "cluster_name,nodes.*.version"
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "The nodes.",
        "additionalProperties": true,
        "properties": {
          "cluster_name": {
            "type": [
              "string",
              "null"
            ],
            "description": "Name of the cluster."
          },
          "nodes": {
            "type": [
              "array",
              "null"
            ],
            "description": "Nodes, as a list.",
            "items": {
              "type": "object",
              "description": "One node.",
              "additionalProperties": true,
              "properties": {
                "id": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Id of the node."
                },
                "name": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Name of the node."
                },
                "version": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Version of the software."
                },
                "settings": {
                  "type": [
                    "object",
                    "null"
                  ],
                  "description": "Settings of the node, if they were asked for.",
                  "additionalProperties": true
                }
              }
            }
          }
        }
      }
    }
  },
  "TryDefinition": {
    "$id": "https://waybill.dev/schemas/elasticsearch/TryDefinition.schema.json",
    "title": "TryDefinition",
    "description": "Tries the definition of an index without creating anything: settings, analyzers and mapping are read as for a new index. Elasticsearch 7.9 and later, and OpenSearch; on older versions nothing is tried.",
    "x-waybill": {
      "provider": "elasticsearch",
      "operation": "TryDefinition",
      "method": "POST",
      "path": "/_index_template/_simulate",
      "parameters": {},
      "success": [
        200
      ],
      "effect": false,
      "document": "Simulate index template API (Elasticsearch Guide)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "settings": {
            "type": "object",
            "title": "Settings",
            "description": "Settings of the index.",
            "additionalProperties": true,
            "examples": [
              {
                "index": {
                  "number_of_shards": 3,
                  "number_of_replicas": 1
                }
              }
            ]
          },
          "mappings": {
            "type": "object",
            "title": "Mappings",
            "description": "Mapping of the index, in the form that the version of the cluster expects.",
            "additionalProperties": true,
            "examples": [
              {
                "properties": {
                  "id": {
                    "type": "keyword"
                  }
                }
              }
            ]
          },
          "like": {
            "type": "object",
            "title": "Like",
            "description": "Another index, as GetIndex shows it.",
            "additionalProperties": false,
            "required": [
              "settings",
              "mappings",
              "version"
            ],
            "properties": {
              "settings": {
                "title": "Settings",
                "description": "Its settings.",
                "examples": [
                  "${{ steps.check-source.outputs.settings }}"
                ]
              },
              "mappings": {
                "title": "Mappings",
                "description": "Its mapping.",
                "examples": [
                  "${{ steps.check-source.outputs.mappings }}"
                ]
              },
              "version": {
                "title": "Version",
                "description": "Version of the cluster that gets the new index.",
                "examples": [
                  "7.10.2"
                ]
              },
              "type": {
                "type": "string",
                "title": "Type",
                "description": "Mapping type of the new index, on a cluster of 6.x.",
                "minLength": 1,
                "default": "_doc"
              }
            },
            "examples": [
              {
                "settings": {},
                "mappings": {},
                "version": "7.10.2"
              }
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "What the index would be.",
        "additionalProperties": true,
        "properties": {
          "template": {
            "type": [
              "object",
              "null"
            ],
            "description": "Settings and mapping, as the cluster reads them.",
            "additionalProperties": true,
            "properties": {}
          }
        }
      }
    }
  },
  "TryReindex": {
    "$id": "https://waybill.dev/schemas/elasticsearch/TryReindex.schema.json",
    "title": "TryReindex",
    "description": "Tries to copy one document through an ingest pipeline that does not exist: shows whether the cluster can read the other index, and writes nothing. The refusal because the pipeline is missing is the good answer.",
    "x-waybill": {
      "provider": "elasticsearch",
      "operation": "TryReindex",
      "method": "POST",
      "path": "/_reindex",
      "parameters": {},
      "success": [
        200
      ],
      "effect": false,
      "document": "Reindex API (Elasticsearch Guide)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "source",
          "dest"
        ],
        "properties": {
          "source": {
            "type": "object",
            "title": "Source",
            "description": "What is copied.",
            "additionalProperties": false,
            "required": [
              "index"
            ],
            "properties": {
              "index": {
                "type": "string",
                "title": "Index",
                "description": "The index that is read.",
                "pattern": "^(?:[^A-Z\\s\\\\/*?\"<>|,#:%_+-][^A-Z\\s\\\\/*?\"<>|,#:%]{0,254}|.*\\$\\{\\{.*\\}\\}.*)$",
                "maxLength": 2048,
                "x-hint": "Write the name of one index in lower case, at most 255 bytes, without spaces and \\ / * ? \" < > | , # : %, and not beginning with _ - or +.",
                "examples": [
                  "orders-2024"
                ]
              },
              "remote": {
                "type": "object",
                "title": "Remote",
                "description": "Another cluster that the copy reads from: the cluster of the call pulls from it.",
                "additionalProperties": false,
                "required": [
                  "host"
                ],
                "properties": {
                  "host": {
                    "type": "string",
                    "title": "Host",
                    "description": "Scheme, host, port and path of the other cluster.",
                    "minLength": 1,
                    "examples": [
                      "https://old.example.com:9200"
                    ]
                  },
                  "username": {
                    "type": "string",
                    "title": "User name",
                    "description": "User there.",
                    "examples": [
                      "elastic"
                    ]
                  },
                  "password": {
                    "type": "string",
                    "title": "Password",
                    "description": "Password there.",
                    "x-secret": true,
                    "writeOnly": true,
                    "examples": [
                      "${{ secrets.old }}"
                    ]
                  },
                  "headers": {
                    "type": "object",
                    "title": "Headers",
                    "description": "Headers for the other cluster, such as Authorization.",
                    "additionalProperties": {
                      "type": "string",
                      "title": "Header",
                      "description": "Value of the header.",
                      "x-secret": true,
                      "writeOnly": true
                    },
                    "examples": [
                      {
                        "Authorization": "${{ secrets.old_key }}"
                      }
                    ]
                  },
                  "socket_timeout": {
                    "type": "string",
                    "title": "Time for an answer",
                    "description": "Longest wait for an answer of the other cluster.",
                    "pattern": "^[0-9]{1,6}(?:ms|s|m|h)$",
                    "x-hint": "Write a number and ms, s, m or h, such as 5m.",
                    "examples": [
                      "5m"
                    ]
                  },
                  "connect_timeout": {
                    "type": "string",
                    "title": "Time to connect",
                    "description": "Longest wait for a connection to the other cluster.",
                    "pattern": "^[0-9]{1,6}(?:ms|s|m|h)$",
                    "x-hint": "Write a number and ms, s, m or h, such as 30s.",
                    "examples": [
                      "30s"
                    ]
                  }
                },
                "examples": [
                  {
                    "host": "https://old.example.com:9200",
                    "username": "elastic",
                    "password": "${{ secrets.old }}"
                  }
                ]
              },
              "size": {
                "type": "integer",
                "title": "Batch",
                "description": "Documents in one batch. A batch from another cluster has to fit into 100 MB there.",
                "minimum": 1,
                "maximum": 10000,
                "default": 1000
              },
              "query": {
                "type": "object",
                "title": "Query",
                "description": "The documents that are copied.",
                "additionalProperties": true,
                "examples": [
                  {
                    "match_all": {}
                  }
                ]
              }
            },
            "examples": [
              {
                "index": "orders-2024"
              }
            ]
          },
          "dest": {
            "type": "object",
            "title": "Destination",
            "description": "Where copies go.",
            "additionalProperties": false,
            "required": [
              "index"
            ],
            "properties": {
              "index": {
                "type": "string",
                "title": "Index",
                "description": "The index that is filled.",
                "pattern": "^(?:[^A-Z\\s\\\\/*?\"<>|,#:%_+-][^A-Z\\s\\\\/*?\"<>|,#:%]{0,254}|.*\\$\\{\\{.*\\}\\}.*)$",
                "maxLength": 2048,
                "x-hint": "Write the name of one index in lower case, at most 255 bytes, without spaces and \\ / * ? \" < > | , # : %, and not beginning with _ - or +.",
                "examples": [
                  "orders-2024"
                ]
              },
              "op_type": {
                "type": "string",
                "title": "Kind of write",
                "description": "create: documents that already exist are left as they are.",
                "enum": [
                  "index",
                  "create"
                ],
                "default": "index"
              },
              "version_type": {
                "type": "string",
                "title": "Versions",
                "description": "external: a newer version replaces an older one, never the other way round.",
                "enum": [
                  "internal",
                  "external"
                ],
                "default": "internal"
              },
              "pipeline": {
                "type": "string",
                "title": "Pipeline",
                "description": "Ingest pipeline that documents pass through.",
                "minLength": 1,
                "examples": [
                  "_none"
                ]
              },
              "type": {
                "type": "string",
                "title": "Type",
                "description": "Mapping type, on a 6.x cluster whose index has a type other than _doc.",
                "minLength": 1,
                "examples": [
                  "_doc"
                ]
              },
              "version": {
                "type": "string",
                "title": "Version",
                "description": "Version of the cluster that is written to. With it, type is sent only to a 6.x cluster, where it defaults to _doc.",
                "minLength": 1,
                "examples": [
                  "7.10.2"
                ]
              }
            },
            "examples": [
              {
                "index": "orders-2024",
                "op_type": "create"
              }
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "How far it got.",
        "additionalProperties": true,
        "properties": {
          "total": {
            "type": [
              "integer",
              "null"
            ],
            "description": "Documents that were read."
          },
          "created": {
            "type": [
              "integer",
              "null"
            ],
            "description": "Documents that were written: none."
          },
          "method": {
            "type": [
              "string",
              "null"
            ],
            "description": "remote: the cluster can read the other index. bulk: it cannot. Not in the answer of the cluster, but derived from it."
          },
          "failures": {
            "type": [
              "array",
              "null"
            ],
            "description": "Why documents were not written.",
            "items": {
              "type": "object",
              "description": "One document.",
              "additionalProperties": true,
              "properties": {}
            }
          }
        }
      }
    }
  },
  "UpdateAliases": {
    "$id": "https://waybill.dev/schemas/elasticsearch/UpdateAliases.schema.json",
    "title": "UpdateAliases",
    "description": "Adds and removes aliases in one step: searches see either all of the changes or none.",
    "x-waybill": {
      "provider": "elasticsearch",
      "operation": "UpdateAliases",
      "method": "POST",
      "path": "/_aliases",
      "parameters": {},
      "success": [
        200
      ],
      "effect": true,
      "document": "Aliases API (Elasticsearch Guide)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "actions"
        ],
        "properties": {
          "version": {
            "type": [
              "string",
              "null"
            ],
            "title": "Version",
            "description": "Version of the cluster, as ShowNodes reports it: must_exist is left out if that version does not know it. Left out: one that does.",
            "examples": [
              "7.10.2"
            ]
          },
          "if_there": {
            "type": "boolean",
            "title": "If it exists",
            "description": "Whether actions count as done if there is nothing to remove. For calls that add nothing.",
            "default": false,
            "examples": [
              true
            ]
          },
          "actions": {
            "type": "array",
            "title": "Actions",
            "description": "What is added and removed.",
            "minItems": 1,
            "maxItems": 1000,
            "items": {
              "type": "object",
              "title": "Action",
              "description": "One of add and remove.",
              "additionalProperties": false,
              "minProperties": 1,
              "maxProperties": 1,
              "x-hint": "Write one of add and remove in each action, with index and alias.",
              "properties": {
                "add": {
                  "type": "object",
                  "title": "Add",
                  "description": "The alias to add to an index.",
                  "additionalProperties": false,
                  "required": [
                    "index",
                    "alias"
                  ],
                  "properties": {
                    "index": {
                      "type": "string",
                      "title": "Index",
                      "description": "Name of one index: no alias, no pattern, no list.",
                      "pattern": "^(?:[^A-Z\\s\\\\/*?\"<>|,#:%_+-][^A-Z\\s\\\\/*?\"<>|,#:%]{0,254}|.*\\$\\{\\{.*\\}\\}.*)$",
                      "maxLength": 2048,
                      "x-hint": "Write the name of one index in lower case, at most 255 bytes, without spaces and \\ / * ? \" < > | , # : %, and not beginning with _ - or +.",
                      "examples": [
                        "orders-2024"
                      ]
                    },
                    "alias": {
                      "type": "string",
                      "title": "Alias",
                      "description": "Name of one alias.",
                      "pattern": "^(?:[^\\s\\\\/*?\"<>|,#:%_+-][^\\s\\\\/*?\"<>|,#:%]{0,254}|.*\\$\\{\\{.*\\}\\}.*)$",
                      "maxLength": 2048,
                      "x-hint": "Write the name of one alias, at most 255 bytes, without spaces and \\ / * ? \" < > | , # : %.",
                      "examples": [
                        "orders"
                      ]
                    },
                    "filter": {
                      "type": "object",
                      "title": "Filter",
                      "description": "The documents that are visible through the alias.",
                      "additionalProperties": true,
                      "examples": [
                        {
                          "match_all": {}
                        }
                      ]
                    },
                    "like": {
                      "type": [
                        "object",
                        "null"
                      ],
                      "title": "Like",
                      "description": "Aliases of another index, as GetIndex shows them: the alias gets the filter and the routing that it has there.",
                      "additionalProperties": true,
                      "examples": [
                        {
                          "orders": {
                            "filter": {
                              "term": {
                                "n": 1
                              }
                            }
                          }
                        }
                      ]
                    },
                    "routing": {
                      "type": "string",
                      "title": "Routing",
                      "description": "Routing of searches and writes.",
                      "examples": [
                        "1"
                      ]
                    },
                    "index_routing": {
                      "type": "string",
                      "title": "Routing of writes",
                      "description": "Routing of writes.",
                      "examples": [
                        "1"
                      ]
                    },
                    "search_routing": {
                      "type": "string",
                      "title": "Routing of searches",
                      "description": "Routing of searches.",
                      "examples": [
                        "1"
                      ]
                    },
                    "is_write_index": {
                      "type": "boolean",
                      "title": "Write index",
                      "description": "Whether writes through the alias go to this index.",
                      "examples": [
                        true
                      ]
                    },
                    "is_hidden": {
                      "type": "boolean",
                      "title": "Hidden",
                      "description": "Whether patterns leave the alias out. Version 7.8 and later.",
                      "examples": [
                        false
                      ]
                    }
                  },
                  "examples": [
                    {
                      "index": "orders-v2",
                      "alias": "orders"
                    }
                  ]
                },
                "remove": {
                  "type": "object",
                  "title": "Remove",
                  "description": "The alias to remove from an index.",
                  "additionalProperties": false,
                  "required": [
                    "index",
                    "alias"
                  ],
                  "properties": {
                    "index": {
                      "type": "string",
                      "title": "Index",
                      "description": "Name of one index: no alias, no pattern, no list.",
                      "pattern": "^(?:[^A-Z\\s\\\\/*?\"<>|,#:%_+-][^A-Z\\s\\\\/*?\"<>|,#:%]{0,254}|.*\\$\\{\\{.*\\}\\}.*)$",
                      "maxLength": 2048,
                      "x-hint": "Write the name of one index in lower case, at most 255 bytes, without spaces and \\ / * ? \" < > | , # : %, and not beginning with _ - or +.",
                      "examples": [
                        "orders-2024"
                      ]
                    },
                    "alias": {
                      "type": "string",
                      "title": "Alias",
                      "description": "Name of one alias.",
                      "pattern": "^(?:[^\\s\\\\/*?\"<>|,#:%_+-][^\\s\\\\/*?\"<>|,#:%]{0,254}|.*\\$\\{\\{.*\\}\\}.*)$",
                      "maxLength": 2048,
                      "x-hint": "Write the name of one alias, at most 255 bytes, without spaces and \\ / * ? \" < > | , # : %.",
                      "examples": [
                        "orders"
                      ]
                    },
                    "must_exist": {
                      "type": "boolean",
                      "title": "Must exist",
                      "description": "Whether the whole call is refused if the index does not have the alias. Elasticsearch 7.11 and later, OpenSearch 2.12 and later.",
                      "default": false,
                      "examples": [
                        true
                      ]
                    }
                  },
                  "examples": [
                    {
                      "index": "orders-v1",
                      "alias": "orders"
                    }
                  ]
                }
              },
              "examples": [
                {
                  "add": {
                    "index": "orders-v2",
                    "alias": "orders"
                  }
                }
              ]
            },
            "examples": [
              [
                {
                  "remove": {
                    "index": "orders-v1",
                    "alias": "orders"
                  }
                },
                {
                  "add": {
                    "index": "orders-v2",
                    "alias": "orders"
                  }
                }
              ]
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "Whether it was done.",
        "additionalProperties": true,
        "properties": {
          "acknowledged": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "Whether the request was accepted."
          },
          "errors": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "Whether an action had no effect although the request was accepted."
          }
        }
      }
    }
  }
};

export const kindSchemas: Readonly<Record<KindName, KindSchema>> = {
  "reindex": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://waybill.dev/schemas/elasticsearch/kinds/reindex.schema.json",
    "title": "reindex",
    "description": "Copies one index into a new one, on the same cluster or from another one: checks, a definition made from the source, the copy, its settings, counts of both sides.",
    "x-waybill": {
      "provider": "elasticsearch",
      "kind": "reindex"
    },
    "type": "object",
    "additionalProperties": false,
    "required": [
      "source",
      "dest"
    ],
    "properties": {
      "source": {
        "type": "object",
        "title": "Source",
        "description": "The index to copy.",
        "additionalProperties": false,
        "required": [
          "index"
        ],
        "properties": {
          "connection": {
            "type": "string",
            "title": "Connection",
            "description": "Alias of the cluster that has it, under providers. Left out: the cluster that gets the copy.",
            "x-connection": "elasticsearch",
            "examples": [
              "old"
            ]
          },
          "connect": {
            "type": "string",
            "title": "Connect",
            "description": "Alias of a connection by which this machine reaches the same cluster, if its address differs from the one from which the target pulls. Left out: connection.",
            "x-connection": "elasticsearch",
            "examples": [
              "old-by-tunnel"
            ]
          },
          "index": {
            "type": "string",
            "title": "Index",
            "description": "The index that is read.",
            "pattern": "^(?:[^A-Z\\s\\\\/*?\"<>|,#:%_+-][^A-Z\\s\\\\/*?\"<>|,#:%]{0,254}|.*\\$\\{\\{.*\\}\\}.*)$",
            "maxLength": 2048,
            "x-hint": "Write the name of one index in lower case, at most 255 bytes, without spaces and \\ / * ? \" < > | , # : %, and not beginning with _ - or +.",
            "examples": [
              "orders-2024"
            ]
          },
          "query": {
            "type": "object",
            "title": "Query",
            "description": "The documents that are copied.",
            "additionalProperties": true,
            "examples": [
              {
                "match_all": {}
              }
            ]
          }
        },
        "examples": [
          {
            "connection": "old",
            "index": "orders-2024"
          }
        ]
      },
      "dest": {
        "type": "object",
        "title": "Destination",
        "description": "The index to create. It must not exist yet.",
        "additionalProperties": false,
        "required": [
          "index"
        ],
        "properties": {
          "index": {
            "type": "string",
            "title": "Index",
            "description": "The index to create.",
            "pattern": "^(?:[^A-Z\\s\\\\/*?\"<>|,#:%_+-][^A-Z\\s\\\\/*?\"<>|,#:%]{0,254}|.*\\$\\{\\{.*\\}\\}.*)$",
            "maxLength": 2048,
            "x-hint": "Write the name of one index in lower case, at most 255 bytes, without spaces and \\ / * ? \" < > | , # : %, and not beginning with _ - or +.",
            "examples": [
              "orders-2024"
            ]
          },
          "settings": {
            "type": "object",
            "title": "Settings",
            "description": "Settings that replace those of the source.",
            "additionalProperties": true,
            "examples": [
              {
                "index": {
                  "number_of_shards": 3,
                  "number_of_replicas": 1
                }
              }
            ]
          },
          "mappings": {
            "type": "object",
            "title": "Mappings",
            "description": "Mapping that replaces that of the source.",
            "additionalProperties": true,
            "examples": [
              {
                "properties": {
                  "id": {
                    "type": "keyword"
                  }
                }
              }
            ]
          },
          "type": {
            "type": "string",
            "title": "Type",
            "description": "Mapping type of the copy, only on a 6.x cluster.",
            "minLength": 1,
            "default": "_doc"
          }
        },
        "examples": [
          {
            "index": "orders-2024-v2",
            "settings": {
              "index": {
                "number_of_shards": 3
              }
            }
          }
        ]
      },
      "method": {
        "type": "string",
        "title": "Method",
        "description": "How the documents get into the copy. remote: its cluster pulls them from the other one. local: the cluster copies within itself. bulk: Waybill reads and writes them, each as it was written, and neither cluster has to reach the other. auto: remote if the target can read the source, otherwise bulk; a preview shows which, and why. Left out: auto between two clusters, and local within one.",
        "enum": [
          "auto",
          "remote",
          "local",
          "bulk"
        ],
        "examples": [
          "bulk"
        ]
      },
      "parts": {
        "type": "integer",
        "title": "Parts",
        "description": "Slices of the copy, four of which are worked on at once unless limits.slices says otherwise. Left out: a multiple of four, so that a slice has at most 200,000 documents, and fewer for less than 20,000.",
        "minimum": 1,
        "maximum": 16,
        "examples": [
          4
        ]
      },
      "batch": {
        "type": "integer",
        "title": "Batch",
        "description": "Documents in one batch; left out: as many as take 2 MB in the index, 2,000 at most. One from another cluster has to fit into 100 MB. With method: bulk, the most in one page, whose size follows that of the documents.",
        "minimum": 1,
        "maximum": 10000,
        "examples": [
          500
        ]
      },
      "requests_per_second": {
        "type": [
          "number",
          "string"
        ],
        "title": "Documents a second",
        "description": "Documents a second that each slice may copy; left out: as many as the clusters can.",
        "pattern": "^(?:-1|[0-9]{1,9}(?:\\.[0-9]{1,6})?|.*\\$\\{\\{.*\\}\\}.*)$",
        "minimum": -1,
        "x-hint": "Write a number of documents a second, or -1 for no limit.",
        "examples": [
          1000
        ]
      },
      "tolerate": {
        "type": "integer",
        "title": "Tolerate",
        "description": "How many documents the target may refuse, with method: bulk. If it refuses more, the unit fails.",
        "minimum": 0,
        "maximum": 1000000,
        "default": 0
      }
    },
    "examples": [
      {
        "source": {
          "connection": "old",
          "index": "orders-2024"
        },
        "dest": {
          "index": "orders-2024"
        }
      }
    ]
  },
  "verify": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://waybill.dev/schemas/elasticsearch/kinds/verify.schema.json",
    "title": "verify",
    "description": "Compares an index with a copy that was made earlier, by another tool or by hand: counts, definitions, and a sample of the documents or all of them.",
    "x-waybill": {
      "provider": "elasticsearch",
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
        "description": "The index that was copied.",
        "additionalProperties": false,
        "required": [
          "index"
        ],
        "properties": {
          "connection": {
            "type": "string",
            "title": "Connection",
            "description": "Alias of the cluster that has it, under providers. Left out: the cluster that the migration uses.",
            "x-connection": "elasticsearch",
            "examples": [
              "old"
            ]
          },
          "index": {
            "type": "string",
            "title": "Index",
            "description": "The index that was copied.",
            "pattern": "^(?:[^A-Z\\s\\\\/*?\"<>|,#:%_+-][^A-Z\\s\\\\/*?\"<>|,#:%]{0,254}|.*\\$\\{\\{.*\\}\\}.*)$",
            "maxLength": 2048,
            "x-hint": "Write the name of one index in lower case, at most 255 bytes, without spaces and \\ / * ? \" < > | , # : %, and not beginning with _ - or +.",
            "examples": [
              "orders-2024"
            ]
          },
          "query": {
            "type": "object",
            "title": "Query",
            "description": "The documents that were copied.",
            "additionalProperties": true,
            "examples": [
              {
                "match_all": {}
              }
            ]
          }
        },
        "examples": [
          {
            "connection": "old",
            "index": "orders-2024"
          }
        ]
      },
      "target": {
        "type": "object",
        "title": "Target",
        "description": "The copy.",
        "additionalProperties": false,
        "required": [
          "index"
        ],
        "properties": {
          "connection": {
            "type": "string",
            "title": "Connection",
            "description": "Alias of the cluster that has it, under providers. Left out: the cluster that the migration uses.",
            "x-connection": "elasticsearch",
            "examples": [
              "new"
            ]
          },
          "index": {
            "type": "string",
            "title": "Index",
            "description": "The copy.",
            "pattern": "^(?:[^A-Z\\s\\\\/*?\"<>|,#:%_+-][^A-Z\\s\\\\/*?\"<>|,#:%]{0,254}|.*\\$\\{\\{.*\\}\\}.*)$",
            "maxLength": 2048,
            "x-hint": "Write the name of one index in lower case, at most 255 bytes, without spaces and \\ / * ? \" < > | , # : %, and not beginning with _ - or +.",
            "examples": [
              "orders-2024"
            ]
          }
        },
        "examples": [
          {
            "connection": "new",
            "index": "orders-2024"
          }
        ]
      },
      "batch": {
        "type": "integer",
        "title": "Batch",
        "description": "The most documents in one page, whose size follows that of the documents.",
        "minimum": 1,
        "maximum": 10000,
        "default": 5000
      }
    },
    "examples": [
      {
        "source": {
          "connection": "old",
          "index": "orders-2024"
        },
        "target": {
          "connection": "new",
          "index": "orders-2024"
        }
      }
    ]
  }
};

/** A migration's own keys, by kind. */
export const optionsSchemas: Readonly<Record<KindName, object>> = {
  "reindex": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://waybill.dev/schemas/elasticsearch/kinds/reindex.options.schema.json",
    "title": "Options of reindex",
    "description": "A migration's own keys with reindex.",
    "x-waybill": {
      "provider": "elasticsearch",
      "options": "reindex"
    },
    "type": "object",
    "additionalProperties": false,
    "properties": {
      "verify": {
        "type": "object",
        "title": "Verification",
        "description": "How source and copy are compared at the end. Without it, by their counts.",
        "additionalProperties": false,
        "required": [
          "level"
        ],
        "properties": {
          "level": {
            "type": "string",
            "title": "Level",
            "description": "counts: both sides have the same number of documents. definition: and the same mapping and settings, as far as the target can have them. sample: and a random sample of documents is the same. digest: instead of a sample, every document is read on both sides and compared by its value, and those that differ are named.",
            "enum": [
              "counts",
              "definition",
              "sample",
              "digest"
            ],
            "default": "counts",
            "examples": [
              "digest"
            ]
          },
          "sample": {
            "type": "integer",
            "title": "Sample",
            "description": "Documents that the level sample takes from each side.",
            "minimum": 1,
            "maximum": 10000,
            "default": 1000
          }
        },
        "examples": [
          {
            "level": "digest"
          }
        ]
      },
      "catch_up": {
        "type": [
          "boolean",
          "object"
        ],
        "title": "Catch up",
        "description": "Copies what is written to the source meanwhile: in rounds, by the sequence numbers of its shards, until little is left. Deleted documents are deleted in the copy. With cutover, the last difference follows while the source is frozen.",
        "additionalProperties": false,
        "properties": {
          "until": {
            "type": "integer",
            "title": "Until",
            "description": "How many writes may be left for the last difference: a round is skipped if there were no more than that since the previous one.",
            "minimum": 0,
            "maximum": 10000000,
            "default": 10000,
            "examples": [
              1000
            ]
          },
          "field": {
            "type": "string",
            "title": "Field",
            "description": "A date or number field that grows with every write, by which rounds find what was written. Every document has to have it. Left out: the sequence numbers of the shards, which need no field, and which documents written by versions before 6.0 do not have.",
            "minLength": 1,
            "maxLength": 300,
            "examples": [
              "updated_at"
            ]
          },
          "rounds": {
            "type": "integer",
            "title": "Rounds",
            "description": "Maximum number of rounds. If the last one still finds more than `until`, the unit fails before anything is frozen.",
            "minimum": 1,
            "maximum": 20,
            "default": 5
          }
        },
        "examples": [
          true,
          {
            "until": 1000
          }
        ]
      },
      "cutover": {
        "type": "object",
        "title": "Cut-over",
        "description": "How clients get from the source to the copy. Within one cluster an alias is moved in one step; between two clusters an operator confirms that clients use the copy.",
        "additionalProperties": false,
        "properties": {
          "mode": {
            "type": "string",
            "title": "Mode",
            "description": "alias: an alias moves, within one cluster. clients: clients are pointed to another cluster. Left out: it depends on where the source is.",
            "enum": [
              "alias",
              "clients"
            ],
            "examples": [
              "clients"
            ]
          },
          "alias": {
            "type": "string",
            "title": "Alias",
            "description": "The alias that clients use, with mode: alias.",
            "minLength": 1,
            "maxLength": 255,
            "x-references": [
              "inputs",
              "each"
            ],
            "examples": [
              "orders"
            ]
          },
          "aliases": {
            "type": "array",
            "title": "Aliases",
            "description": "Aliases that the copy gets, with mode: clients; each with the filter and routing that it has on the source.",
            "minItems": 1,
            "maxItems": 20,
            "uniqueItems": true,
            "items": {
              "type": "string",
              "title": "Alias",
              "description": "An alias of the copy.",
              "minLength": 1,
              "maxLength": 255,
              "x-references": [
                "inputs",
                "each"
              ]
            },
            "examples": [
              [
                "orders"
              ]
            ]
          },
          "freeze": {
            "type": "boolean",
            "title": "Freeze",
            "description": "Whether writes to the source are refused before the last difference is copied. The freeze stays after success, and is lifted if the unit fails. Left out: with mode: clients, and with catch_up."
          },
          "gate": {
            "type": "boolean",
            "title": "Gate",
            "description": "Whether an operator approves it.",
            "default": true
          }
        },
        "examples": [
          {
            "alias": "orders"
          },
          {
            "mode": "clients",
            "aliases": [
              "orders"
            ]
          }
        ]
      }
    }
  },
  "verify": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://waybill.dev/schemas/elasticsearch/kinds/verify.options.schema.json",
    "title": "Options of verify",
    "description": "A migration's own keys with verify.",
    "x-waybill": {
      "provider": "elasticsearch",
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
        "required": [
          "level"
        ],
        "properties": {
          "level": {
            "type": "string",
            "title": "Level",
            "description": "counts: both sides have the same number of documents. definition: and the same mapping, settings and aliases. sample: and a random sample of documents is the same. digest: instead of a sample, every document is read on both sides and compared by its value, and those that differ are named.",
            "enum": [
              "counts",
              "definition",
              "sample",
              "digest"
            ],
            "default": "digest",
            "examples": [
              "sample"
            ]
          },
          "sample": {
            "type": "integer",
            "title": "Sample",
            "description": "Documents that the level sample takes from each side.",
            "minimum": 1,
            "maximum": 10000,
            "default": 1000
          }
        },
        "examples": [
          {
            "level": "sample",
            "sample": 5000
          }
        ]
      }
    }
  }
};

/** The provider's entry under `providers:`. */
export const providerSchema: object = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://waybill.dev/schemas/elasticsearch/provider.schema.json",
  "title": "Elasticsearch or OpenSearch",
  "description": "Configuration of a provider of type elasticsearch: one cluster of Elasticsearch 6.3 to 9 or OpenSearch 1 to 3.",
  "x-waybill": {
    "provider": "elasticsearch"
  },
  "type": "object",
  "additionalProperties": false,
  "required": [
    "type",
    "url"
  ],
  "properties": {
    "type": {
      "const": "elasticsearch",
      "title": "Provider type",
      "description": "Always elasticsearch; OpenSearch is recognised by its version."
    },
    "url": {
      "type": [
        "string",
        "array"
      ],
      "title": "URL",
      "description": "Scheme, host, port and, behind a proxy, path of the cluster. A list for several nodes of one cluster; if one cannot be reached, the next one is tried. User name and password have separate keys.",
      "pattern": "^(?:https?://[A-Za-z0-9\\[][A-Za-z0-9._:\\[\\]-]{0,252}(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~/-]*)?|.*\\$\\{\\{.*\\}\\}.*)$",
      "maxLength": 2048,
      "minItems": 1,
      "maxItems": 16,
      "items": {
        "type": "string",
        "title": "Address",
        "description": "Address of one node.",
        "pattern": "^(?:https?://[A-Za-z0-9\\[][A-Za-z0-9._:\\[\\]-]{0,252}(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~/-]*)?|.*\\$\\{\\{.*\\}\\}.*)$",
        "maxLength": 2048,
        "x-hint": "Write https://host:port, with a path only if a proxy needs one, and username and password as separate keys.",
        "examples": [
          "https://node-1.example.com:9200"
        ]
      },
      "x-hint": "Write https://host:port, with a path only if a proxy needs one, and username and password as separate keys.",
      "examples": [
        "https://search.example.com:9200",
        [
          "https://node-1.example.com:9200",
          "https://node-2.example.com:9200"
        ]
      ]
    },
    "username": {
      "type": "string",
      "title": "User name",
      "description": "User of basic authentication.",
      "minLength": 1,
      "examples": [
        "elastic"
      ]
    },
    "password": {
      "type": "string",
      "title": "Password",
      "description": "Password of that user.",
      "minLength": 1,
      "x-secret": true,
      "writeOnly": true,
      "examples": [
        "${{ secrets.es_password }}"
      ]
    },
    "api_key": {
      "type": "string",
      "title": "API key",
      "description": "Encoded API key, in place of user name and password.",
      "minLength": 1,
      "x-secret": true,
      "writeOnly": true,
      "examples": [
        "${{ secrets.es_api_key }}"
      ]
    },
    "headers": {
      "type": "object",
      "title": "Headers",
      "description": "Headers that a proxy in front of the cluster needs. Their values are treated as secrets.",
      "additionalProperties": {
        "type": "string",
        "title": "Header",
        "description": "Value of the header.",
        "x-secret": true,
        "writeOnly": true
      },
      "examples": [
        {
          "X-Tenant": "${{ secrets.tenant }}"
        }
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
      "description": "How fast documents may pass through this connection, whatever job handles them.",
      "additionalProperties": false,
      "properties": {
        "documents": {
          "type": "string",
          "title": "Documents per interval",
          "description": "Documents that own work reads or writes, over all of its slices; and the same number again for the copies that this cluster makes by itself (remote, local), which share it evenly. Left out: no limit.",
          "pattern": "^[1-9][0-9]{0,8}/(s|m|h)$",
          "x-hint": "Write a count and an interval (s, m or h), such as 20/s or 600/m.",
          "examples": [
            "5000/s"
          ]
        },
        "bytes": {
          "type": "string",
          "title": "Bytes per interval",
          "description": "Bytes of documents that own work reads or writes, over all of its slices. Left out: no limit.",
          "pattern": "^[1-9][0-9]{0,8}/(s|m|h)$",
          "x-hint": "Write a count and an interval (s, m or h), such as 20/s or 600/m.",
          "examples": [
            "20000000/s"
          ]
        }
      },
      "examples": [
        {
          "documents": "5000/s"
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
    "password": [
      "username"
    ]
  },
  "if": {
    "required": [
      "api_key"
    ]
  },
  "then": {
    "properties": {
      "username": {
        "not": {},
        "x-hint": "Give either an API key, or user name and password."
      },
      "password": {
        "not": {},
        "x-hint": "Give either an API key, or user name and password."
      }
    }
  },
  "examples": [
    {
      "type": "elasticsearch",
      "url": "https://search.example.com:9200",
      "username": "elastic",
      "password": "${{ secrets.es_password }}"
    }
  ]
};
