import { readFile } from 'node:fs/promises';
import { defaultAlertRules, parseAlertRules, type AlertRule } from '@noroshi/domain';
import {
  kafkaAccess,
  readSettings,
  SettingsError,
  type Environment,
  type KafkaAccess,
  type Settings,
} from '@noroshi/settings';

export interface TopicsConfig {
  readonly kafka: KafkaAccess;
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
  const settings = readSettings(env);
  const { natsUrl, mongoUrl, logReplicas, logMaxBytes, opsPort, alertRules } = settings;
  if (natsUrl === undefined) throw new SettingsError(['NATS_URL is required: nats://host:port of the event log.']);
  const rules = alertRules === undefined ? defaultAlertRules : await readRules(alertRules);
  return { natsUrl, logReplicas, logMaxBytes, opsPort, rules, topics: topicsOf(settings), mongoUrl };
}

function topicsOf(settings: Settings): TopicsConfig | undefined {
  const { topicPartitions: partitions, topicReplicas: replicas, topicRetention: retention } = settings;
  const kafka = kafkaAccess(settings);
  return kafka && { kafka, partitions, replicas, retention };
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
