/** deploy/observability: its rules fire and end, and whatever it shows is measured. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { load } from 'js-yaml';

import { ensureDebianProgram } from '../debian-program.mjs';
import { root } from '../../stack/bootstrap/root.mjs';

const folder = join(root, 'deploy/observability');
const PROMTOOL = { variable: 'PROMTOOL_BIN', debianPackage: 'prometheus', path: 'usr/bin/promtool' };
const read = (path) => readFileSync(join(folder, path), 'utf8');

const { createMetrics, metricCatalogue } = await import(join(root, 'libs/telemetry/dist/index.js'));

/** Those of the process itself, as they are printed. */
const own = [...(await createMetrics().text()).matchAll(/^# TYPE (\S+) (\S+)$/gm)];
const labelsOf = new Map([
  ['up', []],
  ...own.map(([, name]) => [name, []]),
  ...Object.entries(metricCatalogue).flatMap(([name, { type, labels }]) =>
    (type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']).map((ending) => [name + ending, [...labels]]),
  ),
]);

/** Prometheus gives these to whatever it scrapes; `le` is of histograms. */
const everywhere = ['job', 'instance', 'service', 'le'];

/** What an expression names that is not measured: metrics, and labels that none of its metrics has. */
const unknownIn = (expr) => {
  const bare = expr.replaceAll(/"[^"]*"/g, '""');
  const groups = [...bare.matchAll(/\b(?:by|without) \(([^)]*)\)/g)].flatMap(([, names]) => names.match(/\w+/g) ?? []);
  const matched = [...bare.matchAll(/(\w+)(?:=~|!~|!=|=)""/g)].map(([, label]) => label);
  const rest = bare.replaceAll(/\{[^}]*\}|\[[^\]]*\]|\b(?:by|without) \([^)]*\)/g, ' ');
  const metrics = [...rest.matchAll(/[a-zA-Z_:][\w:]*(?! *\(|\w)/g)].map(([name]) => name);
  const known = [...everywhere, ...metrics.flatMap((name) => labelsOf.get(name) ?? [])];
  return [
    ...metrics.filter((name) => !labelsOf.has(name)),
    ...[...groups, ...matched].filter((label) => !known.includes(label)).map((label) => `label ${label}`),
  ];
};

const rules = load(read('alerts.yml')).groups.flatMap((group) => group.rules);
const dashboards = readdirSync(join(folder, 'grafana/dashboards')).map((file) => [
  file,
  JSON.parse(read(`grafana/dashboards/${file}`)),
]);

test('what is not measured is noticed in an expression', () => {
  assert.deepEqual(unknownIn('sum by (log) (rate(noroshi_appends_total{outcome="full"}[5m])) > 0'), []);
  assert.deepEqual(unknownIn('histogram_quantile(0.9, sum by (le) (rate(noroshi_append_seconds_bucket[5m])))'), []);
  assert.deepEqual(unknownIn('noroshi_append_seconds'), ['noroshi_append_seconds']);
  assert.deepEqual(unknownIn('sum by (room) (noroshi_connections_count{user="ann"})'), ['label room', 'label user']);
});

test('alerts are about what is measured', () => {
  for (const { alert, expr } of rules) assert.deepEqual([alert, unknownIn(expr)], [alert, []]);
});

for (const [file, { panels, uid }] of dashboards) {
  test(`the dashboard ${file} shows what is measured`, () => {
    assert.ok(panels.length > 5 && uid);
    for (const { title, targets } of panels)
      for (const { expr, legendFormat } of targets) {
        assert.deepEqual([title, unknownIn(expr)], [title, []]);
        const shown = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label);
        for (const label of shown) assert.ok(expr.includes(label) || everywhere.includes(label), `${title}: ${label}`);
      }
  });
}

test('every metric that is documented is on a dashboard or in a rule', () => {
  const used = [...rules, ...dashboards.flatMap(([, { panels }]) => panels.flatMap(({ targets }) => targets))];
  const text = used.map(({ expr }) => expr).join('\n');
  const left = Object.keys(metricCatalogue).filter((name) => !text.includes(name));
  // It names a gateway, and says nothing of it.
  assert.deepEqual(left, ['noroshi_gateway_info']);
});

test('every alert has a page that says what to do, and every page an alert', () => {
  const pages = rules.map(({ annotations }) => annotations.runbook_url);
  for (const page of pages) assert.ok(existsSync(join(root, page)), `${page} is missing`);
  const there = readdirSync(join(root, 'docs/runbooks')).map((file) => `docs/runbooks/${file}`);
  assert.deepEqual(there.sort(), [...pages].sort());
});

test('every alert is tested', () => {
  const tested = load(read('alerts.test.yml')).tests.flatMap(({ alert_rule_test }) => alert_rule_test);
  for (const { alert } of rules) {
    const outcomes = tested.filter(({ alertname }) => alertname === alert).map(({ exp_alerts }) => exp_alerts.length);
    assert.deepEqual([alert, outcomes], [alert, [0, 1, 0]]);
  }
});

test('alerts are quiet, fire, and are quiet again (promtool)', async (t) => {
  const { path, problem } = await ensureDebianProgram(PROMTOOL);
  if (!path) {
    process.stdout.write(`\nTHE TESTS OF THE ALERT RULES ARE SKIPPED: ${problem}.\nSet PROMTOOL_BIN to run them.\n\n`);
    return t.skip(problem);
  }
  const promtool = (...args) => execFileSync(path, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  assert.match(promtool('check', 'config', 'prometheus.yml'), /SUCCESS/);
  assert.match(promtool('test', 'rules', 'alerts.test.yml'), /SUCCESS/);
});
