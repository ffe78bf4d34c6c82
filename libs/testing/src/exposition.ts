export interface ExposedMetric {
  readonly name: string;
  readonly type: string;
  /** Names of the labels that its samples have, sorted; without those of a histogram's buckets. */
  readonly labels: readonly string[];
}

const typeLine = /^# TYPE (\S+) (\S+)$/gm;

/** The metrics in a text of Prometheus whose names begin so, sorted by name. One without a sample has no labels. */
export const exposedMetrics = (text: string, beginning: string): readonly ExposedMetric[] =>
  [...text.matchAll(typeLine)]
    .map(([, name = '', type = '']) => ({ name, type, labels: labelsOf(text, name) }))
    .filter(({ name }) => name.startsWith(beginning))
    .sort((a, b) => a.name.localeCompare(b.name));

function labelsOf(text: string, name: string): readonly string[] {
  const samples = text.matchAll(new RegExp(`^${name}(?:_bucket|_sum|_count)?\\{(.*)\\} `, 'gm'));
  const names = [...samples].flatMap(([, labels = '']) =>
    [...labels.matchAll(/(\w+)="/g)].map(([, label = '']) => label),
  );
  return [...new Set(names)].filter((label) => label !== 'le').sort();
}
