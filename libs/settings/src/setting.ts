import { wholeNumber, type Parser } from './parsers.js';
import type { Settings } from './settings.js';

export interface Setting<T> {
  readonly name: string;
  readonly parse: Parser<T>;
  /** Absent: the setting may be left out. */
  readonly default?: T;
  /** How the docs tell the default where the value alone does not. */
  readonly defaultShown?: string;
  readonly unit?: string;
  readonly meaning: string;
  /** Holds what nobody else should read: may be given as a file, whose path `<NAME>_FILE` tells. */
  readonly fromFile?: true;
}

export type Key = keyof Settings;
type IsOptional<K extends Key> = undefined extends Settings[K] ? true : false;
export type SettingOf<K extends Key> = Setting<NonNullable<Settings[K]>> &
  (IsOptional<K> extends true ? unknown : { readonly default: Settings[K] });

/** 0 is no limit. */
export const amount = wholeNumber({ min: 0, max: 1_000_000_000 });
/** A timer of Node overflows, and fires at once, beyond 2^31 ms: 24 days. */
export const MAX_SECONDS = 2_000_000;
export const seconds = wholeNumber({ min: 1, max: MAX_SECONDS });
