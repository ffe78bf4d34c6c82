import { readFileSync } from 'node:fs';
import { SettingsError } from '@noroshi/settings';
import type { Complain } from './complain.js';
import { readRule } from './read-rule.js';
import { readTarget, type ReadTarget, type Surroundings } from './read-target.js';
import type { Routes, Rule } from './routes.js';
import { complaintsOf, schemas } from './routes-schema.js';

/**
 * Reads the file that `NOROSHI_ROUTES` names (docs/routing.md).
 * @throws SettingsError with every problem
 */
export function readRoutes(path: string, surroundings: Surroundings): Routes {
  const problems: string[] = [];
  const routes = read(contentOf(path), {
    ...surroundings,
    complain: (problem) => problems.push(`${path}: ${problem}`),
  });
  if (problems.length > 0) throw new SettingsError(problems);
  return routes;
}

function contentOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const what = cause instanceof SyntaxError ? `is not JSON (${message})` : `can't be read (${code ?? message})`;
    throw new SettingsError([`NOROSHI_ROUTES names ${path}, which ${what}.`]);
  }
}

interface Reading extends Surroundings {
  readonly complain: Complain;
}

function read(content: unknown, reading: Reading): Routes {
  const { complain } = reading;
  if (!schemas.file.Check(content)) {
    complaintsOf(schemas.file, content, '').forEach(complain);
    return { targets: [] };
  }
  const specs = Object.entries(content.targets);
  const targets = specs.map(([name, spec]) => readTarget(name, spec, reading));
  const names = new Set(specs.map(([name]) => name));
  const rules = content.rules.map((spec, index) => readRule(spec, `rules[${index}]`, { names, complain }));
  return { targets: targets.filter((target) => target !== undefined).map((target) => withRules(target, rules)) };
}

function withRules(target: ReadTarget, rules: readonly ReturnType<typeof readRule>[]): Routes['targets'][number] {
  const own = rules.flatMap((each): Rule[] => (each?.to.includes(target.name) ? [each.rule] : []));
  return { ...target, rules: own };
}
