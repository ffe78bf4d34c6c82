import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings, type SettingsError } from '@noroshi/settings';
import { loadAll } from 'js-yaml';
import { root } from '../root.js';
import { examples, lint, refusalOf, rendered, whyNoHelm, type Manifest } from './helm.js';
import { environmentOf, secretsOf, workload, workloadsOf } from './workloads.js';

const problem = whyNoHelm();
if (problem) process.stderr.write(`\nTHE TESTS OF THE CHART ARE SKIPPED: ${problem}.\n\n`);
const describeChart = problem ? describe.skip : describe;

const OWN_SERVERS = ['nats.url=nats://nats:4222'];
const BUNDLED = ['bundled.enabled=true'];
const SECURED_BROKERS = [
  ...['kafka.brokers=a:9093', 'kafka.sasl.mechanism=scram-sha-512', 'kafka.sasl.username=noroshi'],
  ...['kafka.sasl.passwordSecret.name=kafka-user', 'kafka.tls.enabled=true', 'kafka.tls.caSecret.name=kafka-ca'],
  'kafka.tls.certificateSecret.name=kafka-client',
];
const ofKind = (manifests: readonly Manifest[], kind: string) =>
  manifests.filter((manifest) => manifest.kind === kind).map(({ metadata }) => metadata.name);

describeChart.each([
  ['servers of the cluster', OWN_SERVERS],
  ['servers of its own', BUNDLED],
  ['one server of its own', [...BUNDLED, 'bundled.nats.servers=1']],
  ['an archive', [...BUNDLED, 'archive.enabled=true', 'archive.bucket=events', 'archive.credentialsSecret.name=s3']],
  ['brokers that ask for a password', [...OWN_SERVERS, ...SECURED_BROKERS]],
  ['a router', [...OWN_SERVERS, 'router.enabled=true', 'router.routes.rules[0].name=a']],
])('a release with %s', (_name, values) => {
  // Rendered within the tests: describe blocks run where there is no helm as well.
  const workloads = () => workloadsOf(rendered(values));

  it('is what helm calls clean', () => expect(lint(values)).toBe('clean'));

  it('keeps to the restricted pod security standard', () => {
    for (const { name, pod } of workloads()) {
      expect({ name, ...pod.securityContext }).toMatchObject({
        ...{ name, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
      for (const { securityContext } of pod.containers) {
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
      }
    }
  });

  it('gives no pod a token of the Kubernetes API, nor the addresses of Services as variables', () => {
    for (const { pod } of workloads())
      expect(pod).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
  });

  it('asks for what it takes, and knows when each part is started, alive and ready', () => {
    for (const { kind, pod } of workloads()) {
      const [container] = pod.containers;
      expect(container?.resources).toMatchObject({
        requests: { cpu: expect.any(String) as string },
        limits: { memory: expect.any(String) as string },
      });
      const probes = [container?.startupProbe, container?.livenessProbe, container?.readinessProbe];
      expect(probes.filter(Boolean)).toHaveLength(kind === 'Pod' ? 0 : 3);
    }
  });

  it('has images of a version', () => {
    for (const { pod } of workloads())
      for (const { image } of pod.containers) expect(image).toMatch(/^[\w./-]+:(?!latest)[\w.-]+$/);
  });

  it('runs programs of the workspace, with settings that there are', () => {
    const folder = mkdtempSync(join(tmpdir(), 'noroshi-chart-'));
    writeFileSync(join(folder, 'secret'), `operator:${'k'.repeat(32)}`);
    for (const each of workloads().filter(({ pod }) => pod.containers[0]?.command?.[1]?.startsWith('apps/'))) {
      const program = each.pod.containers[0]?.command?.[1] ?? '';
      expect(existsSync(join(root, program.replace('/dist/', '/src/').replace(/\.js$/, '.ts')))).toBe(true);
      const given = Object.entries(environmentOf(each));
      // What is in the files of KAFKA_TLS is looked at, where they are read.
      const env = Object.fromEntries(given.filter(([name]) => !name.startsWith('KAFKA_TLS_')));
      for (const name of Object.keys(env).filter((each) => each.endsWith('_FILE'))) env[name] = join(folder, 'secret');
      expect(problemsOf(env)).toEqual([]);
    }
    rmSync(folder, { recursive: true });
  });

  it('leaves no field without a value, which Kubernetes would refuse or guess', () => {
    for (const manifest of rendered(values)) expect(JSON.stringify(manifest)).not.toMatch(/:null|\[null/);
  });

  it('labels everything by the names that Kubernetes recommends', () => {
    for (const { metadata } of rendered(values)) {
      expect(metadata.labels).toMatchObject({
        ...{ 'app.kubernetes.io/name': 'noroshi', 'app.kubernetes.io/instance': 'chat' },
        'app.kubernetes.io/component': expect.any(String) as string,
      });
      expect(metadata.name).toMatch(/^chat-noroshi(-[a-z-]+)?$/);
    }
  });
});

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readSettings(env);
    return [];
  } catch (error) {
    return (error as SettingsError).problems;
  }
};

describeChart('a release', () => {
  it('is a gateway behind a Service of port 80, and the services', () => {
    const manifests = rendered(OWN_SERVERS);
    const service = manifests.find(({ kind, metadata }) => kind === 'Service' && metadata.name.endsWith('-gateway'));
    expect(service).toMatchObject({
      metadata: { name: 'chat-noroshi-gateway' },
      spec: { ports: [{ port: 80, targetPort: 'http' }] },
    });
    expect(ofKind(manifests, 'Deployment').sort()).toEqual(
      ['analytics-metrics', 'gateway', 'messages', 'rooms'].map((part) => `chat-noroshi-${part}`),
    );
    expect(ofKind(manifests, 'StatefulSet')).toEqual([]);
  });

  it('wants three copies of every stream unless told otherwise', () => {
    const copies = (values: readonly string[]) =>
      environmentOf(workload(rendered(values), 'chat-noroshi-rooms'))['NOROSHI_LOG_REPLICAS'];
    expect([copies(OWN_SERVERS), copies([...OWN_SERVERS, 'nats.replicas=1']), copies(BUNDLED)]).toEqual([
      '3',
      '1',
      '3',
    ]);
    expect(copies([...BUNDLED, 'bundled.nats.servers=1'])).toBe('1');
  });

  it('takes a gateway out of its Service before it sends clients away, and gives it the time', () => {
    const values = [...OWN_SERVERS, 'gateway.preStopSeconds=5', 'gateway.drainSeconds=60'];
    const gateway = workload(rendered(values), 'chat-noroshi-gateway');
    expect(gateway.pod.terminationGracePeriodSeconds).toBe(80);
    expect(gateway.pod.containers[0]?.lifecycle).toEqual({ preStop: { exec: { command: ['sleep', '5'] } } });
    expect(environmentOf(gateway)['NOROSHI_DRAIN_TIME']).toBe('60');
    expect(workload(rendered(OWN_SERVERS), 'chat-noroshi-gateway').pod.terminationGracePeriodSeconds).toBe(70);
  });

  it('tells the topic of events where there are brokers, and only there', () => {
    const deployments = (values: readonly string[]) => ofKind(rendered(values), 'Deployment');
    const relay = 'chat-noroshi-analytics-relay';
    expect(deployments(OWN_SERVERS)).not.toContain(relay);
    const withBrokers = rendered([...OWN_SERVERS, 'kafka.brokers=a:9092\\,b:9092']);
    expect(environmentOf(workload(withBrokers, relay))).toMatchObject({ KAFKA_BROKERS: 'a:9092,b:9092' });
    expect(deployments(BUNDLED)).toContain(relay);
  });

  it('tells those who speak to brokers, and nobody else, how they let us in, and keeps it in files', () => {
    const manifests = rendered([...OWN_SERVERS, ...SECURED_BROKERS]);
    const relay = workload(manifests, 'chat-noroshi-analytics-relay');
    const folder = '/run/secrets/noroshi';
    expect(environmentOf(relay)).toMatchObject({
      ...{ KAFKA_SASL_MECHANISM: 'scram-sha-512', KAFKA_SASL_USERNAME: 'noroshi', KAFKA_TLS: 'true' },
      ...{ KAFKA_SASL_PASSWORD_FILE: `${folder}/kafka-password`, KAFKA_TLS_CA_FILE: `${folder}/kafka-ca.pem` },
      ...{ KAFKA_TLS_CERT_FILE: `${folder}/kafka-cert.pem`, KAFKA_TLS_KEY_FILE: `${folder}/kafka-key.pem` },
    });
    expect(secretsOf(relay)).toEqual(['kafka-user', 'kafka-ca', 'kafka-client', 'kafka-client']);
    const gateway = workload(manifests, 'chat-noroshi-gateway');
    expect(Object.keys(environmentOf(gateway)).filter((name) => name.startsWith('KAFKA_'))).toEqual([]);
    expect(secretsOf(gateway)).toEqual(['chat-noroshi-jwt']);
  });

  it('never runs two of a service that is to run once', () => {
    for (const part of ['rooms', 'messages', 'analytics-metrics'])
      expect(workload(rendered(OWN_SERVERS), `chat-noroshi-${part}`).spec).toMatchObject({
        ...{ replicas: 1, strategy: { type: 'Recreate' } },
      });
  });

  it('has addresses with passwords from Secrets, as files, and each part its own alone', () => {
    const values = ['nats.urlSecret.name=servers', 'mongo.urlSecret.name=servers', 'apiKeys.existingSecret.name=keys'];
    const manifests = rendered([...values, 'jwt.existingSecret.name=keys']);
    const [gateway, messages] = ['gateway', 'messages'].map((part) => workload(manifests, `chat-noroshi-${part}`));
    if (!gateway || !messages) throw new Error('unreachable');
    expect(environmentOf(gateway)).toMatchObject({ NATS_URL_FILE: '/run/secrets/noroshi/nats-url' });
    expect(environmentOf(gateway)).not.toHaveProperty('NATS_URL');
    expect(environmentOf(gateway)).not.toHaveProperty('MONGO_URL_FILE');
    expect(environmentOf(messages)).toMatchObject({ MONGO_URL_FILE: '/run/secrets/noroshi/mongo-url' });
    expect([secretsOf(gateway), secretsOf(messages)]).toEqual([
      ['keys', 'keys', 'servers'],
      ['servers', 'servers'],
    ]);
    expect(ofKind(manifests, 'Secret')).toEqual([]);
  });

  it('makes a key for tokens where none is given, and keeps it when it goes', () => {
    const [secret] = rendered(OWN_SERVERS).filter(({ kind }) => kind === 'Secret');
    const key = Buffer.from(secret?.data?.['jwt-secret'] ?? '', 'base64').toString();
    expect(key).toMatch(/^\w{32,}$/);
    expect(secret?.metadata.annotations).toEqual({ 'helm.sh/resource-policy': 'keep' });
  });

  it('restarts its services when a setting changes, and hands it to all of them', () => {
    const manifests = rendered([...OWN_SERVERS, 'settings.NOROSHI_LOG_LEVEL=debug']);
    const part = ({ labels }: { labels: Readonly<Record<string, string>> }) => labels['app.kubernetes.io/component'];
    for (const each of workloadsOf(manifests).filter((one) => part(one) !== 'test'))
      expect(environmentOf(each)).toMatchObject({ NOROSHI_LOG_LEVEL: 'debug' });
    const checksum = (all: readonly Manifest[]) => JSON.stringify(workload(all, 'chat-noroshi-rooms').spec);
    expect(checksum(manifests)).not.toEqual(checksum(rendered(OWN_SERVERS)));
  });
});

describeChart('a switch', () => {
  const kinds = (...values: readonly string[]) => {
    const before = rendered(OWN_SERVERS).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    const after = rendered([...OWN_SERVERS, ...values]).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    return {
      more: after.filter((each) => !before.includes(each)),
      less: before.filter((each) => !after.includes(each)),
    };
  };

  it.each([
    [['ingress.enabled=true', 'ingress.hosts[0]=a.example.com'], ['Ingress chat-noroshi-gateway'], []],
    [['httpRoute.enabled=true', 'httpRoute.parentRefs[0].name=public'], ['HTTPRoute chat-noroshi-gateway'], []],
    [['prometheusRule.enabled=true'], ['PrometheusRule chat-noroshi-metrics'], []],
    [['serviceMonitor.enabled=true'], ['ServiceMonitor chat-noroshi-metrics'], []],
    [['gateway.autoscaling.enabled=true'], ['HorizontalPodAutoscaler chat-noroshi-gateway'], []],
    [['podDisruptionBudget=false'], [], ['PodDisruptionBudget chat-noroshi-gateway']],
    [['networkPolicy.enabled=false'], [], ['NetworkPolicy chat-noroshi', 'NetworkPolicy chat-noroshi-gateway']],
    [
      ['router.enabled=true', 'router.routes.rules[0].name=a'],
      ['ConfigMap chat-noroshi-routes', 'Deployment chat-noroshi-router'],
      [],
    ],
    [
      ['kafka.brokers=a:9092', 'archive.enabled=true', 'archive.bucket=events', 'archive.credentialsSecret.name=s3'],
      ['Deployment chat-noroshi-analytics-archive', 'Deployment chat-noroshi-analytics-relay'],
      [],
    ],
    [['jwt.existingSecret.name=keys'], [], ['Secret chat-noroshi-jwt']],
  ])('%j adds and takes away what it says', (values, more, less) => {
    const changed = kinds(...values);
    expect({ more: changed.more.sort(), less: changed.less.sort() }).toEqual({ more, less });
  });

  it('bundled.enabled adds NATS, MongoDB and Kafka, each of which may be left to the cluster', () => {
    const servers = ['kafka', 'mongo', 'nats'].map((server) => `chat-noroshi-${server}`);
    expect(ofKind(rendered(BUNDLED), 'StatefulSet').sort()).toEqual(servers);
    const without = rendered([...BUNDLED, 'bundled.mongo.enabled=false', 'bundled.kafka.enabled=false']);
    expect(ofKind(without, 'StatefulSet')).toEqual(['chat-noroshi-nats']);
    expect(environmentOf(workload(without, 'chat-noroshi-messages'))).not.toHaveProperty('MONGO_URL');
  });

  it('gateway.autoscaling.enabled leaves the number of gateways to it', () => {
    const gateway = (values: readonly string[]) => workload(rendered(values), 'chat-noroshi-gateway').spec;
    expect(gateway(OWN_SERVERS)).toHaveProperty('replicas', 3);
    expect(gateway([...OWN_SERVERS, 'gateway.autoscaling.enabled=true'])).not.toHaveProperty('replicas');
  });

  it('bundled.nats.servers joins three servers, and leaves one alone', () => {
    const args = (values: readonly string[]) => workload(rendered(values), 'chat-noroshi-nats').pod.containers[0]?.args;
    expect(args(BUNDLED)?.at(-1)).toBe(
      '--routes=' + [0, 1, 2].map((index) => `nats://chat-noroshi-nats-${index}.chat-noroshi-nats:6222`).join(','),
    );
    expect(args([...BUNDLED, 'bundled.nats.servers=1'])?.some((arg) => arg.startsWith('--cluster'))).toBe(false);
  });

  it('topologySpread spreads what has several pods over zones and hosts', () => {
    const spread = (values: readonly string[]) =>
      workload(rendered(values), 'chat-noroshi-gateway').pod.topologySpreadConstraints;
    expect(spread(OWN_SERVERS)).toHaveLength(2);
    expect(spread([...OWN_SERVERS, 'topologySpread=false'])).toBeUndefined();
  });
});

describeChart('wrong values are refused:', () => {
  it.each([
    [[], /nats\.url .* is required/],
    [['nats.url=localhost:4222'], /nats.*url/],
    [['nats.url=nats://a', 'nats.urlSecret.name=b'], /both given/],
    [[...OWN_SERVERS, 'nats.replicas=2'], /nats.*replicas/],
    [[...OWN_SERVERS, 'kafka.brokers=a:1', 'kafka.sasl.username=ann'], /kafka\.sasl.* go together/],
    [[...OWN_SERVERS, 'kafka.brokers=a:1', 'kafka.sasl.mechanism=gssapi'], /mechanism/],
    [[...OWN_SERVERS, 'kafka.brokers=a:1', 'kafka.tls.caSecret.name=ca'], /kafka\.tls\.enabled=true/],
    [[...BUNDLED, 'kafka.tls.enabled=true'], /kafka\.tls are about brokers of the cluster/],
    [[...OWN_SERVERS, 'gateway.replicas=0'], /gateway.*replicas/],
    [[...OWN_SERVERS, 'gateway.replica=2'], /replica/],
    [[...OWN_SERVERS, 'image.tag=latest'], /tag/],
    [[...OWN_SERVERS, 'mongo.url=mysql://a'], /mongo.*url/],
    [[...OWN_SERVERS, 'kafka.brokers=kafka'], /kafka.*brokers/],
    [[...OWN_SERVERS, 'settings.PORT=80'], /settings/],
    [[...OWN_SERVERS, 'settings.NOROSHI_JWT_SECRET=abc'], /settings/],
    [[...OWN_SERVERS, 'ingress.enabled=true'], /ingress.*hosts/],
    [[...OWN_SERVERS, 'httpRoute.enabled=true'], /httpRoute.*parentRefs/],
    [[...OWN_SERVERS, 'router.enabled=true'], /router\.routes is required/],
    [[...OWN_SERVERS, 'archive.enabled=true', 'archive.bucket=events'], /archive\.enabled needs kafka\.brokers/],
    [[...BUNDLED, 'archive.enabled=true'], /archive.*bucket/],
    [[...BUNDLED, 'bundled.nats.servers=2'], /servers/],
    [[...BUNDLED, 'bundled.mongo.image=mongo@sha256:abc'], /image/],
  ])('%j', (values, complaint) => {
    expect(refusalOf(values)).toMatch(new RegExp(complaint.source, 's'));
  });
});

describe('the alerts of the chart', () => {
  const alerts = (folder: string) => readFileSync(join(root, folder, 'alerts.yml'), 'utf8');

  it('are those of deploy/observability, which have tests (stale? copy that file to the chart)', () => {
    expect(alerts('deploy/helm/noroshi/files')).toBe(alerts('deploy/observability'));
  });

  (problem ? it.skip : it)('reach Prometheus with their own templates untouched', () => {
    const [rule] = rendered([...OWN_SERVERS, 'prometheusRule.enabled=true']).filter(
      ({ kind }) => kind === 'PrometheusRule',
    );
    expect(JSON.stringify(rule?.spec)).toContain('{{ $labels.instance }}');
  });
});

describe('the examples', () => {
  const named = readdirSync(examples).sort();

  it('are there for the three servers and for Noroshi, and are YAML', () => {
    expect(named).toEqual(['kafka.strimzi.yaml', 'mongo.community.yaml', 'nats.values.yaml', 'noroshi.values.yaml']);
    for (const file of named) expect(loadAll(readFileSync(join(examples, file), 'utf8')).length).toBeGreaterThan(0);
  });

  (problem ? it.skip : it)('of Noroshi are values that the chart takes', () => {
    const manifests = rendered([], [join(examples, 'noroshi.values.yaml')]);
    expect(ofKind(manifests, 'HTTPRoute')).toEqual(['chat-noroshi-gateway']);
  });
});
