import { Interpolation, isJsonObject, type Kind, Reference, type StepBlueprint } from '@waybill/core';

const output = (step: string, name: string): Reference => new Reference(['steps', step, 'outputs', name]);

/** Fetches a shelf from another office into the migration's own one, and compares both. */
export const moveShelf: Kind = {
  name: 'move-shelf',
  title: 'move a shelf into another office',
  withSchema: {
    type: 'object',
    additionalProperties: false,
    required: ['source', 'office', 'shelf', 'as'],
    properties: {
      source: { type: 'string', 'x-connection': 'archive-office' },
      office: { type: 'string' },
      shelf: { type: 'string' },
      as: { type: 'string' },
    },
  },
  optionsSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      handover: {
        type: 'object',
        additionalProperties: false,
        properties: { seal: { enum: ['keep', 'restore'], description: 'What becomes of the seal of the old shelf.' } },
      },
    },
  },
  outputs: ['transfer_id', 'compared'],
  writes: ({ as }) => {
    return typeof as === 'string'
      ? [{ label: `the shelf ${as}`, identity: [as], within: 'connection' as const, path: ['as'] }]
      : [];
  },
  describe: ({ source, shelf, as }, connection) => ({
    from: { label: 'shelf', facts: [{ name: 'name', value: shelf }], connection: String(source as string) },
    to: { label: 'shelf', facts: [{ name: 'name', value: as }], connection },
  }),
  impact: () => ({
    downtime: 'None: the shelf is copied and stays where it is.',
    wayBack: 'Until readers use the copy: do nothing.',
  }),
  expand({ with: { source, office = null, shelf = null, as = null }, options: { handover }, connection }) {
    const from = typeof source === 'string' ? { connection: source } : {};
    const both = [source, connection].filter((alias) => typeof alias === 'string');
    const steps: readonly StepBlueprint[] = [
      {
        kind: 'check',
        name: 'check-source',
        title: 'the shelf exists',
        operation: 'GetShelf',
        arguments: { shelf },
        check: 'shelf-there',
        ...from,
      },
      {
        kind: 'check',
        name: 'check-target',
        title: 'the new shelf is empty',
        operation: 'GetShelf',
        arguments: { shelf: as },
        check: 'shelf-empty',
      },
      {
        kind: 'call',
        name: 'seal',
        title: 'seal the shelf',
        operation: 'SetSeal',
        arguments: { shelf, sealed: true },
        ...from,
      },
      {
        kind: 'call',
        name: 'transfer',
        title: 'start the transfer',
        operation: 'StartTransfer',
        arguments: {
          label: new Interpolation(['waybill-', new Reference(['unit', 'token'])]),
          origin: office,
          origin_shelf: shelf,
          shelf: as,
        },
      },
      {
        kind: 'await',
        name: 'await',
        title: 'wait for the transfer',
        poll: 'transfers',
        goal: 'arrived',
        arguments: { transfer_id: output('transfer', 'transfer_id') },
      },
      {
        kind: 'job',
        name: 'compare',
        title: 'compare both shelves',
        job: 'compare-sheets',
        arguments: { origin_shelf: shelf, shelf: as },
        ...(both.length === 2 ? { connections: both } : {}),
      },
    ];
    const unseal: StepBlueprint = {
      kind: 'call',
      name: 'unseal',
      title: 'give the old shelf the seal that it had',
      always: true,
      needs: ['seal', 'compare'],
      operation: 'SetSeal',
      arguments: { shelf, sealed: output('check-source', 'sealed') },
      ...from,
    };
    const keepsSeal = isJsonObject(handover) && handover['seal'] === 'keep';
    return {
      steps: keepsSeal ? steps : [...steps, unseal],
      outputs: { transfer_id: output('transfer', 'transfer_id'), compared: output('compare', 'compared') },
      activity: { opens: 'transfer', closes: 'await', target: as },
    };
  },
};
