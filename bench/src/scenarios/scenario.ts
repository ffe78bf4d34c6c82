import type { Options } from '../options.js';
import type { Spread } from '../statistics.js';
import type { Row } from '../table.js';
import type { FrameSize, Trial } from './rounds.js';

export interface Surroundings {
  readonly options: Options;
  readonly frameSize: FrameSize;
  readonly progress: (text: string) => void;
}

export interface Verdict {
  readonly target: string;
  readonly bound: { readonly atLeast: number } | { readonly atMost: number };
  /** Absent when either side has no figures. */
  readonly measured?: Spread;
  /** By the median of the rounds. */
  readonly outcome: 'met' | 'missed' | 'not measured';
}

export interface ScenarioResult {
  readonly name: string;
  readonly title: string;
  readonly head: Row;
  readonly rows: readonly Row[];
  readonly verdicts: readonly Verdict[];
  readonly notes: readonly string[];
  readonly trials: readonly Trial<unknown>[];
}

export type Scenario = (surroundings: Surroundings) => Promise<ScenarioResult>;

export const judge = (target: string, bound: Verdict['bound'], measured: Spread | undefined): Verdict => {
  if (measured === undefined) return { target, bound, outcome: 'not measured' };
  const met = 'atLeast' in bound ? measured.median >= bound.atLeast : measured.median <= bound.atMost;
  return { target, bound, measured, outcome: met ? 'met' : 'missed' };
};
