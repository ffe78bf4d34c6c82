import { Component, type ReactNode } from 'react';
import { useTexts } from '../i18n/use-texts.js';
import { texts } from './texts.js';

interface Props {
  readonly children: ReactNode;
}

/** A page that fails, or that could not be loaded, leaves the others standing. */
export class PageBoundary extends Component<Props, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    return this.state.hasFailed ? <Failed /> : this.props.children;
  }
}

function Failed() {
  const said = useTexts(texts);
  return (
    <main className="nowhere" role="alert">
      <p>{said.failed}</p>
      <button type="button" className="primary" onClick={() => window.location.reload()}>
        {said.again}
      </button>
    </main>
  );
}
