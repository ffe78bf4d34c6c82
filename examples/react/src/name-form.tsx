interface NameFormProps {
  readonly label: string;
  readonly button: string;
  readonly onName: (name: string) => void;
}

export function NameForm({ label, button, onName }: NameFormProps) {
  const submit = (form: FormData) => {
    const name = form.get('name');
    if (typeof name === 'string') onName(name);
  };
  return (
    <form action={submit}>
      <input name="name" aria-label={label} placeholder={label} required maxLength={64} />
      <button>{button}</button>
    </form>
  );
}
