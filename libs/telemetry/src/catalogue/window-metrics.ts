import type { Described } from './metric.js';

/** What is measured where the events of rooms are counted by the minute. */
export const windowMetrics = {
  noroshi_window_events_total: {
    type: 'counter',
    unit: 'events',
    labels: ['outcome'],
    toldBy: 'windows',
    meaning:
      'events of rooms by what became of them: `counted`, `late` (their minute was over), `repeated`, `before` (whoever read them before has counted them)',
  },
  noroshi_windows_open_count: {
    type: 'gauge',
    unit: 'rooms and minutes',
    labels: [],
    toldBy: 'windows',
    meaning: 'rooms of minutes that are not over, each once for each minute: this is what takes memory',
  },
  noroshi_rollups_waiting_count: {
    type: 'gauge',
    unit: 'rollups',
    labels: [],
    toldBy: 'windows',
    meaning: 'rollups of rooms that wait to be written; with more than 20,000 the counting waits too',
  },
  noroshi_rollups_written_total: {
    type: 'counter',
    unit: 'rollups',
    labels: [],
    toldBy: 'windows',
    meaning: 'rollups of rooms that were written to everything that keeps them',
  },
} as const satisfies Described;
