import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../i18n/use-texts.js';
import { Confirm, type Question } from './confirm.js';
import { Freshness, OutcomeLine, type Outcome } from './notice.js';
import type { ReadModel } from './operator-api.js';
import { rebuiltShare } from './progress.js';
import { Cell, Table } from './table.js';
import { texts } from './texts.js';
import { useFormats } from './use-formats.js';
import { useOperatorApi } from './use-operator-api.js';
import { usePolled } from './use-polled.js';

const EVERY_MS = 3_000;
/** While somebody watches a bar grow. */
const OFTEN_MS = 300;

export function ReadModels() {
  const said = useTexts(texts).logs;
  const api = useOperatorApi();
  /** Which were asked to be rebuilt, and are not known to be done. */
  const [awaited, setAwaited] = useState<readonly string[]>([]);
  const { value, error, refresh } = usePolled(api.readModels, awaited.length > 0 ? OFTEN_MS : EVERY_MS);
  const [question, setQuestion] = useState<Question>();
  const [outcome, setOutcome] = useState<Outcome>();
  useEnds(value?.items, (ended) => {
    setAwaited((before) => before.filter((name) => !ended.includes(name)));
    const asked = ended.filter((name) => awaited.includes(name));
    if (asked.length > 0) setOutcome({ kind: 'done', text: asked.map(said.done).join(' ') });
  });
  const ask = (name: string): void =>
    setQuestion({
      ...{ title: said.rebuildAsk(name), about: said.rebuildAbout, deed: said.rebuild },
      act: () => api.rebuild(name),
      done: () => {
        setOutcome(undefined);
        setAwaited((before) => [...before, name]);
        refresh();
      },
    });
  const columns = [{ title: said.model }, { title: said.position, isNumber: true }, { title: said.rebuild }];
  return (
    <>
      <Freshness value={value} error={error} />
      <OutcomeLine outcome={outcome} />
      <Table label={said.models} columns={columns}>
        {value?.items.map((model) => (
          <ModelRow key={model.name} model={model} isAwaited={awaited.includes(model.name)} onRebuild={ask} />
        ))}
      </Table>
      {question && <Confirm question={question} onClose={() => setQuestion(undefined)} />}
    </>
  );
}

/** Tells of those that are not being rebuilt in an answer that came after they were asked to be. */
function useEnds(models: readonly ReadModel[] | undefined, ended: (names: readonly string[]) => void): void {
  const tell = useRef(ended);
  useEffect(() => {
    tell.current = ended;
  });
  useEffect(() => {
    const names = models?.filter((model) => model.away !== true && !model.rebuilding).map(({ name }) => name) ?? [];
    tell.current(names);
  }, [models]);
}

interface RowProps {
  readonly model: ReadModel;
  readonly isAwaited: boolean;
  readonly onRebuild: (name: string) => void;
}

function ModelRow({ model, isAwaited, onRebuild }: RowProps) {
  const said = useTexts(texts).logs;
  const { count } = useFormats();
  const { name, position, away } = model;
  const share = rebuiltShare(model) ?? (isAwaited ? 0 : undefined);
  return (
    <tr data-testid="read-model">
      <th scope="row">{name}</th>
      <Cell title={said.position} isNumber>
        {position === undefined ? undefined : count(position)}
      </Cell>
      <Cell title={said.rebuild}>
        {away ? (
          <span className="op-warn">{said.away}</span>
        ) : share === undefined ? (
          <span className="op-deeds">
            <button type="button" aria-label={said.rebuildOf(name)} onClick={() => onRebuild(name)}>
              {said.rebuild}
            </button>
          </span>
        ) : (
          <RebuildBar name={name} share={share} />
        )}
      </Cell>
    </tr>
  );
}

function RebuildBar({ name, share }: { readonly name: string; readonly share: number }) {
  const said = useTexts(texts).logs;
  const { share: percent } = useFormats();
  return (
    <span className="op-progress">
      <progress max={1} value={share} aria-label={said.progressOf(name)} />
      <span>{percent(share)}</span>
    </span>
  );
}
