import { type KeyboardEvent, useState } from 'react';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../../app/app-context.js';
import { useCallState } from '../call-context.js';
import { useCallUi } from '../call-ui.js';
import { rulesFor } from '../layout/grid.js';
import { Alone } from './alone.js';
import { nextFocus } from './next-focus.js';
import { ScreenTile } from './screen-tile.js';
import { SelfView } from './self-view.js';
import { Tile } from './tile.js';
import { presenterOf } from './tiles.js';
import { useArrangement } from './use-arrangement.js';
import { useSize } from './use-size.js';
import { useSpeakers } from './use-speakers.js';
import { useVerdicts } from './use-verdicts.js';
import './stage.css';

/** Everybody's pictures. */
export function Stage() {
  const { t } = useTranslation();
  const state = useCallState();
  const ui = useCallUi();
  const [{ selfViewHidden }] = useSettings();
  const [ref, size] = useSize();
  const speakers = useSpeakers();
  const verdicts = useVerdicts();
  const [wantedPage, setPage] = useState(0);
  const rules = rulesFor(size);
  const presenter = presenterOf(state);
  const { tiles, arrangement, page, pages, hiddenAfter, floatingSelf } = useArrangement({
    state,
    stage: size,
    rules,
    layout: ui.layout,
    pinnedId: ui.pinnedId,
    speakers,
    presenter,
    selfViewHidden,
    wantedPage,
  });
  const count = state.others.length + 1;

  const moveFocus = (event: KeyboardEvent<HTMLElement>) => {
    const target = nextFocus(event.key, event.target, event.currentTarget, arrangement.columns);
    if (!target) return;
    event.preventDefault();
    target.focus();
  };

  return (
    // Arrow keys move between the tiles, which take the focus themselves.
    <section ref={ref} className="stage" aria-label={t('call.stage')} onKeyDown={moveFocus}>
      {size.width === 0 ? null : (
        <>
          {presenter && arrangement.large ? <ScreenTile presenter={presenter} rect={arrangement.large} /> : null}
          {tiles.map(({ participant, rect, index }, place) => (
            <Tile
              key={participant.id}
              participant={participant}
              rect={rect}
              index={index}
              count={count}
              speaking={speakers.ringing.has(participant.id)}
              verdict={verdicts.get(participant.id)}
              tabStop={place === 0}
            />
          ))}
          {floatingSelf ? <SelfView /> : null}
          {state.others.length === 0 && state.connection.phase === 'CONNECTED' ? <Alone /> : null}
          {page > 0 ? (
            <button
              type="button"
              className="stage-page stage-page-before"
              aria-label={t('tile.previousPage')}
              onClick={() => setPage(page - 1)}
            >
              <ChevronLeft size={28} />
            </button>
          ) : null}
          {page < pages - 1 ? (
            <button
              type="button"
              className="stage-page stage-page-after"
              aria-label={t('tile.nextPage', { count: hiddenAfter })}
              onClick={() => setPage(page + 1)}
            >
              <span className="figures">{t('tile.moreOnNext', { count: hiddenAfter })}</span>
              <ChevronRight size={28} />
            </button>
          ) : null}
        </>
      )}
    </section>
  );
}
