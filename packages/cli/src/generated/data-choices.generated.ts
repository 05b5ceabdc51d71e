// Made by scripts/generate.ts from the data planes of the sandbox. Do not edit.
import type { DataChoice } from '../data-choice.ts';

/** What `--data` can be beside simulated. */
export const DATA_CHOICES: readonly DataChoice[] = [
  {
    "name": "redis",
    "summary": "start Redis servers, and move keys between them",
    "options": [
      {
        "name": "redis-server",
        "value": "file",
        "help": "the redis-server to start, instead of the one on PATH"
      },
      {
        "name": "instances",
        "value": "json",
        "help": "the instances to start or to use: a JSON file or text"
      },
      {
        "name": "buckets",
        "value": "folder",
        "help": "folder with a subfolder of backup files for each bucket"
      }
    ]
  }
];
