import { parseArgs } from 'node:util';

export interface Options {
  /** Of the kubeconfig; undefined: the one that is current. */
  readonly context: string | undefined;
  /** `repository:tag`; the nodes have it, or can get it. */
  readonly image: string;
  /** Made for this, and removed in the end. */
  readonly namespace: string;
  /** A file for helm, beside `bundled.enabled=true`. */
  readonly values: string | undefined;
  /** How the Service is reached from here; undefined: by its address in the cluster. */
  readonly url: string | undefined;
  /** Of each of both loads. */
  readonly minutes: number;
  readonly seed: string;
  readonly keep: boolean;
}

export const USAGE = `npm run check:chart -- --image REPOSITORY:TAG [options]: the chart, on a Kubernetes that is there
  --context NAME     of the kubeconfig (the current one)
  --namespace NAME   made for this, and removed in the end with its volumes (noroshi-check)
  --values FILE      for helm, beside bundled.enabled=true: small requests for a small cluster, say
  --url URL          how the Service of the gateways is reached from here (by its address in the cluster)
  --minutes M        of load while everything is replaced, and as long while pods are deleted (2)
  --seed N           what happens is drawn from it (1)
  --keep             leave it running in the end`;

/** @throws Error with one sentence for whoever typed it */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      context: { type: 'string' },
      image: { type: 'string' },
      namespace: { type: 'string', default: 'noroshi-check' },
      values: { type: 'string' },
      url: { type: 'string' },
      minutes: { type: 'string', default: '2' },
      seed: { type: 'string', default: '1' },
      keep: { type: 'boolean', default: false },
    },
  });
  const { context, image = '', namespace, seed, keep, url } = values;
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new Error(`--minutes must be a positive number, not ${values.minutes}`);
  if (!/^[^@\s]+:[\w.-]+$/.test(image))
    throw new Error('--image is required: repository:tag of an image that the nodes have');
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)) throw new Error(`--namespace can not be ${namespace}`);
  if (url !== undefined && !/^https?:\/\//.test(url)) throw new Error(`--url must be an http or https URL, not ${url}`);
  return { context, image, namespace, values: values.values, url, minutes, seed, keep };
}
