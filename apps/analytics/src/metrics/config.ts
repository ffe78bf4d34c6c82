import { readFile } from 'node:fs/promises';
import { defaultAlertRules, parseAlertRules, type AlertRule } from '@noroshi/domain';
import { readSettings, SettingsError, type Environment } from '@noroshi/settings';

export interface MetricsConfig {
  readonly natsUrl: string;
  readonly logReplicas: number;
  /** Of each stream; 0: no limit. */
  readonly logMaxBytes: number;
  readonly opsPort: number | undefined;
  readonly rules: readonly AlertRule[];
}

/** @throws SettingsError */
export async function readConfig(env: Environment): Promise<MetricsConfig> {
  const { natsUrl, logReplicas, logMaxBytes, opsPort, alertRules } = readSettings(env);
  if (natsUrl === undefined) throw new SettingsError(['NATS_URL is required: nats://host:port of the event log.']);
  const rules = alertRules === undefined ? defaultAlertRules : await readRules(alertRules);
  return { natsUrl, logReplicas, logMaxBytes, opsPort, rules };
}

async function readRules(file: string): Promise<readonly AlertRule[]> {
  const parsed = parseAlertRules(await readJson(file));
  if (parsed.ok) return parsed.rules;
  throw new SettingsError(parsed.problems.map((problem) => `NOROSHI_ALERT_RULES (${file}): ${problem}.`));
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch (cause) {
    const why = cause instanceof SyntaxError ? 'is not JSON' : `can not be read (${(cause as Error).message})`;
    throw new SettingsError([`NOROSHI_ALERT_RULES: ${file} ${why}.`]);
  }
}
