import { Hills } from '../look/hills.js';

/** Beside the list of rooms while none is open; on a phone the list has the screen to itself. */
export function Welcome() {
  return (
    <main className="welcome">
      <div className="welcome-text">
        <h2>Choose a room</h2>
        <p>Or name a new one: it opens as soon as you join it.</p>
      </div>
      <Hills />
    </main>
  );
}
