import type { Metrics } from './metrics.js';
import type { HostUsage, ProcessReport, Work } from './process-report.js';

/**
 * The metrics of all processes together: neither the order of the reports nor how work is spread over gateways matters.
 *
 * @param reports the last one of each process that is up
 * @param usersBefore what holds while the keeper of presence says nothing
 */
export function mergeReports(reports: Iterable<ProcessReport>, usersBefore = 0): Metrics {
  const all = [...reports].sort((a, b) => compare(a.process.name, b.process.name));
  const { requests, failures, microseconds } = all.map(({ work }) => work ?? noWork).reduce(together, noWork);
  const hosts = hostsOf(all);
  const users = all.flatMap(({ connectedUsers }) => connectedUsers ?? []);
  return {
    activeUsers: users.length > 0 ? Math.max(...users) : usersBefore,
    requestsPerMinute: requests,
    errorRate: share(failures, requests),
    avgResponseTime: requests === 0 ? 0 : microseconds / 1000 / requests,
    systemLoad: share(
      sum(hosts, ({ load, processors }) => load * processors),
      sum(hosts, ({ processors }) => processors),
    ),
    memoryUsage: share(
      sum(hosts, ({ memoryUsed }) => memoryUsed),
      sum(hosts, ({ memory }) => memory),
    ),
  };
}

export const noWork: Work = { requests: 0, failures: 0, microseconds: 0 };

const together = (a: Work, b: Work): Work => ({
  requests: a.requests + b.requests,
  failures: a.failures + b.failures,
  microseconds: a.microseconds + b.microseconds,
});

/** Several processes of a host say nearly the same of it: the first by name speaks for all. */
function hostsOf(reports: readonly ProcessReport[]): readonly HostUsage[] {
  const hosts = new Map<string, HostUsage>();
  for (const { host } of reports) if (!hosts.has(host.name)) hosts.set(host.name, host);
  return [...hosts.values()];
}

const sum = (hosts: readonly HostUsage[], of: (host: HostUsage) => number): number =>
  hosts.reduce((total, host) => total + of(host), 0);

const share = (part: number, whole: number): number => (whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0);

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
