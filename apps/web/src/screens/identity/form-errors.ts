import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** What may be wrong with a field; the name of its text. */
export type FieldProblem = 'missing' | 'email' | 'passwordShort' | 'roomName';

export const MIN_PASSWORD = 10;

export function missingProblem(value: string): FieldProblem | undefined {
  return value.trim() === '' ? 'missing' : undefined;
}

/** Only what every address has: the server knows the rest. */
export function emailProblem(value: string): FieldProblem | undefined {
  return missingProblem(value) ?? (/^\S+@\S+\.\S+$/.test(value.trim()) ? undefined : 'email');
}

export function passwordProblem(value: string): FieldProblem | undefined {
  return missingProblem(value) ?? (value.length < MIN_PASSWORD ? 'passwordShort' : undefined);
}

export function roomNameProblem(value: string): FieldProblem | undefined {
  return missingProblem(value) ?? (/^[a-z0-9-]{3,40}$/.test(value) ? undefined : 'roomName');
}

/**
 * Problems of a form's fields as texts: none before the first try to send it, then as they are.
 *
 * @returns `check`, which says whether the form may be sent, and moves the focus to the first field that stops it
 */
export function useFormErrors<K extends string>(problems: Readonly<Record<K, FieldProblem | undefined>>) {
  const { t } = useTranslation();
  const [tried, setTried] = useState(false);
  const errors = Object.fromEntries(
    Object.entries<FieldProblem | undefined>(problems).map(([field, problem]) => [
      field,
      tried && problem ? t(`field.${problem}`) : undefined,
    ]),
  ) as Record<K, string | undefined>;
  const check = (): boolean => {
    setTried(true);
    const fine = Object.values(problems).every((problem) => problem === undefined);
    // After the errors are drawn.
    if (!fine) requestAnimationFrame(() => document.querySelector<HTMLElement>('form [aria-invalid=true]')?.focus());
    return fine;
  };
  return { errors, check };
}
