import { nothingRecent, type RecentFigures } from '../windows/recent-activity.js';
import { ActivityReports, asActivityReport, type ActivityReport } from './activity-report.js';
import { SILENCE_MS } from './roster.js';

const NOW = 1_700_000_000_000;
const figures = (messagesPerMinute: number, ...participants: string[]): RecentFigures => ({
  ...nothingRecent,
  ...{ messagesPerMinute, participants },
});
const report = (name: string, parts: readonly string[], of: RecentFigures): ActivityReport => ({
  process: { name, role: 'analytics-metrics', epoch: NOW },
  parts,
  figures: of,
});

describe('what several processes count', () => {
  it('is added up, and who is counted by two is one', () => {
    const reports = new ActivityReports();
    expect(reports.merged(NOW)).toBeUndefined();
    reports.hear(report('a', ['0', '1'], figures(3, 'user ann', 'user ben')), NOW);
    reports.hear(report('b', ['2'], figures(4, 'user ben')), NOW);
    expect(reports.merged(NOW)).toEqual(figures(7, 'user ann', 'user ben'));
    reports.hear(report('b', ['2'], figures(5, 'user cyd')), NOW);
    expect(reports.merged(NOW)).toEqual(figures(8, 'user ann', 'user ben', 'user cyd'));
  });

  it('is counted once while a part goes from one to another, and where two read everything', () => {
    const reports = new ActivityReports();
    reports.hear(report('a', ['0', '1'], figures(9)), NOW);
    reports.hear(report('b', ['1'], figures(4)), NOW);
    expect(reports.merged(NOW)).toEqual(figures(4));
    reports.hear(report('a', ['0'], figures(5)), NOW);
    expect(reports.merged(NOW)).toEqual(figures(9));
  });

  it('is forgotten with those who are not heard any more', () => {
    const reports = new ActivityReports();
    reports.hear(report('a', ['0'], figures(9)), NOW);
    reports.hear(report('b', ['1'], figures(4)), NOW + 1_000);
    expect(reports.merged(NOW + SILENCE_MS)).toEqual(figures(4));
    expect(reports.merged(NOW + SILENCE_MS + 1_000)).toBeUndefined();
  });
});

describe('a report of it', () => {
  it('is known as one when it came over a network', () => {
    const told = report('a', ['0'], { ...figures(1, 'user ann'), topRooms: [{ roomId: 'lobby', messages: 1 }] });
    expect(asActivityReport(JSON.parse(JSON.stringify(told)))).toEqual(told);
  });

  it.each([
    undefined,
    null,
    {},
    report('a', [7] as never, figures(1)),
    report('a', ['0'], figures(0.5)),
    report('a', ['0'], { ...figures(1), participants: 'abc' }),
    report('a', ['0'], { ...figures(1), topRooms: [{ roomId: 'lobby' }] as never }),
  ])('is not %j', (value) => {
    expect(asActivityReport(value)).toBeUndefined();
  });
});
