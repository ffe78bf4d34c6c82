import type { HealthWatch } from './health-watch.js';
import type { Project } from './project.js';

interface Inspected {
  readonly Id: string;
  readonly Name: string;
  readonly Config: { readonly Image: string };
  readonly State: { readonly StartedAt: string };
}

/** A line for each container: its image, how large that is, and how long it took from its start to be found well. */
export async function startsOf(project: Project, watch: Pick<HealthWatch, 'wellAt'>): Promise<string[]> {
  const ids = (await project.compose('ps', '--all', '--quiet')).split('\n');
  const containers = JSON.parse(await project.docker('inspect', ...ids)) as Inspected[];
  const lines = containers.map(async ({ Id, Name, Config, State }) => {
    const bytes = Number(await project.docker('image', 'inspect', '--format', '{{.Size}}', Config.Image));
    const size = `${(bytes / 1e6).toFixed(0)} MB`;
    const started = startOf(State.StartedAt, watch.wellAt(Id));
    return [Name.slice(project.name.length + 2).padEnd(22), Config.Image.padEnd(24), size.padStart(7), started];
  });
  return (await Promise.all(lines)).map((line) => line.join('  ').trimEnd()).sort();
}

const startOf = (startedAt: string, wellAt: number | undefined): string =>
  wellAt === undefined ? '' : `well after ${((wellAt - Date.parse(startedAt)) / 1000).toFixed(1)} s`;
