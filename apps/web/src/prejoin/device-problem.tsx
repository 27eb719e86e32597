import type { DeviceProblem } from '@videocall/client-sdk';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/app-context.js';
import { copyText } from '../app/copy-text.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import { type Browser, browserOf } from './browser.js';
import { type TroubledDevice, deviceProblemTitle } from './device-problem-title.js';

interface DeviceProblemNoticeProps {
  readonly device: TroubledDevice;
  readonly problem: DeviceProblem;
  readonly onRetry: () => void;
}

/** Why a device gives nothing, and the way out of it in this browser. */
export function DeviceProblemNotice({ device, problem, onRetry }: DeviceProblemNoticeProps) {
  const { t } = useTranslation();
  const { toasts } = useApp();
  const browser = browserOf(navigator.userAgent, navigator.maxTouchPoints);
  const copyLink = async () => {
    const copied = await copyText(window.location.href);
    toasts.show(t(copied ? 'common.linkCopied' : 'common.linkNotCopied'));
  };
  const title = t(deviceProblemTitle(device, problem));
  return (
    <Notice
      tone="warning"
      title={title}
      actions={
        problem === 'DENIED' && browser === 'inApp' ? (
          <Button onPress={() => void copyLink()}>{t('common.copyLink')}</Button>
        ) : (
          <Button aria-label={t('denied.retryNamed', { what: title })} onPress={onRetry}>
            {t('common.retry')}
          </Button>
        )
      }
    >
      <WayOut problem={problem} browser={browser} />
    </Notice>
  );
}

function WayOut({ problem, browser }: { readonly problem: DeviceProblem; readonly browser: Browser }) {
  const { t } = useTranslation();
  switch (problem) {
    case 'DENIED':
      return (
        <>
          <p>{t(`denied.${browser}`)}</p>
          <p>{t('denied.system')}</p>
        </>
      );
    case 'DISMISSED':
      return <p>{t('denied.dismissedHint')}</p>;
    case 'IN_USE':
      return <p>{t('denied.inUseHint')}</p>;
    case 'MISSING':
      return <p>{t('denied.missingHint')}</p>;
    case 'INSECURE_CONTEXT':
      return <p>{t('denied.insecureHint')}</p>;
    case 'UNSUPPORTED':
      return <p>{t('denied.failedHint')}</p>;
  }
}
