import { useCallback, useState } from 'react';
import { useTexts } from '../i18n/use-texts.js';
import { Confirm, type Question } from './confirm.js';
import { ConnectionFilters, noFilters, type Filters } from './connection-filters.js';
import { ConnectionRow } from './connection-row.js';
import { matchesSearch } from './connection-search.js';
import { Freshness, OutcomeLine, type Outcome } from './notice.js';
import type { HeldConnection } from './operator-api.js';
import { ShowMore } from './show-more.js';
import { Table } from './table.js';
import { texts } from './texts.js';
import { useOperatorApi } from './use-operator-api.js';
import { usePages } from './use-pages.js';

const EVERY_MS = 3_000;

export function ConnectionsTab() {
  const said = useTexts(texts).connections;
  const api = useOperatorApi();
  const [filters, setFilters] = useState<Filters>(noFilters);
  const { user, room, gateway, search } = filters;
  const ask = useCallback(
    (after: string | undefined) => api.connections({ user, room, gateway, ...(after === undefined ? {} : { after }) }),
    [api, user, room, gateway],
  );
  const { items, error, hasMore, showMore, refresh } = usePages<HeldConnection>(ask, EVERY_MS);
  const [question, setQuestion] = useState<Question>();
  const [outcome, setOutcome] = useState<Outcome>();
  const shown = items?.filter((connection) => matchesSearch(connection, search)) ?? [];
  const done = (text: string): void => {
    setOutcome({ kind: 'done', text });
    refresh();
  };
  const columns = [said.person, said.gateway, said.client, said.rooms, said.since, said.active, said.deeds];
  return (
    <>
      <ConnectionFilters filters={filters} onChange={setFilters} />
      <Freshness value={items} error={error} />
      <OutcomeLine outcome={outcome} />
      {items && shown.length === 0 && <p className="hint">{said.none}</p>}
      {shown.length > 0 && (
        <Table label={said.title} columns={columns.map((title) => ({ title }))}>
          {shown.map((connection) => (
            <ConnectionRow key={connection.connectionId} {...{ connection, api, done }} onAsk={setQuestion} />
          ))}
        </Table>
      )}
      <ShowMore hasMore={hasMore} onMore={showMore} />
      {question && <Confirm question={question} onClose={() => setQuestion(undefined)} />}
    </>
  );
}
