import type { StarterPlan } from '@waybill/core';

export const starters: readonly StarterPlan[] = [
  {
    kind: 'move-shelf',
    title: 'move shelves into another archive office',
    secrets: ['OLD_OFFICE_KEY'],
    credentials: ['ARCHIVE_KEY'],
    text: (name) => `version: 1
name: ${name}
secrets:
  old_key: { env: OLD_OFFICE_KEY }
providers:
  old: { type: archive-office, endpoint: https://archive.example.org, office: north, key: "\${{ secrets.old_key }}" }
  new: { type: archive-office, endpoint: https://archive.example.org, office: south }
migrations:
  shelves:
    uses: new.move-shelf
    for_each: [births, deeds]
    with: { source: old, office: north, shelf: "\${{ each.key }}", as: "\${{ each.key }}-2026" }
    handover: { seal: restore }
`,
  },
];
