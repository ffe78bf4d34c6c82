import { useSignedIn } from '../identity/signed-in.js';
import { useTexts } from '../i18n/use-texts.js';
import { ConnectionsTab } from './connections-tab.js';
import { DeadLettersTab } from './dead-letters-tab.js';
import { LogsTab } from './logs-tab.js';
import './operator.css';
import { ProcessesTab } from './processes-tab.js';
import { Tabs } from './tabs.js';
import { TailTab } from './tail-tab.js';
import { texts } from './texts.js';

/** The server decides who gets its data; this only says so before it is asked. */
const ROLE = 'admin';

export function OperatorPage() {
  const said = useTexts(texts);
  const { identity } = useSignedIn();
  if (!identity.roles.includes(ROLE))
    return (
      <div className="op-refused" role="alert">
        <h2>{said.refusedTitle}</h2>
        <p>{said.refused}</p>
      </div>
    );
  return (
    <div className="operator">
      <Tabs
        label={said.tabList}
        tabs={[
          { id: 'processes', title: said.tabs.processes, Content: ProcessesTab },
          { id: 'connections', title: said.tabs.connections, Content: ConnectionsTab },
          { id: 'tail', title: said.tabs.tail, Content: TailTab },
          { id: 'dead-letters', title: said.tabs.deadLetters, Content: DeadLettersTab },
          { id: 'logs', title: said.tabs.logs, Content: LogsTab },
        ]}
      />
    </div>
  );
}
