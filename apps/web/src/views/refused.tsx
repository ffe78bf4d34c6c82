interface Props {
  readonly reason: string;
  readonly onLeave: () => void;
}

export function Refused({ reason, onLeave }: Props) {
  return (
    <section className="refused" role="alert">
      <h2>This room is closed to you</h2>
      <p>{reason}</p>
      <button type="button" className="primary" onClick={onLeave}>
        Back to the rooms
      </button>
    </section>
  );
}
