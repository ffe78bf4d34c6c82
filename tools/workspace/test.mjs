/**
 * Behind `npm test`: installs what is missing, then types, lint, unit, integration and end-to-end tests. With arguments
 * (types, lint, unit, int, e2e) only those. The last line adds up all counts; the exit code tells of any failure.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { assertNode, install } from '../stack/bootstrap/install.mjs';
import { root } from '../stack/bootstrap/root.mjs';
import { say } from '../stack/bootstrap/run.mjs';

const PARTS = ['types', 'lint', 'unit', 'int', 'e2e'];

const results = [];

const phase = async (name, work) => {
  say(`${name} ...`);
  const startedAt = performance.now();
  const counts = await work().catch((error) => {
    process.stderr.write(`${error.stack}\n`);
    return { passed: 0, failed: 1, skipped: 0 };
  });
  results.push({ name, seconds: (performance.now() - startedAt) / 1000, ...counts });
};

const total = (key) => results.reduce((sum, result) => sum + result[key], 0);

const printSummary = () => {
  for (const { name, seconds, passed, failed, skipped } of results) {
    const mark = failed === 0 ? 'ok    ' : 'FAILED';
    const counts = `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
    process.stdout.write(`${mark} ${name.padEnd(24)} ${seconds.toFixed(0).padStart(4)} s  ${counts}\n`);
  }
};

/** The servers that tests use; what cannot be had is told, and passed on in the environment. */
const provide = async (parts) => {
  if (!parts.some((part) => part === 'int' || part === 'e2e')) return;
  const stack = join(root, 'tools/stack/dist/index.js');
  if (!existsSync(stack)) throw new Error('tools/stack does not build, and it finds the nats-server for the tests');
  const { findKafka, findNatsServer } = await import(stack);
  process.env.NATS_SERVER_BIN = await findNatsServer({ binDir: join(root, '.noroshi/bin'), env: process.env, say });
  await provideKafka(findKafka);
  await provideS3();
  await provideMongo(stack);
  await provideChromium();
  if (parts.includes('e2e')) await provideNginx();
};

/** Tests of MongoDB run against MONGO_URL_FOR_TESTS, those that kill it and all others without one against the stand-in. */
const provideMongo = async (stack) => {
  const { findMongoStandin } = await import(stack);
  try {
    const standin = await findMongoStandin({ toolsDir: join(root, '.noroshi'), env: process.env, say });
    process.env.MONGO_STANDIN = standin.classPath;
    if (!process.env.MONGO_URL_FOR_TESTS)
      say('text search, removal by age and journal are not tested: that takes a real MongoDB in MONGO_URL_FOR_TESTS');
  } catch (error) {
    process.env.MONGO_TESTS_SKIPPED = [error.message, ...(error.details ?? [])].join(' ');
    process.stdout.write(`\nTESTS WITH MONGODB ARE SKIPPED: ${process.env.MONGO_TESTS_SKIPPED}\n\n`);
  }
};

const provideKafka = async (findKafka) => {
  try {
    const { jars } = await findKafka({ toolsDir: join(root, '.noroshi'), env: process.env, say });
    process.env.KAFKA_CLASSPATH = jars;
  } catch (error) {
    process.env.KAFKA_TESTS_SKIPPED = [error.message, ...(error.details ?? [])].join(' ');
    process.stdout.write(`\nTHE TESTS WITH KAFKA ARE SKIPPED: ${process.env.KAFKA_TESTS_SKIPPED}\n\n`);
  }
};

const provideS3 = async () => {
  const { ensureS3Server } = await import('./s3-server.mjs');
  const { path, problem } = await ensureS3Server();
  if (path) process.env.VERSITYGW_BIN = path;
  else {
    process.env.S3_TESTS_SKIPPED = problem;
    process.stdout.write(`\nTHE TESTS WITH S3 ARE SKIPPED: ${problem}.\nSet VERSITYGW_BIN to run them.\n\n`);
  }
};

const provideChromium = async () => {
  const { ensureChromium } = await import('./chromium.mjs');
  const { path, problem } = await ensureChromium();
  if (path) process.env.CHROMIUM_BIN = path;
  else {
    process.env.BROWSER_TESTS_SKIPPED = problem;
    process.stdout.write(`\nBROWSER TESTS ARE SKIPPED: ${problem}.\nSet CHROMIUM_BIN to run them.\n\n`);
  }
};

/** Without it the file for nginx is not tested, which its test says. */
const provideNginx = async () => {
  const { ensureDebianProgram } = await import('./debian-program.mjs');
  const { path } = await ensureDebianProgram({ variable: 'NGINX_BIN', debianPackage: 'nginx', path: 'usr/sbin/nginx' });
  if (path) process.env.NGINX_BIN = path;
};

const runPhases = async (parts) => {
  const { endToEnd, gates, lint, specs, types } = await import('./phases.mjs');
  // All others need what it builds.
  await phase('types and build', types);
  const linted = async () => {
    if (!parts.includes('lint')) return;
    await phase('lint', lint);
    await phase('lint gates and set-up', gates);
  };
  const provided = async () => {
    if (parts.includes('int') || parts.includes('e2e'))
      await phase('servers for tests', async () => (await provide(parts), { passed: 0, failed: 0, skipped: 0 }));
  };
  // The one computes while the other fetches.
  await Promise.all([linted(), provided()]);
  const kinds = parts.filter((part) => part === 'unit' || part === 'int');
  if (kinds.length > 0) await phase(kinds.join(' and '), () => specs(kinds));
  if (parts.includes('e2e')) await phase('end to end', endToEnd);
};

const main = async () => {
  const given = process.argv.slice(2);
  const unknown = given.find((part) => !PARTS.includes(part));
  if (unknown) throw new Error(`There is no part "${unknown}": ${PARTS.join(', ')}.`);
  assertNode();
  await install();
  process.env.NX_DAEMON = 'false';
  await runPhases(given.length > 0 ? given : PARTS);
};

await main().catch((error) => {
  say(error.message);
  results.push({ name: 'set-up', seconds: 0, passed: 0, failed: 1, skipped: 0 });
});
printSummary();
process.exitCode = total('failed') > 0 ? 1 : 0;
process.stdout.write(`${total('passed')} passed, ${total('failed')} failed\n`);
