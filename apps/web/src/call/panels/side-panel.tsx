import { type ReactNode, useEffect, useRef, useState } from 'react';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/button.js';
import type { Panel } from '../call-ui.js';
import './side-panel.css';

interface SidePanelProps {
  readonly panel: Panel;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A panel beside the stage; over it on a tablet, a sheet on a phone. The focus enters it, and goes back where it came from. */
export function SidePanel({ panel, onClose, children }: SidePanelProps) {
  const { t } = useTranslation();
  const aside = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  // While rendering: what is inside takes the focus before this component's own effects run.
  const [before] = useState(() => document.activeElement);
  useEffect(() => {
    if (!aside.current?.contains(document.activeElement)) heading.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [before]);
  return (
    <aside ref={aside} className="side-panel" aria-labelledby="side-panel-title">
      <header className="side-panel-header">
        <h2 id="side-panel-title" ref={heading} tabIndex={-1}>
          {t(panel === 'chat' ? 'chat.title' : 'people.title')}
        </h2>
        <IconButton label={t('common.close')} icon={<X size={22} />} onPress={onClose} />
      </header>
      {children}
    </aside>
  );
}
