import { DEFAULT_DURATIONS, type Durations, jitteredMs } from '../settings/durations.ts';
import { DEFAULT_SETTINGS, mergeSettings, type SandboxSettings, type SettingsPatch } from '../settings/settings.ts';
import type { SandboxClock } from '../world/clock.ts';
import { createRandom, type RandomSource } from '../world/random.ts';

/** What every part of the sandbox depends on: time, chance, durations and settings. */
export interface World {
  readonly seed: number;
  readonly clock: SandboxClock;
  readonly random: RandomSource;
  /** The moment of the call that is being answered, or of the clock between calls. */
  nowMs(): number;
  /** Answers one call at one moment: what it starts has begun when its own answer is written. */
  atOneMoment<Result>(answer: () => Result): Result;
  settings(): SandboxSettings;
  durations(): Durations;
  /** The named duration of one piece of work, with the jitter that belongs to its name. */
  durationMs(name: DurationName, workName: string): number;
  setSettings(patch: SettingsPatch): void;
  setDurations(patch: Partial<Durations>): void;
  /** Back to the seed, the durations and the settings that the sandbox was started with. */
  reset(): void;
}

export type DurationName = Exclude<keyof Durations, 'jitterFraction'>;

export interface WorldOptions {
  readonly seed: number;
  readonly clock: SandboxClock;
  readonly durations?: Partial<Durations>;
  readonly settings?: SettingsPatch;
}

export function createWorld(options: WorldOptions): World {
  const { seed, clock } = options;
  const initialSettings = mergeSettings(DEFAULT_SETTINGS, options.settings);
  const initialDurations = { ...DEFAULT_DURATIONS, ...options.durations };
  let settings = initialSettings;
  let durations = initialDurations;
  let ids = createRandom(seed, 'ids');
  let momentMs: number | undefined;
  return {
    seed,
    clock,
    random: {
      next: () => ids.next(),
      base36: (length) => ids.base36(length),
      hex: (length) => ids.hex(length),
      uuid: () => ids.uuid(),
    },
    nowMs: () => momentMs ?? clock.now(),
    atOneMoment: (answer) => {
      momentMs = clock.now();
      try {
        return answer();
      } finally {
        momentMs = undefined;
      }
    },
    settings: () => settings,
    durations: () => durations,
    durationMs: (name, workName) =>
      jitteredMs(durations[name], { seed, fraction: durations.jitterFraction, name: `${name}/${workName}` }),
    setSettings: (patch) => {
      settings = mergeSettings(settings, patch);
    },
    setDurations: (patch) => {
      durations = { ...durations, ...patch };
    },
    reset: () => {
      settings = initialSettings;
      durations = initialDurations;
      ids = createRandom(seed, 'ids');
    },
  };
}
