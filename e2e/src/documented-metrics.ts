import { readFileSync } from 'node:fs';
import type { ExposedMetric } from '@noroshi/testing';

/** The rows of some tables of docs/metrics.md, sorted by name. */
export function documentedMetrics(...sections: readonly string[]): readonly ExposedMetric[] {
  const page = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
  const tables = sections.map((name) => new RegExp(`<!-- ${name}:start -->([^]*)<!-- ${name}:end -->`).exec(page)?.[1]);
  return [...tables.join('').matchAll(/^\| `(\w+)` +\| (\w+) +\|[^|]*\|([^|]*)\|/gm)]
    .map(([, name = '', type = '', labels = '']) => ({
      ...{ name, type },
      labels: [...labels.matchAll(/\w+/g)].map(String).sort(),
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** What is printed, with the labels that are documented where there is no sample yet that tells them. */
export const withLabelsOf = (
  documented: readonly ExposedMetric[],
  printed: readonly ExposedMetric[],
): readonly ExposedMetric[] =>
  printed.map((metric) => {
    if (metric.labels.length > 0) return metric;
    return { ...metric, labels: documented.find(({ name }) => name === metric.name)?.labels ?? [] };
  });
