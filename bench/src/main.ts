import { writeFile } from 'node:fs/promises';
import { interrupt, Interrupted } from './children.js';
import { machineLine, thisMachine } from './machine.js';
import { parseOptions, USAGE, type Options, type ScenarioName } from './options.js';
import { progress, report } from './reporter.js';
import { fanout } from './scenarios/fanout.js';
import { idle } from './scenarios/idle.js';
import { latency } from './scenarios/latency.js';
import { USUAL_FRAME_BYTES } from './scenarios/rounds.js';
import { languages } from './scenarios/languages.js';
import { rebuildScenario as rebuild, writerScenario as writer } from './scenarios/history.js';
import { relayScenario as relay } from './scenarios/relay.js';
import { slow } from './scenarios/slow.js';
import { storm } from './scenarios/storm.js';
import type { Scenario, ScenarioResult, Verdict } from './scenarios/scenario.js';
import { renderTable, showRatio, showSpread } from './table.js';

const scenarios: Record<ScenarioName, Scenario> = {
  fanout,
  latency,
  slow,
  idle,
  storm,
  languages,
  relay,
  writer,
  rebuild,
};

const verdictLine = ({ target, bound, measured, outcome }: Verdict): string => {
  const asked = 'atLeast' in bound ? `at least ${bound.atLeast}` : `at most ${bound.atMost}`;
  return `target ${outcome.toUpperCase()}: ${target}, ${asked}: ${showSpread(measured, showRatio)}`;
};

const failures = ({ trials }: ScenarioResult): string[] =>
  trials.flatMap(({ peer, round, failure }) =>
    failure === undefined ? [] : [`NO FIGURES from ${peer} in round ${round + 1}: ${failure}`],
  );

const tell = (result: ScenarioResult): void => {
  const lines = [...result.verdicts.map(verdictLine), ...result.notes, ...failures(result)];
  report(`\n${result.title}\n\n${renderTable(result.head, result.rows)}\n\n${lines.join('\n')}`);
};

const run = async (options: Options): Promise<number> => {
  const machine = thisMachine();
  const frameSize = { bytes: USUAL_FRAME_BYTES };
  report(machineLine(machine));
  const results: ScenarioResult[] = [];
  for (const name of options.scenarios) {
    const result = await scenarios[name]({ options, frameSize, progress });
    tell(result);
    results.push(result);
  }
  if (options.json !== undefined) {
    await writeFile(options.json, `${JSON.stringify({ machine, options, results }, undefined, 2)}\n`);
  }
  return results.flatMap(failures).length === 0 ? 0 : 1;
};

const options = ((): Options | undefined => {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    progress(`${(error as Error).message}\n\n${USAGE}`);
    return undefined;
  }
})();

const EXIT_USAGE = 2;
const EXIT_INTERRUPTED = 130;

const runUntilInterrupted = async (chosen: Options): Promise<number> => {
  process.once('SIGINT', () => void interrupt());
  process.once('SIGTERM', () => void interrupt());
  try {
    return await run(chosen);
  } catch (error) {
    if (error instanceof Interrupted) return EXIT_INTERRUPTED;
    throw error;
  }
};

process.exitCode = options === undefined ? EXIT_USAGE : await runUntilInterrupted(options);
