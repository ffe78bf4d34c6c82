import type { Result } from './run/result.js';
import type { Distribution } from './statistics.js';

type Row = readonly (string | number)[];

const HEAD = ['room', 'clients', 'posts', 'accepted', 'stored', 'changes', 'heard', 'violations'];

/** One seed as a person reads it. */
export function tableOf({
  rooms,
  faults,
  recovery,
  elections,
  returns,
  emptyAfterMs,
  errors,
  slowest,
}: Result): string {
  const rows = rooms.map(({ roomId, clients, posts, accepted, stored, changes, heard, violations }): Row => {
    return [roomId, clients, posts, accepted, stored, changes, heard, violations];
  });
  const slow = slowest.map(({ what, ms }) => `${Math.round(ms)} ms after ${what}`).join('; ');
  return [
    render([HEAD, ...rows]),
    '',
    `faults              ${listed(faults) || 'none'}`,
    `served again (ms)   ${spread(recovery)}${slow === '' ? '' : `; slowest: ${slow}`}`,
    ...(elections ? [`by election (ms)    ${spread(elections)}`] : []),
    `clients back (ms)   ${spread(returns)}`,
    `nobody present      ${emptyAfterMs === undefined ? 'NOT SEEN' : `${emptyAfterMs} ms after everybody left`}`,
    `refusals            ${listed(errors) || 'none'}`,
  ].join('\n');
}

/** All seeds in a line each. */
export function summaryOf(results: readonly (Result & { readonly nats: number })[]): string {
  const rows = results.map((result): Row => {
    const { seed, nats, faults, recovery, elections, violations } = result;
    const kills = sum(Object.entries(faults).filter(([name]) => name.startsWith('kill ')));
    const times = [recovery?.p50, recovery?.p99, recovery?.max, elections?.max];
    return [
      ...[String(seed), nats, kills, sum(Object.entries(faults)) - kills],
      ...[total(result, 'accepted'), total(result, 'stored'), total(result, 'heard')],
      ...times.map((ms) => ms ?? '-'),
      violations.length === 0 ? 'clean' : `${violations.length} violations`,
    ];
  });
  const head = [
    'seed',
    'nats',
    'kills',
    'other faults',
    'accepted',
    'stored',
    'heard',
    'p50 ms',
    'p99 ms',
    'max ms',
    'election ms',
    'verdict',
  ];
  return render([head, ...rows]);
}

/** One line for programs. */
export const jsonLineOf = (result: Result & { readonly nats: number }): string =>
  JSON.stringify({
    seed: result.seed,
    nats: result.nats,
    ok: result.violations.length === 0,
    accepted: total(result, 'accepted'),
    stored: total(result, 'stored'),
    heard: total(result, 'heard'),
    faults: result.faults,
    recovery: result.recovery,
    elections: result.elections,
    returns: result.returns,
    emptyAfterMs: result.emptyAfterMs,
    errors: result.errors,
    violations: result.violations.length,
  });

const total = ({ rooms }: Result, key: 'accepted' | 'stored' | 'heard'): number =>
  rooms.reduce((all, room) => all + room[key], 0);

const sum = (counts: readonly (readonly [string, number])[]): number =>
  counts.reduce((all, [, count]) => all + count, 0);

const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

const spread = (values: Distribution | undefined): string =>
  values === undefined ? '-' : `p50 ${values.p50}, p99 ${values.p99}, max ${values.max} (${values.count})`;

/** First column left, the others right. */
function render(rows: readonly Row[]): string {
  const texts = rows.map((row) => row.map(String));
  const widths = (texts[0] ?? []).map((_, column) => Math.max(...texts.map((row) => row[column]?.length ?? 0)));
  const lines = texts.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
  return [lines[0], widths.map((width) => '-'.repeat(width)).join('  '), ...lines.slice(1)].join('\n');
}
