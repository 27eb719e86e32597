import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Page } from '../app/page.js';
import { PrejoinScreen } from '../prejoin/prejoin-screen.js';
import { EntryRefused } from '../screens/entry/entry-refused.js';
import { Skeleton } from '../ui/skeleton.js';
import { CallProvider } from './call-context.js';
import { CallView } from './call-view.js';
import { useCallEntry } from './use-call-entry.js';

/** `/call/:callId`: the way in, the pre-join page, and the call. */
export function Component() {
  const { callId = '' } = useParams();
  // Another call is another page.
  return <CallScreen key={callId} callId={callId} />;
}

function CallScreen({ callId }: { readonly callId: string }) {
  const { t } = useTranslation();
  const { entry, join, retry } = useCallEntry(callId);
  switch (entry.kind) {
    case 'preparing':
    case 'resuming':
      return (
        <Page title={t('call.title')} card>
          <p className="muted">{t(entry.kind === 'resuming' ? 'connection.reconnecting' : 'call.connecting')}</p>
          <Skeleton rows={2} />
        </Page>
      );
    case 'refused':
      return <EntryRefused error={entry.error} onRetry={retry} />;
    case 'prejoin':
      return (
        <PrejoinScreen
          title={entry.admission.title}
          participantCount={entry.admission.participantCount}
          encrypted={entry.admission.callKey !== undefined}
          joining={entry.joining}
          error={entry.error}
          onJoin={join}
        />
      );
    case 'inside':
      return (
        <CallProvider call={entry.call}>
          <CallView />
        </CallProvider>
      );
  }
}
