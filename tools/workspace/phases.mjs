/** The phases of `npm test`. Each gives `{ passed, failed, skipped }`; a check without counts fails as one. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run as runNodeTests } from 'node:test';

import { buildPage, buildTypeScript } from '../stack/bootstrap/build.mjs';
import { root } from '../stack/bootstrap/root.mjs';
import { run } from '../stack/bootstrap/run.mjs';

const node = (path, ...args) => run(process.execPath, [join(root, path), ...args], { cwd: root });

const checks = (...results) => ({ passed: 0, failed: results.filter((isGood) => !isGood).length, skipped: 0 });

export const types = async () => checks(await buildTypeScript(), await buildPage());

export const lint = async () => {
  // First, because the boundaries rule of the lint reads the graph that this refreshes.
  const tableIsFresh = (await node('tools/workspace/project-table.mjs', '--check')) === 0;
  const errorsAreFresh = (await node('tools/workspace/errors-table.mjs', '--check')) === 0;
  const metricsAreFresh = (await node('tools/workspace/metrics-table.mjs', '--check')) === 0;
  const schemasAreFresh = (await node('tools/workspace/event-schemas.mjs', '--check')) === 0;
  const referenceIsFresh = (await node('tools/workspace/reference.mjs', '--check')) === 0;
  const isClean =
    (await node('node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '--concurrency', '2', '.')) === 0;
  const isFormatted =
    (await node('node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.')) === 0;
  const areFresh = [tableIsFresh, errorsAreFresh, metricsAreFresh, schemasAreFresh, referenceIsFresh];
  return checks(...areFresh, isClean, isFormatted);
};

/** The tests of the gates themselves run outside Jest, whose module system ESLint and Nx do not live in. */
export const gates = () =>
  new Promise((resolve) => {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    const folder = join(root, 'tools/workspace/test');
    const files = readdirSync(folder).map((file) => join(folder, file));
    const tests = runNodeTests({ files, concurrency: 2 });
    // A file is reported like a test of its own, so only what is in the files counts, unless the file as such fails.
    const isFile = ({ name }) => files.includes(name);
    tests.on('test:pass', (test) => {
      if (!isFile(test)) counts.passed += 1;
    });
    tests.on('test:fail', (test) => {
      if (isFile(test) && test.details.error?.failureType === 'subtestsFailed') return;
      counts.failed += 1;
      process.stderr.write(`failed: ${test.name}\n${test.details.error?.cause?.message ?? test.details.error}\n`);
    });
    tests.on('end', () => resolve(counts));
    tests.resume();
  });

const FOLDERS = ['libs', 'apps', 'tools'];

const jestProjects = () =>
  [...FOLDERS.flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name))), 'bench']
    .map((path) => join(root, path))
    .filter((path) => existsSync(join(path, 'jest.config.mjs')));

const NAMES = { unit: String.raw`(?<!\.(int|e2e))\.spec\.tsx?$`, int: String.raw`\.int\.spec\.tsx?$` };

/** @param {('unit' | 'int')[]} kinds */
export const specs = (kinds) => {
  const patterns = kinds.length === 1 ? ['--testPathPatterns', NAMES[kinds[0]]] : [];
  return jest(['--projects', ...jestProjects(), '--maxWorkers=2', ...patterns]);
};

export const endToEnd = () => {
  const config = join(root, 'e2e/jest.config.mjs');
  if (!existsSync(config)) return Promise.resolve({ passed: 0, failed: 0, skipped: 0 });
  return jest(['--config', config, '--runInBand']);
};

const jest = async (args) => {
  const report = join(tmpdir(), `noroshi-jest-${process.pid}.json`);
  const env = { NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules`.trim() };
  const all = [join(root, 'node_modules/jest/bin/jest.js'), ...args, '--json', '--outputFile', report];
  const code = await run(process.execPath, [...all, '--passWithNoTests'], { cwd: root, env });
  const counts = existsSync(report) ? countsOf(JSON.parse(readFileSync(report, 'utf8'))) : checks(false);
  rmSync(report, { force: true });
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
};

/** A file that cannot even be loaded has no tests to count, and is one failure. */
const countsOf = (report) => ({
  passed: report.numPassedTests,
  failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
  skipped: report.numPendingTests + report.numTodoTests,
});
