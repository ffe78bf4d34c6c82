import { useTexts } from '../i18n/use-texts.js';
import { Hills } from '../look/hills.js';
import { StatusCluster } from '../shell/status-cluster.js';
import { useIsNarrow } from '../shell/use-is-narrow.js';
import { texts } from './texts.js';
import { useTitle } from './use-title.js';

/** Beside the list of rooms while none is open; on a phone the list has the screen to itself. */
export function Welcome() {
  const said = useTexts(texts);
  const isNarrow = useIsNarrow();
  useTitle();
  return (
    <main className="welcome">
      {!isNarrow && <StatusCluster />}
      <div className="welcome-text">
        <h2>{said.choose}</h2>
        <p>{said.chooseHint}</p>
      </div>
      <Hills />
    </main>
  );
}
