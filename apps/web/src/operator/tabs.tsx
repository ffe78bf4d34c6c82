import { useEffect, useRef, useState, type ComponentType, type KeyboardEvent } from 'react';

interface Tab {
  /** Also the fragment of the address. */
  readonly id: string;
  readonly title: string;
  readonly Content: ComponentType;
}

interface Props {
  readonly label: string;
  readonly tabs: readonly Tab[];
}

/** One of several areas; the arrow keys go through them. */
export function Tabs({ label, tabs }: Props) {
  const [chosen, choose] = useTabInUrl(tabs);
  const list = useRef<HTMLDivElement>(null);
  const step = (event: KeyboardEvent): void => {
    const to = nextOf(event.key, { at: tabs.indexOf(chosen), count: tabs.length });
    const next = to === undefined ? undefined : tabs[to];
    if (!next) return;
    event.preventDefault();
    choose(next);
    list.current?.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus();
  };
  return (
    <>
      <div ref={list} className="op-tabs" role="tablist" aria-label={label} onKeyDown={step}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            id={`tab-${tab.id}`}
            type="button"
            role="tab"
            aria-selected={tab === chosen}
            aria-controls="tab-panel"
            tabIndex={tab === chosen ? 0 : -1}
            onClick={() => choose(tab)}
          >
            {tab.title}
          </button>
        ))}
      </div>
      <div id="tab-panel" className="op-panel" role="tabpanel" aria-labelledby={`tab-${chosen.id}`} tabIndex={-1}>
        <chosen.Content key={chosen.id} />
      </div>
    </>
  );
}

interface Place {
  readonly at: number;
  readonly count: number;
}

function nextOf(key: string, { at, count }: Place): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (at + 1) % count;
    case 'ArrowLeft':
      return (at + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

const idInUrl = (): string => window.location.hash.slice(1);

/** So that a link leads to an area, and a reload stays in it. */
function useTabInUrl(tabs: readonly Tab[]): readonly [Tab, (tab: Tab) => void] {
  const [id, setId] = useState(idInUrl);
  useEffect(() => {
    const follow = (): void => setId(idInUrl());
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  const [first] = tabs;
  const chosen = tabs.find((tab) => tab.id === id) ?? first;
  if (!chosen) throw new Error('Tabs without a tab');
  const choose = (tab: Tab): void => {
    window.history.replaceState(null, '', `#${tab.id}`);
    setId(tab.id);
  };
  return [chosen, choose];
}
