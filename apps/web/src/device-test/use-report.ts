import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { FIGURE_ROWS, useFigureText } from './figure-text.js';
import type { TestResult } from './measure/network-test.js';

/** The result as text for whoever helps: no names, no addresses, no device's identity. */
export function useReport(): (result: TestResult) => string {
  const { t } = useTranslation();
  const text = useFigureText();
  return useCallback(
    ({ at, verdict, reasons, figures }) =>
      [
        `${t('deviceTest.title')} – ${new Date(at).toISOString()}`,
        t(`deviceTest.verdict.${verdict}`),
        ...reasons.map((reason) => `- ${t(`deviceTest.reason.${reason}`)}`),
        '',
        ...FIGURE_ROWS.map((figure) => `${t(`deviceTest.figure.${figure}`)}: ${text(figures, figure)}`),
        '',
        navigator.userAgent,
      ].join('\n'),
    [t, text],
  );
}
