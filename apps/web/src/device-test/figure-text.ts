import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useBitrateText } from '../call/quality/bitrate-text.js';
import type { Figures } from './measure/verdict.js';

/** In the order in which they are shown. */
export const FIGURE_ROWS = [
  'udp',
  'tcp',
  'turn',
  'roundTripMs',
  'mouthToEarMs',
  'echoDelayMs',
  'lossUp',
  'lossDown',
  'jitterUpMs',
  'jitterDownMs',
  'bandwidthUp',
  'bandwidthDown',
] as const satisfies readonly Exclude<keyof Figures, 'connected'>[];

type Figure = (typeof FIGURE_ROWS)[number];

/** A figure in the reader's language; a dash where it could not be measured. */
export function useFigureText(): (figures: Figures, figure: Figure) => string {
  const { t, i18n } = useTranslation();
  const bitrate = useBitrateText();
  return useCallback(
    (figures, figure) => {
      const value = figures[figure];
      if (value === undefined) return t('quality.none');
      if (typeof value === 'string') return t(`deviceTest.way.${value}`);
      const number = (digits: number, of = value) =>
        new Intl.NumberFormat(i18n.language, { maximumFractionDigits: digits }).format(of);
      if (figure.startsWith('bandwidth')) return bitrate(value);
      if (figure.startsWith('loss')) return t('quality.percent', { value: number(1, value * 100) });
      return t('quality.ms', { value: number(figure.startsWith('jitter') ? 1 : 0) });
    },
    [t, i18n, bitrate],
  );
}
