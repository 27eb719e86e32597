import type { ReactNode } from 'react';
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import './notice.css';

interface NoticeProps {
  readonly tone: 'danger' | 'warning' | 'info';
  readonly title: string;
  readonly children?: ReactNode;
  /** What can be done about it. */
  readonly actions?: ReactNode;
  /** Read out at once; otherwise when there is quiet. */
  readonly urgent?: boolean;
}

const ICONS = { danger: CircleAlert, warning: TriangleAlert, info: Info };

/** Says what happened, what follows and what can be done. */
export function Notice({ tone, title, children, actions, urgent = false }: NoticeProps) {
  const Icon = ICONS[tone];
  return (
    <div className={`notice notice-${tone}`} role={urgent ? 'alert' : 'status'}>
      <Icon size={20} aria-hidden="true" className="notice-icon" />
      <div className="notice-words">
        <p className="notice-title">{title}</p>
        {children === undefined ? null : <div className="notice-text">{children}</div>}
        {actions === undefined ? null : <div className="notice-actions">{actions}</div>}
      </div>
    </div>
  );
}
