import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { useIdentity } from '../../app/app-context.js';
import { Page } from '../../app/page.js';
import { durationText } from '../../app/refusal-text.js';
import { ButtonLink } from '../../ui/button.js';
import { type CallEnding, readEnding } from './call-ending.js';

/** After a call: why it is over, how long it took, and the way back. */
export function EndedScreen() {
  const { t } = useTranslation();
  const location = useLocation();
  const identity = useIdentity();
  const ending = readEnding(location.state);
  const words = useEndingWords(ending);
  const guest = identity.kind === 'signedIn' && identity.user.kind === 'GUEST';
  return (
    <Page title={t('ended.title')} heading={words.title} card>
      {words.hint === undefined ? null : <p>{words.hint}</p>}
      {ending && ending.durationMs > 0 ? (
        <p className="muted figures">{t('ended.duration', { duration: durationText(t, ending.durationMs) })}</p>
      ) : null}
      <div className="form">
        {ending?.canRejoin ? (
          <ButtonLink look="primary" wide href={`/call/${ending.callId}`}>
            {t('ended.rejoin')}
          </ButtonLink>
        ) : null}
        <ButtonLink look={ending?.canRejoin ? 'secondary' : 'primary'} wide href="/">
          {t('ended.home')}
        </ButtonLink>
        {guest ? (
          <ButtonLink look="quiet" wide href="/sign-in">
            {t('ended.signIn')}
          </ButtonLink>
        ) : null}
      </div>
    </Page>
  );
}

function useEndingWords(ending: CallEnding | undefined): { readonly title: string; readonly hint?: string } {
  const { t } = useTranslation();
  switch (ending?.reason) {
    case 'LEFT':
      return { title: t('ended.left') };
    case 'REMOVED':
      return { title: t('ended.removed') };
    case 'ENDED_BY_HOST':
      return { title: t('ended.endedByHost') };
    case 'EVERYBODY_LEFT':
    case 'NOBODY_JOINED':
      return { title: t('ended.everybodyLeft') };
    case 'ADMINISTRATOR':
      return { title: t('ended.administrator') };
    case 'MEDIA_LOST':
      return { title: t('ended.server'), hint: t('ended.serverHint') };
    case 'CONNECTION_LOST':
      return { title: t('ended.lost'), hint: t('ended.lostHint') };
    case 'REPLACED':
      return { title: t('ended.replaced'), hint: t('ended.replacedHint') };
    default:
      return { title: t('ended.title'), ...(ending?.message === undefined ? {} : { hint: ending.message }) };
  }
}
