import { useEffect, useRef } from 'react';
import { useRefusalText } from '../../app/refusal-text.js';
import { Notice } from '../../ui/notice.js';

/** Why a form was not accepted; takes the focus, so that it is read and the fields are next. */
export function FormError({ title, error }: { readonly title: string; readonly error: unknown }) {
  const refusalText = useRefusalText();
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error !== undefined) summary.current?.focus();
  }, [error]);
  if (error === undefined) return null;
  return (
    <div ref={summary} tabIndex={-1}>
      <Notice tone="danger" title={title} urgent>
        {refusalText(error)}
      </Notice>
    </div>
  );
}
