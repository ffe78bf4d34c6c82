import { useTexts } from '../i18n/use-texts.js';
import { texts } from './texts.js';
import { useOperatorApi } from './use-operator-api.js';
import { usePolled } from './use-polled.js';

export interface Filters {
  readonly search: string;
  readonly user: string;
  readonly room: string;
  readonly gateway: string;
}

export const noFilters: Filters = { search: '', user: '', room: '', gateway: '' };

interface Props {
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
}

const EVERY_MS = 10_000;

export function ConnectionFilters({ filters, onChange }: Props) {
  const said = useTexts(texts).connections;
  const { processes } = useOperatorApi();
  const { value } = usePolled(processes, EVERY_MS);
  const gateways = value?.items.filter(({ role }) => role === 'gateway') ?? [];
  return (
    <form className="op-filters" role="search" onSubmit={(event) => event.preventDefault()}>
      {(['search', 'user', 'room'] as const).map((name) => (
        <label key={name}>
          <span>{said[name]}</span>
          <input
            type="search"
            value={filters[name]}
            onChange={({ target }) => onChange({ ...filters, [name]: target.value })}
          />
        </label>
      ))}
      <label>
        <span>{said.gateway}</span>
        <select value={filters.gateway} onChange={({ target }) => onChange({ ...filters, gateway: target.value })}>
          <option value="">{said.all}</option>
          {gateways.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
    </form>
  );
}
