import { useEffect, useRef } from 'react';
import { CircleCheck, CircleX, Copy, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/app-context.js';
import { copyText } from '../app/copy-text.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import type { TestResult } from './measure/network-test.js';
import { FIGURE_ROWS, useFigureText } from './figure-text.js';
import { useReport } from './use-report.js';

const ICONS = { GOOD: CircleCheck, FAIR: TriangleAlert, POOR: CircleX };

/** What the test found: a verdict, what is wrong and what to do about it, and the numbers. */
export function ResultView({ result }: { readonly result: TestResult }) {
  const { t } = useTranslation();
  const { toasts } = useApp();
  const report = useReport();
  const { verdict, reasons } = result;
  const Icon = ICONS[verdict];
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that had the focus is gone; and on a phone the result may be out of view.
  useEffect(() => heading.current?.focus(), []);
  const copy = async () => {
    const copied = await copyText(report(result));
    toasts.show(t(copied ? 'deviceTest.copied' : 'deviceTest.notCopied'));
  };
  return (
    <>
      <h3
        ref={heading}
        tabIndex={-1}
        className={`device-test-verdict device-test-${verdict.toLowerCase()}`}
        data-verdict={verdict}
      >
        <Icon size={24} aria-hidden="true" />
        {t(`deviceTest.verdict.${verdict}`)}
      </h3>
      {reasons.map((reason) => (
        <div key={reason} data-reason={reason}>
          <Notice tone={verdict === 'POOR' ? 'danger' : 'warning'} title={t(`deviceTest.reason.${reason}`)}>
            {t(`deviceTest.advice.${reason}`)}
          </Notice>
        </div>
      ))}
      <Numbers result={result} />
      <div className="device-test-buttons">
        <Button icon={<Copy size={20} aria-hidden="true" />} onPress={() => void copy()}>
          {t('deviceTest.copy')}
        </Button>
      </div>
    </>
  );
}

function Numbers({ result: { figures } }: { readonly result: TestResult }) {
  const { t } = useTranslation();
  const text = useFigureText();
  return (
    <table className="device-test-numbers">
      <caption className="visually-hidden">{t('deviceTest.numbers')}</caption>
      <tbody>
        {FIGURE_ROWS.map((figure) => (
          <tr key={figure}>
            <th scope="row">{t(`deviceTest.figure.${figure}`)}</th>
            <td data-figure={figure} data-value={figures[figure]}>
              {text(figures, figure)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
