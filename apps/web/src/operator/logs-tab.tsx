import { useTexts } from '../i18n/use-texts.js';
import { Freshness } from './notice.js';
import type { EventLog } from './operator-api.js';
import { healthOf } from './progress.js';
import { ReadModels } from './read-models.js';
import { Cell, Table } from './table.js';
import { texts } from './texts.js';
import { useFormats } from './use-formats.js';
import { useOperatorApi } from './use-operator-api.js';
import { usePolled } from './use-polled.js';

const EVERY_MS = 3_000;

export function LogsTab() {
  const said = useTexts(texts).logs;
  const { eventLogs } = useOperatorApi();
  const { value, error } = usePolled(eventLogs, EVERY_MS);
  const items = value?.items ?? [];
  return (
    <>
      <h2>{said.models}</h2>
      <p className="op-lead">{said.modelsAbout}</p>
      <ReadModels />
      <h2>{said.streams}</h2>
      <Freshness value={value} error={error} />
      <Streams items={items} />
      <h2>{said.readers}</h2>
      <Readers items={items} />
    </>
  );
}

function Streams({ items }: { readonly items: readonly EventLog[] }) {
  const said = useTexts(texts).logs;
  const { count, bytes } = useFormats();
  const numbers = [said.messages, said.size, said.position, said.readers];
  return (
    <Table
      label={said.streams}
      columns={[{ title: said.stream }, ...numbers.map((title) => ({ title, isNumber: true }))]}
    >
      {items.map(({ name, messages, bytes: size, lastPosition, readers }) => (
        <tr key={name} data-testid="stream">
          <th scope="row">{name}</th>
          <Cell title={said.messages} isNumber>
            {count(messages)}
          </Cell>
          <Cell title={said.size} isNumber>
            {bytes(size)}
          </Cell>
          <Cell title={said.position} isNumber>
            {count(lastPosition)}
          </Cell>
          <Cell title={said.readers} isNumber>
            {count(readers.length)}
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

function Readers({ items }: { readonly items: readonly EventLog[] }) {
  const said = useTexts(texts).logs;
  const { count } = useFormats();
  const readers = items.flatMap(({ name, readers: each }) => each.map((reader) => ({ ...reader, stream: name })));
  if (items.length > 0 && readers.length === 0) return <p className="hint">{said.noReaders}</p>;
  const columns = [said.reader, said.stream, said.reads].map((title) => ({ title }));
  return (
    <Table
      label={said.readers}
      columns={[...columns, { title: said.position, isNumber: true }, { title: said.lag, isNumber: true }]}
    >
      {readers.map((reader) => (
        <tr key={`${reader.stream} ${reader.id}`} data-testid="reader">
          <th scope="row">{reader.reader}</th>
          <Cell title={said.stream}>{reader.stream}</Cell>
          <Cell title={said.reads}>
            <code>{reader.subjects.join(' ')}</code>
          </Cell>
          <Cell title={said.position} isNumber>
            {count(reader.position)}
          </Cell>
          <Cell title={said.lag} isNumber>
            {reader.lag > 0 && `${count(reader.lag)} · `}
            <span className="op-state" data-state={healthOf(reader)}>
              {said.health[healthOf(reader)]}
            </span>
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
