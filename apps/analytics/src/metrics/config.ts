import { readFile } from 'node:fs/promises';
import { defaultAlertRules, parseAlertRules, type AlertRule } from '@noroshi/domain';
import { readSettings, SettingsError, type Environment, type Settings } from '@noroshi/settings';

export interface TopicsConfig {
  readonly brokers: readonly string[];
  readonly partitions: number;
  /** 0: by the number of brokers. */
  readonly replicas: number;
  /** Hours. */
  readonly retention: number;
}

export interface MetricsConfig {
  readonly natsUrl: string;
  readonly logReplicas: number;
  /** Of each stream; 0: no limit. */
  readonly logMaxBytes: number;
  readonly opsPort: number | undefined;
  readonly rules: readonly AlertRule[];
  /** What happens in rooms is counted from the topic there; undefined: from the event log. */
  readonly topics: TopicsConfig | undefined;
  /** Rollups are kept there; undefined: in memory. */
  readonly mongoUrl: string | undefined;
}

/** @throws SettingsError */
export async function readConfig(env: Environment): Promise<MetricsConfig> {
  const { natsUrl, mongoUrl, logReplicas, logMaxBytes, opsPort, alertRules, ...settings } = readSettings(env);
  if (natsUrl === undefined) throw new SettingsError(['NATS_URL is required: nats://host:port of the event log.']);
  const rules = alertRules === undefined ? defaultAlertRules : await readRules(alertRules);
  return { natsUrl, logReplicas, logMaxBytes, opsPort, rules, topics: topicsOf(settings), mongoUrl };
}

type TopicSettings = Pick<Settings, 'kafkaBrokers' | 'topicPartitions' | 'topicReplicas' | 'topicRetention'>;

const topicsOf = ({ kafkaBrokers: brokers, topicPartitions, topicReplicas, topicRetention }: TopicSettings) =>
  brokers && { brokers, partitions: topicPartitions, replicas: topicReplicas, retention: topicRetention };

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
