import { type ReactNode, createContext, useContext, useMemo, useState } from 'react';

export type Panel = 'people' | 'chat';
export type CallDialog = 'quality' | 'shortcuts' | 'settings' | 'end';
export type StageLayout = 'grid' | 'speaker';
export type Corner = 'topLeft' | 'topRight' | 'bottomLeft' | 'bottomRight';

/** How this person looks at the call: nobody else knows of it. */
export interface CallUi {
  readonly panel: Panel | undefined;
  readonly showPanel: (panel: Panel | undefined) => void;
  readonly dialog: CallDialog | undefined;
  readonly showDialog: (dialog: CallDialog | undefined) => void;
  readonly layout: StageLayout;
  readonly toggleLayout: () => void;
  readonly pinnedId: string | undefined;
  readonly pin: (participantId: string | undefined) => void;
  /** Whom one does not want to hear. */
  readonly silenced: ReadonlySet<string>;
  readonly setSilenced: (participantId: string, silent: boolean) => void;
  readonly corner: Corner;
  readonly setCorner: (corner: Corner) => void;
  /** No video in that direction. */
  readonly sendAudioOnly: boolean;
  readonly setSendAudioOnly: (only: boolean) => void;
  readonly receiveAudioOnly: boolean;
  readonly setReceiveAudioOnly: (only: boolean) => void;
}

const Context = createContext<CallUi | undefined>(undefined);

export function CallUiProvider({ children }: { readonly children: ReactNode }) {
  const [panel, showPanel] = useState<Panel | undefined>(undefined);
  const [dialog, showDialog] = useState<CallDialog | undefined>(undefined);
  const [layout, setLayout] = useState<StageLayout>('grid');
  const [pinnedId, pin] = useState<string | undefined>(undefined);
  const [silenced, setSilencedSet] = useState<ReadonlySet<string>>(new Set());
  const [corner, setCorner] = useState<Corner>('bottomRight');
  const [sendAudioOnly, setSendAudioOnly] = useState(false);
  const [receiveAudioOnly, setReceiveAudioOnly] = useState(false);
  const ui = useMemo<CallUi>(
    () => ({
      panel,
      showPanel,
      dialog,
      showDialog,
      layout,
      toggleLayout: () => setLayout((before) => (before === 'grid' ? 'speaker' : 'grid')),
      pinnedId,
      pin,
      silenced,
      setSilenced: (participantId, silent) =>
        setSilencedSet(
          (before) => new Set(silent ? [...before, participantId] : [...before].filter((id) => id !== participantId)),
        ),
      corner,
      setCorner,
      sendAudioOnly,
      setSendAudioOnly,
      receiveAudioOnly,
      setReceiveAudioOnly,
    }),
    [panel, dialog, layout, pinnedId, silenced, corner, sendAudioOnly, receiveAudioOnly],
  );
  return <Context value={ui}>{children}</Context>;
}

export function useCallUi(): CallUi {
  const ui = useContext(Context);
  if (!ui) throw new Error('useCallUi outside of CallUiProvider');
  return ui;
}
