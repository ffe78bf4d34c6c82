import { useTexts } from '../i18n/use-texts.js';
import { Avatar } from '../look/avatar.js';
import type { Question } from './confirm.js';
import { clientName } from './connection-search.js';
import type { HeldConnection, OperatorApi } from './operator-api.js';
import { Cell } from './table.js';
import { texts } from './texts.js';
import { useFormats } from './use-formats.js';

interface Props {
  readonly connection: HeldConnection;
  readonly api: OperatorApi;
  readonly onAsk: (question: Question) => void;
  readonly done: (text: string) => void;
}

export function ConnectionRow({ connection, ...deeds }: Props) {
  const said = useTexts(texts).connections;
  const { ago } = useFormats();
  const { userId, username, guest, status, gateway, userAgent, address, rooms, roomCount } = connection;
  const more = roomCount - rooms.length;
  return (
    <tr data-testid="connection">
      <th scope="row">
        <span className="op-person">
          <Avatar userId={userId} name={username} />
          <span>
            {username}
            <small>
              {userId}
              {guest && ` · ${said.guest}`}
              {status === 'away' && ` · ${said.away}`}
            </small>
          </span>
        </span>
      </th>
      <Cell title={said.gateway}>{gateway}</Cell>
      <Cell title={said.client}>
        <span title={userAgent}>{clientName(userAgent)}</span>
        <small>{address}</small>
      </Cell>
      <Cell title={said.rooms}>
        {rooms.length === 0 ? undefined : rooms.join(', ') + (more > 0 ? ` +${more}` : '')}
      </Cell>
      <Cell title={said.since}>{ago(connection.connectedAt)}</Cell>
      <Cell title={said.active}>
        {connection.lastActivity === undefined ? undefined : ago(connection.lastActivity)}
      </Cell>
      <Cell title={said.deeds}>
        <Deeds connection={connection} {...deeds} />
      </Cell>
    </tr>
  );
}

function Deeds({ connection: { connectionId, userId, username }, api, onAsk, done }: Props) {
  const said = useTexts(texts).connections;
  const disconnect: Question = {
    ...{ title: said.disconnectAsk(username), about: said.disconnectAbout, deed: said.disconnect },
    act: () => api.disconnect(connectionId),
    done: () => done(said.disconnected(username)),
  };
  const revoke: Question = {
    ...{ title: said.revokeAsk(username), about: said.revokeAbout, deed: said.revoke },
    act: () => api.revoke(userId),
    done: () => done(said.revoked(username)),
  };
  return (
    <span className="op-deeds">
      <button type="button" aria-label={said.disconnectOf(username)} onClick={() => onAsk(disconnect)}>
        {said.disconnect}
      </button>
      <button type="button" className="op-danger" aria-label={said.revokeOf(username)} onClick={() => onAsk(revoke)}>
        {said.revoke}
      </button>
    </span>
  );
}
