import type { StarterPlan } from '@waybill/core';

export const starters: readonly StarterPlan[] = [
  {
    kind: 'verify',
    title: 'compare two Redis servers, whatever moved the keys',
    secrets: ['OLD_REDIS_PASSWORD', 'NEW_REDIS_PASSWORD'],
    credentials: [],
    text: verifyPlan,
  },
];

function verifyPlan(name: string): string {
  return `version: 1
name: ${name}
description: Compare the keys of two Redis servers

inputs:
  old:
    description: The server that has the keys
    default: rediss://10.20.0.5:6379  # yours; redis:// without TLS
  new:
    description: The server that should have them
    default: rediss://10.20.0.9:6379  # yours

secrets:  # references: the values never reach plan, preview, state or log
  old: { env: OLD_REDIS_PASSWORD }
  new: { env: NEW_REDIS_PASSWORD }

providers:
  old:
    type: redis
    url: \${{ inputs.old }}
    password: \${{ secrets.old }}
  new:
    type: redis
    url: \${{ inputs.new }}
    password: \${{ secrets.new }}

migrations:
  sessions:
    uses: new.verify
    with:
      source: { connection: old }
      target: { connection: new }
    # counts, keys, digest (every value), or dump where scripts are forbidden
    verify: { level: digest }
`;
}
