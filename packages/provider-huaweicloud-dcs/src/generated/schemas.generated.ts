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
  | 'BatchRestartOnlineMigrationTasks'
  | 'BatchStopMigrationTasks'
  | 'CreateMigrationTask'
  | 'CreateOnlineMigrationTask'
  | 'DeleteMigrationTask'
  | 'ExchangeInstanceIp'
  | 'ListBackupRecords'
  | 'ListInstances'
  | 'ListMigrationTask'
  | 'ListMigrationTaskLogs'
  | 'RollbackExchangeInstanceIp'
  | 'SetOnlineMigrationTask'
  | 'ShowInstance'
  | 'ShowJobInfo'
  | 'ShowMigrationTask'
  | 'ShowMigrationTaskStats'
  | 'StopMigrationTask'
  | 'StopMigrationTaskSync'
  | 'UpdateMigrationTask';

export type KindName =
  | 'backup-import'
  | 'online-migration';

export const operationSchemas: Readonly<Record<OperationName, OperationSchema>> = {
  "BatchRestartOnlineMigrationTasks": {
    "$id": "https://waybill.dev/schemas/huaweicloud-dcs/BatchRestartOnlineMigrationTasks.schema.json",
    "title": "BatchRestartOnlineMigrationTasks",
    "description": "Restarts stopped or failed online migration tasks with their stored configuration, at most 50 in one call.",
    "x-waybill": {
      "provider": "huaweicloud-dcs",
      "operation": "BatchRestartOnlineMigrationTasks",
      "method": "POST",
      "path": "/v2/{project_id}/migration-tasks/batch-restart",
      "parameters": {},
      "success": [
        200
      ],
      "effect": true,
      "document": "BatchRestartOnlineMigrationTasks (Distributed Cache Service API Reference)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "migration_tasks"
        ],
        "properties": {
          "migration_tasks": {
            "type": "array",
            "title": "Task ids",
            "description": "IDs of the migration tasks, at most 50.",
            "items": {
              "type": "string",
              "title": "Task id",
              "description": "Migration task ID.",
              "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
              "x-hint": "Copy the task id from the console or ListMigrationTask: letters, digits, hyphens and underscores only, because it becomes part of the URL.",
              "examples": [
                "b21989ec-2889-4b8e-99db-19c073425ec2"
              ]
            },
            "minItems": 1,
            "uniqueItems": true,
            "x-hint": "List 1 to 50 task ids, each one once. Use several calls for more.",
            "maxItems": 50
          }
        }
      },
      "response": {
        "type": "object",
        "description": "One result per task. success means accepted, not finished; the HTTP status is 200 although members failed.",
        "additionalProperties": true,
        "properties": {
          "migration_tasks": {
            "type": [
              "array",
              "null"
            ],
            "description": "One result per task.",
            "items": {
              "type": "object",
              "description": "Result of one task.",
              "additionalProperties": true,
              "properties": {
                "task_id": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Migration task ID."
                },
                "result": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Result.",
                  "examples": [
                    "success",
                    "failed"
                  ]
                },
                "error_code": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Error code."
                },
                "error_msg": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Error message."
                }
              }
            }
          }
        }
      }
    }
  },
  "BatchStopMigrationTasks": {
    "$id": "https://waybill.dev/schemas/huaweicloud-dcs/BatchStopMigrationTasks.schema.json",
    "title": "BatchStopMigrationTasks",
    "description": "Stops several migration tasks. The answer shows for each one whether it was accepted.",
    "x-waybill": {
      "provider": "huaweicloud-dcs",
      "operation": "BatchStopMigrationTasks",
      "method": "POST",
      "path": "/v2/{project_id}/migration-task/batch-stop",
      "parameters": {},
      "success": [
        200
      ],
      "effect": true,
      "document": "Stopping Data Migration Tasks (Distributed Cache Service API Reference)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "migration_tasks"
        ],
        "properties": {
          "migration_tasks": {
            "type": "array",
            "title": "Task ids",
            "description": "IDs of the migration tasks.",
            "items": {
              "type": "string",
              "title": "Task id",
              "description": "Migration task ID.",
              "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
              "x-hint": "Copy the task id from the console or ListMigrationTask: letters, digits, hyphens and underscores only, because it becomes part of the URL.",
              "examples": [
                "b21989ec-2889-4b8e-99db-19c073425ec2"
              ]
            },
            "minItems": 1,
            "uniqueItems": true,
            "x-hint": "List at least one task id, each one once."
          }
        }
      },
      "response": {
        "type": "object",
        "description": "One result per task. success means accepted, not finished; the HTTP status is 200 although members failed.",
        "additionalProperties": true,
        "properties": {
          "migration_tasks": {
            "type": [
              "array",
              "null"
            ],
            "description": "One result per task.",
            "items": {
              "type": "object",
              "description": "Result of one task.",
              "additionalProperties": true,
              "properties": {
                "task_id": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Migration task ID."
                },
                "result": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Result.",
                  "examples": [
                    "success",
                    "failed"
                  ]
                },
                "error_code": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Error code."
                },
                "error_msg": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Error message."
                }
              }
            }
          }
        }
      }
    }
  },
  "CreateMigrationTask": {
    "$id": "https://waybill.dev/schemas/huaweicloud-dcs/CreateMigrationTask.schema.json",
    "title": "CreateMigrationTask",
    "description": "Creates a backup import task. It starts at once.",
    "x-waybill": {
      "provider": "huaweicloud-dcs",
      "operation": "CreateMigrationTask",
      "method": "POST",
      "path": "/v2/{project_id}/migration-task",
      "parameters": {},
      "success": [
        200
      ],
      "effect": true,
      "document": "Creating a Backup Import Task (Distributed Cache Service API Reference)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "task_name",
          "migration_type",
          "migration_method",
          "backup_files",
          "target_instance"
        ],
        "properties": {
          "task_name": {
            "type": "string",
            "title": "Task name",
            "description": "Name of the migration task: 4 to 64 letters, digits, hyphens and underscores, beginning with a letter. Names are not unique to the service.",
            "pattern": "^[A-Za-z][A-Za-z0-9_-]{3,63}$",
            "x-hint": "Use 4 to 64 letters, digits, hyphens and underscores, beginning with a letter.",
            "examples": [
              "dcs-migration-thrc"
            ]
          },
          "description": {
            "type": "string",
            "title": "Description",
            "description": "Description of the migration task, at most 512 characters.",
            "maxLength": 512,
            "x-hint": "Shorten the description to 512 characters."
          },
          "migration_type": {
            "type": "string",
            "title": "Migration type",
            "description": "Always backupfile_import: the service no longer creates online migrations with this operation.",
            "enum": [
              "backupfile_import"
            ],
            "x-hint": "Only backupfile_import is possible here. For an online migration use the kind online-migration, or CreateOnlineMigrationTask and SetOnlineMigrationTask."
          },
          "migration_method": {
            "type": "string",
            "title": "Migration method",
            "description": "Always full_amount_migration: a backup import copies once.",
            "enum": [
              "full_amount_migration"
            ],
            "x-hint": "A backup import is always full_amount_migration. For incremental_migration use the kind online-migration."
          },
          "network_type": {
            "type": "string",
            "title": "Network type",
            "description": "Network between source and target. It had a meaning for online migrations only.",
            "enum": [
              "vpc",
              "vpn"
            ]
          },
          "backup_files": {
            "type": "object",
            "title": "Backup files",
            "description": "The backup to import: files of an OBS bucket, or a backup record.",
            "additionalProperties": false,
            "properties": {
              "file_source": {
                "type": "string",
                "title": "File source",
                "description": "self_build_obs: files of an OBS bucket. backup_record: a backup of a DCS instance in the same region and account.",
                "enum": [
                  "self_build_obs",
                  "backup_record"
                ]
              },
              "bucket_name": {
                "type": "string",
                "title": "Bucket",
                "description": "Name of the OBS bucket, in the same region as the target. Mandatory for self_build_obs.",
                "minLength": 1,
                "examples": [
                  "redis-backups"
                ]
              },
              "files": {
                "type": "array",
                "title": "Files",
                "description": "The files to import. Mandatory for self_build_obs. A cluster's backup has one file per shard.",
                "items": {
                  "type": "object",
                  "title": "File",
                  "description": "One backup file.",
                  "additionalProperties": false,
                  "required": [
                    "file_name"
                  ],
                  "properties": {
                    "file_name": {
                      "type": "string",
                      "title": "File name",
                      "description": "Name of the file in the bucket (.aof, .rdb, .zip or .tar.gz).",
                      "minLength": 1,
                      "examples": [
                        "sessions.rdb"
                      ]
                    },
                    "size": {
                      "type": "string",
                      "title": "Size",
                      "description": "File size. Documented in bytes, shown as 754.0MB in the vendor's example; the service keeps the text as it is.",
                      "examples": [
                        "754.0MB"
                      ]
                    },
                    "update_at": {
                      "type": "string",
                      "title": "Last change",
                      "description": "Time of the file's last change, documented as YYYY-MM-DD HH:MM:SS; the service keeps the text as it is.",
                      "examples": [
                        "2025-01-01 00:00:00"
                      ]
                    }
                  }
                }
              },
              "backup_id": {
                "type": "string",
                "title": "Backup id",
                "description": "ID of the backup record. Mandatory for backup_record.",
                "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
                "x-hint": "Copy the id from the console: letters, digits, hyphens and underscores only.",
                "examples": [
                  "5e37b3be-950a-48e1-b498-65b63d336481"
                ]
              }
            },
            "if": {
              "properties": {
                "file_source": {
                  "const": "backup_record"
                }
              },
              "required": [
                "file_source"
              ]
            },
            "then": {
              "required": [
                "backup_id"
              ],
              "x-hint": "With file_source: backup_record, backup_id names the backup."
            },
            "else": {
              "required": [
                "file_source",
                "bucket_name",
                "files"
              ],
              "properties": {
                "files": {
                  "type": "array",
                  "minItems": 1
                }
              },
              "x-hint": "Files of an OBS bucket need file_source: self_build_obs, bucket_name and files; a backup record needs file_source: backup_record and backup_id."
            }
          },
          "source_instance": {
            "type": "object",
            "title": "Source Redis",
            "description": "Source Redis. It had a meaning for online migrations only.",
            "additionalProperties": false,
            "required": [
              "addrs"
            ],
            "properties": {
              "addrs": {
                "type": "string",
                "title": "Addresses",
                "description": "Redis addresses as host:port, separated by commas without spaces.",
                "pattern": "^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}|(?![0-9.]+:)[A-Za-z0-9][A-Za-z0-9._-]{0,252}):(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])(?:,(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}|(?![0-9.]+:)[A-Za-z0-9][A-Za-z0-9._-]{0,252}):(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))*$",
                "maxLength": 8192,
                "x-hint": "Write host:port, or several separated by commas without spaces, such as 192.168.1.1:6379,192.168.1.2:6379. IPv6 addresses and redis:// URLs are not accepted; the password has its own field.",
                "examples": [
                  "192.168.1.1:6379,192.168.0.0:6379"
                ]
              },
              "password": {
                "type": "string",
                "title": "Password",
                "description": "Redis password. Mandatory when the instance has one.",
                "minLength": 1,
                "x-secret": true,
                "writeOnly": true,
                "x-hint": "Declare the password under secrets: and write ${{ secrets.<name> }}, or leave the field out when the instance has none.",
                "examples": [
                  "${{ secrets.redis_old }}"
                ]
              },
              "task_status": {
                "type": "string",
                "title": "Task status",
                "description": "Task status."
              },
              "id": {
                "type": "string",
                "title": "Instance id",
                "description": "Redis instance ID.",
                "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
                "x-hint": "Copy the instance id from the console or ListInstances: letters, digits, hyphens and underscores only.",
                "examples": [
                  "cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd"
                ]
              },
              "ip": {
                "type": "string",
                "title": "IP address",
                "description": "IP address of the Redis.",
                "pattern": "^[0-9A-Fa-f.:]{2,45}$",
                "x-hint": "Write an IP address such as 192.168.0.5; the port has its own field.",
                "examples": [
                  "192.168.0.5"
                ]
              },
              "port": {
                "type": "string",
                "title": "Port",
                "description": "Port of the Redis, as text.",
                "pattern": "^(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$",
                "x-hint": "Write the port from 1 to 65535 in quotes, such as \"6379\".",
                "examples": [
                  "6379"
                ]
              },
              "name": {
                "type": "string",
                "title": "Name",
                "description": "Name of the Redis instance.",
                "minLength": 1,
                "examples": [
                  "dcs-test"
                ]
              },
              "proxy_multi_db": {
                "type": "boolean",
                "title": "Proxy multi-DB",
                "description": "Whether multi-DB is enabled, for Proxy Cluster instances."
              },
              "db": {
                "type": "string",
                "title": "Database",
                "description": "Redis database, as text.",
                "pattern": "^[0-9]{1,5}$",
                "x-hint": "Write the database number in quotes, such as \"0\".",
                "examples": [
                  "0"
                ]
              }
            }
          },
          "target_instance": {
            "type": "object",
            "title": "Target Redis",
            "description": "The DCS Redis instance that the backup is imported into.",
            "additionalProperties": false,
            "required": [
              "id"
            ],
            "properties": {
              "id": {
                "type": "string",
                "title": "Instance id",
                "description": "Redis instance ID.",
                "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
                "x-hint": "Copy the instance id from the console or ListInstances: letters, digits, hyphens and underscores only.",
                "examples": [
                  "cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd"
                ]
              },
              "name": {
                "type": "string",
                "title": "Name",
                "description": "Name of the Redis instance.",
                "minLength": 1,
                "examples": [
                  "dcs-test"
                ]
              },
              "password": {
                "type": "string",
                "title": "Password",
                "description": "Redis password. Mandatory when the instance has one.",
                "minLength": 1,
                "x-secret": true,
                "writeOnly": true,
                "x-hint": "Declare the password under secrets: and write ${{ secrets.<name> }}, or leave the field out when the instance has none.",
                "examples": [
                  "${{ secrets.redis_old }}"
                ]
              },
              "ip": {
                "type": "string",
                "title": "IP address",
                "description": "IP address of the Redis.",
                "pattern": "^[0-9A-Fa-f.:]{2,45}$",
                "x-hint": "Write an IP address such as 192.168.0.5; the port has its own field.",
                "examples": [
                  "192.168.0.5"
                ]
              },
              "port": {
                "type": "string",
                "title": "Port",
                "description": "Port of the Redis, as text.",
                "pattern": "^(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$",
                "x-hint": "Write the port from 1 to 65535 in quotes, such as \"6379\".",
                "examples": [
                  "6379"
                ]
              },
              "addrs": {
                "type": "string",
                "title": "Addresses",
                "description": "Redis addresses as host:port, separated by commas without spaces.",
                "pattern": "^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}|(?![0-9.]+:)[A-Za-z0-9][A-Za-z0-9._-]{0,252}):(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])(?:,(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}|(?![0-9.]+:)[A-Za-z0-9][A-Za-z0-9._-]{0,252}):(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))*$",
                "maxLength": 8192,
                "x-hint": "Write host:port, or several separated by commas without spaces, such as 192.168.1.1:6379,192.168.1.2:6379. IPv6 addresses and redis:// URLs are not accepted; the password has its own field.",
                "examples": [
                  "192.168.1.1:6379,192.168.0.0:6379"
                ]
              },
              "proxy_multi_db": {
                "type": "boolean",
                "title": "Proxy multi-DB",
                "description": "Whether multi-DB is enabled, for Proxy Cluster instances."
              },
              "db": {
                "type": "string",
                "title": "Database",
                "description": "Redis database, as text.",
                "pattern": "^[0-9]{1,5}$",
                "x-hint": "Write the database number in quotes, such as \"0\".",
                "examples": [
                  "0"
                ]
              }
            }
          }
        }
      },
      "response": {
        "type": "object",
        "description": "The task, as accepted.",
        "additionalProperties": true,
        "properties": {
          "id": {
            "type": "string",
            "description": "Migration task ID."
          },
          "name": {
            "type": [
              "string",
              "null"
            ],
            "description": "Name of the task."
          },
          "status": {
            "type": [
              "string",
              "null"
            ],
            "description": "Status. An open set of words.",
            "examples": [
              "MIGRATING",
              "FULLMIGRATING"
            ]
          },
          "error": {
            "type": [
              "string",
              "null"
            ],
            "description": "Error message."
          }
        }
      }
    }
  },
  "CreateOnlineMigrationTask": {
    "$id": "https://waybill.dev/schemas/huaweicloud-dcs/CreateOnlineMigrationTask.schema.json",
    "title": "CreateOnlineMigrationTask",
    "description": "Creates an online migration task: a migration machine in the given network. It waits in the status RUNNING until SetOnlineMigrationTask configures and starts it.",
    "x-waybill": {
      "provider": "huaweicloud-dcs",
      "operation": "CreateOnlineMigrationTask",
      "method": "POST",
      "path": "/v2/{project_id}/migration/instance",
      "parameters": {},
      "success": [
        200
      ],
      "effect": true,
      "document": "Creating an Online Data Migration Task (Distributed Cache Service API Reference)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "name",
          "vpc_id",
          "subnet_id",
          "security_group_id"
        ],
        "properties": {
          "name": {
            "type": "string",
            "title": "Task name",
            "description": "Name of the migration task: 4 to 64 letters, digits, hyphens and underscores, beginning with a letter. Names are not unique to the service.",
            "pattern": "^[A-Za-z][A-Za-z0-9_-]{3,63}$",
            "x-hint": "Use 4 to 64 letters, digits, hyphens and underscores, beginning with a letter.",
            "examples": [
              "dcs-migration-thrc"
            ]
          },
          "description": {
            "type": "string",
            "title": "Description",
            "description": "Description of the migration task, at most 512 characters.",
            "maxLength": 512,
            "x-hint": "Shorten the description to 512 characters."
          },
          "vpc_id": {
            "type": "string",
            "title": "VPC id",
            "description": "VPC in which the migration machine is created.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the id from the console: letters, digits, hyphens and underscores only.",
            "examples": [
              "5e37b3be-950a-48e1-b498-65b63d336481"
            ]
          },
          "subnet_id": {
            "type": "string",
            "title": "Subnet id",
            "description": "Network ID of the subnet in which the migration machine is created.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the id from the console: letters, digits, hyphens and underscores only.",
            "examples": [
              "40f15ed6-7f85-49d5-ba0e-65b940d4812c"
            ]
          },
          "security_group_id": {
            "type": "string",
            "title": "Security group id",
            "description": "Security group of the migration machine. Its outbound rules have to permit the Redis addresses.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the id from the console: letters, digits, hyphens and underscores only.",
            "examples": [
              "9df96622-24b7-4813-84b8-ab74552a21d7"
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "The new task.",
        "additionalProperties": true,
        "properties": {
          "instance_id": {
            "type": "string",
            "description": "Migration task ID; not the ID of a Redis instance."
          },
          "job_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "ID of the background job that creates the machine. Returned by the service, absent from its documentation."
          }
        }
      }
    }
  },
  "DeleteMigrationTask": {
    "$id": "https://waybill.dev/schemas/huaweicloud-dcs/DeleteMigrationTask.schema.json",
    "title": "DeleteMigrationTask",
    "description": "Deletes migration tasks that have ended. Ids that do not exist are ignored.",
    "x-waybill": {
      "provider": "huaweicloud-dcs",
      "operation": "DeleteMigrationTask",
      "method": "DELETE",
      "path": "/v2/{project_id}/migration-tasks/delete",
      "parameters": {},
      "success": [
        200
      ],
      "effect": true,
      "document": "Deleting Data Migration Tasks (Distributed Cache Service API Reference)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "task_id_list"
        ],
        "properties": {
          "task_id_list": {
            "type": "array",
            "title": "Task ids",
            "description": "IDs of the migration tasks.",
            "items": {
              "type": "string",
              "title": "Task id",
              "description": "Migration task ID.",
              "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
              "x-hint": "Copy the task id from the console or ListMigrationTask: letters, digits, hyphens and underscores only, because it becomes part of the URL.",
              "examples": [
                "b21989ec-2889-4b8e-99db-19c073425ec2"
              ]
            },
            "minItems": 1,
            "uniqueItems": true,
            "x-hint": "List at least one task id, each one once."
          }
        }
      },
      "response": {
        "type": "object",
        "description": "The deleted tasks.",
        "additionalProperties": true,
        "properties": {
          "task_id_list": {
            "type": [
              "array",
              "null"
            ],
            "description": "IDs of the tasks.",
            "items": {
              "type": "string"
            }
          }
        }
      }
    }
  },
  "ExchangeInstanceIp": {
    "$id": "https://waybill.dev/schemas/huaweicloud-dcs/ExchangeInstanceIp.schema.json",
    "title": "ExchangeInstanceIp",
    "description": "Exchanges the IP addresses of source and target during the incremental phase. The migration stops once it is done.",
    "x-waybill": {
      "provider": "huaweicloud-dcs",
      "operation": "ExchangeInstanceIp",
      "method": "POST",
      "path": "/v2/{project_id}/migration-task/{task_id}/exchange-ip",
      "parameters": {
        "task_id": "path"
      },
      "success": [
        204,
        200
      ],
      "effect": true,
      "document": "ExchangeInstanceIp (Distributed Cache Service API Reference)"
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
            "description": "Migration task ID.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the task id from the console or ListMigrationTask: letters, digits, hyphens and underscores only, because it becomes part of the URL.",
            "examples": [
              "b21989ec-2889-4b8e-99db-19c073425ec2"
            ]
          },
          "exchanged_ip": {
            "type": "array",
            "title": "Exchanged addresses",
            "description": "The IP addresses to exchange. Documented as mandatory; the vendor's own Terraform provider leaves it out.",
            "minItems": 1,
            "items": {
              "type": "string",
              "title": "IP address",
              "description": "An IP address.",
              "pattern": "^[0-9A-Fa-f.:]{2,45}$",
              "x-hint": "Write an IP address such as 192.168.0.5; the port has its own field.",
              "examples": [
                "192.168.0.5"
              ]
            },
            "examples": [
              [
                "192.168.0.200",
                "192.168.0.153"
              ]
            ]
          },
          "is_exchange_domain": {
            "type": "boolean",
            "title": "Exchange the domain names",
            "description": "Whether the domain names are exchanged too. Documented as mandatory; the vendor's own Terraform provider leaves it out."
          }
        }
      },
      "response": {
        "description": "Nothing."
      }
    }
  },
  "ListBackupRecords": {
    "$id": "https://waybill.dev/schemas/huaweicloud-dcs/ListBackupRecords.schema.json",
    "title": "ListBackupRecords",
    "description": "Lists the backups of an instance, page by page.",
    "x-waybill": {
      "provider": "huaweicloud-dcs",
      "operation": "ListBackupRecords",
      "method": "GET",
      "path": "/v2/{project_id}/instances/{instance_id}/backups",
      "parameters": {
        "instance_id": "path",
        "begin_time": "query",
        "end_time": "query",
        "offset": "query",
        "limit": "query"
      },
      "success": [
        200
      ],
      "effect": false,
      "document": "ListBackupRecords (Distributed Cache Service API Reference)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "instance_id"
        ],
        "properties": {
          "instance_id": {
            "type": "string",
            "title": "Instance id",
            "description": "Redis instance ID.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the instance id from the console or ListInstances: letters, digits, hyphens and underscores only.",
            "examples": [
              "cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd"
            ]
          },
          "begin_time": {
            "type": "string",
            "title": "Begin",
            "description": "Start of the time span, in UTC, as yyyyMMddHHmmss.",
            "pattern": "^[0-9]{14}$",
            "x-hint": "Write fourteen digits: yyyyMMddHHmmss.",
            "examples": [
              "20260115080000"
            ]
          },
          "end_time": {
            "type": "string",
            "title": "End",
            "description": "End of the time span, in UTC, as yyyyMMddHHmmss.",
            "pattern": "^[0-9]{14}$",
            "x-hint": "Write fourteen digits: yyyyMMddHHmmss.",
            "examples": [
              "20260116080000"
            ]
          },
          "offset": {
            "type": "integer",
            "title": "Offset",
            "description": "Number of items to skip.",
            "minimum": 0,
            "default": 0,
            "x-hint": "Write a whole number from 0."
          },
          "limit": {
            "type": "integer",
            "title": "Limit",
            "description": "Items per page, from 1 to 1000.",
            "minimum": 1,
            "maximum": 1000,
            "default": 10,
            "x-hint": "Write a whole number from 1 to 1000."
          }
        }
      },
      "response": {
        "type": "object",
        "description": "One page of backups.",
        "additionalProperties": true,
        "properties": {
          "total_num": {
            "type": [
              "integer",
              "string",
              "null"
            ],
            "description": "Number of backups."
          },
          "backup_record_response": {
            "type": [
              "array",
              "null"
            ],
            "description": "The backups.",
            "items": {
              "type": "object",
              "description": "One backup.",
              "additionalProperties": true,
              "properties": {
                "backup_id": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Id of the backup."
                },
                "instance_id": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Id of the instance."
                },
                "status": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Status.",
                  "examples": [
                    "waiting",
                    "backuping",
                    "succeed",
                    "failed",
                    "expired",
                    "deleted"
                  ]
                },
                "backup_type": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "manual or auto."
                },
                "progress": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Progress in percent."
                }
              }
            }
          }
        }
      }
    }
  },
  "ListInstances": {
    "$id": "https://waybill.dev/schemas/huaweicloud-dcs/ListInstances.schema.json",
    "title": "ListInstances",
    "description": "Lists instances, page by page.",
    "x-waybill": {
      "provider": "huaweicloud-dcs",
      "operation": "ListInstances",
      "method": "GET",
      "path": "/v2/{project_id}/instances",
      "parameters": {
        "instance_id": "query",
        "include_failure": "query",
        "include_delete": "query",
        "name": "query",
        "offset": "query",
        "limit": "query",
        "status": "query",
        "name_equal": "query",
        "tags": "query",
        "ip": "query",
        "capacity": "query"
      },
      "success": [
        200
      ],
      "effect": false,
      "document": "Querying All DCS Instances (Distributed Cache Service API Reference)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "instance_id": {
            "type": "string",
            "title": "Instance id",
            "description": "Redis instance ID.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the instance id from the console or ListInstances: letters, digits, hyphens and underscores only.",
            "examples": [
              "cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd"
            ]
          },
          "include_failure": {
            "type": [
              "boolean",
              "string"
            ],
            "title": "Include failures",
            "description": "Whether instances that could not be created are counted.",
            "enum": [
              true,
              false,
              "true",
              "false"
            ]
          },
          "include_delete": {
            "type": [
              "boolean",
              "string"
            ],
            "title": "Include deleted",
            "description": "Whether deleted instances are counted.",
            "enum": [
              true,
              false,
              "true",
              "false"
            ]
          },
          "name": {
            "type": "string",
            "title": "Name",
            "description": "Name, or part of a name, of the instances.",
            "minLength": 1,
            "examples": [
              "dcs-test"
            ]
          },
          "offset": {
            "type": "integer",
            "title": "Offset",
            "description": "Number of items to skip.",
            "minimum": 0,
            "default": 0,
            "x-hint": "Write a whole number from 0."
          },
          "limit": {
            "type": "integer",
            "title": "Limit",
            "description": "Items per page, from 1 to 1000.",
            "minimum": 1,
            "maximum": 1000,
            "default": 10,
            "x-hint": "Write a whole number from 1 to 1000."
          },
          "status": {
            "type": "string",
            "title": "Status",
            "description": "Status of the instances. An open set of words.",
            "minLength": 1,
            "examples": [
              "RUNNING"
            ]
          },
          "name_equal": {
            "type": [
              "boolean",
              "string"
            ],
            "title": "Exact name",
            "description": "true: the name has to be equal. Default false: it may be part of the name.",
            "enum": [
              true,
              false,
              "true",
              "false"
            ]
          },
          "tags": {
            "type": "string",
            "title": "Tags",
            "description": "Tags as key=value, separated by commas.",
            "minLength": 1,
            "examples": [
              "team=shop"
            ]
          },
          "ip": {
            "type": "string",
            "title": "IP address",
            "description": "IP address of the instance.",
            "pattern": "^[0-9A-Fa-f.:]{2,45}$",
            "x-hint": "Write an IP address such as 192.168.0.5; the port has its own field.",
            "examples": [
              "192.168.0.5"
            ]
          },
          "capacity": {
            "type": [
              "string",
              "number"
            ],
            "title": "Capacity",
            "description": "Memory of the instance in GB.",
            "examples": [
              "0.125"
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "One page of instances.",
        "additionalProperties": true,
        "properties": {
          "instance_num": {
            "type": [
              "integer",
              "string",
              "null"
            ],
            "description": "Number of instances."
          },
          "instances": {
            "type": [
              "array",
              "null"
            ],
            "description": "The instances.",
            "items": {
              "type": "object",
              "description": "A DCS instance.",
              "additionalProperties": true,
              "properties": {
                "instance_id": {
                  "type": "string",
                  "description": "Instance id."
                },
                "name": {
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
                  "description": "Status.",
                  "examples": [
                    "CREATING",
                    "RUNNING",
                    "ERROR",
                    "RESTARTING",
                    "EXTENDING",
                    "RESTORING",
                    "FLUSHING",
                    "FROZEN"
                  ]
                },
                "sub_status": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "What the instance is busy with."
                },
                "task": {
                  "type": [
                    "object",
                    "string",
                    "null"
                  ],
                  "description": "What the instance is busy with.",
                  "additionalProperties": true
                },
                "engine": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Engine.",
                  "examples": [
                    "Redis"
                  ]
                },
                "engine_version": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Engine version.",
                  "examples": [
                    "6.0"
                  ]
                },
                "cache_mode": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Instance type.",
                  "examples": [
                    "single",
                    "ha",
                    "cluster",
                    "proxy",
                    "ha_rw_split"
                  ]
                },
                "ip": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "IP address."
                },
                "port": {
                  "type": [
                    "integer",
                    "string",
                    "null"
                  ],
                  "description": "Port."
                },
                "domain_name": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Domain name."
                },
                "no_password_access": {
                  "type": [
                    "string",
                    "boolean",
                    "null"
                  ],
                  "description": "Whether no password is needed; text in the API.",
                  "examples": [
                    "true",
                    "false"
                  ]
                },
                "enable_ssl": {
                  "type": [
                    "boolean",
                    "null"
                  ],
                  "description": "Whether SSL is on."
                },
                "max_memory": {
                  "type": [
                    "number",
                    "string",
                    "null"
                  ],
                  "description": "Memory in MB."
                },
                "used_memory": {
                  "type": [
                    "number",
                    "string",
                    "null"
                  ],
                  "description": "Memory in use, in MB."
                },
                "db_number": {
                  "type": [
                    "integer",
                    "string",
                    "null"
                  ],
                  "description": "Number of databases."
                },
                "enable_publicip": {
                  "type": [
                    "boolean",
                    "null"
                  ],
                  "description": "Whether public access is on."
                },
                "publicip_address": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Public IP address."
                },
                "vpc_id": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "VPC id."
                },
                "subnet_id": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Subnet id."
                },
                "security_group_id": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Security group id."
                },
                "features": {
                  "type": [
                    "object",
                    "null"
                  ],
                  "description": "Supported features.",
                  "additionalProperties": true
                },
                "created_at": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Creation time."
                }
              }
            }
          }
        }
      }
    }
  },
  "ListMigrationTask": {
    "$id": "https://waybill.dev/schemas/huaweicloud-dcs/ListMigrationTask.schema.json",
    "title": "ListMigrationTask",
    "description": "Lists migration tasks, page by page. The name filter may match parts of names: compare exactly.",
    "x-waybill": {
      "provider": "huaweicloud-dcs",
      "operation": "ListMigrationTask",
      "method": "GET",
      "path": "/v2/{project_id}/migration-tasks",
      "parameters": {
        "offset": "query",
        "limit": "query",
        "name": "query"
      },
      "success": [
        200
      ],
      "effect": false,
      "document": "Listing Migration Tasks (Distributed Cache Service API Reference)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "offset": {
            "type": "integer",
            "title": "Offset",
            "description": "Number of items to skip.",
            "minimum": 0,
            "default": 0,
            "x-hint": "Write a whole number from 0."
          },
          "limit": {
            "type": "integer",
            "title": "Limit",
            "description": "Items per page, from 1 to 1000.",
            "minimum": 1,
            "maximum": 1000,
            "default": 10,
            "x-hint": "Write a whole number from 1 to 1000."
          },
          "name": {
            "type": "string",
            "title": "Name",
            "description": "Name, or part of a name, of the tasks.",
            "minLength": 1,
            "examples": [
              "dcs-migration-i9qk"
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "One page of tasks.",
        "additionalProperties": true,
        "properties": {
          "count": {
            "type": [
              "integer",
              "string",
              "null"
            ],
            "description": "Number of tasks."
          },
          "migration_tasks": {
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
                "task_id": {
                  "type": "string",
                  "description": "Migration task ID."
                },
                "task_name": {
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
                  "description": "Status. An open set of words."
                },
                "migration_type": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Migration type."
                },
                "migrate_type": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Migration type, in older answers."
                },
                "migration_method": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Migration method."
                },
                "ecs_tenant_private_ip": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Address of the migration machine."
                },
                "data_source": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Source address, or bucket."
                },
                "source_instance_name": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Name of the source."
                },
                "source_instance_id": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Instance id of the source."
                },
                "target_instance_addrs": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Addresses of the target."
                },
                "target_instance_address": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Addresses of the target, in older answers."
                },
                "target_instance_name": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Name of the target."
                },
                "target_instance_id": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Instance id of the target."
                },
                "created_at": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Creation time, in more than one format."
                },
                "description": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Description."
                },
                "source_instance_status": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Status of the source."
                },
                "target_instance_status": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Status of the target."
                },
                "source_instance_subnet_id": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Subnet of the source."
                },
                "target_instance_subnet_id": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Subnet of the target."
                },
                "source_instance_spec_code": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Flavour of the source."
                },
                "target_instance_spec_code": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Flavour of the target."
                },
                "error_message": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Why the task failed."
                },
                "released_at": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "When the migration machine was released."
                },
                "version": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Version of the migration machine."
                },
                "resume_mode": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Resume mode."
                },
                "supported_features": {
                  "type": [
                    "array",
                    "null"
                  ],
                  "description": "Supported features.",
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
  },
  "ListMigrationTaskLogs": {
    "$id": "https://waybill.dev/schemas/huaweicloud-dcs/ListMigrationTaskLogs.schema.json",
    "title": "ListMigrationTaskLogs",
    "description": "Lists the log of a migration task. Not offered by Open Telekom Cloud.",
    "x-waybill": {
      "provider": "huaweicloud-dcs",
      "operation": "ListMigrationTaskLogs",
      "method": "GET",
      "path": "/v2/{project_id}/migration-task/{task_id}/logs",
      "parameters": {
        "task_id": "path",
        "offset": "query",
        "limit": "query",
        "log_level": "query"
      },
      "success": [
        200
      ],
      "effect": false,
      "document": "ListMigrationTaskLogs (Distributed Cache Service API Reference)"
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
            "description": "Migration task ID.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the task id from the console or ListMigrationTask: letters, digits, hyphens and underscores only, because it becomes part of the URL.",
            "examples": [
              "b21989ec-2889-4b8e-99db-19c073425ec2"
            ]
          },
          "offset": {
            "type": "integer",
            "title": "Offset",
            "description": "Number of items to skip.",
            "minimum": 0,
            "default": 0,
            "x-hint": "Write a whole number from 0."
          },
          "limit": {
            "type": "integer",
            "title": "Limit",
            "description": "Items per page, from 1 to 1000.",
            "minimum": 1,
            "maximum": 1000,
            "default": 10,
            "x-hint": "Write a whole number from 1 to 1000."
          },
          "log_level": {
            "type": "string",
            "title": "Log level",
            "description": "Level of the lines. An open set of words.",
            "minLength": 1,
            "examples": [
              "INFO",
              "ERROR",
              "WARN",
              "DEBUG"
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "One page of the log.",
        "additionalProperties": true,
        "properties": {
          "log_num": {
            "type": [
              "integer",
              "string",
              "null"
            ],
            "description": "Number of lines."
          },
          "migration_logs": {
            "type": [
              "array",
              "null"
            ],
            "description": "The lines.",
            "items": {
              "type": "object",
              "description": "One line.",
              "additionalProperties": true,
              "properties": {
                "created_at": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Time."
                },
                "log_level": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Level."
                },
                "message": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Text."
                },
                "log_code": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Code of the text."
                },
                "keyword": {
                  "type": [
                    "array",
                    "null"
                  ],
                  "description": "Values in the text.",
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
  },
  "RollbackExchangeInstanceIp": {
    "$id": "https://waybill.dev/schemas/huaweicloud-dcs/RollbackExchangeInstanceIp.schema.json",
    "title": "RollbackExchangeInstanceIp",
    "description": "Reverts an exchange of IP addresses. Data written to the target meanwhile is not copied back.",
    "x-waybill": {
      "provider": "huaweicloud-dcs",
      "operation": "RollbackExchangeInstanceIp",
      "method": "POST",
      "path": "/v2/{project_id}/migration-task/{task_id}/rollback-ip",
      "parameters": {
        "task_id": "path"
      },
      "success": [
        204,
        200
      ],
      "effect": true,
      "document": "RollbackExchangeInstanceIp (Distributed Cache Service API Reference)"
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
            "description": "Migration task ID.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the task id from the console or ListMigrationTask: letters, digits, hyphens and underscores only, because it becomes part of the URL.",
            "examples": [
              "b21989ec-2889-4b8e-99db-19c073425ec2"
            ]
          }
        }
      },
      "response": {
        "description": "Nothing."
      }
    }
  },
  "SetOnlineMigrationTask": {
    "$id": "https://waybill.dev/schemas/huaweicloud-dcs/SetOnlineMigrationTask.schema.json",
    "title": "SetOnlineMigrationTask",
    "description": "Configures an online migration task and starts it. A task that has ended can be configured again.",
    "x-waybill": {
      "provider": "huaweicloud-dcs",
      "operation": "SetOnlineMigrationTask",
      "method": "POST",
      "path": "/v2/{project_id}/migration/{task_id}/task",
      "parameters": {
        "task_id": "path"
      },
      "success": [
        200
      ],
      "effect": true,
      "document": "Configuring an Online Data Migration Task (Distributed Cache Service API Reference)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "task_id",
          "migration_method",
          "resume_mode",
          "source_instance",
          "target_instance"
        ],
        "properties": {
          "task_id": {
            "type": "string",
            "title": "Task id",
            "description": "Online migration task ID: instance_id as CreateOnlineMigrationTask returns it.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the task id from the console or ListMigrationTask: letters, digits, hyphens and underscores only, because it becomes part of the URL.",
            "examples": [
              "b21989ec-2889-4b8e-99db-19c073425ec2"
            ]
          },
          "migration_method": {
            "type": "string",
            "title": "Migration method",
            "description": "full_amount_migration copies once; writes to the source after the start are not copied. incremental_migration copies and then replicates until it is stopped.",
            "enum": [
              "full_amount_migration",
              "incremental_migration"
            ]
          },
          "resume_mode": {
            "type": "string",
            "title": "Resume mode",
            "description": "auto: keep reconnecting after a network failure, which may start a full synchronisation again. manual: reconnect by hand.",
            "enum": [
              "auto",
              "manual"
            ],
            "default": "auto"
          },
          "bandwidth_limit_mb": {
            "type": [
              "integer",
              "string"
            ],
            "title": "Bandwidth limit",
            "description": "Upper bound of the synchronisation speed in MB/s, a whole number from 1 to 10240. Incremental migrations only.",
            "minimum": 1,
            "maximum": 10240,
            "pattern": "^(?:[1-9][0-9]{0,3}|10[01][0-9]{2}|102[0-3][0-9]|10240)$",
            "x-hint": "Write a whole number from 1 to 10240, in MB/s, or leave it out for no limit.",
            "examples": [
              100
            ]
          },
          "source_instance": {
            "type": "object",
            "title": "Source Redis",
            "description": "Where the data comes from, by exactly one of id and addrs.",
            "additionalProperties": false,
            "properties": {
              "id": {
                "type": "string",
                "title": "Instance id",
                "description": "ID of a DCS Redis instance. Mandatory when addrs is left out.",
                "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
                "x-hint": "Copy the instance id from the console or ListInstances: letters, digits, hyphens and underscores only.",
                "examples": [
                  "cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd"
                ]
              },
              "addrs": {
                "type": "string",
                "title": "Addresses",
                "description": "Redis addresses as host:port, separated by commas. Mandatory when id is left out.",
                "pattern": "^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}|(?![0-9.]+:)[A-Za-z0-9][A-Za-z0-9._-]{0,252}):(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])(?:,(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}|(?![0-9.]+:)[A-Za-z0-9][A-Za-z0-9._-]{0,252}):(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))*$",
                "maxLength": 8192,
                "x-hint": "Write host:port, or several separated by commas without spaces, such as 192.168.1.1:6379,192.168.1.2:6379. IPv6 addresses and redis:// URLs are not accepted; the password has its own field.",
                "examples": [
                  "192.168.1.1:6379,192.168.0.0:6379"
                ]
              },
              "password": {
                "type": "string",
                "title": "Password",
                "description": "Redis password. Mandatory when the instance has one.",
                "minLength": 1,
                "x-secret": true,
                "writeOnly": true,
                "x-hint": "Declare the password under secrets: and write ${{ secrets.<name> }}, or leave the field out when the instance has none.",
                "examples": [
                  "${{ secrets.redis_old }}"
                ]
              }
            },
            "if": {
              "required": [
                "id"
              ]
            },
            "then": {
              "properties": {
                "addrs": {
                  "not": {},
                  "x-hint": "Name the Redis once: keep id (a DCS instance) or addrs (any Redis) and remove the other."
                }
              }
            },
            "else": {
              "required": [
                "addrs"
              ],
              "x-hint": "Name the Redis: id of a DCS instance, or addrs as host:port."
            }
          },
          "target_instance": {
            "type": "object",
            "title": "Target Redis",
            "description": "Where the data goes, by exactly one of id and addrs.",
            "additionalProperties": false,
            "properties": {
              "id": {
                "type": "string",
                "title": "Instance id",
                "description": "ID of a DCS Redis instance. Mandatory when addrs is left out.",
                "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
                "x-hint": "Copy the instance id from the console or ListInstances: letters, digits, hyphens and underscores only.",
                "examples": [
                  "cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd"
                ]
              },
              "addrs": {
                "type": "string",
                "title": "Addresses",
                "description": "Redis addresses as host:port, separated by commas. Mandatory when id is left out.",
                "pattern": "^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}|(?![0-9.]+:)[A-Za-z0-9][A-Za-z0-9._-]{0,252}):(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])(?:,(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}|(?![0-9.]+:)[A-Za-z0-9][A-Za-z0-9._-]{0,252}):(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))*$",
                "maxLength": 8192,
                "x-hint": "Write host:port, or several separated by commas without spaces, such as 192.168.1.1:6379,192.168.1.2:6379. IPv6 addresses and redis:// URLs are not accepted; the password has its own field.",
                "examples": [
                  "192.168.1.1:6379,192.168.0.0:6379"
                ]
              },
              "password": {
                "type": "string",
                "title": "Password",
                "description": "Redis password. Mandatory when the instance has one.",
                "minLength": 1,
                "x-secret": true,
                "writeOnly": true,
                "x-hint": "Declare the password under secrets: and write ${{ secrets.<name> }}, or leave the field out when the instance has none.",
                "examples": [
                  "${{ secrets.redis_old }}"
                ]
              }
            },
            "if": {
              "required": [
                "id"
              ]
            },
            "then": {
              "properties": {
                "addrs": {
                  "not": {},
                  "x-hint": "Name the Redis once: keep id (a DCS instance) or addrs (any Redis) and remove the other."
                }
              }
            },
            "else": {
              "required": [
                "addrs"
              ],
              "x-hint": "Name the Redis: id of a DCS instance, or addrs as host:port."
            }
          }
        },
        "allOf": [
          {
            "type": "object",
            "if": {
              "properties": {
                "migration_method": {
                  "const": "full_amount_migration"
                }
              },
              "required": [
                "migration_method"
              ]
            },
            "then": {
              "properties": {
                "bandwidth_limit_mb": {
                  "not": {},
                  "x-hint": "A bandwidth limit applies to incremental migrations only: remove it, or use migration_method: incremental_migration."
                }
              }
            }
          }
        ]
      },
      "response": {
        "type": "object",
        "description": "The task, as accepted.",
        "additionalProperties": true,
        "properties": {
          "id": {
            "type": "string",
            "description": "Migration task ID."
          },
          "name": {
            "type": [
              "string",
              "null"
            ],
            "description": "Name of the task."
          },
          "status": {
            "type": [
              "string",
              "null"
            ],
            "description": "Status. An open set of words.",
            "examples": [
              "MIGRATING",
              "FULLMIGRATING"
            ]
          },
          "error": {
            "type": [
              "string",
              "null"
            ],
            "description": "Error message."
          }
        }
      }
    }
  },
  "ShowInstance": {
    "$id": "https://waybill.dev/schemas/huaweicloud-dcs/ShowInstance.schema.json",
    "title": "ShowInstance",
    "description": "Shows one instance.",
    "x-waybill": {
      "provider": "huaweicloud-dcs",
      "operation": "ShowInstance",
      "method": "GET",
      "path": "/v2/{project_id}/instances/{instance_id}",
      "parameters": {
        "instance_id": "path"
      },
      "success": [
        200
      ],
      "effect": false,
      "document": "Querying a DCS Instance (Distributed Cache Service API Reference)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "instance_id"
        ],
        "properties": {
          "instance_id": {
            "type": "string",
            "title": "Instance id",
            "description": "Redis instance ID.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the instance id from the console or ListInstances: letters, digits, hyphens and underscores only.",
            "examples": [
              "cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd"
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "A DCS instance.",
        "additionalProperties": true,
        "properties": {
          "instance_id": {
            "type": "string",
            "description": "Instance id."
          },
          "name": {
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
            "description": "Status.",
            "examples": [
              "CREATING",
              "RUNNING",
              "ERROR",
              "RESTARTING",
              "EXTENDING",
              "RESTORING",
              "FLUSHING",
              "FROZEN"
            ]
          },
          "sub_status": {
            "type": [
              "string",
              "null"
            ],
            "description": "What the instance is busy with."
          },
          "task": {
            "type": [
              "object",
              "string",
              "null"
            ],
            "description": "What the instance is busy with.",
            "additionalProperties": true
          },
          "engine": {
            "type": [
              "string",
              "null"
            ],
            "description": "Engine.",
            "examples": [
              "Redis"
            ]
          },
          "engine_version": {
            "type": [
              "string",
              "null"
            ],
            "description": "Engine version.",
            "examples": [
              "6.0"
            ]
          },
          "cache_mode": {
            "type": [
              "string",
              "null"
            ],
            "description": "Instance type.",
            "examples": [
              "single",
              "ha",
              "cluster",
              "proxy",
              "ha_rw_split"
            ]
          },
          "ip": {
            "type": [
              "string",
              "null"
            ],
            "description": "IP address."
          },
          "port": {
            "type": [
              "integer",
              "string",
              "null"
            ],
            "description": "Port."
          },
          "domain_name": {
            "type": [
              "string",
              "null"
            ],
            "description": "Domain name."
          },
          "no_password_access": {
            "type": [
              "string",
              "boolean",
              "null"
            ],
            "description": "Whether no password is needed; text in the API.",
            "examples": [
              "true",
              "false"
            ]
          },
          "enable_ssl": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "Whether SSL is on."
          },
          "max_memory": {
            "type": [
              "number",
              "string",
              "null"
            ],
            "description": "Memory in MB."
          },
          "used_memory": {
            "type": [
              "number",
              "string",
              "null"
            ],
            "description": "Memory in use, in MB."
          },
          "db_number": {
            "type": [
              "integer",
              "string",
              "null"
            ],
            "description": "Number of databases."
          },
          "enable_publicip": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "Whether public access is on."
          },
          "publicip_address": {
            "type": [
              "string",
              "null"
            ],
            "description": "Public IP address."
          },
          "vpc_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "VPC id."
          },
          "subnet_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "Subnet id."
          },
          "security_group_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "Security group id."
          },
          "features": {
            "type": [
              "object",
              "null"
            ],
            "description": "Supported features.",
            "additionalProperties": true
          },
          "created_at": {
            "type": [
              "string",
              "null"
            ],
            "description": "Creation time."
          }
        }
      }
    }
  },
  "ShowJobInfo": {
    "$id": "https://waybill.dev/schemas/huaweicloud-dcs/ShowJobInfo.schema.json",
    "title": "ShowJobInfo",
    "description": "Shows a background job.",
    "x-waybill": {
      "provider": "huaweicloud-dcs",
      "operation": "ShowJobInfo",
      "method": "GET",
      "path": "/v2/{project_id}/jobs/{job_id}",
      "parameters": {
        "job_id": "path"
      },
      "success": [
        200
      ],
      "effect": false,
      "document": "Querying the Job Execution Result of a Tenant (Distributed Cache Service API Reference)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "job_id"
        ],
        "properties": {
          "job_id": {
            "type": "string",
            "title": "Job id",
            "description": "ID of a background job.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Use job_id as CreateOnlineMigrationTask returns it.",
            "examples": [
              "ff8080818822bbf70188235afc24141a"
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "The job.",
        "additionalProperties": true,
        "properties": {
          "job_id": {
            "type": "string",
            "description": "Job id."
          },
          "job_type": {
            "type": [
              "string",
              "null"
            ],
            "description": "Kind of job. The value for migrations is not documented."
          },
          "status": {
            "type": [
              "string",
              "null"
            ],
            "description": "Status.",
            "examples": [
              "INIT",
              "RUNNING",
              "SUCCESS",
              "FAIL"
            ]
          },
          "begin_time": {
            "type": [
              "string",
              "number",
              "null"
            ],
            "description": "Start, in milliseconds since 1970, as text."
          },
          "end_time": {
            "type": [
              "string",
              "number",
              "null"
            ],
            "description": "End, in milliseconds since 1970, as text."
          },
          "fail_reason": {
            "type": [
              "string",
              "null"
            ],
            "description": "Why the job failed."
          }
        }
      }
    }
  },
  "ShowMigrationTask": {
    "$id": "https://waybill.dev/schemas/huaweicloud-dcs/ShowMigrationTask.schema.json",
    "title": "ShowMigrationTask",
    "description": "Shows one migration task.",
    "x-waybill": {
      "provider": "huaweicloud-dcs",
      "operation": "ShowMigrationTask",
      "method": "GET",
      "path": "/v2/{project_id}/migration-task/{task_id}",
      "parameters": {
        "task_id": "path"
      },
      "success": [
        200
      ],
      "effect": false,
      "document": "Querying Details of a Data Migration Task (Distributed Cache Service API Reference)"
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
            "description": "Migration task ID.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the task id from the console or ListMigrationTask: letters, digits, hyphens and underscores only, because it becomes part of the URL.",
            "examples": [
              "b21989ec-2889-4b8e-99db-19c073425ec2"
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "A migration task. Before it is configured, method and instances are absent or null.",
        "additionalProperties": true,
        "properties": {
          "task_id": {
            "type": "string",
            "description": "Migration task ID."
          },
          "task_name": {
            "type": [
              "string",
              "null"
            ],
            "description": "Name."
          },
          "description": {
            "type": [
              "string",
              "null"
            ],
            "description": "Description."
          },
          "status": {
            "type": [
              "string",
              "null"
            ],
            "description": "Status. An open set of words: unknown ones mean still running.",
            "examples": [
              "CREATING",
              "RUNNING",
              "FULLMIGRATING",
              "INCRMIGEATING",
              "SUCCESS",
              "TERMINATED",
              "MIGRATION_FAILED"
            ]
          },
          "migration_type": {
            "type": [
              "string",
              "null"
            ],
            "description": "Migration type."
          },
          "migration_method": {
            "type": [
              "string",
              "null"
            ],
            "description": "Migration method."
          },
          "ecs_tenant_private_ip": {
            "type": [
              "string",
              "null"
            ],
            "description": "Address of the migration machine, for whitelists."
          },
          "backup_files": {
            "type": [
              "object",
              "null"
            ],
            "description": "Imported files.",
            "additionalProperties": true
          },
          "network_type": {
            "type": [
              "string",
              "null"
            ],
            "description": "Network type."
          },
          "source_instance": {
            "type": [
              "object",
              "null"
            ],
            "description": "A Redis of a task.",
            "additionalProperties": true,
            "properties": {
              "id": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Instance id."
              },
              "name": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Name."
              },
              "addrs": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Addresses."
              },
              "ip": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "IP address."
              },
              "port": {
                "type": [
                  "string",
                  "integer",
                  "null"
                ],
                "description": "Port."
              },
              "db": {
                "type": [
                  "string",
                  "integer",
                  "null"
                ],
                "description": "Database."
              },
              "proxy_multi_db": {
                "type": [
                  "boolean",
                  "null"
                ],
                "description": "Whether multi-DB is enabled."
              },
              "task_status": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Task status."
              },
              "password": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Password. The vendor's example shows one in clear.",
                "x-secret": true,
                "writeOnly": true
              }
            }
          },
          "target_instance": {
            "type": [
              "object",
              "null"
            ],
            "description": "A Redis of a task.",
            "additionalProperties": true,
            "properties": {
              "id": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Instance id."
              },
              "name": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Name."
              },
              "addrs": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Addresses."
              },
              "ip": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "IP address."
              },
              "port": {
                "type": [
                  "string",
                  "integer",
                  "null"
                ],
                "description": "Port."
              },
              "db": {
                "type": [
                  "string",
                  "integer",
                  "null"
                ],
                "description": "Database."
              },
              "proxy_multi_db": {
                "type": [
                  "boolean",
                  "null"
                ],
                "description": "Whether multi-DB is enabled."
              },
              "task_status": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Task status."
              },
              "password": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Password. The vendor's example shows one in clear.",
                "x-secret": true,
                "writeOnly": true
              }
            }
          },
          "created_at": {
            "type": [
              "string",
              "null"
            ],
            "description": "Creation time, in more than one format."
          },
          "updated_at": {
            "type": [
              "string",
              "null"
            ],
            "description": "Completion time."
          },
          "released_at": {
            "type": [
              "string",
              "null"
            ],
            "description": "When the migration machine was released."
          },
          "version": {
            "type": [
              "string",
              "null"
            ],
            "description": "Version of the migration machine."
          },
          "resume_mode": {
            "type": [
              "string",
              "null"
            ],
            "description": "Resume mode."
          },
          "supported_features": {
            "type": [
              "array",
              "null"
            ],
            "description": "Supported features.",
            "items": {
              "type": "string"
            }
          },
          "tenant_vpc_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "VPC id."
          },
          "tenant_subnet_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "Subnet id."
          },
          "tenant_security_group_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "Security group id."
          },
          "bandwidth_limit_mb": {
            "type": [
              "string",
              "integer",
              "null"
            ],
            "description": "Bandwidth limit in MB/s."
          },
          "task_status": {
            "type": [
              "string",
              "null"
            ],
            "description": "State of an exchange of addresses.",
            "examples": [
              "EXCHANGING",
              "EXCHANGE_SUCCESS",
              "ROLLBACK_SUCCESS"
            ]
          }
        }
      }
    }
  },
  "ShowMigrationTaskStats": {
    "$id": "https://waybill.dev/schemas/huaweicloud-dcs/ShowMigrationTaskStats.schema.json",
    "title": "ShowMigrationTaskStats",
    "description": "Shows the progress of an online migration task.",
    "x-waybill": {
      "provider": "huaweicloud-dcs",
      "operation": "ShowMigrationTaskStats",
      "method": "GET",
      "path": "/v2/{project_id}/migration-task/{task_id}/stats",
      "parameters": {
        "task_id": "path"
      },
      "success": [
        200
      ],
      "effect": false,
      "document": "Querying the Progress of an Online Migration Task (Distributed Cache Service API Reference)"
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
            "description": "Migration task ID.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the task id from the console or ListMigrationTask: letters, digits, hyphens and underscores only, because it becomes part of the URL.",
            "examples": [
              "b21989ec-2889-4b8e-99db-19c073425ec2"
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "Progress. Documented as text; the vendor's example holds numbers.",
        "additionalProperties": true,
        "properties": {
          "full_migration_progress": {
            "type": [
              "string",
              "number",
              "null"
            ],
            "description": "Progress of the full phase in percent."
          },
          "offset": {
            "type": [
              "string",
              "number",
              "null"
            ],
            "description": "Replication lag: the difference between the positions of source and target. 0: caught up."
          },
          "source_dbsize": {
            "type": [
              "string",
              "number",
              "null"
            ],
            "description": "Keys in the source."
          },
          "target_dbsize": {
            "type": [
              "string",
              "number",
              "null"
            ],
            "description": "Keys in the target."
          },
          "target_input_kbps": {
            "type": [
              "string",
              "number",
              "null"
            ],
            "description": "Traffic into the target in kbit/s."
          },
          "target_ops": {
            "type": [
              "string",
              "number",
              "null"
            ],
            "description": "Operations per second on the target."
          },
          "is_migrating": {
            "type": [
              "boolean",
              "string",
              "null"
            ],
            "description": "Whether data is moving."
          }
        }
      }
    }
  },
  "StopMigrationTask": {
    "$id": "https://waybill.dev/schemas/huaweicloud-dcs/StopMigrationTask.schema.json",
    "title": "StopMigrationTask",
    "description": "Stops a migration task. Its status is TERMINATING first and TERMINATED at the end.",
    "x-waybill": {
      "provider": "huaweicloud-dcs",
      "operation": "StopMigrationTask",
      "method": "POST",
      "path": "/v2/{project_id}/migration-task/{task_id}/stop",
      "parameters": {
        "task_id": "path"
      },
      "success": [
        200
      ],
      "effect": true,
      "document": "Stopping a Data Migration Task (Distributed Cache Service API Reference)"
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
            "description": "Migration task ID.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the task id from the console or ListMigrationTask: letters, digits, hyphens and underscores only, because it becomes part of the URL.",
            "examples": [
              "b21989ec-2889-4b8e-99db-19c073425ec2"
            ]
          }
        }
      },
      "response": {
        "type": "object",
        "description": "A migration task. Before it is configured, method and instances are absent or null.",
        "additionalProperties": true,
        "properties": {
          "task_id": {
            "type": "string",
            "description": "Migration task ID."
          },
          "task_name": {
            "type": [
              "string",
              "null"
            ],
            "description": "Name."
          },
          "description": {
            "type": [
              "string",
              "null"
            ],
            "description": "Description."
          },
          "status": {
            "type": [
              "string",
              "null"
            ],
            "description": "Status. An open set of words: unknown ones mean still running.",
            "examples": [
              "CREATING",
              "RUNNING",
              "FULLMIGRATING",
              "INCRMIGEATING",
              "SUCCESS",
              "TERMINATED",
              "MIGRATION_FAILED"
            ]
          },
          "migration_type": {
            "type": [
              "string",
              "null"
            ],
            "description": "Migration type."
          },
          "migration_method": {
            "type": [
              "string",
              "null"
            ],
            "description": "Migration method."
          },
          "ecs_tenant_private_ip": {
            "type": [
              "string",
              "null"
            ],
            "description": "Address of the migration machine, for whitelists."
          },
          "backup_files": {
            "type": [
              "object",
              "null"
            ],
            "description": "Imported files.",
            "additionalProperties": true
          },
          "network_type": {
            "type": [
              "string",
              "null"
            ],
            "description": "Network type."
          },
          "source_instance": {
            "type": [
              "object",
              "null"
            ],
            "description": "A Redis of a task.",
            "additionalProperties": true,
            "properties": {
              "id": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Instance id."
              },
              "name": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Name."
              },
              "addrs": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Addresses."
              },
              "ip": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "IP address."
              },
              "port": {
                "type": [
                  "string",
                  "integer",
                  "null"
                ],
                "description": "Port."
              },
              "db": {
                "type": [
                  "string",
                  "integer",
                  "null"
                ],
                "description": "Database."
              },
              "proxy_multi_db": {
                "type": [
                  "boolean",
                  "null"
                ],
                "description": "Whether multi-DB is enabled."
              },
              "task_status": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Task status."
              },
              "password": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Password. The vendor's example shows one in clear.",
                "x-secret": true,
                "writeOnly": true
              }
            }
          },
          "target_instance": {
            "type": [
              "object",
              "null"
            ],
            "description": "A Redis of a task.",
            "additionalProperties": true,
            "properties": {
              "id": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Instance id."
              },
              "name": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Name."
              },
              "addrs": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Addresses."
              },
              "ip": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "IP address."
              },
              "port": {
                "type": [
                  "string",
                  "integer",
                  "null"
                ],
                "description": "Port."
              },
              "db": {
                "type": [
                  "string",
                  "integer",
                  "null"
                ],
                "description": "Database."
              },
              "proxy_multi_db": {
                "type": [
                  "boolean",
                  "null"
                ],
                "description": "Whether multi-DB is enabled."
              },
              "task_status": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Task status."
              },
              "password": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Password. The vendor's example shows one in clear.",
                "x-secret": true,
                "writeOnly": true
              }
            }
          },
          "created_at": {
            "type": [
              "string",
              "null"
            ],
            "description": "Creation time, in more than one format."
          },
          "updated_at": {
            "type": [
              "string",
              "null"
            ],
            "description": "Completion time."
          },
          "released_at": {
            "type": [
              "string",
              "null"
            ],
            "description": "When the migration machine was released."
          },
          "version": {
            "type": [
              "string",
              "null"
            ],
            "description": "Version of the migration machine."
          },
          "resume_mode": {
            "type": [
              "string",
              "null"
            ],
            "description": "Resume mode."
          },
          "supported_features": {
            "type": [
              "array",
              "null"
            ],
            "description": "Supported features.",
            "items": {
              "type": "string"
            }
          },
          "tenant_vpc_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "VPC id."
          },
          "tenant_subnet_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "Subnet id."
          },
          "tenant_security_group_id": {
            "type": [
              "string",
              "null"
            ],
            "description": "Security group id."
          },
          "bandwidth_limit_mb": {
            "type": [
              "string",
              "integer",
              "null"
            ],
            "description": "Bandwidth limit in MB/s."
          },
          "task_status": {
            "type": [
              "string",
              "null"
            ],
            "description": "State of an exchange of addresses.",
            "examples": [
              "EXCHANGING",
              "EXCHANGE_SUCCESS",
              "ROLLBACK_SUCCESS"
            ]
          }
        }
      }
    }
  },
  "StopMigrationTaskSync": {
    "$id": "https://waybill.dev/schemas/huaweicloud-dcs/StopMigrationTaskSync.schema.json",
    "title": "StopMigrationTaskSync",
    "description": "Stops a migration task synchronously. StopMigrationTask is the better documented way.",
    "x-waybill": {
      "provider": "huaweicloud-dcs",
      "operation": "StopMigrationTaskSync",
      "method": "POST",
      "path": "/v2/{project_id}/migration-task/{task_id}/sync-stop",
      "parameters": {
        "task_id": "path"
      },
      "success": [
        204
      ],
      "effect": true,
      "document": "StopMigrationTaskSync (Distributed Cache Service API Reference)"
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
            "description": "Migration task ID.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the task id from the console or ListMigrationTask: letters, digits, hyphens and underscores only, because it becomes part of the URL.",
            "examples": [
              "b21989ec-2889-4b8e-99db-19c073425ec2"
            ]
          }
        }
      },
      "response": {
        "description": "Nothing."
      }
    }
  },
  "UpdateMigrationTask": {
    "$id": "https://waybill.dev/schemas/huaweicloud-dcs/UpdateMigrationTask.schema.json",
    "title": "UpdateMigrationTask",
    "description": "Changes how a migration task reconnects.",
    "x-waybill": {
      "provider": "huaweicloud-dcs",
      "operation": "UpdateMigrationTask",
      "method": "PUT",
      "path": "/v2/{project_id}/migration-task/{task_id}",
      "parameters": {
        "task_id": "path"
      },
      "success": [
        200
      ],
      "effect": true,
      "document": "Configuring Auto-Reconnect for Migration Tasks (Distributed Cache Service API Reference)"
    },
    "$defs": {
      "request": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "task_id",
          "resume_mode"
        ],
        "properties": {
          "task_id": {
            "type": "string",
            "title": "Task id",
            "description": "Migration task ID.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the task id from the console or ListMigrationTask: letters, digits, hyphens and underscores only, because it becomes part of the URL.",
            "examples": [
              "b21989ec-2889-4b8e-99db-19c073425ec2"
            ]
          },
          "resume_mode": {
            "type": "string",
            "title": "Resume mode",
            "description": "auto: keep reconnecting after a network failure, which may start a full synchronisation again. manual: reconnect by hand.",
            "enum": [
              "auto",
              "manual"
            ],
            "default": "auto"
          }
        }
      },
      "response": {
        "description": "Nothing, or a text that is not documented."
      }
    }
  }
};

export const kindSchemas: Readonly<Record<KindName, KindSchema>> = {
  "backup-import": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://waybill.dev/schemas/huaweicloud-dcs/kinds/backup-import.schema.json",
    "title": "backup-import",
    "description": "Imports a Redis backup into a DCS instance: checks, CreateMigrationTask, waiting and, with cleanup: delete, DeleteMigrationTask.",
    "x-waybill": {
      "provider": "huaweicloud-dcs",
      "kind": "backup-import"
    },
    "type": "object",
    "additionalProperties": false,
    "required": [
      "task_name",
      "backup_files",
      "target_instance"
    ],
    "properties": {
      "task_name": {
        "type": "string",
        "title": "Task name",
        "description": "Beginning of the migration task's name, at most 51 characters. A hyphen and 12 hexadecimal characters are appended to make it unique.",
        "pattern": "^[A-Za-z][A-Za-z0-9_-]{0,50}$",
        "x-hint": "Use 1 to 51 letters, digits, hyphens and underscores, beginning with a letter: 13 characters are appended and the service accepts 64.",
        "examples": [
          "sessions"
        ]
      },
      "description": {
        "type": "string",
        "title": "Description",
        "description": "Description of the migration task, at most 480 characters. A mark by which Waybill recognises its own task is appended.",
        "maxLength": 480,
        "x-hint": "Shorten the description to 480 characters."
      },
      "migration_type": {
        "type": "string",
        "title": "Migration type",
        "description": "Always backupfile_import: the service no longer creates online migrations with this operation.",
        "enum": [
          "backupfile_import"
        ],
        "x-hint": "Only backupfile_import is possible here. For an online migration use the kind online-migration, or CreateOnlineMigrationTask and SetOnlineMigrationTask.",
        "default": "backupfile_import"
      },
      "migration_method": {
        "type": "string",
        "title": "Migration method",
        "description": "Always full_amount_migration: a backup import copies once.",
        "enum": [
          "full_amount_migration"
        ],
        "x-hint": "A backup import is always full_amount_migration. For incremental_migration use the kind online-migration.",
        "default": "full_amount_migration"
      },
      "backup_files": {
        "type": "object",
        "title": "Backup files",
        "description": "The backup to import: files of an OBS bucket, or a backup record.",
        "additionalProperties": false,
        "properties": {
          "file_source": {
            "type": "string",
            "title": "File source",
            "description": "self_build_obs: files of an OBS bucket. backup_record: a backup of a DCS instance in the same region and account.",
            "enum": [
              "self_build_obs",
              "backup_record"
            ]
          },
          "bucket_name": {
            "type": "string",
            "title": "Bucket",
            "description": "Name of the OBS bucket, in the same region as the target. Mandatory for self_build_obs.",
            "minLength": 1,
            "examples": [
              "redis-backups"
            ]
          },
          "files": {
            "type": "array",
            "title": "Files",
            "description": "The files to import. Mandatory for self_build_obs. A cluster's backup has one file per shard.",
            "items": {
              "type": "object",
              "title": "File",
              "description": "One backup file.",
              "additionalProperties": false,
              "required": [
                "file_name"
              ],
              "properties": {
                "file_name": {
                  "type": "string",
                  "title": "File name",
                  "description": "Name of the file in the bucket (.aof, .rdb, .zip or .tar.gz).",
                  "minLength": 1,
                  "examples": [
                    "sessions.rdb"
                  ]
                },
                "size": {
                  "type": "string",
                  "title": "Size",
                  "description": "File size. Documented in bytes, shown as 754.0MB in the vendor's example; the service keeps the text as it is.",
                  "examples": [
                    "754.0MB"
                  ]
                },
                "update_at": {
                  "type": "string",
                  "title": "Last change",
                  "description": "Time of the file's last change, documented as YYYY-MM-DD HH:MM:SS; the service keeps the text as it is.",
                  "examples": [
                    "2025-01-01 00:00:00"
                  ]
                }
              }
            }
          },
          "backup_id": {
            "type": "string",
            "title": "Backup id",
            "description": "ID of the backup record. Mandatory for backup_record.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the id from the console: letters, digits, hyphens and underscores only.",
            "examples": [
              "5e37b3be-950a-48e1-b498-65b63d336481"
            ]
          }
        },
        "if": {
          "properties": {
            "file_source": {
              "const": "backup_record"
            }
          },
          "required": [
            "file_source"
          ]
        },
        "then": {
          "required": [
            "backup_id"
          ],
          "x-hint": "With file_source: backup_record, backup_id names the backup."
        },
        "else": {
          "required": [
            "file_source",
            "bucket_name",
            "files"
          ],
          "properties": {
            "files": {
              "type": "array",
              "minItems": 1
            }
          },
          "x-hint": "Files of an OBS bucket need file_source: self_build_obs, bucket_name and files; a backup record needs file_source: backup_record and backup_id."
        }
      },
      "source_instance": {
        "type": "object",
        "title": "Instance of the backup",
        "description": "The DCS instance of which the backup record was made. It is not sent to the API: with it, the backup is checked before the import.",
        "additionalProperties": false,
        "required": [
          "id"
        ],
        "properties": {
          "id": {
            "type": "string",
            "title": "Instance id",
            "description": "Redis instance ID.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the instance id from the console or ListInstances: letters, digits, hyphens and underscores only.",
            "examples": [
              "cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd"
            ]
          },
          "password": {
            "type": "string",
            "title": "Password",
            "description": "Redis password of that instance: for the comparison of verify, where verify.connect names no connection to it.",
            "minLength": 1,
            "x-secret": true,
            "writeOnly": true,
            "x-hint": "Declare the password under secrets: and write ${{ secrets.<name> }}, or leave the field out when the instance has none.",
            "examples": [
              "${{ secrets.redis_old }}"
            ]
          }
        }
      },
      "target_instance": {
        "type": "object",
        "title": "Target Redis",
        "description": "The DCS Redis instance that the backup is imported into.",
        "additionalProperties": false,
        "required": [
          "id"
        ],
        "properties": {
          "id": {
            "type": "string",
            "title": "Instance id",
            "description": "Redis instance ID.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the instance id from the console or ListInstances: letters, digits, hyphens and underscores only.",
            "examples": [
              "cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd"
            ]
          },
          "name": {
            "type": "string",
            "title": "Name",
            "description": "Name of the Redis instance.",
            "minLength": 1,
            "examples": [
              "dcs-test"
            ]
          },
          "password": {
            "type": "string",
            "title": "Password",
            "description": "Redis password. Mandatory when the instance has one.",
            "minLength": 1,
            "x-secret": true,
            "writeOnly": true,
            "x-hint": "Declare the password under secrets: and write ${{ secrets.<name> }}, or leave the field out when the instance has none.",
            "examples": [
              "${{ secrets.redis_old }}"
            ]
          },
          "ip": {
            "type": "string",
            "title": "IP address",
            "description": "IP address of the Redis.",
            "pattern": "^[0-9A-Fa-f.:]{2,45}$",
            "x-hint": "Write an IP address such as 192.168.0.5; the port has its own field.",
            "examples": [
              "192.168.0.5"
            ]
          },
          "port": {
            "type": "string",
            "title": "Port",
            "description": "Port of the Redis, as text.",
            "pattern": "^(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$",
            "x-hint": "Write the port from 1 to 65535 in quotes, such as \"6379\".",
            "examples": [
              "6379"
            ]
          },
          "addrs": {
            "type": "string",
            "title": "Addresses",
            "description": "Redis addresses as host:port, separated by commas without spaces.",
            "pattern": "^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}|(?![0-9.]+:)[A-Za-z0-9][A-Za-z0-9._-]{0,252}):(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])(?:,(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}|(?![0-9.]+:)[A-Za-z0-9][A-Za-z0-9._-]{0,252}):(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))*$",
            "maxLength": 8192,
            "x-hint": "Write host:port, or several separated by commas without spaces, such as 192.168.1.1:6379,192.168.1.2:6379. IPv6 addresses and redis:// URLs are not accepted; the password has its own field.",
            "examples": [
              "192.168.1.1:6379,192.168.0.0:6379"
            ]
          },
          "proxy_multi_db": {
            "type": "boolean",
            "title": "Proxy multi-DB",
            "description": "Whether multi-DB is enabled, for Proxy Cluster instances."
          },
          "db": {
            "type": "string",
            "title": "Database",
            "description": "Redis database, as text.",
            "pattern": "^[0-9]{1,5}$",
            "x-hint": "Write the database number in quotes, such as \"0\".",
            "examples": [
              "0"
            ]
          }
        }
      }
    },
    "examples": [
      {
        "task_name": "archive",
        "backup_files": {
          "file_source": "self_build_obs",
          "bucket_name": "redis-backups",
          "files": [
            {
              "file_name": "archive.rdb"
            }
          ]
        },
        "target_instance": {
          "id": "cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd",
          "password": "${{ secrets.redis_target }}"
        }
      }
    ]
  },
  "online-migration": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://waybill.dev/schemas/huaweicloud-dcs/kinds/online-migration.schema.json",
    "title": "online-migration",
    "description": "Migrates a running Redis: checks, CreateOnlineMigrationTask, SetOnlineMigrationTask, waiting, cut-over and, with cleanup: delete, DeleteMigrationTask.",
    "x-waybill": {
      "provider": "huaweicloud-dcs",
      "kind": "online-migration"
    },
    "type": "object",
    "additionalProperties": false,
    "required": [
      "name",
      "vpc_id",
      "subnet_id",
      "security_group_id",
      "migration_method",
      "source_instance",
      "target_instance"
    ],
    "properties": {
      "name": {
        "type": "string",
        "title": "Task name",
        "description": "Beginning of the migration task's name, at most 51 characters. A hyphen and 12 hexadecimal characters are appended to make it unique.",
        "pattern": "^[A-Za-z][A-Za-z0-9_-]{0,50}$",
        "x-hint": "Use 1 to 51 letters, digits, hyphens and underscores, beginning with a letter: 13 characters are appended and the service accepts 64.",
        "examples": [
          "sessions"
        ]
      },
      "description": {
        "type": "string",
        "title": "Description",
        "description": "Description of the migration task, at most 480 characters. A mark by which Waybill recognises its own task is appended.",
        "maxLength": 480,
        "x-hint": "Shorten the description to 480 characters."
      },
      "vpc_id": {
        "type": "string",
        "title": "VPC id",
        "description": "VPC in which the migration machine is created.",
        "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
        "x-hint": "Copy the id from the console: letters, digits, hyphens and underscores only.",
        "examples": [
          "5e37b3be-950a-48e1-b498-65b63d336481"
        ]
      },
      "subnet_id": {
        "type": "string",
        "title": "Subnet id",
        "description": "Network ID of the subnet in which the migration machine is created.",
        "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
        "x-hint": "Copy the id from the console: letters, digits, hyphens and underscores only.",
        "examples": [
          "40f15ed6-7f85-49d5-ba0e-65b940d4812c"
        ]
      },
      "security_group_id": {
        "type": "string",
        "title": "Security group id",
        "description": "Security group of the migration machine. Its outbound rules have to permit the Redis addresses.",
        "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
        "x-hint": "Copy the id from the console: letters, digits, hyphens and underscores only.",
        "examples": [
          "9df96622-24b7-4813-84b8-ab74552a21d7"
        ]
      },
      "migration_method": {
        "type": "string",
        "title": "Migration method",
        "description": "full_amount_migration copies once; writes to the source after the start are not copied. incremental_migration copies and then replicates until it is stopped.",
        "enum": [
          "full_amount_migration",
          "incremental_migration"
        ]
      },
      "resume_mode": {
        "type": "string",
        "title": "Resume mode",
        "description": "auto: keep reconnecting after a network failure, which may start a full synchronisation again. manual: reconnect by hand.",
        "enum": [
          "auto",
          "manual"
        ],
        "default": "auto"
      },
      "bandwidth_limit_mb": {
        "type": [
          "integer",
          "string"
        ],
        "title": "Bandwidth limit",
        "description": "Upper bound of the synchronisation speed in MB/s, a whole number from 1 to 10240. Incremental migrations only.",
        "minimum": 1,
        "maximum": 10240,
        "pattern": "^(?:[1-9][0-9]{0,3}|10[01][0-9]{2}|102[0-3][0-9]|10240)$",
        "x-hint": "Write a whole number from 1 to 10240, in MB/s, or leave it out for no limit.",
        "examples": [
          100
        ]
      },
      "source_instance": {
        "type": "object",
        "title": "Source Redis",
        "description": "Where the data comes from, by exactly one of id and addrs.",
        "additionalProperties": false,
        "properties": {
          "id": {
            "type": "string",
            "title": "Instance id",
            "description": "ID of a DCS Redis instance. Mandatory when addrs is left out.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the instance id from the console or ListInstances: letters, digits, hyphens and underscores only.",
            "examples": [
              "cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd"
            ]
          },
          "addrs": {
            "type": "string",
            "title": "Addresses",
            "description": "Redis addresses as host:port, separated by commas. Mandatory when id is left out.",
            "pattern": "^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}|(?![0-9.]+:)[A-Za-z0-9][A-Za-z0-9._-]{0,252}):(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])(?:,(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}|(?![0-9.]+:)[A-Za-z0-9][A-Za-z0-9._-]{0,252}):(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))*$",
            "maxLength": 8192,
            "x-hint": "Write host:port, or several separated by commas without spaces, such as 192.168.1.1:6379,192.168.1.2:6379. IPv6 addresses and redis:// URLs are not accepted; the password has its own field.",
            "examples": [
              "192.168.1.1:6379,192.168.0.0:6379"
            ]
          },
          "password": {
            "type": "string",
            "title": "Password",
            "description": "Redis password. Mandatory when the instance has one.",
            "minLength": 1,
            "x-secret": true,
            "writeOnly": true,
            "x-hint": "Declare the password under secrets: and write ${{ secrets.<name> }}, or leave the field out when the instance has none.",
            "examples": [
              "${{ secrets.redis_old }}"
            ]
          }
        },
        "if": {
          "required": [
            "id"
          ]
        },
        "then": {
          "properties": {
            "addrs": {
              "not": {},
              "x-hint": "Name the Redis once: keep id (a DCS instance) or addrs (any Redis) and remove the other."
            }
          }
        },
        "else": {
          "required": [
            "addrs"
          ],
          "x-hint": "Name the Redis: id of a DCS instance, or addrs as host:port."
        }
      },
      "target_instance": {
        "type": "object",
        "title": "Target Redis",
        "description": "Where the data goes, by exactly one of id and addrs.",
        "additionalProperties": false,
        "properties": {
          "id": {
            "type": "string",
            "title": "Instance id",
            "description": "ID of a DCS Redis instance. Mandatory when addrs is left out.",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$",
            "x-hint": "Copy the instance id from the console or ListInstances: letters, digits, hyphens and underscores only.",
            "examples": [
              "cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd"
            ]
          },
          "addrs": {
            "type": "string",
            "title": "Addresses",
            "description": "Redis addresses as host:port, separated by commas. Mandatory when id is left out.",
            "pattern": "^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}|(?![0-9.]+:)[A-Za-z0-9][A-Za-z0-9._-]{0,252}):(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])(?:,(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}|(?![0-9.]+:)[A-Za-z0-9][A-Za-z0-9._-]{0,252}):(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))*$",
            "maxLength": 8192,
            "x-hint": "Write host:port, or several separated by commas without spaces, such as 192.168.1.1:6379,192.168.1.2:6379. IPv6 addresses and redis:// URLs are not accepted; the password has its own field.",
            "examples": [
              "192.168.1.1:6379,192.168.0.0:6379"
            ]
          },
          "password": {
            "type": "string",
            "title": "Password",
            "description": "Redis password. Mandatory when the instance has one.",
            "minLength": 1,
            "x-secret": true,
            "writeOnly": true,
            "x-hint": "Declare the password under secrets: and write ${{ secrets.<name> }}, or leave the field out when the instance has none.",
            "examples": [
              "${{ secrets.redis_old }}"
            ]
          }
        },
        "if": {
          "required": [
            "id"
          ]
        },
        "then": {
          "properties": {
            "addrs": {
              "not": {},
              "x-hint": "Name the Redis once: keep id (a DCS instance) or addrs (any Redis) and remove the other."
            }
          }
        },
        "else": {
          "required": [
            "addrs"
          ],
          "x-hint": "Name the Redis: id of a DCS instance, or addrs as host:port."
        }
      }
    },
    "allOf": [
      {
        "type": "object",
        "if": {
          "properties": {
            "migration_method": {
              "const": "full_amount_migration"
            }
          },
          "required": [
            "migration_method"
          ]
        },
        "then": {
          "properties": {
            "bandwidth_limit_mb": {
              "not": {},
              "x-hint": "A bandwidth limit applies to incremental migrations only: remove it, or use migration_method: incremental_migration."
            }
          }
        }
      }
    ],
    "examples": [
      {
        "name": "sessions",
        "vpc_id": "5e37b3be-950a-48e1-b498-65b63d336481",
        "subnet_id": "40f15ed6-7f85-49d5-ba0e-65b940d4812c",
        "security_group_id": "9df96622-24b7-4813-84b8-ab74552a21d7",
        "migration_method": "incremental_migration",
        "source_instance": {
          "addrs": "192.168.1.1:6379",
          "password": "${{ secrets.redis_source }}"
        },
        "target_instance": {
          "id": "cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd",
          "password": "${{ secrets.redis_target }}"
        }
      }
    ]
  }
};

/** A migration's own keys, by kind. */
export const optionsSchemas: Readonly<Record<KindName, object>> = {
  "backup-import": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://waybill.dev/schemas/huaweicloud-dcs/kinds/backup-import.options.schema.json",
    "title": "Options of backup-import",
    "description": "A migration's own keys with backup-import.",
    "x-waybill": {
      "provider": "huaweicloud-dcs",
      "options": "backup-import"
    },
    "type": "object",
    "additionalProperties": false,
    "properties": {
      "verify": {
        "type": "object",
        "title": "Verification",
        "description": "How source and target are compared once everything is copied, over connections to the servers themselves. Without it nothing is compared: the service shows only numbers of keys.",
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
          },
          "connect": {
            "type": "object",
            "title": "Connect",
            "description": "Connections by which this machine reaches the servers, under providers. Without one, a side is called at its addrs, or at the address that ShowInstance gives of its instance, with its password.",
            "additionalProperties": false,
            "minProperties": 1,
            "x-hint": "Name a connection for source, target or both, or leave connect out.",
            "properties": {
              "source": {
                "type": "string",
                "title": "Source",
                "description": "Alias of a connection to the server whose keys are copied, or from which the backup was made.",
                "x-connection": "redis",
                "examples": [
                  "old"
                ]
              },
              "target": {
                "type": "string",
                "title": "Target",
                "description": "Alias of a connection to target_instance, by an address that this machine reaches.",
                "x-connection": "redis",
                "examples": [
                  "new"
                ]
              }
            },
            "examples": [
              {
                "source": "old",
                "target": "new"
              }
            ]
          }
        },
        "examples": [
          {
            "level": "digest",
            "connect": {
              "source": "old",
              "target": "new"
            }
          }
        ]
      },
      "cleanup": {
        "type": "string",
        "title": "Clean-up",
        "description": "What happens to the vendor's task record after success.",
        "enum": [
          "keep",
          "delete"
        ],
        "default": "keep"
      }
    }
  },
  "online-migration": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://waybill.dev/schemas/huaweicloud-dcs/kinds/online-migration.options.schema.json",
    "title": "Options of online-migration",
    "description": "A migration's own keys with online-migration.",
    "x-waybill": {
      "provider": "huaweicloud-dcs",
      "options": "online-migration"
    },
    "type": "object",
    "additionalProperties": false,
    "properties": {
      "cutover": {
        "type": "object",
        "title": "Cut-over",
        "description": "How an incremental migration ends.",
        "additionalProperties": false,
        "required": [
          "mode"
        ],
        "properties": {
          "mode": {
            "type": "string",
            "title": "Mode",
            "description": "none: leave it replicating. manual: wait for an approval, then stop the replication. exchange-ip: wait for an approval, then exchange the addresses of source and target.",
            "enum": [
              "none",
              "manual",
              "exchange-ip"
            ],
            "examples": [
              "manual"
            ]
          },
          "max_lag": {
            "type": "integer",
            "title": "Greatest lag",
            "description": "Replication lag, in bytes of the replication offset, that must not be exceeded before the gate opens.",
            "minimum": 0,
            "default": 0
          },
          "lag_for": {
            "type": "string",
            "title": "Lag held for",
            "description": "How long the lag has to stay within max_lag.",
            "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$",
            "x-hint": "Write a whole number and a unit (ms, s, m, h or d) without a space, such as 30s, 10m or 12h.",
            "examples": [
              "30s",
              "10m",
              "6h"
            ],
            "default": "0s"
          },
          "exchanged_ip": {
            "type": "array",
            "title": "Exchanged addresses",
            "description": "exchange-ip only: the IP addresses to exchange. Source: Huawei Cloud DCS API reference, ExchangeInstanceIp.",
            "items": {
              "type": "string",
              "title": "IP address",
              "description": "An IP address.",
              "minLength": 1,
              "x-references": [
                "inputs",
                "each"
              ]
            },
            "examples": [
              [
                "192.168.0.200",
                "192.168.0.153"
              ]
            ]
          },
          "is_exchange_domain": {
            "type": "boolean",
            "title": "Exchange the domain names",
            "description": "exchange-ip only: whether the domain names are exchanged too. Source: Huawei Cloud DCS API reference, ExchangeInstanceIp.",
            "default": false
          },
          "freeze": {
            "type": "string",
            "title": "Freeze",
            "description": "exchange-ip only: who stops the writers of the source. operator: whoever approves has stopped them. client-pause: Waybill pauses them on the server itself (CLIENT PAUSE, Redis 6.2 or later), which needs verify.",
            "enum": [
              "operator",
              "client-pause"
            ],
            "default": "operator"
          }
        },
        "if": {
          "properties": {
            "mode": {
              "enum": [
                "none",
                "manual"
              ]
            }
          },
          "required": [
            "mode"
          ]
        },
        "then": {
          "properties": {
            "exchanged_ip": {
              "not": {},
              "x-hint": "exchanged_ip has a meaning with mode: exchange-ip only; remove it or change the mode."
            },
            "freeze": {
              "not": {},
              "x-hint": "freeze has a meaning with mode: exchange-ip only; remove it or change the mode."
            },
            "is_exchange_domain": {
              "not": {},
              "x-hint": "is_exchange_domain has a meaning with mode: exchange-ip only; remove it or change the mode."
            }
          }
        },
        "examples": [
          {
            "mode": "manual",
            "max_lag": 0,
            "lag_for": "30s"
          }
        ]
      },
      "verify": {
        "type": "object",
        "title": "Verification",
        "description": "How source and target are compared once everything is copied, over connections to the servers themselves. Without it nothing is compared: the service shows only numbers of keys.",
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
          },
          "connect": {
            "type": "object",
            "title": "Connect",
            "description": "Connections by which this machine reaches the servers, under providers. Without one, a side is called at its addrs, or at the address that ShowInstance gives of its instance, with its password.",
            "additionalProperties": false,
            "minProperties": 1,
            "x-hint": "Name a connection for source, target or both, or leave connect out.",
            "properties": {
              "source": {
                "type": "string",
                "title": "Source",
                "description": "Alias of a connection to the server whose keys are copied, or from which the backup was made.",
                "x-connection": "redis",
                "examples": [
                  "old"
                ]
              },
              "target": {
                "type": "string",
                "title": "Target",
                "description": "Alias of a connection to target_instance, by an address that this machine reaches.",
                "x-connection": "redis",
                "examples": [
                  "new"
                ]
              }
            },
            "examples": [
              {
                "source": "old",
                "target": "new"
              }
            ]
          }
        },
        "examples": [
          {
            "level": "digest",
            "connect": {
              "source": "old",
              "target": "new"
            }
          }
        ]
      },
      "cleanup": {
        "type": "string",
        "title": "Clean-up",
        "description": "What happens to the vendor's task record after success.",
        "enum": [
          "keep",
          "delete"
        ],
        "default": "keep"
      }
    }
  }
};

/** The provider's entry under `providers:`. */
export const providerSchema: object = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://waybill.dev/schemas/huaweicloud-dcs/provider.schema.json",
  "title": "Huawei Cloud Distributed Cache Service",
  "description": "Configuration of a provider of type huaweicloud-dcs, on Huawei Cloud or Open Telekom Cloud.",
  "x-waybill": {
    "provider": "huaweicloud-dcs"
  },
  "type": "object",
  "additionalProperties": false,
  "required": [
    "type"
  ],
  "properties": {
    "type": {
      "const": "huaweicloud-dcs",
      "title": "Provider type",
      "description": "Always huaweicloud-dcs."
    },
    "region": {
      "type": "string",
      "title": "Region",
      "description": "Region of the instances. The endpoints follow from it.",
      "pattern": "^(?:[a-z][a-z0-9-]{0,62}|.*\\$\\{\\{.*\\}\\}.*)$",
      "maxLength": 2048,
      "x-hint": "Write the vendor's region id: lower-case letters, digits and hyphens, such as cn-beijing or eu-de.",
      "examples": [
        "eu-de",
        "ap-southeast-3"
      ]
    },
    "cloud": {
      "type": "string",
      "title": "Cloud",
      "description": "huaweicloud: dcs.<region>.myhuaweicloud.com. otc: dcs.<region>.otc.t-systems.com.",
      "enum": [
        "huaweicloud",
        "otc"
      ],
      "default": "huaweicloud"
    },
    "endpoint": {
      "type": "string",
      "title": "Endpoint",
      "description": "Overrides the DCS endpoint that follows from region and cloud.",
      "pattern": "^(?:https://[A-Za-z0-9][A-Za-z0-9._-]{0,252}(?::[0-9]{1,5})?/?|http://(?:localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1\\])(?::[0-9]{1,5})?/?|.*\\$\\{\\{.*\\}\\}.*)$",
      "maxLength": 2048,
      "x-hint": "Write https://host or https://host:port without a path. http:// is accepted for localhost and 127.0.0.1 only.",
      "examples": [
        "https://dcs.eu-de.otc.t-systems.com"
      ]
    },
    "iam_endpoint": {
      "type": "string",
      "title": "IAM endpoint",
      "description": "Overrides the identity endpoint that follows from region and cloud. Used with signing: token and to look up project_id.",
      "pattern": "^(?:https://[A-Za-z0-9][A-Za-z0-9._-]{0,252}(?::[0-9]{1,5})?/?|http://(?:localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1\\])(?::[0-9]{1,5})?/?|.*\\$\\{\\{.*\\}\\}.*)$",
      "maxLength": 2048,
      "x-hint": "Write https://host or https://host:port without a path. http:// is accepted for localhost and 127.0.0.1 only.",
      "examples": [
        "https://iam.eu-de.otc.t-systems.com"
      ]
    },
    "project_id": {
      "type": "string",
      "title": "Project id",
      "description": "Project of the instances; it has to be the project of the credentials. Left out: looked up by region.",
      "pattern": "^(?:[A-Za-z0-9][A-Za-z0-9_-]{0,127}|.*\\$\\{\\{.*\\}\\}.*)$",
      "maxLength": 2048,
      "x-hint": "Copy the project id from My Credentials, such as 666486c2d9b948c1bbea57e714d744fa: it becomes part of the URL.",
      "examples": [
        "666486c2d9b948c1bbea57e714d744fa"
      ]
    },
    "signing": {
      "type": "string",
      "title": "Signing",
      "description": "unscoped: SDK-HMAC-SHA256 as Huawei Cloud documents it. scoped: the older Open Telekom Cloud variant. token: an identity token, the safe choice on Open Telekom Cloud.",
      "enum": [
        "unscoped",
        "scoped",
        "token"
      ],
      "default": "unscoped"
    },
    "credentials": {
      "type": "object",
      "title": "Credentials",
      "description": "Left out: the vendor's usual environment variables and files.",
      "additionalProperties": false,
      "properties": {
        "source": {
          "type": "string",
          "title": "Source",
          "description": "Where keys are issued, instead of a key given here. metadata: the agency of the ECS on which Waybill runs, with signing: unscoped or scoped. They are renewed during a run.",
          "enum": [
            "metadata"
          ],
          "examples": [
            "metadata"
          ]
        },
        "access_key": {
          "type": "string",
          "title": "Access key",
          "description": "Access key (AK).",
          "minLength": 1,
          "examples": [
            "${{ secrets.dcs_access_key }}"
          ]
        },
        "secret_key": {
          "type": "string",
          "title": "Secret key",
          "description": "Secret key (SK) of the access key.",
          "minLength": 1,
          "x-secret": true,
          "writeOnly": true,
          "examples": [
            "${{ secrets.dcs_secret_key }}"
          ]
        },
        "security_token": {
          "type": "string",
          "title": "Security token",
          "description": "Token of a temporary access key.",
          "minLength": 1,
          "x-secret": true,
          "writeOnly": true,
          "examples": [
            "${{ secrets.dcs_security_token }}"
          ]
        },
        "username": {
          "type": "string",
          "title": "User name",
          "description": "IAM user, for signing: token.",
          "minLength": 1,
          "examples": [
            "migration"
          ]
        },
        "password": {
          "type": "string",
          "title": "Password",
          "description": "Password of the IAM user, for signing: token.",
          "minLength": 1,
          "x-secret": true,
          "writeOnly": true,
          "examples": [
            "${{ secrets.iam_password }}"
          ]
        },
        "domain_name": {
          "type": "string",
          "title": "Domain name",
          "description": "Account (domain) of the IAM user, for signing: token.",
          "minLength": 1,
          "examples": [
            "OTC00000000001000000001"
          ]
        },
        "auth_token": {
          "type": "string",
          "title": "Identity token",
          "description": "A token that was already issued, for signing: token. It cannot be renewed when it expires.",
          "minLength": 1,
          "x-secret": true,
          "writeOnly": true,
          "examples": [
            "${{ secrets.iam_token }}"
          ]
        }
      },
      "dependentRequired": {
        "access_key": [
          "secret_key"
        ],
        "secret_key": [
          "access_key"
        ],
        "security_token": [
          "access_key",
          "secret_key"
        ],
        "username": [
          "password",
          "domain_name"
        ],
        "password": [
          "username",
          "domain_name"
        ],
        "domain_name": [
          "username",
          "password"
        ]
      },
      "if": {
        "required": [
          "source"
        ]
      },
      "then": {
        "properties": {
          "access_key": {
            "not": {},
            "x-hint": "Give either source or a key."
          },
          "secret_key": {
            "not": {},
            "x-hint": "Give either source or a key."
          },
          "security_token": {
            "not": {},
            "x-hint": "Give either source or a key."
          },
          "username": {
            "not": {},
            "x-hint": "Give either source or a user."
          },
          "password": {
            "not": {},
            "x-hint": "Give either source or a user."
          },
          "domain_name": {
            "not": {},
            "x-hint": "Give either source or a user."
          },
          "auth_token": {
            "not": {},
            "x-hint": "Give either source or a token."
          }
        }
      },
      "x-hint": "Give access_key with secret_key, or username with password and domain_name, or auth_token."
    },
    "settle": {
      "type": "string",
      "title": "Settle time",
      "description": "How long a create whose answer was lost is looked up before it counts as absent.",
      "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$",
      "x-hint": "Write a whole number and a unit (ms, s, m, h or d) without a space, such as 30s, 10m or 12h.",
      "examples": [
        "30s",
        "10m",
        "6h"
      ],
      "default": "20s"
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
  "if": {
    "not": {
      "required": [
        "endpoint"
      ]
    }
  },
  "then": {
    "required": [
      "region"
    ],
    "x-hint": "Say where the service is: region, such as eu-de, or endpoint."
  },
  "examples": [
    {
      "type": "huaweicloud-dcs",
      "region": "eu-de",
      "cloud": "otc",
      "limits": {
        "requests": "5/s",
        "active_per_target": 1
      }
    }
  ]
};
