/**
 * Writes what the published packages export, types and all, into `etc/` of each: a change of it shows in a review. With `--check`
 * nothing is written, and the exit code tells whether a report is stale. Reads what `tsc` built.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import apiExtractor from '@microsoft/api-extractor';

import { root } from '../stack/bootstrap/root.mjs';
import { say } from '../stack/bootstrap/run.mjs';

const { Extractor, ExtractorConfig } = apiExtractor;

export const PACKAGES = ['client', 'react'];

/** Of each entry of a package: where its types are, and the file that tells them. */
const entriesOf = (name) => {
  const folder = join(root, 'libs', name);
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return Object.entries(exports)
    .filter(([, { types }]) => types)
    .map(([path, { types }]) => ({
      types: join(folder, types),
      report: join(folder, 'etc', `${path === '.' ? name : basename(path)}.api.md`),
    }));
};

const QUIET = { default: { logLevel: 'none', addToApiReportFile: false } };

/** As those compile who use the packages, and no more than that takes. */
const COMPILER = {
  ...{ target: 'es2023', module: 'nodenext', moduleResolution: 'nodenext', jsx: 'react-jsx' },
  ...{ lib: ['es2023', 'dom', 'dom.asynciterable'], types: [], strict: true, skipLibCheck: true },
};

/** The report of one entry, as it should be. */
const reportOf = async ({ name, types, report }) => {
  const temporary = await mkdtemp(join(tmpdir(), 'noroshi-api-'));
  const file = basename(report);
  const config = ExtractorConfig.prepare({
    packageJsonFullPath: join(root, 'libs', name, 'package.json'),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: join(root, 'libs', name),
      mainEntryPointFilePath: types,
      newlineKind: 'lf',
      compiler: { overrideTsconfig: { compilerOptions: COMPILER, files: [types] } },
      apiReport: { enabled: true, reportFileName: file, reportFolder: temporary, reportTempFolder: temporary },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: QUIET,
        extractorMessageReporting: QUIET,
        tsdocMessageReporting: QUIET,
      },
    },
  });
  try {
    Extractor.invoke(config, { localBuild: true, messageCallback: (message) => (message.handled = true) });
    return readFileSync(join(temporary, file), 'utf8');
  } finally {
    await rm(temporary, { recursive: true });
  }
};

/** @returns the reports that are not what the packages export */
export const staleReports = async ({ write }) => {
  const stale = [];
  for (const name of PACKAGES) {
    for (const entry of entriesOf(name)) {
      const { report } = entry;
      const text = await reportOf({ name, ...entry });
      if (existsSync(report) && readFileSync(report, 'utf8') === text) continue;
      stale.push(report);
      if (!write) continue;
      mkdirSync(join(report, '..'), { recursive: true });
      writeFileSync(report, text);
    }
  }
  return stale;
};

if (import.meta.filename === process.argv[1]) {
  const isCheck = process.argv.includes('--check');
  const stale = await staleReports({ write: !isCheck });
  for (const report of stale)
    say(`${report} ${isCheck ? 'is stale: run node tools/workspace/api-report.mjs' : 'is written'}`);
  if (isCheck && stale.length > 0) process.exitCode = 1;
}
