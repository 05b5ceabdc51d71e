import {
  type Answer,
  type Call,
  type DataPlane,
  type Gateway,
  headerOf,
  type OpenStand,
  type Operation,
  Refusal,
  type SandboxStand,
  type StandTypes,
  type StandWorld,
} from '@waybill/stand-kit';
import type { ArchiveSettings } from './settings.ts';

interface Shelf {
  readonly sheets: readonly string[];
  readonly sealed: boolean;
}

interface Transfer {
  readonly id: string;
  readonly office: string;
  readonly label: string;
  readonly from: string;
  readonly to: string;
  readonly startedAtMs: number;
  readonly endsAtMs: number;
}

interface ArchiveReport {
  readonly transfers: readonly (Transfer & { readonly status: string })[];
  readonly seals: Readonly<Record<string, boolean>>;
}

interface ArchiveTypes extends StandTypes {
  readonly name: 'archive';
  readonly service: 'archive';
  readonly credentials: { readonly key: string };
  readonly settings: ArchiveSettings;
  readonly settingsPatch: Partial<ArchiveSettings>;
  readonly durations: { readonly archiveTransferMs: number };
  readonly report: ArchiveReport;
  readonly data: ShelfPlane;
}

type ArchiveWorld = StandWorld<ArchiveSettings, 'archiveTransferMs', ShelfPlane>;

/** Real shelves, as this stand uses them. */
export interface ShelfPlane extends DataPlane {
  readonly kind: 'shelves';
  /** Of a shelf such as `north/births`; undefined where there is no such shelf. */
  sheetsOf(shelf: string): readonly string[] | undefined;
}

/** Offices of an archive: what is asked for exists, and what nobody has filled is empty. */
class ArchiveOffices {
  readonly #world: ArchiveWorld;
  readonly shelves: Map<string, Shelf> = new Map();
  readonly transfers: Transfer[] = [];
  readonly #settled = new Set<string>();

  constructor(world: ArchiveWorld) {
    this.#world = world;
  }

  shelf(name: string): Shelf {
    this.#settle();
    const { shelves, sheets } = this.#world.settings();
    const isFilled = shelves.includes(name);
    const real = this.#world.data?.sheetsOf(name);
    const first = {
      sheets: real ?? (isFilled ? Array.from({ length: sheets }, (_, at) => `${at}`) : []),
      sealed: false,
    };
    return this.shelves.get(name) ?? first;
  }

  statusOf({ endsAtMs }: Transfer): string {
    return endsAtMs <= this.#world.nowMs() ? 'arrived' : 'moving';
  }

  begin(transfer: Pick<Transfer, 'office' | 'label' | 'from' | 'to'>): Transfer {
    const startedAtMs = this.#world.nowMs();
    const endsAtMs = startedAtMs + this.#world.durationMs('archiveTransferMs', transfer.to);
    const begun = { ...transfer, id: this.#world.random.uuid(), startedAtMs, endsAtMs };
    this.transfers.push(begun);
    return begun;
  }

  reset(): void {
    this.shelves.clear();
    this.#settled.clear();
    this.transfers.length = 0;
  }

  #settle(): void {
    for (const transfer of this.transfers) {
      if (this.#settled.has(transfer.id) || this.statusOf(transfer) !== 'arrived') continue;
      this.#settled.add(transfer.id);
      this.shelves.set(transfer.to, { sheets: this.shelf(transfer.from).sheets, sealed: false });
    }
  }
}

/** The third vendor's stand: written from its manual, and from nothing of its provider. */
export const archiveStand: SandboxStand<ArchiveTypes> = {
  name: 'archive',
  serviceNames: ['archive'],
  credentials: { key: 'key-of-the-sandbox' },
  settings: { shelves: [], sheets: 250 },
  settingsSchema: { type: 'object', properties: { shelves: { type: 'array' }, sheets: { type: 'integer' } } },
  durations: { archiveTransferMs: 60_000 },
  dataKind: 'shelves',
  throttleStyle: 429,
  mergeSettings: (base, patch) => ({ ...base, ...patch }),
  describeCredentials: ({ key }) => ({ key }),
  env: ({ key }) => ({ ARCHIVE_KEY: key }),
  suit: ({ units, entries }) => {
    const offices = entries.map(({ office }) => office).filter((office) => typeof office === 'string');
    const names = units.map(({ shelf }) => shelf).filter((shelf) => typeof shelf === 'string');
    return { settings: { shelves: offices.flatMap((office) => names.map((name) => `${office}/${name}`)) } };
  },
  listTasks: ({ transfers }) => transfers.map(({ to, status }) => ({ name: to, status, isDeleted: false })),
  open,
};

function open(world: ArchiveWorld, { key }: ArchiveTypes['credentials']): OpenStand<ArchiveTypes> {
  const offices = new ArchiveOffices(world);
  return {
    services: [
      {
        name: 'archive',
        pathPrefix: '/archive/',
        gateway: gateway(key),
        operations: operationsOf(offices),
        schemas: {},
        activity: () => {
          const moves = offices.transfers.map(({ startedAtMs, endsAtMs, to }) => {
            return { startMs: startedAtMs, endMs: endsAtMs, target: to };
          });
          return { tasks: moves, onTargets: moves };
        },
      },
    ],
    report: () => ({
      transfers: offices.transfers.map((transfer) => ({ ...transfer, status: offices.statusOf(transfer) })),
      seals: Object.fromEntries([...offices.shelves].map(([name, { sealed }]) => [name, sealed])),
    }),
    reset: () => offices.reset(),
  };
}

function operationsOf(offices: ArchiveOffices): readonly Operation[] {
  const office = '/archive/{office}';
  return [
    operation('GetShelf', 'GET', `${office}/shelves/{shelf}`, (call) => {
      const { sheets, sealed } = offices.shelf(shelfOf(call));
      return answer(200, { sheets: sheets.length, sealed });
    }),
    operation('ReadSheets', 'GET', `${office}/shelves/{shelf}/sheets`, (call) => {
      const [first, count] = ['first', 'count'].map((name) => Number(new Map(call.query).get(name))) as [
        number,
        number,
      ];
      return answer(200, { sheets: offices.shelf(shelfOf(call)).sheets.slice(first, first + count) });
    }),
    operation('SetSeal', 'PUT', `${office}/shelves/{shelf}/seal`, (call) => {
      const name = shelfOf(call);
      offices.shelves.set(name, { ...offices.shelf(name), sealed: bodyOf(call)['sealed'] === true });
      return answer(200, {}, 1);
    }),
    operation('StartTransfer', 'POST', `${office}/transfers`, (call) => {
      const { label, origin, origin_shelf: from, shelf } = bodyOf(call);
      if (typeof label !== 'string' || typeof shelf !== 'string')
        throw new Refusal(400, 'incomplete', 'Label and shelf are needed.');
      const place = call.params['office'] ?? '';
      const begun = offices.begin({
        office: place,
        label,
        from: `${String(origin)}/${String(from)}`,
        to: `${place}/${shelf}`,
      });
      return answer(200, { id: begun.id }, 1);
    }),
    operation('ListTransfers', 'GET', `${office}/transfers`, (call) => {
      const into = offices.transfers.filter((transfer) => transfer.office === call.params['office']);
      const transfers = into.map((one) => ({ id: one.id, label: one.label, status: offices.statusOf(one) }));
      return answer(200, { transfers });
    }),
  ];
}

function operation(name: string, method: Operation['method'], path: string, handle: (call: Call) => Answer): Operation {
  return { name, method, path, subject: (call) => call.target, idempotencyToken: () => null, handle };
}

function shelfOf({ params }: Call): string {
  return `${params['office']}/${params['shelf']}`;
}

function bodyOf({ json }: Call): Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null ? { ...json } : {};
}

function answer(status: number, body: object, effects = 0): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), effects };
}

/** `ARCHIVE_KEY` opens both offices; the old one takes the key of the plan as well, which the rehearsal makes up. */
function gateway(key: string): Gateway {
  return {
    authenticate: (call) => {
      const given = headerOf(call, 'x-archive-key');
      if (given === key || given?.startsWith('rehearsed-') === true) return;
      throw new Refusal(401, 'no-key', 'The key opens no office.');
    },
    admit: () => {},
    refuse: ({ status, code, message }) => answer(status, { code, message }),
    invalid: ({ message }) => new Refusal(400, 'invalid', message),
    throttled: ({ style }) => new Refusal(style ?? 429, 'too-many', 'Too many calls.'),
    failure: (status) => new Refusal(status, 'failure', 'The office has a fault.'),
    unknownOperation: () => new Refusal(404, 'unknown', 'There is no such call.'),
  };
}

/** As `--stand` looks for it. */
export { archiveStand as stand };
