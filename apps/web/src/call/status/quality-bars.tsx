import type { QualityVerdict } from '@videocall/signalling';
import { useTranslation } from 'react-i18next';
import './quality-bars.css';

const FILLED: Readonly<Record<QualityVerdict, number>> = { GOOD: 3, FAIR: 2, POOR: 1 };

/** A connection as bars and a word: never by colour alone. */
export function QualityBars({ verdict }: { readonly verdict: QualityVerdict }) {
  const { t } = useTranslation();
  return (
    <span className={`quality-bars quality-${verdict.toLowerCase()}`} data-verdict={verdict}>
      <svg width="16" height="14" viewBox="0 0 16 14" aria-hidden="true">
        {[0, 1, 2].map((bar) => (
          <rect
            key={bar}
            x={bar * 6}
            y={9 - bar * 4}
            width="4"
            height={5 + bar * 4}
            rx="1"
            opacity={bar < FILLED[verdict] ? 1 : 0.3}
            fill="currentColor"
          />
        ))}
      </svg>
      {t(`quality.word.${verdict}`)}
    </span>
  );
}
