import type { Manifest } from './helm.js';

/** As much of a container of a pod as is looked at here. */
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly securityContext?: unknown;
  readonly resources?: { readonly requests?: object; readonly limits?: object };
  readonly startupProbe?: object;
  readonly livenessProbe?: object;
  readonly readinessProbe?: object;
  readonly lifecycle?: unknown;
}

export interface Pod {
  readonly securityContext?: Readonly<Record<string, unknown>>;
  readonly automountServiceAccountToken?: boolean;
  readonly enableServiceLinks?: boolean;
  readonly terminationGracePeriodSeconds?: number;
  readonly topologySpreadConstraints?: readonly object[];
  readonly containers: readonly Container[];
  readonly volumes?: readonly {
    readonly name: string;
    readonly projected?: { readonly sources: readonly { readonly secret: { readonly name: string } }[] };
  }[];
}

export interface Workload {
  readonly name: string;
  readonly kind: string;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly pod: Pod;
}

interface Template {
  readonly metadata: { readonly labels: Record<string, string> };
  readonly spec: Pod;
}

/** Everything that runs containers. */
export const workloadsOf = (manifests: readonly Manifest[]): readonly Workload[] =>
  manifests
    .filter(({ kind }) => ['Deployment', 'StatefulSet', 'Pod'].includes(kind))
    .map(({ kind, metadata: { name, labels = {} }, spec = {} }) => {
      const template = spec['template'] as Template | undefined;
      return kind === 'Pod' || !template
        ? { name, kind, spec, labels, pod: spec as unknown as Pod }
        : { name, kind, spec, labels: template.metadata.labels, pod: template.spec };
    });

export function workload(manifests: readonly Manifest[], name: string): Workload {
  const found = workloadsOf(manifests).find((candidate) => candidate.name === name);
  if (!found) throw new Error(`nothing runs under the name ${name}`);
  return found;
}

/** Of the only container. */
export const environmentOf = ({ pod }: Workload): Record<string, string> =>
  Object.fromEntries((pod.containers[0]?.env ?? []).map(({ name, value = '' }) => [name, value]));

/** Names of the Secrets whose content a pod has as files. */
export const secretsOf = ({ pod }: Workload): string[] =>
  (pod.volumes ?? []).flatMap(({ projected }) => projected?.sources.map(({ secret }) => secret.name) ?? []);
