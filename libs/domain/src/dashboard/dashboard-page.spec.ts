import { readFileSync } from 'node:fs';
import { defaultAlertRules, parseAlertRules } from './alert-rules.js';
import { metricNames } from './metrics.js';
import { roomFigureNames } from './room-figures.js';

describe('docs/dashboard.md', () => {
  const page = readFileSync(new URL('../../../../docs/dashboard.md', import.meta.url), 'utf8');
  const column = (pattern: RegExp) => [...page.matchAll(pattern)].map(([, cell]) => cell);

  it('says what every metric means', () => {
    expect(column(/^\| `(\w+)` +\| (?:users|requests|0\.\.1|milliseconds)/gm)).toEqual(metricNames);
  });

  it('says what every figure of the rooms means', () => {
    const figures = column(/^\| `(\w+)` +\| last (?:minute|5 minutes)/gm);
    expect(figures).toEqual([...roomFigureNames, 'topRooms']);
  });

  it('tells the rules that are in force', () => {
    const rows = page.matchAll(
      /^\| `([a-z-]+)` +\| `(\w+)` is (above|below) ([\d.]+)(?: ms)? for (\d+) s +\| (\w+) +\|$/gm,
    );
    expect(
      [...rows].map(([, id, metric, comparison, threshold, time, severity]) => ({
        ...{ id, metric, comparison, threshold: Number(threshold), for: Number(time), severity },
      })),
    ).toEqual(defaultAlertRules.map(({ title: _title, ...rule }) => rule));
  });

  it('has an example that is accepted', () => {
    const [, example = ''] = /```json\n([^`]*)```/.exec(page) ?? [];
    expect(parseAlertRules(JSON.parse(example))).toMatchObject({ ok: true });
  });
});
