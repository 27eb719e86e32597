import { useEffect, useRef, useState } from 'react';
import type { ChatEntry } from '@videocall/client-sdk';
import { ArrowDown, CircleAlert, SendHorizontal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../ui/button.js';
import { useCall, useCallState } from '../call-context.js';
import { useCallActions } from '../use-call-actions.js';
import './chat-panel.css';

/** Pixels from the end within which one counts as reading the end. */
const AT_END = 48;

/** What people write to each other in the call. */
export function ChatPanel() {
  const { t } = useTranslation();
  const { chat, self } = useCallState();
  const log = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const [seen, setSeen] = useState(chat.length);
  const fresh = atEnd ? 0 : chat.slice(seen).filter(({ participantId }) => participantId !== self.id).length;
  if (atEnd && seen !== chat.length) setSeen(chat.length);

  const toEnd = () => {
    log.current?.scrollTo({ top: log.current.scrollHeight });
    setAtEnd(true);
  };
  const own = chat.at(-1)?.participantId === self.id;
  useEffect(() => {
    // Who reads further up is left there, except to see what they wrote themselves.
    if (atEnd || own) log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [chat.length, atEnd, own]);

  return (
    <div className="chat">
      <div
        ref={log}
        className="chat-log"
        role="log"
        aria-label={t('chat.log')}
        tabIndex={0}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) =>
          setAtEnd(scrollHeight - scrollTop - clientHeight < AT_END)
        }
      >
        {chat.length === 0 ? (
          <div className="panel-empty">
            <p className="row-title">{t('chat.empty')}</p>
            <p className="muted small">{t('chat.emptyHint')}</p>
          </div>
        ) : null}
        {chat.map((entry, index) => (
          <Message
            key={entry.id}
            entry={entry}
            own={entry.participantId === self.id}
            follows={followsOn(entry, chat[index - 1])}
          />
        ))}
      </div>
      {fresh > 0 ? (
        <Button look="primary" icon={<ArrowDown size={18} aria-hidden="true" />} onPress={toEnd}>
          {t('chat.new', { count: fresh })}
        </Button>
      ) : null}
      <Composer />
    </div>
  );
}

/** Milliseconds within which messages of one person stand under one name. */
const TOGETHER = 120_000;

function followsOn(entry: ChatEntry, before: ChatEntry | undefined): boolean {
  return (
    before?.participantId === entry.participantId && Date.parse(entry.sentAt) - Date.parse(before.sentAt) < TOGETHER
  );
}

function Message({
  entry,
  own,
  follows,
}: {
  readonly entry: ChatEntry;
  readonly own: boolean;
  readonly follows: boolean;
}) {
  const { t, i18n } = useTranslation();
  const call = useCall();
  const { attempt } = useCallActions();
  const time = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'short' }).format(new Date(entry.sentAt));
  return (
    <div className={own ? 'message message-own' : 'message'}>
      {follows ? null : (
        <p className="message-head">
          <span className="message-name">{own ? t('common.you') : entry.displayName}</span>{' '}
          <time dateTime={entry.sentAt}>{time}</time>
        </p>
      )}
      <p className={entry.delivery === 'PENDING' ? 'message-text message-pending' : 'message-text'}>{entry.text}</p>
      {entry.delivery === 'FAILED' ? (
        <p className="message-failed">
          <CircleAlert size={16} aria-hidden="true" />
          {t('chat.failed')}
          <Button look="quiet" onPress={() => attempt(call.retryChatMessage(entry.id))}>
            {t('common.retry')}
          </Button>
        </p>
      ) : null}
    </div>
  );
}

/** Enter sends; Shift and Enter begin a new line; an Enter that ends a conversion does neither. */
function Composer() {
  const { t } = useTranslation();
  const call = useCall();
  const { attempt } = useCallActions();
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const send = () => {
    if (text.trim() === '') return;
    attempt(call.sendChat(text.trim()));
    setText('');
    field.current?.focus();
  };
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={field}
        className="composer-field"
        aria-label={t('chat.field')}
        placeholder={t('chat.field')}
        rows={1}
        maxLength={4000}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      <IconButton
        type="submit"
        label={t('chat.send')}
        icon={<SendHorizontal size={22} />}
        isDisabled={text.trim() === ''}
      />
    </form>
  );
}
