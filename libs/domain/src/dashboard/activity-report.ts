import { fields, text, time, whole } from '../event-shape.js';
import { DistinctUsers } from '../windows/distinct-users.js';
import { mergeRecent, type RecentFigures } from '../windows/recent-activity.js';
import type { ProcessRun } from './process-report.js';
import { SILENCE_MS } from './roster.js';

/** Told once a second by every process that counts what happens in rooms. It says all of what it knows of its parts. */
export interface ActivityReport {
  readonly process: ProcessRun;
  /** Of the rooms, that it is given. */
  readonly parts: readonly string[];
  readonly figures: RecentFigures;
}

const isReport = fields({ process: fields({ name: text, role: text, epoch: time }) });
const isSum = fields({ messagesPerMinute: whole, joinsPerMinute: whole, lateEvents: whole });
const isBusyRoom = fields({ roomId: text, messages: whole });

const isListOf = (value: unknown, holds: (each: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(holds);

const areFigures = (value: Partial<RecentFigures> | null | undefined): boolean =>
  isSum(value) && DistinctUsers.from(value?.participants) !== undefined && isListOf(value?.topRooms, isBusyRoom);

/** Undefined: what came is no report of this version. */
export function asActivityReport(value: unknown): ActivityReport | undefined {
  if (!isReport(value)) return undefined;
  const report = value as Partial<ActivityReport>;
  return isListOf(report.parts, text) && areFigures(report.figures) ? (report as ActivityReport) : undefined;
}

/** The last reports of those who count; neither their order nor how the rooms are spread over them matters. */
export class ActivityReports {
  /** By the names of the processes, the one heard last at the end. */
  readonly #heard = new Map<string, { readonly report: ActivityReport; readonly at: number }>();

  /** @param now milliseconds by one clock */
  hear(report: ActivityReport, now: number): void {
    this.#heard.delete(report.process.name);
    this.#heard.set(report.process.name, { report, at: now });
  }

  /** What is done in all rooms; undefined: nobody is heard who counts. */
  merged(now: number): RecentFigures | undefined {
    for (const [name, { at }] of this.#heard) if (now - at >= SILENCE_MS) this.#heard.delete(name);
    const counted = new Set<string>();
    const figures: RecentFigures[] = [];
    // A part goes from one to another between two reports: of both, the one that was heard last has it.
    for (const { report } of [...this.#heard.values()].reverse()) {
      if (report.parts.some((part) => counted.has(part))) continue;
      for (const part of report.parts) counted.add(part);
      figures.push(report.figures);
    }
    return figures.length === 0 ? undefined : mergeRecent(figures);
  }
}
