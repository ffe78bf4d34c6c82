import type { Project } from './project.js';

interface Inspected {
  readonly Name: string;
  readonly Config: { readonly Image: string };
  readonly State: {
    readonly StartedAt: string;
    readonly Health?: { readonly Log: readonly { readonly End: string; readonly ExitCode: number }[] };
  };
}

/** A line for each container: its image, how large that is, and how long it took from its start to be found well. */
export async function startsOf(project: Project): Promise<string[]> {
  const ids = (await project.compose('ps', '--all', '--quiet')).split('\n');
  const containers = JSON.parse(await project.docker('inspect', ...ids)) as Inspected[];
  const lines = containers.map(async ({ Name, Config, State }) => {
    const bytes = Number(await project.docker('image', 'inspect', '--format', '{{.Size}}', Config.Image));
    const size = `${(bytes / 1e6).toFixed(0)} MB`;
    return [Name.slice(project.name.length + 2).padEnd(22), Config.Image.padEnd(24), size.padStart(7), started(State)];
  });
  return (await Promise.all(lines)).map((line) => line.join('  ')).sort();
}

function started({ StartedAt, Health }: Inspected['State']): string {
  const well = Health?.Log.find(({ ExitCode }) => ExitCode === 0);
  if (!well) return '';
  const seconds = (Date.parse(well.End) - Date.parse(StartedAt)) / 1000;
  return `well after ${seconds.toFixed(1)} s`;
}
