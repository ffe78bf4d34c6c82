import { useTexts } from '../i18n/use-texts.js';
import { Freshness } from './notice.js';
import type { Process } from './operator-api.js';
import { Cell, Table } from './table.js';
import { texts } from './texts.js';
import { useFormats } from './use-formats.js';
import { useOperatorApi } from './use-operator-api.js';
import { usePolled } from './use-polled.js';

/** Processes tell how they are once a second. */
const EVERY_MS = 2_000;

export function ProcessesTab() {
  const said = useTexts(texts).processes;
  const { processes } = useOperatorApi();
  const { value, error } = usePolled(processes, EVERY_MS);
  const { count } = useFormats();
  const items = value?.items ?? [];
  const gateways = items.filter(({ role }) => role === 'gateway');
  const services = items.filter(({ role }) => role !== 'gateway');
  const held = gateways.reduce((sum, { connections = 0 }) => sum + connections, 0);
  return (
    <>
      <Freshness value={value} error={error} />
      {value && <p className="op-lead">{said.total(gateways.length, count(held))}</p>}
      <h2>{said.gateways}</h2>
      <Gateways items={gateways} />
      <h2>{said.services}</h2>
      <Services items={services} />
    </>
  );
}

function Gateways({ items }: { readonly items: readonly Process[] }) {
  const said = useTexts(texts).processes;
  const columns = [
    ...[{ title: said.name }, { title: said.state }, { title: said.connections, isNumber: true }],
    { title: said.delay, about: said.delayAbout, isNumber: true },
    ...[said.requests, said.response, said.errors, said.load, said.since].map((title) => ({ title, isNumber: true })),
  ];
  return (
    <Table label={said.gateways} columns={columns}>
      {items.map((process) => (
        <GatewayRow key={process.name} process={process} />
      ))}
    </Table>
  );
}

function GatewayRow({ process }: { readonly process: Process }) {
  const said = useTexts(texts).processes;
  const { count, share, time, ago } = useFormats();
  const { name, connections = 0, lagging = 0, delay, work, host, since } = process;
  return (
    <tr data-testid="gateway">
      <th scope="row">{name}</th>
      <Cell title={said.state}>
        <State process={process} />
      </Cell>
      <Cell title={said.connections} isNumber>
        {count(connections)}
        {lagging > 0 && <span className="op-warn"> {said.lagging(lagging)}</span>}
      </Cell>
      <Cell title={said.delay} isNumber>
        {delay === undefined ? undefined : time(delay)}
      </Cell>
      <Cell title={said.requests} isNumber>
        {work && count(work.requestsPerMinute)}
      </Cell>
      <Cell title={said.response} isNumber>
        {work && time(work.avgResponseTime)}
      </Cell>
      <Cell title={said.errors} isNumber>
        {work && share(work.errorRate)}
      </Cell>
      <Cell title={said.load} isNumber>
        {share(host.load)}
      </Cell>
      <Cell title={said.since} isNumber>
        {ago(since)}
      </Cell>
    </tr>
  );
}

function Services({ items }: { readonly items: readonly Process[] }) {
  const said = useTexts(texts).processes;
  const { share, ago } = useFormats();
  const columns = [
    ...[{ title: said.name }, { title: said.state }, { title: said.host }],
    ...[said.load, said.since].map((title) => ({ title, isNumber: true })),
  ];
  return (
    <Table label={said.services} columns={columns}>
      {items.map((process) => (
        <tr key={process.name}>
          <th scope="row">{process.name}</th>
          <Cell title={said.state}>
            <State process={process} />
          </Cell>
          <Cell title={said.host}>{process.host.name}</Cell>
          <Cell title={said.load} isNumber>
            {share(process.host.load)}
          </Cell>
          <Cell title={said.since} isNumber>
            {ago(process.since)}
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

function State({ process: { state } }: { readonly process: Process }) {
  const said = useTexts(texts).processes;
  return (
    <span className="op-state" data-state={state}>
      {said.states[state]}
    </span>
  );
}
