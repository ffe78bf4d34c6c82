import { isAbsolute, resolve } from 'node:path';
import { Failed, runProgram } from '../check/run-program.js';
import type { Options } from './options.js';

const CHART = 'deploy/helm/noroshi';
const NAME = 'check';
/** Of everything that the chart makes. */
const PREFIX = `${NAME}-noroshi`;
const PATIENCE = '6m';

/** A release of the chart with servers of its own, in a namespace that is made for it. */
export class Release {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Under the restricted pod security standard: what does not keep to it is not started. @throws Failed also when it is there */
  async makeNamespace(): Promise<void> {
    const { namespace } = this.#options;
    await this.kubectl('create', 'namespace', namespace);
    await this.kubectl('label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce=restricted');
  }

  async removeNamespace(): Promise<void> {
    await this.kubectl('delete', 'namespace', this.#options.namespace, '--wait');
  }

  async install(): Promise<void> {
    await this.#helm('install', NAME, CHART, ...this.#values(), '--wait', '--timeout', PATIENCE);
  }

  /** What helm says of these values. @throws Error when it takes them */
  async refusalOf(...values: readonly string[]): Promise<string> {
    const given = values.flatMap((value) => ['--set', value]);
    const taken = this.#helm('install', NAME, CHART, ...given, '--dry-run=server');
    const said = await taken.then(
      () => undefined,
      (cause: unknown) => cause,
    );
    if (!(said instanceof Failed)) throw new Error(`helm takes ${values.join(' ') || 'no values'}`);
    return said.message;
  }

  /** Does this cluster know resources of this API group? */
  async knows(group: string): Promise<boolean> {
    return (await this.kubectl('api-resources', '--api-group', group, '--output', 'name')) !== '';
  }

  /** Has the API server look at everything that these values make, also for fields that it does not know. @throws Failed */
  async isTaken(...values: readonly string[]): Promise<void> {
    const given = values.flatMap((value) => ['--set', value]);
    // Without the pod that talks: it would need the service account by then.
    const input = await this.#helm('template', NAME, CHART, '--no-hooks', ...this.#values(), ...given);
    const strictly = ['apply', '--dry-run=server', '--validate=strict', '--filename', '-'];
    await runProgram('kubectl', [...this.#where(), ...strictly], { input });
  }

  /** Replaces every pod of ours, as another version would. */
  async replaceAll(): Promise<void> {
    const turn = ['--set-string', `podAnnotations.turn=${Date.now()}`];
    await this.#helm('upgrade', NAME, CHART, ...this.#values(), ...turn, '--wait', '--timeout', PATIENCE);
  }

  /** One pod after the other. */
  async restart(server: string): Promise<void> {
    await this.kubectl('rollout', 'restart', `statefulset/${PREFIX}-${server}`);
    await this.kubectl('rollout', 'status', `statefulset/${PREFIX}-${server}`, `--timeout=${PATIENCE}`);
  }

  /** `helm test`: two people talk through the Service. */
  async test(): Promise<void> {
    await this.#helm('test', NAME, '--timeout', PATIENCE);
  }

  /** Until its last pod is gone. */
  async uninstall(): Promise<void> {
    await this.#helm('uninstall', NAME, '--cascade', 'foreground', '--wait', '--timeout', PATIENCE);
  }

  /** How the gateways are reached from here. */
  async url(): Promise<string> {
    if (this.#options.url !== undefined) return this.#options.url;
    const service = ['get', 'service', `${PREFIX}-gateway`];
    return `http://${await this.kubectl(...service, '--output', 'jsonpath={.spec.clusterIP}')}`;
  }

  async tokenSecret(): Promise<string> {
    const coded = await this.kubectl('get', 'secret', `${PREFIX}-jwt`, '--output', 'jsonpath={.data.jwt-secret}');
    return Buffer.from(coded, 'base64').toString();
  }

  /** Names of what there is of a kind, sorted. */
  async names(kind: string): Promise<readonly string[]> {
    const found = await this.kubectl('get', kind, '--output', 'name');
    return found.split('\n').filter(Boolean).sort();
  }

  /** Deletes a pod of the part that `$TARGET` names, by force: for a shell. */
  get killCommand(): string {
    const kubectl = `kubectl ${this.#where().join(' ')}`;
    const of = '--selector=app.kubernetes.io/component=$TARGET --field-selector=status.phase=Running';
    return `${kubectl} delete --force --grace-period=0 $(${kubectl} get pod ${of} --output=name | head -1)`;
  }

  /** Runs a script with the Node of a service, in its pod. @throws Failed */
  inside(service: string, script: string): Promise<string> {
    const node = ['node', '--input-type=module'];
    return this.kubectl('exec', '--stdin', `deployment/${PREFIX}-${service}`, '--', ...node, script);
  }

  /** The script, where there is one, comes last. */
  async kubectl(...args: readonly string[]): Promise<string> {
    const isScript = args.includes('exec');
    const [input = ''] = isScript ? args.slice(-1) : [];
    const words = isScript ? args.slice(0, -1) : args;
    return runProgram('kubectl', [...this.#where(), ...words], { input });
  }

  #helm(...args: readonly string[]): Promise<string> {
    const { context, namespace } = this.#options;
    const where = [...(context === undefined ? [] : ['--kube-context', context]), '--namespace', namespace];
    return runProgram(process.env['HELM_BIN'] ?? 'helm', [...where, ...args]);
  }

  #where(): readonly string[] {
    const { context, namespace } = this.#options;
    return [...(context === undefined ? [] : ['--context', context]), '--namespace', namespace];
  }

  #values(): readonly string[] {
    const { image, values } = this.#options;
    const colon = image.lastIndexOf(':');
    const own = [`image.repository=${image.slice(0, colon)}`, 'bundled.enabled=true'];
    const tag = ['--set-string', `image.tag=${image.slice(colon + 1)}`];
    const file = values === undefined ? [] : ['--values', isAbsolute(values) ? values : resolve(values)];
    return [...file, ...own.flatMap((value) => ['--set', value]), ...tag];
  }
}
