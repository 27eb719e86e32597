import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import './skeleton.css';

/** Milliseconds. */
const SHOW_AFTER = 300;
const EXPLAIN_AFTER = 3_000;

/** Stands where a list will be: not at once, so that quick answers do not flicker; explained when it takes long. */
export function Skeleton({ rows }: { readonly rows: number }) {
  const { t } = useTranslation();
  const [stage, setStage] = useState<'hidden' | 'shown' | 'slow'>('hidden');
  useEffect(() => {
    const show = setTimeout(() => setStage('shown'), SHOW_AFTER);
    const explain = setTimeout(() => setStage('slow'), EXPLAIN_AFTER);
    return () => {
      clearTimeout(show);
      clearTimeout(explain);
    };
  }, []);
  return (
    <div className={`skeleton skeleton-${stage}`} role="status">
      <span className={stage === 'slow' ? 'muted small' : 'visually-hidden'}>
        {t(stage === 'slow' ? 'common.slow' : 'common.loading')}
      </span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="skeleton-row" aria-hidden="true" />
      ))}
    </div>
  );
}
