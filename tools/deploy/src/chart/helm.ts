import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { root } from '../root.js';

const chart = join(root, 'deploy/helm/noroshi');
export const examples = join(root, 'deploy/helm/examples');
const binary = process.env['HELM_BIN'] ?? 'helm';

/** As much of an object of Kubernetes as is looked at here. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, string>>;
}

/** Why there is no helm, or undefined where there is one. */
export function whyNoHelm(): string | undefined {
  const { error, stdout } = spawnSync(binary, ['version', '--short'], { encoding: 'utf8' });
  if (error)
    return `no helm was found: HELM_BIN names one, or \`go install helm.sh/helm/v4/cmd/helm@v4.3.1\` makes one`;
  return /^v[34]\./.test(stdout) ? undefined : `${binary} says that it is ${stdout.trim()}, not a version 3 or 4`;
}

/** What the chart becomes with these values, as `--set` takes them. @throws Error with what helm says */
export function rendered(values: readonly string[], files: readonly string[] = []): readonly Manifest[] {
  const given = [...files.flatMap((file) => ['--values', file]), ...values.flatMap((value) => ['--set', value])];
  const text = execFileSync(binary, ['template', 'chat', chart, ...given], { encoding: 'utf8', stdio: 'pipe' });
  return (loadAll(text) as (Manifest | null)[]).filter((manifest) => manifest !== null);
}

/** What helm says of the values that it refuses. @throws Error when it takes them */
export function refusalOf(values: readonly string[]): string {
  const given = values.flatMap((value) => ['--set', value]);
  const { status, stderr } = spawnSync(binary, ['template', 'chat', chart, ...given], { encoding: 'utf8' });
  if (status === 0) throw new Error(`helm takes ${values.join(' ')}`);
  return stderr;
}

/** Exit code 0, or what it complains of. */
export function lint(values: readonly string[]): string {
  const given = values.flatMap((value) => ['--set', value]);
  const { status, stdout } = spawnSync(binary, ['lint', '--strict', chart, ...given], { encoding: 'utf8' });
  return status === 0 ? 'clean' : stdout;
}
