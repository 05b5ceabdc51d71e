import {
  AddressBook,
  createRandom,
  type DataPlane,
  defined,
  type RandomSource,
  type StandWorld,
} from '@waybill/stand-kit';
import { type NamedStand, refuseShared, STANDS } from '../listed-stands.ts';
import { type Durations, defaultDurations } from '../settings/durations.ts';
import { defaultSettings, mergeSettings, type SandboxSettings, type SettingsPatch } from '../settings/settings.ts';
import type { SandboxClock } from '../world/clock.ts';
import { jitteredMs } from '../world/jittered-ms.ts';

/** What every part of the sandbox depends on: time, chance, durations and settings. */
export interface World {
  readonly clock: SandboxClock;
  /** The moment of the call that is being answered, or of the clock between calls. */
  nowMs(): number;
  /** Answers one call at one moment: what it starts has begun when its own answer is written. */
  atOneMoment<Result>(answer: () => Result): Result;
  /** What one stand sees of it. */
  forStand(stand: NamedStand): StandWorld;
  setSettings(patch: SettingsPatch): void;
  setDurations(patch: Partial<Durations>): void;
  /** Back to the seed, the durations and the settings that the sandbox was started with. */
  reset(): void;
}

export interface WorldOptions {
  readonly seed: number;
  readonly clock: SandboxClock;
  /** @default the listed ones */
  readonly stands?: readonly NamedStand[];
  readonly durations?: Partial<Durations>;
  readonly settings?: SettingsPatch;
  /** For the stands that can have real servers, by their `dataKind`. */
  readonly data?: readonly DataPlane[];
}

export function createWorld(options: WorldOptions): World {
  const { seed, clock, stands = STANDS, data = [] } = options;
  refuseShared(
    'data planes',
    'kind',
    data.map(({ kind }) => kind),
  );
  const initialSettings = mergeSettings(defaultSettings(stands), options.settings, stands);
  const initialDurations = { ...defaultDurations(stands), ...options.durations };
  let settings: SandboxSettings = initialSettings;
  let durations = initialDurations;
  const ids = createResettableRandom(seed);
  const addresses = new AddressBook();
  let momentMs: number | undefined;
  const nowMs = (): number => momentMs ?? clock.now();
  return {
    clock,
    nowMs,
    atOneMoment: (answer) => {
      momentMs = clock.now();
      try {
        return answer();
      } finally {
        momentMs = undefined;
      }
    },
    forStand: ({ name, dataKind }) => ({
      seed,
      random: ids.random,
      nowMs,
      durationMs: (work: string, workName) => durationOf(work, workName, { durations, seed }),
      generalSettings: () => settings,
      settings: () => settings[name],
      rateLimit: () => settings.rateLimit[name],
      addresses,
      ...defined({ data: data.find(({ kind }) => kind === dataKind) }),
    }),
    setSettings: (patch) => {
      settings = mergeSettings(settings, patch, stands);
    },
    setDurations: (patch) => {
      durations = { ...durations, ...patch };
    },
    reset: () => {
      settings = initialSettings;
      durations = initialDurations;
      ids.reset();
      addresses.clear();
    },
  };
}

function createResettableRandom(seed: number): { readonly random: RandomSource; reset(): void } {
  let source = createRandom(seed, 'ids');
  return {
    random: {
      next: () => source.next(),
      base36: (length) => source.base36(length),
      hex: (length) => source.hex(length),
      uuid: () => source.uuid(),
    },
    reset: () => {
      source = createRandom(seed, 'ids');
    },
  };
}

function durationOf(
  name: string,
  workName: string,
  { durations, seed }: { durations: Durations; seed: number },
): number {
  const byName: Readonly<Record<string, number>> = { ...durations };
  const baseMs = byName[name];
  if (baseMs === undefined) throw new Error(`There is no duration named ${name}.`);
  return jitteredMs(baseMs, { seed, fraction: durations.jitterFraction, name: `${name}/${workName}` });
}
