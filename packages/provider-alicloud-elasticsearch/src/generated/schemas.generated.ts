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
  | 'CreateDataTasks'
  | 'DeleteDataTask'
  | 'DescribeInstance'
  | 'GetClusterDataInformation'
  | 'ListDataTasks';

export type KindName =
  | 'index-migration';

export const operationSchemas: Readonly<Record<OperationName, OperationSchema>> = {
  "CreateDataTasks": {
    "$id": "https://waybill.dev/schemas/alicloud-elasticsearch/CreateDataTasks.schema.json",
    "title": "CreateDataTasks",
    "description": "Creates one index migration task into the instance InstanceId. The body that is sent is an array with this one element. The vendor has withdrawn the operation from its published API; a service that answers InvalidApi.NotFound no longer offers it.",
    "x-waybill": {
      "provider": "alicloud-elasticsearch",
      "operation": "CreateDataTasks",
      "method": "POST",
      "path": "/openapi/instances/{InstanceId}/data-task",
      "parameters": {
        "InstanceId": "path",
        "ClientToken": "query"
      },
      "success": [
        200
      ],
      "effect": true,
      "document": "CreateDataTasks (Alibaba Cloud Elasticsearch)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "InstanceId",
          "sourceCluster",
          "sinkCluster"
        ],
        "properties": {
          "InstanceId": {
            "type": "string",
            "title": "Instance id",
            "description": "ID of the destination (sink) instance.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the instance id from the console, such as es-cn-n6w1o1x0w001c: letters, digits, hyphens and underscores only, because it becomes part of the URL.",
            "examples": [
              "es-cn-n6w1o1x0w001c"
            ]
          },
          "ClientToken": {
            "type": "string",
            "title": "Idempotency token",
            "description": "Makes the request idempotent: unique among requests, ASCII only, at most 64 characters. Left out: Waybill makes and stores one.",
            "pattern": "^[\\x20-\\x7E]{1,64}$",
            "x-hint": "Use 1 to 64 printable ASCII characters, or leave ClientToken out: Waybill makes one.",
            "examples": [
              "5A2CFF0E-5718-45B5-9D4D-70B3FF00ABCD"
            ]
          },
          "sourceCluster": {
            "type": "object",
            "title": "Source cluster",
            "description": "Where the index is read. Reached in exactly one way: endpoint; or vpcId, vpcInstanceId and vpcInstancePort; or vpcId, vpcIp and vpcInstancePort.",
            "additionalProperties": false,
            "required": [
              "dataSourceType",
              "index",
              "type"
            ],
            "properties": {
              "dataSourceType": {
                "type": "string",
                "title": "Data source type",
                "description": "Always elasticsearch, in lower case.",
                "enum": [
                  "elasticsearch"
                ],
                "default": "elasticsearch",
                "x-hint": "Write elasticsearch, in lower case and without spaces."
              },
              "endpoint": {
                "type": "string",
                "title": "Public endpoint",
                "description": "Address of the source cluster on the public network, with scheme and port.",
                "pattern": "^https?://[A-Za-z0-9][A-Za-z0-9._-]{0,252}(?::[0-9]{1,5})?/?$",
                "maxLength": 512,
                "x-hint": "Write http://host:port or https://host:port without spaces, path or user name; user name and password have their own fields.",
                "examples": [
                  "http://es-cn-n6w1o1x0w001c.public.elasticsearch.aliyuncs.com:9200"
                ]
              },
              "vpcId": {
                "type": "string",
                "title": "VPC id",
                "description": "ID of the VPC in which the source cluster is reached.",
                "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
                "x-hint": "Copy the VPC id from the console, such as vpc-2ze55voww95g82gak.",
                "examples": [
                  "vpc-2ze55voww95g82gak"
                ]
              },
              "vpcInstanceId": {
                "type": "string",
                "title": "VPC instance id",
                "description": "Instance id of the source cluster in its VPC (es-cn-…-worker), or the id of its SLB instance.",
                "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
                "x-hint": "Copy vpcInstanceId from DescribeInstance, such as es-cn-oew1oxiro000f-worker.",
                "examples": [
                  "es-cn-oew1oxiro000f-worker"
                ]
              },
              "vpcInstancePort": {
                "type": "integer",
                "title": "Port",
                "description": "Port of the source cluster in its VPC.",
                "minimum": 1,
                "maximum": 65535,
                "x-hint": "Write the port as a number from 1 to 65535, without quotes.",
                "examples": [
                  9200
                ]
              },
              "vpcIp": {
                "type": "string",
                "title": "IP address",
                "description": "IP address of a self-built source cluster in a VPC, or of its SLB instance.",
                "pattern": "^[0-9A-Fa-f.:]{2,45}$",
                "x-hint": "Write an IP address such as 10.10.0.5, without a port: the port is vpcInstancePort.",
                "examples": [
                  "10.10.0.5"
                ]
              },
              "username": {
                "type": "string",
                "title": "User name",
                "description": "Login of the cluster.",
                "minLength": 1,
                "examples": [
                  "elastic"
                ]
              },
              "password": {
                "type": "string",
                "title": "Password",
                "description": "Password of the login.",
                "minLength": 1,
                "x-secret": true,
                "writeOnly": true,
                "x-hint": "Declare the password under secrets: and write ${{ secrets.<name> }}, or leave the field out when the cluster has no login.",
                "examples": [
                  "${{ secrets.es_source }}"
                ]
              },
              "index": {
                "type": "string",
                "title": "Index",
                "description": "The index to migrate.",
                "pattern": "^(?![-_+])(?!\\.{1,2}$)[^\\\\/*?\"<>|,#\\s\\p{Lu}\\p{Cc}]+$",
                "x-max-bytes": 255,
                "x-hint": "Name one index: lower case, no wildcard, comma, space or any of \\ / ? \" < > | #, not beginning with -, _ or +, and of at most 255 bytes. For many indices use for_each.",
                "examples": [
                  "index_001"
                ]
              },
              "type": {
                "type": "string",
                "title": "Mapping type",
                "description": "Mapping type of the index. On the sink it is also the key inside mapping.",
                "pattern": "^(?:_doc|(?![_.\\s])[^,#]{0,254}[^,#\\s])$",
                "x-hint": "Name one mapping type, such as _doc: no comma or #, no space at either end, and no leading underscore except in _doc.",
                "examples": [
                  "_doc"
                ]
              }
            },
            "allOf": [
              {
                "type": "object",
                "if": {
                  "required": [
                    "endpoint"
                  ]
                },
                "then": {
                  "properties": {
                    "vpcId": {
                      "not": {},
                      "x-hint": "Choose one way to reach the source: endpoint for the public network, or the vpc fields. Remove the other."
                    },
                    "vpcInstanceId": {
                      "not": {},
                      "x-hint": "Choose one way to reach the source: endpoint for the public network, or the vpc fields. Remove the other."
                    },
                    "vpcInstancePort": {
                      "not": {},
                      "x-hint": "Choose one way to reach the source: endpoint for the public network, or the vpc fields. Remove the other."
                    },
                    "vpcIp": {
                      "not": {},
                      "x-hint": "Choose one way to reach the source: endpoint for the public network, or the vpc fields. Remove the other."
                    }
                  }
                },
                "else": {
                  "if": {
                    "anyOf": [
                      {
                        "required": [
                          "vpcId"
                        ]
                      },
                      {
                        "required": [
                          "vpcInstanceId"
                        ]
                      },
                      {
                        "required": [
                          "vpcInstancePort"
                        ]
                      },
                      {
                        "required": [
                          "vpcIp"
                        ]
                      }
                    ]
                  },
                  "then": {
                    "required": [
                      "vpcId",
                      "vpcInstancePort"
                    ],
                    "x-hint": "A connection inside a VPC needs vpcId and vpcInstancePort, and vpcInstanceId or vpcIp.",
                    "if": {
                      "required": [
                        "vpcIp"
                      ]
                    },
                    "then": {
                      "properties": {
                        "vpcInstanceId": {
                          "not": {},
                          "x-hint": "Give vpcInstanceId (an Alibaba Cloud cluster) or vpcIp (a self-built one), not both."
                        }
                      }
                    },
                    "else": {
                      "required": [
                        "vpcInstanceId"
                      ],
                      "x-hint": "Add vpcInstanceId (an Alibaba Cloud cluster) or vpcIp (a self-built one)."
                    }
                  },
                  "else": {
                    "required": [
                      "endpoint"
                    ],
                    "x-hint": "Give one way to reach the source: endpoint; or vpcId, vpcInstanceId and vpcInstancePort; or vpcId, vpcIp and vpcInstancePort."
                  }
                }
              }
            ]
          },
          "sinkCluster": {
            "type": "object",
            "title": "Sink cluster",
            "description": "The index that the task creates in the instance InstanceId. It must not exist yet.",
            "additionalProperties": false,
            "required": [
              "dataSourceType",
              "username",
              "password",
              "index",
              "type",
              "settings",
              "mapping"
            ],
            "properties": {
              "dataSourceType": {
                "type": "string",
                "title": "Data source type",
                "description": "Always elasticsearch, in lower case.",
                "enum": [
                  "elasticsearch"
                ],
                "default": "elasticsearch",
                "x-hint": "Write elasticsearch, in lower case and without spaces."
              },
              "username": {
                "type": "string",
                "title": "User name",
                "description": "Login of the cluster.",
                "minLength": 1,
                "examples": [
                  "elastic"
                ]
              },
              "password": {
                "type": "string",
                "title": "Password",
                "description": "Password of the login.",
                "minLength": 1,
                "x-secret": true,
                "writeOnly": true,
                "x-hint": "Declare the password under secrets: and write ${{ secrets.<name> }}, or leave the field out when the cluster has no login.",
                "examples": [
                  "${{ secrets.es_source }}"
                ]
              },
              "index": {
                "type": "string",
                "title": "Index",
                "description": "The index to create. It must not exist yet.",
                "pattern": "^(?![-_+])(?!\\.{1,2}$)[^\\\\/*?\"<>|,#\\s\\p{Lu}\\p{Cc}]+$",
                "x-max-bytes": 255,
                "x-hint": "Name one index: lower case, no wildcard, comma, space or any of \\ / ? \" < > | #, not beginning with -, _ or +, and of at most 255 bytes. For many indices use for_each.",
                "examples": [
                  "index_001"
                ]
              },
              "type": {
                "type": "string",
                "title": "Mapping type",
                "description": "Mapping type of the index. On the sink it is also the key inside mapping.",
                "pattern": "^(?:_doc|(?![_.\\s])[^,#]{0,254}[^,#\\s])$",
                "x-hint": "Name one mapping type, such as _doc: no comma or #, no space at either end, and no leading underscore except in _doc.",
                "examples": [
                  "_doc"
                ]
              },
              "settings": {
                "type": "string",
                "title": "Settings",
                "description": "Index settings as JSON text.",
                "pattern": "^\\s*\\{[\\s\\S]*\\}\\s*$",
                "contentMediaType": "application/json",
                "x-hint": "Write the JSON object as text, such as '{\"index\":{\"number_of_shards\":\"5\"}}'. The index-migration kind accepts it as YAML too.",
                "examples": [
                  "{\"index\":{\"number_of_shards\":\"5\",\"number_of_replicas\":\"0\"}}"
                ]
              },
              "mapping": {
                "type": "string",
                "title": "Mapping",
                "description": "Mapping as JSON text. Its key is the sink's type.",
                "pattern": "^\\s*\\{[\\s\\S]*\\}\\s*$",
                "contentMediaType": "application/json",
                "x-hint": "Write the JSON object as text, such as '{\"index\":{\"number_of_shards\":\"5\"}}'. The index-migration kind accepts it as YAML too.",
                "examples": [
                  "{\"_doc\":{\"properties\":{\"user\":{\"type\":\"keyword\"}}}}"
                ]
              },
              "routing": {
                "type": "string",
                "title": "Routing field",
                "description": "Field that routes documents to shards. Default: the document id.",
                "minLength": 1,
                "pattern": "^\\S(?:.*\\S)?$",
                "x-hint": "Name one field without spaces around it, such as _id.",
                "examples": [
                  "_id"
                ]
              }
            }
          },
          "migrateConfig": {
            "type": "object",
            "title": "Migration configuration",
            "description": "Which documents are migrated. The vendor's table calls it migrationConfig.filterParams; its examples, SDKs and the service use this name.",
            "additionalProperties": false,
            "properties": {
              "sourceFilterParams": {
                "type": "string",
                "title": "Source filter",
                "description": "Condition that documents have to meet, such as index=1. The vendor documents no grammar. Empty: all documents.",
                "default": "",
                "examples": [
                  "index=1"
                ]
              }
            }
          }
        }
      },
      "response": {
        "type": "object",
        "description": "Echo of the tasks, passwords included. It holds no task id: ListDataTasks does.",
        "additionalProperties": true,
        "properties": {
          "RequestId": {
            "type": [
              "string",
              "null"
            ],
            "description": "ID of the request, for the vendor's support."
          },
          "Result": {
            "type": [
              "array",
              "null"
            ],
            "description": "The tasks as created.",
            "items": {
              "type": "object",
              "description": "One task.",
              "additionalProperties": true,
              "properties": {
                "sourceCluster": {
                  "type": [
                    "object",
                    "null"
                  ],
                  "description": "A cluster as the service shows it. Tables and samples disagree on which side holds which field, so both sides accept all.",
                  "additionalProperties": true,
                  "properties": {
                    "dataSourceType": {
                      "type": [
                        "string",
                        "number",
                        "null"
                      ],
                      "description": "Type of the cluster."
                    },
                    "endpoint": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Address on the public network."
                    },
                    "vpcId": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "VPC id."
                    },
                    "vpcInstanceId": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Instance id in the VPC."
                    },
                    "vpcInstancePort": {
                      "type": [
                        "integer",
                        "string",
                        "null"
                      ],
                      "description": "Port; a number in samples, text in tables."
                    },
                    "vpcIp": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "IP address in the VPC."
                    },
                    "index": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Index."
                    },
                    "type": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Mapping type."
                    },
                    "settings": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Index settings as JSON text."
                    },
                    "mapping": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Mapping as JSON text."
                    },
                    "routing": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Routing field."
                    },
                    "username": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Login."
                    },
                    "password": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Password, echoed in clear by CreateDataTasks.",
                      "x-secret": true,
                      "writeOnly": true
                    }
                  }
                },
                "sinkCluster": {
                  "type": [
                    "object",
                    "null"
                  ],
                  "description": "A cluster as the service shows it. Tables and samples disagree on which side holds which field, so both sides accept all.",
                  "additionalProperties": true,
                  "properties": {
                    "dataSourceType": {
                      "type": [
                        "string",
                        "number",
                        "null"
                      ],
                      "description": "Type of the cluster."
                    },
                    "endpoint": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Address on the public network."
                    },
                    "vpcId": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "VPC id."
                    },
                    "vpcInstanceId": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Instance id in the VPC."
                    },
                    "vpcInstancePort": {
                      "type": [
                        "integer",
                        "string",
                        "null"
                      ],
                      "description": "Port; a number in samples, text in tables."
                    },
                    "vpcIp": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "IP address in the VPC."
                    },
                    "index": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Index."
                    },
                    "type": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Mapping type."
                    },
                    "settings": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Index settings as JSON text."
                    },
                    "mapping": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Mapping as JSON text."
                    },
                    "routing": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Routing field."
                    },
                    "username": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Login."
                    },
                    "password": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Password, echoed in clear by CreateDataTasks.",
                      "x-secret": true,
                      "writeOnly": true
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
  "DeleteDataTask": {
    "$id": "https://waybill.dev/schemas/alicloud-elasticsearch/DeleteDataTask.schema.json",
    "title": "DeleteDataTask",
    "description": "Deletes one index migration task. The vendor does not say whether a running task is stopped.",
    "x-waybill": {
      "provider": "alicloud-elasticsearch",
      "operation": "DeleteDataTask",
      "method": "DELETE",
      "path": "/openapi/instances/{InstanceId}/data-task",
      "parameters": {
        "InstanceId": "path",
        "ClientToken": "query",
        "taskId": "query"
      },
      "success": [
        200
      ],
      "effect": true,
      "document": "DeleteDataTask (Alibaba Cloud Elasticsearch)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "InstanceId",
          "taskId"
        ],
        "properties": {
          "InstanceId": {
            "type": "string",
            "title": "Instance id",
            "description": "ID of the destination (sink) instance.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the instance id from the console, such as es-cn-n6w1o1x0w001c: letters, digits, hyphens and underscores only, because it becomes part of the URL.",
            "examples": [
              "es-cn-n6w1o1x0w001c"
            ]
          },
          "ClientToken": {
            "type": "string",
            "title": "Idempotency token",
            "description": "Makes the request idempotent: unique among requests, ASCII only, at most 64 characters. The service requires it. Left out: Waybill makes and stores one.",
            "pattern": "^[\\x20-\\x7E]{1,64}$",
            "x-hint": "Use 1 to 64 printable ASCII characters, or leave ClientToken out: Waybill makes one.",
            "examples": [
              "5A2CFF0E-5718-45B5-9D4D-70B3FF00ABCD"
            ]
          },
          "taskId": {
            "type": "string",
            "title": "Task id",
            "description": "ID of a data task, as ListDataTasks shows it.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy taskId from ListDataTasks, such as et_cn_0oyg09o96ib40abcd.",
            "examples": [
              "et_cn_0oyg09o96ib40abcd"
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "Whether the task was deleted.",
        "additionalProperties": true,
        "properties": {
          "RequestId": {
            "type": [
              "string",
              "null"
            ],
            "description": "ID of the request, for the vendor's support."
          },
          "Result": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "Whether the task was deleted."
          }
        }
      }
    }
  },
  "DescribeInstance": {
    "$id": "https://waybill.dev/schemas/alicloud-elasticsearch/DescribeInstance.schema.json",
    "title": "DescribeInstance",
    "description": "Shows one instance.",
    "x-waybill": {
      "provider": "alicloud-elasticsearch",
      "operation": "DescribeInstance",
      "method": "GET",
      "path": "/openapi/instances/{InstanceId}",
      "parameters": {
        "InstanceId": "path"
      },
      "success": [
        200
      ],
      "effect": false,
      "document": "DescribeInstance (Alibaba Cloud Elasticsearch)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "InstanceId"
        ],
        "properties": {
          "InstanceId": {
            "type": "string",
            "title": "Instance id",
            "description": "ID of an Alibaba Cloud Elasticsearch instance.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the instance id from the console, such as es-cn-n6w1o1x0w001c: letters, digits, hyphens and underscores only, because it becomes part of the URL.",
            "examples": [
              "es-cn-n6w1o1x0w001c"
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "The instance.",
        "additionalProperties": true,
        "properties": {
          "RequestId": {
            "type": [
              "string",
              "null"
            ],
            "description": "ID of the request, for the vendor's support."
          },
          "Result": {
            "type": [
              "object",
              "null"
            ],
            "description": "The instance.",
            "additionalProperties": true,
            "properties": {
              "instanceId": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Instance id."
              },
              "description": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Name that the user gave it."
              },
              "status": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Status.",
                "examples": [
                  "active",
                  "activating",
                  "inactive",
                  "invalid"
                ]
              },
              "esVersion": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Version, followed by its edition.",
                "examples": [
                  "6.7.0_with_X-Pack"
                ]
              },
              "domain": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Private host name."
              },
              "port": {
                "type": [
                  "integer",
                  "string",
                  "null"
                ],
                "description": "Private port."
              },
              "protocol": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Protocol.",
                "examples": [
                  "HTTP",
                  "HTTPS"
                ]
              },
              "publicDomain": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Public host name."
              },
              "publicPort": {
                "type": [
                  "integer",
                  "string",
                  "null"
                ],
                "description": "Public port."
              },
              "enablePublic": {
                "type": [
                  "boolean",
                  "null"
                ],
                "description": "Whether the public network is open."
              },
              "vpcInstanceId": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "What CreateDataTasks takes as vpcInstanceId.",
                "examples": [
                  "es-cn-oew1oxiro000f-worker"
                ]
              },
              "networkConfig": {
                "type": [
                  "object",
                  "null"
                ],
                "description": "Network.",
                "additionalProperties": true,
                "properties": {
                  "vpcId": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "description": "VPC id."
                  },
                  "vsArea": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "description": "Zone."
                  },
                  "whiteIpGroupList": {
                    "type": [
                      "array",
                      "null"
                    ],
                    "description": "Whitelist groups.",
                    "items": {
                      "type": "object",
                      "additionalProperties": true
                    }
                  }
                }
              },
              "zoneInfos": {
                "type": [
                  "array",
                  "null"
                ],
                "description": "Zones.",
                "items": {
                  "type": "object",
                  "additionalProperties": true,
                  "properties": {
                    "zoneId": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Zone id."
                    },
                    "status": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Status of the zone."
                    }
                  }
                }
              },
              "zoneCount": {
                "type": [
                  "integer",
                  "string",
                  "null"
                ],
                "description": "Number of zones."
              },
              "archType": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Network architecture."
              },
              "inited": {
                "type": [
                  "boolean",
                  "null"
                ],
                "description": "Whether it is initialised."
              },
              "createdAt": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Creation time."
              },
              "updatedAt": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Time of the last change."
              }
            }
          }
        }
      }
    }
  },
  "GetClusterDataInformation": {
    "$id": "https://waybill.dev/schemas/alicloud-elasticsearch/GetClusterDataInformation.schema.json",
    "title": "GetClusterDataInformation",
    "description": "Inspects a cluster: without index whether it can be reached, with index its settings and mapping, with type the fields that can route.",
    "x-waybill": {
      "provider": "alicloud-elasticsearch",
      "operation": "GetClusterDataInformation",
      "method": "POST",
      "path": "/openapi/cluster/data-information",
      "parameters": {},
      "success": [
        200
      ],
      "effect": false,
      "document": "GetClusterDataInformation (Alibaba Cloud Elasticsearch)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "dataSourceType"
        ],
        "properties": {
          "dataSourceType": {
            "type": "string",
            "title": "Data source type",
            "description": "Always elasticsearch, in lower case.",
            "enum": [
              "elasticsearch"
            ],
            "default": "elasticsearch",
            "x-hint": "Write elasticsearch, in lower case and without spaces."
          },
          "endpoint": {
            "type": "string",
            "title": "Public endpoint",
            "description": "Address of the source cluster on the public network, with scheme and port.",
            "pattern": "^https?://[A-Za-z0-9][A-Za-z0-9._-]{0,252}(?::[0-9]{1,5})?/?$",
            "maxLength": 512,
            "x-hint": "Write http://host:port or https://host:port without spaces, path or user name; user name and password have their own fields.",
            "examples": [
              "http://es-cn-n6w1o1x0w001c.public.elasticsearch.aliyuncs.com:9200"
            ]
          },
          "instanceId": {
            "type": "string",
            "title": "Instance id",
            "description": "ID of the instance, for an Alibaba Cloud cluster.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the instance id from the console, such as es-cn-n6w1o1x0w001c: letters, digits, hyphens and underscores only, because it becomes part of the URL.",
            "examples": [
              "es-cn-n6w1o1x0w001c"
            ]
          },
          "vpcId": {
            "type": "string",
            "title": "VPC id",
            "description": "ID of the VPC in which the source cluster is reached.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the VPC id from the console, such as vpc-2ze55voww95g82gak.",
            "examples": [
              "vpc-2ze55voww95g82gak"
            ]
          },
          "vpcInstanceId": {
            "type": "string",
            "title": "VPC instance id",
            "description": "Instance id of the source cluster in its VPC (es-cn-…-worker), or the id of its SLB instance.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy vpcInstanceId from DescribeInstance, such as es-cn-oew1oxiro000f-worker.",
            "examples": [
              "es-cn-oew1oxiro000f-worker"
            ]
          },
          "vpcInstancePort": {
            "type": "integer",
            "title": "Port",
            "description": "Port of the source cluster in its VPC.",
            "minimum": 1,
            "maximum": 65535,
            "x-hint": "Write the port as a number from 1 to 65535, without quotes.",
            "examples": [
              9200
            ]
          },
          "vpcIp": {
            "type": "string",
            "title": "IP address",
            "description": "IP address of a self-built source cluster in a VPC, or of its SLB instance.",
            "pattern": "^[0-9A-Fa-f.:]{2,45}$",
            "x-hint": "Write an IP address such as 10.10.0.5, without a port: the port is vpcInstancePort.",
            "examples": [
              "10.10.0.5"
            ]
          },
          "username": {
            "type": "string",
            "title": "User name",
            "description": "Login of the cluster.",
            "minLength": 1,
            "examples": [
              "elastic"
            ]
          },
          "password": {
            "type": "string",
            "title": "Password",
            "description": "Password of the login.",
            "minLength": 1,
            "x-secret": true,
            "writeOnly": true,
            "x-hint": "Declare the password under secrets: and write ${{ secrets.<name> }}, or leave the field out when the cluster has no login.",
            "examples": [
              "${{ secrets.es_source }}"
            ]
          },
          "index": {
            "type": "string",
            "title": "Index",
            "description": "The index whose settings and mapping are asked for. Left out: connectivity only.",
            "pattern": "^(?![-_+])(?!\\.{1,2}$)[^\\\\/*?\"<>|,#\\s\\p{Lu}\\p{Cc}]+$",
            "x-max-bytes": 255,
            "x-hint": "Name one index: lower case, no wildcard, comma, space or any of \\ / ? \" < > | #, not beginning with -, _ or +, and of at most 255 bytes. For many indices use for_each.",
            "examples": [
              "index_001"
            ]
          },
          "type": {
            "type": "string",
            "title": "Mapping type",
            "description": "The mapping type whose routing candidates are asked for.",
            "pattern": "^(?:_doc|(?![_.\\s])[^,#]{0,254}[^,#\\s])$",
            "x-hint": "Name one mapping type, such as _doc: no comma or #, no space at either end, and no leading underscore except in _doc.",
            "examples": [
              "_doc"
            ]
          }
        },
        "if": {
          "not": {
            "anyOf": [
              {
                "required": [
                  "endpoint"
                ]
              },
              {
                "required": [
                  "instanceId"
                ]
              },
              {
                "required": [
                  "vpcId"
                ]
              }
            ]
          }
        },
        "then": {
          "required": [
            "endpoint"
          ],
          "x-hint": "Give one way to reach the cluster: endpoint, instanceId, or the vpc fields."
        }
      },
      "response": {
        "type": "object",
        "description": "What was found.",
        "additionalProperties": true,
        "properties": {
          "RequestId": {
            "type": [
              "string",
              "null"
            ],
            "description": "ID of the request, for the vendor's support."
          },
          "Result": {
            "type": [
              "object",
              "null"
            ],
            "description": "What was found.",
            "additionalProperties": true,
            "properties": {
              "connectable": {
                "type": [
                  "boolean",
                  "null"
                ],
                "description": "Whether the cluster can be reached."
              },
              "metaInfo": {
                "type": [
                  "object",
                  "null"
                ],
                "description": "The cluster's indices, or one index's settings and mapping.",
                "additionalProperties": true,
                "properties": {
                  "indices": {
                    "type": [
                      "array",
                      "null"
                    ],
                    "description": "Indices of the cluster.",
                    "items": {
                      "type": "string"
                    }
                  },
                  "typeName": {
                    "type": [
                      "array",
                      "null"
                    ],
                    "description": "Mapping types.",
                    "items": {
                      "type": "string"
                    }
                  },
                  "settings": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "description": "Index settings as JSON text."
                  },
                  "mapping": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "description": "Mapping as JSON text."
                  },
                  "fields": {
                    "type": [
                      "array",
                      "null"
                    ],
                    "description": "Fields that can route.",
                    "items": {
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
  "ListDataTasks": {
    "$id": "https://waybill.dev/schemas/alicloud-elasticsearch/ListDataTasks.schema.json",
    "title": "ListDataTasks",
    "description": "Lists all index migration tasks into an instance. There is no paging and no filter.",
    "x-waybill": {
      "provider": "alicloud-elasticsearch",
      "operation": "ListDataTasks",
      "method": "GET",
      "path": "/openapi/instances/{InstanceId}/data-task",
      "parameters": {
        "InstanceId": "path"
      },
      "success": [
        200
      ],
      "effect": false,
      "document": "ListDataTasks (Alibaba Cloud Elasticsearch)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "InstanceId"
        ],
        "properties": {
          "InstanceId": {
            "type": "string",
            "title": "Instance id",
            "description": "ID of the destination (sink) instance.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the instance id from the console, such as es-cn-n6w1o1x0w001c: letters, digits, hyphens and underscores only, because it becomes part of the URL.",
            "examples": [
              "es-cn-n6w1o1x0w001c"
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "The tasks; samples show the newest first.",
        "additionalProperties": true,
        "properties": {
          "RequestId": {
            "type": [
              "string",
              "null"
            ],
            "description": "ID of the request, for the vendor's support."
          },
          "Result": {
            "type": [
              "array",
              "null"
            ],
            "description": "The tasks.",
            "items": {
              "type": "object",
              "description": "One task.",
              "additionalProperties": true,
              "properties": {
                "taskId": {
                  "type": "string",
                  "description": "Task id."
                },
                "status": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Status. SUCCESS is the only documented word.",
                  "examples": [
                    "SUCCESS"
                  ]
                },
                "createTime": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Creation time as yyyy-MM-dd HH:mm:ss without a zone."
                },
                "sourceCluster": {
                  "type": [
                    "object",
                    "null"
                  ],
                  "description": "A cluster as the service shows it. Tables and samples disagree on which side holds which field, so both sides accept all.",
                  "additionalProperties": true,
                  "properties": {
                    "dataSourceType": {
                      "type": [
                        "string",
                        "number",
                        "null"
                      ],
                      "description": "Type of the cluster."
                    },
                    "endpoint": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Address on the public network."
                    },
                    "vpcId": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "VPC id."
                    },
                    "vpcInstanceId": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Instance id in the VPC."
                    },
                    "vpcInstancePort": {
                      "type": [
                        "integer",
                        "string",
                        "null"
                      ],
                      "description": "Port; a number in samples, text in tables."
                    },
                    "vpcIp": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "IP address in the VPC."
                    },
                    "index": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Index."
                    },
                    "type": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Mapping type."
                    },
                    "settings": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Index settings as JSON text."
                    },
                    "mapping": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Mapping as JSON text."
                    },
                    "routing": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Routing field."
                    },
                    "username": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Login."
                    },
                    "password": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Password, echoed in clear by CreateDataTasks.",
                      "x-secret": true,
                      "writeOnly": true
                    }
                  }
                },
                "sinkCluster": {
                  "type": [
                    "object",
                    "null"
                  ],
                  "description": "A cluster as the service shows it. Tables and samples disagree on which side holds which field, so both sides accept all.",
                  "additionalProperties": true,
                  "properties": {
                    "dataSourceType": {
                      "type": [
                        "string",
                        "number",
                        "null"
                      ],
                      "description": "Type of the cluster."
                    },
                    "endpoint": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Address on the public network."
                    },
                    "vpcId": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "VPC id."
                    },
                    "vpcInstanceId": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Instance id in the VPC."
                    },
                    "vpcInstancePort": {
                      "type": [
                        "integer",
                        "string",
                        "null"
                      ],
                      "description": "Port; a number in samples, text in tables."
                    },
                    "vpcIp": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "IP address in the VPC."
                    },
                    "index": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Index."
                    },
                    "type": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Mapping type."
                    },
                    "settings": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Index settings as JSON text."
                    },
                    "mapping": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Mapping as JSON text."
                    },
                    "routing": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Routing field."
                    },
                    "username": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Login."
                    },
                    "password": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "description": "Password, echoed in clear by CreateDataTasks.",
                      "x-secret": true,
                      "writeOnly": true
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
};

export const kindSchemas: Readonly<Record<KindName, KindSchema>> = {
  "index-migration": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://waybill.dev/schemas/alicloud-elasticsearch/kinds/index-migration.schema.json",
    "title": "index-migration",
    "description": "Migrates one index into an Alibaba Cloud Elasticsearch instance: checks, CreateDataTasks, waiting, verification and, with cleanup: delete, DeleteDataTask.",
    "x-waybill": {
      "provider": "alicloud-elasticsearch",
      "kind": "index-migration"
    },
    "type": "object",
    "additionalProperties": false,
    "required": [
      "InstanceId",
      "sourceCluster",
      "sinkCluster"
    ],
    "properties": {
      "InstanceId": {
        "type": "string",
        "title": "Instance id",
        "description": "ID of the destination (sink) instance.",
        "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
        "x-hint": "Copy the instance id from the console, such as es-cn-n6w1o1x0w001c: letters, digits, hyphens and underscores only, because it becomes part of the URL.",
        "examples": [
          "es-cn-n6w1o1x0w001c"
        ]
      },
      "sourceCluster": {
        "type": "object",
        "title": "Source cluster",
        "description": "Where the index is read. Reached in exactly one way: endpoint; or vpcId, vpcInstanceId and vpcInstancePort; or vpcId, vpcIp and vpcInstancePort.",
        "additionalProperties": false,
        "required": [
          "index",
          "type"
        ],
        "properties": {
          "dataSourceType": {
            "type": "string",
            "title": "Data source type",
            "description": "Always elasticsearch, in lower case.",
            "enum": [
              "elasticsearch"
            ],
            "default": "elasticsearch",
            "x-hint": "Write elasticsearch, in lower case and without spaces."
          },
          "endpoint": {
            "type": "string",
            "title": "Public endpoint",
            "description": "Address of the source cluster on the public network, with scheme and port.",
            "pattern": "^https?://[A-Za-z0-9][A-Za-z0-9._-]{0,252}(?::[0-9]{1,5})?/?$",
            "maxLength": 512,
            "x-hint": "Write http://host:port or https://host:port without spaces, path or user name; user name and password have their own fields.",
            "examples": [
              "http://es-cn-n6w1o1x0w001c.public.elasticsearch.aliyuncs.com:9200"
            ]
          },
          "vpcId": {
            "type": "string",
            "title": "VPC id",
            "description": "ID of the VPC in which the source cluster is reached.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the VPC id from the console, such as vpc-2ze55voww95g82gak.",
            "examples": [
              "vpc-2ze55voww95g82gak"
            ]
          },
          "vpcInstanceId": {
            "type": "string",
            "title": "VPC instance id",
            "description": "Instance id of the source cluster in its VPC (es-cn-…-worker), or the id of its SLB instance.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy vpcInstanceId from DescribeInstance, such as es-cn-oew1oxiro000f-worker.",
            "examples": [
              "es-cn-oew1oxiro000f-worker"
            ]
          },
          "vpcInstancePort": {
            "type": "integer",
            "title": "Port",
            "description": "Port of the source cluster in its VPC.",
            "minimum": 1,
            "maximum": 65535,
            "x-hint": "Write the port as a number from 1 to 65535, without quotes.",
            "examples": [
              9200
            ]
          },
          "vpcIp": {
            "type": "string",
            "title": "IP address",
            "description": "IP address of a self-built source cluster in a VPC, or of its SLB instance.",
            "pattern": "^[0-9A-Fa-f.:]{2,45}$",
            "x-hint": "Write an IP address such as 10.10.0.5, without a port: the port is vpcInstancePort.",
            "examples": [
              "10.10.0.5"
            ]
          },
          "username": {
            "type": "string",
            "title": "User name",
            "description": "Login of the cluster.",
            "minLength": 1,
            "examples": [
              "elastic"
            ]
          },
          "password": {
            "type": "string",
            "title": "Password",
            "description": "Password of the login.",
            "minLength": 1,
            "x-secret": true,
            "writeOnly": true,
            "x-hint": "Declare the password under secrets: and write ${{ secrets.<name> }}, or leave the field out when the cluster has no login.",
            "examples": [
              "${{ secrets.es_source }}"
            ]
          },
          "index": {
            "type": "string",
            "title": "Index",
            "description": "The index to migrate.",
            "pattern": "^(?![-_+])(?!\\.{1,2}$)[^\\\\/*?\"<>|,#\\s\\p{Lu}\\p{Cc}]+$",
            "x-max-bytes": 255,
            "x-hint": "Name one index: lower case, no wildcard, comma, space or any of \\ / ? \" < > | #, not beginning with -, _ or +, and of at most 255 bytes. For many indices use for_each.",
            "examples": [
              "index_001"
            ]
          },
          "type": {
            "type": "string",
            "title": "Mapping type",
            "description": "Mapping type of the index. On the sink it is also the key inside mapping.",
            "pattern": "^(?:_doc|(?![_.\\s])[^,#]{0,254}[^,#\\s])$",
            "x-hint": "Name one mapping type, such as _doc: no comma or #, no space at either end, and no leading underscore except in _doc.",
            "examples": [
              "_doc"
            ]
          }
        },
        "allOf": [
          {
            "type": "object",
            "if": {
              "required": [
                "endpoint"
              ]
            },
            "then": {
              "properties": {
                "vpcId": {
                  "not": {},
                  "x-hint": "Choose one way to reach the source: endpoint for the public network, or the vpc fields. Remove the other."
                },
                "vpcInstanceId": {
                  "not": {},
                  "x-hint": "Choose one way to reach the source: endpoint for the public network, or the vpc fields. Remove the other."
                },
                "vpcInstancePort": {
                  "not": {},
                  "x-hint": "Choose one way to reach the source: endpoint for the public network, or the vpc fields. Remove the other."
                },
                "vpcIp": {
                  "not": {},
                  "x-hint": "Choose one way to reach the source: endpoint for the public network, or the vpc fields. Remove the other."
                }
              }
            },
            "else": {
              "if": {
                "anyOf": [
                  {
                    "required": [
                      "vpcId"
                    ]
                  },
                  {
                    "required": [
                      "vpcInstanceId"
                    ]
                  },
                  {
                    "required": [
                      "vpcInstancePort"
                    ]
                  },
                  {
                    "required": [
                      "vpcIp"
                    ]
                  }
                ]
              },
              "then": {
                "required": [
                  "vpcId",
                  "vpcInstancePort"
                ],
                "x-hint": "A connection inside a VPC needs vpcId and vpcInstancePort, and vpcInstanceId or vpcIp.",
                "if": {
                  "required": [
                    "vpcIp"
                  ]
                },
                "then": {
                  "properties": {
                    "vpcInstanceId": {
                      "not": {},
                      "x-hint": "Give vpcInstanceId (an Alibaba Cloud cluster) or vpcIp (a self-built one), not both."
                    }
                  }
                },
                "else": {
                  "required": [
                    "vpcInstanceId"
                  ],
                  "x-hint": "Add vpcInstanceId (an Alibaba Cloud cluster) or vpcIp (a self-built one)."
                }
              },
              "else": {
                "required": [
                  "endpoint"
                ],
                "x-hint": "Give one way to reach the source: endpoint; or vpcId, vpcInstanceId and vpcInstancePort; or vpcId, vpcIp and vpcInstancePort."
              }
            }
          }
        ]
      },
      "sinkCluster": {
        "type": "object",
        "title": "Sink cluster",
        "description": "The index that the migration creates in the instance InstanceId. It must not exist yet.",
        "additionalProperties": false,
        "required": [
          "username",
          "password",
          "index",
          "type",
          "settings",
          "mapping"
        ],
        "properties": {
          "dataSourceType": {
            "type": "string",
            "title": "Data source type",
            "description": "Always elasticsearch, in lower case.",
            "enum": [
              "elasticsearch"
            ],
            "default": "elasticsearch",
            "x-hint": "Write elasticsearch, in lower case and without spaces."
          },
          "username": {
            "type": "string",
            "title": "User name",
            "description": "Login of the cluster.",
            "minLength": 1,
            "examples": [
              "elastic"
            ]
          },
          "password": {
            "type": "string",
            "title": "Password",
            "description": "Password of the login.",
            "minLength": 1,
            "x-secret": true,
            "writeOnly": true,
            "x-hint": "Declare the password under secrets: and write ${{ secrets.<name> }}, or leave the field out when the cluster has no login.",
            "examples": [
              "${{ secrets.es_source }}"
            ]
          },
          "index": {
            "type": "string",
            "title": "Index",
            "description": "The index to create. It must not exist yet.",
            "pattern": "^(?![-_+])(?!\\.{1,2}$)[^\\\\/*?\"<>|,#\\s\\p{Lu}\\p{Cc}]+$",
            "x-max-bytes": 255,
            "x-hint": "Name one index: lower case, no wildcard, comma, space or any of \\ / ? \" < > | #, not beginning with -, _ or +, and of at most 255 bytes. For many indices use for_each.",
            "examples": [
              "index_001"
            ]
          },
          "type": {
            "type": "string",
            "title": "Mapping type",
            "description": "Mapping type of the index. On the sink it is also the key inside mapping.",
            "pattern": "^(?:_doc|(?![_.\\s])[^,#]{0,254}[^,#\\s])$",
            "x-hint": "Name one mapping type, such as _doc: no comma or #, no space at either end, and no leading underscore except in _doc.",
            "examples": [
              "_doc"
            ]
          },
          "settings": {
            "type": [
              "object",
              "string"
            ],
            "title": "Settings",
            "description": "Index settings, as an object or as JSON text.",
            "pattern": "^\\s*\\{[\\s\\S]*\\}\\s*$",
            "x-hint": "Write an object, or a JSON object as text.",
            "examples": [
              {
                "index": {
                  "number_of_shards": "5",
                  "number_of_replicas": "0"
                }
              }
            ]
          },
          "mapping": {
            "type": [
              "object",
              "string"
            ],
            "title": "Mapping",
            "description": "Mapping, as an object or as JSON text. Its key is the sink's type.",
            "pattern": "^\\s*\\{[\\s\\S]*\\}\\s*$",
            "x-hint": "Write an object, or a JSON object as text.",
            "examples": [
              {
                "_doc": {
                  "properties": {
                    "user": {
                      "type": "keyword"
                    }
                  }
                }
              }
            ]
          },
          "routing": {
            "type": "string",
            "title": "Routing field",
            "description": "Field that routes documents to shards. Default: the document id.",
            "minLength": 1,
            "pattern": "^\\S(?:.*\\S)?$",
            "x-hint": "Name one field without spaces around it, such as _id.",
            "examples": [
              "_id"
            ]
          }
        }
      },
      "migrateConfig": {
        "type": "object",
        "title": "Migration configuration",
        "description": "Which documents are migrated. The vendor's table calls it migrationConfig.filterParams; its examples, SDKs and the service use this name.",
        "additionalProperties": false,
        "properties": {
          "sourceFilterParams": {
            "type": "string",
            "title": "Source filter",
            "description": "Condition that documents have to meet, such as index=1. The vendor documents no grammar. Empty: all documents.",
            "default": "",
            "examples": [
              "index=1"
            ]
          }
        }
      }
    },
    "examples": [
      {
        "InstanceId": "es-cn-n6w1o1x0w001c",
        "sourceCluster": {
          "endpoint": "http://10.20.0.5:9200",
          "username": "elastic",
          "password": "${{ secrets.es_source }}",
          "index": "orders-2024",
          "type": "_doc"
        },
        "sinkCluster": {
          "username": "elastic",
          "password": "${{ secrets.es_sink }}",
          "index": "orders-2024",
          "type": "_doc",
          "settings": {
            "index": {
              "number_of_shards": "5",
              "number_of_replicas": "0"
            }
          },
          "mapping": {
            "_doc": {
              "properties": {
                "id": {
                  "type": "keyword"
                }
              }
            }
          }
        }
      }
    ]
  }
};

/** A migration's own keys, by kind. */
export const optionsSchemas: Readonly<Record<KindName, object>> = {
  "index-migration": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://waybill.dev/schemas/alicloud-elasticsearch/kinds/index-migration.options.schema.json",
    "title": "Options of index-migration",
    "description": "A migration's own keys with index-migration.",
    "x-waybill": {
      "provider": "alicloud-elasticsearch",
      "options": "index-migration"
    },
    "type": "object",
    "additionalProperties": false,
    "properties": {
      "cleanup": {
        "type": "string",
        "title": "Clean-up",
        "description": "What happens to the vendor's task record after success.",
        "enum": [
          "keep",
          "delete"
        ],
        "default": "keep"
      },
      "verify": {
        "type": "object",
        "title": "Verification",
        "description": "How source and sink are compared once the data task has succeeded, over connections to the clusters themselves. Without it, only the presence of the index in the sink is checked: the vendor's API shows no more.",
        "additionalProperties": false,
        "required": [
          "level",
          "connect"
        ],
        "properties": {
          "level": {
            "type": "string",
            "title": "Level",
            "description": "counts: both sides have the same number of documents. definition: and the same mapping and settings, as far as the sink can have them. sample: and a random sample of documents is the same. digest: instead of a sample, every document is read on both sides and compared by its value, and those that differ are named.",
            "enum": [
              "counts",
              "definition",
              "sample",
              "digest"
            ],
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
          },
          "connect": {
            "type": "object",
            "title": "Connect",
            "description": "Connections by which this machine reaches both clusters, under providers.",
            "additionalProperties": false,
            "required": [
              "source",
              "target"
            ],
            "properties": {
              "source": {
                "type": "string",
                "title": "Source",
                "description": "Alias of a connection to the cluster that sourceCluster is.",
                "x-connection": "elasticsearch",
                "examples": [
                  "old"
                ]
              },
              "target": {
                "type": "string",
                "title": "Target",
                "description": "Alias of a connection to the instance InstanceId, by its public or private address.",
                "x-connection": "elasticsearch",
                "examples": [
                  "sink"
                ]
              }
            },
            "examples": [
              {
                "source": "old",
                "target": "sink"
              }
            ]
          }
        },
        "examples": [
          {
            "level": "digest",
            "connect": {
              "source": "old",
              "target": "sink"
            }
          }
        ]
      }
    }
  }
};

/** The provider's entry under `providers:`. */
export const providerSchema: object = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://waybill.dev/schemas/alicloud-elasticsearch/provider.schema.json",
  "title": "Alibaba Cloud Elasticsearch",
  "description": "Configuration of a provider of type alicloud-elasticsearch.",
  "x-waybill": {
    "provider": "alicloud-elasticsearch"
  },
  "type": "object",
  "additionalProperties": false,
  "required": [
    "type"
  ],
  "properties": {
    "type": {
      "const": "alicloud-elasticsearch",
      "title": "Provider type",
      "description": "Always alicloud-elasticsearch."
    },
    "region": {
      "type": "string",
      "title": "Region",
      "description": "Region of the instances. One-click index migration is offered only in cn-beijing. Source: CreateDataTasks.",
      "pattern": "^(?:[a-z][a-z0-9-]{0,62}|.*\\$\\{\\{.*\\}\\}.*)$",
      "maxLength": 2048,
      "x-hint": "Write the vendor's region id: lower-case letters, digits and hyphens, such as cn-beijing or eu-de.",
      "default": "cn-beijing",
      "examples": [
        "cn-beijing"
      ]
    },
    "endpoint": {
      "type": "string",
      "title": "Endpoint",
      "description": "Overrides the endpoint that follows from region and network.",
      "pattern": "^(?:https://[A-Za-z0-9][A-Za-z0-9._-]{0,252}(?::[0-9]{1,5})?/?|http://(?:localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1\\])(?::[0-9]{1,5})?/?|.*\\$\\{\\{.*\\}\\}.*)$",
      "maxLength": 2048,
      "x-hint": "Write https://host or https://host:port without a path. http:// is accepted for localhost and 127.0.0.1 only.",
      "examples": [
        "https://elasticsearch.cn-beijing.aliyuncs.com"
      ]
    },
    "network": {
      "type": "string",
      "title": "Network",
      "description": "public: elasticsearch.<region>.aliyuncs.com. vpc: elasticsearch-vpc.<region>.aliyuncs.com, reachable inside a VPC.",
      "enum": [
        "public",
        "vpc"
      ],
      "default": "public"
    },
    "signature": {
      "type": "string",
      "title": "Signature",
      "description": "How requests are signed. acs3 covers the body; hmac-sha1 is the older style that does not.",
      "enum": [
        "acs3",
        "hmac-sha1"
      ],
      "default": "acs3"
    },
    "credentials": {
      "type": "object",
      "title": "Credentials",
      "description": "Left out: the vendor's usual chain of environment variables and profile files.",
      "additionalProperties": false,
      "properties": {
        "source": {
          "type": "string",
          "title": "Source",
          "description": "Where keys are issued, instead of a key given here. web-identity: STS exchanges the platform's OIDC token (ALIBABA_CLOUD_OIDC_TOKEN_FILE, ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN). metadata: the RAM role of the ECS instance on which Waybill runs. Both are renewed during a run.",
          "enum": [
            "web-identity",
            "metadata"
          ],
          "examples": [
            "web-identity"
          ]
        },
        "role_name": {
          "type": "string",
          "title": "Role name",
          "description": "RAM role of the ECS instance, for source: metadata. Left out: the one that the instance has.",
          "pattern": "^[A-Za-z0-9._-]{1,64}$",
          "x-hint": "Write the name of the RAM role, not its ARN.",
          "examples": [
            "migrator"
          ]
        },
        "access_key_id": {
          "type": "string",
          "title": "AccessKey id",
          "description": "Id of the AccessKey pair.",
          "minLength": 1,
          "examples": [
            "${{ secrets.alicloud_access_key_id }}"
          ]
        },
        "access_key_secret": {
          "type": "string",
          "title": "AccessKey secret",
          "description": "Secret of the AccessKey pair.",
          "minLength": 1,
          "x-secret": true,
          "writeOnly": true,
          "examples": [
            "${{ secrets.alicloud_access_key_secret }}"
          ]
        },
        "security_token": {
          "type": "string",
          "title": "Security token",
          "description": "Token of temporary (STS) credentials.",
          "minLength": 1,
          "x-secret": true,
          "writeOnly": true,
          "examples": [
            "${{ secrets.alicloud_security_token }}"
          ]
        }
      },
      "if": {
        "required": [
          "source"
        ]
      },
      "then": {
        "properties": {
          "access_key_id": {
            "not": {},
            "x-hint": "Give either source or a key."
          },
          "access_key_secret": {
            "not": {},
            "x-hint": "Give either source or a key."
          },
          "security_token": {
            "not": {},
            "x-hint": "Give either source or a key."
          }
        }
      },
      "else": {
        "required": [
          "access_key_id",
          "access_key_secret"
        ],
        "properties": {
          "role_name": {
            "not": {},
            "x-hint": "Add source: metadata, or remove role_name."
          }
        }
      }
    },
    "statuses": {
      "type": "object",
      "title": "Status words",
      "description": "The vendor documents SUCCESS as the only status of a data task. Words seen in your account can be added here; every other word means still running.",
      "additionalProperties": false,
      "properties": {
        "success": {
          "type": "array",
          "title": "Success",
          "description": "Words that mean the task has succeeded, in any case.",
          "items": {
            "type": "string",
            "title": "Status word",
            "description": "A status as ListDataTasks shows it.",
            "minLength": 1
          },
          "minItems": 1,
          "default": [
            "SUCCESS"
          ]
        },
        "failure": {
          "type": "array",
          "title": "Failure",
          "description": "Words that mean the task has failed, in any case.",
          "items": {
            "type": "string",
            "title": "Status word",
            "description": "A status as ListDataTasks shows it.",
            "minLength": 1
          },
          "default": [
            "FAILED",
            "FAIL",
            "ERROR",
            "CANCELLED",
            "STOPPED"
          ]
        }
      }
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
  "examples": [
    {
      "type": "alicloud-elasticsearch",
      "region": "cn-beijing",
      "limits": {
        "requests": "20/s",
        "active": 5
      }
    }
  ]
};
