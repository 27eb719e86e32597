import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from './button.js';
import './dialog.css';

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** 640 px instead of 440. */
  readonly wide?: boolean;
}

/** A dialog over the page: takes the focus, keeps it, gives it back; Esc and a click beside it close it. */
export function Dialog({ title, isOpen, onClose, children, wide = false }: DialogProps) {
  const { t } = useTranslation();
  return (
    <ModalOverlay
      className="modal-overlay"
      isOpen={isOpen}
      onOpenChange={(open) => (open ? undefined : onClose())}
      isDismissable
    >
      <Modal className={wide ? 'modal modal-wide' : 'modal'}>
        <AriaDialog className="dialog">
          <header className="dialog-header">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <IconButton label={t('common.close')} icon={<X size={24} />} onPress={onClose} />
          </header>
          <div className="dialog-body">{children}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

interface ConfirmDialogProps {
  readonly title: string;
  readonly hint: string;
  readonly confirm: string;
  readonly isOpen: boolean;
  readonly isPending?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something that cannot be undone. The focus begins on the harmless answer. */
export function ConfirmDialog({
  title,
  hint,
  confirm,
  isOpen,
  isPending = false,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const { t } = useTranslation();
  return (
    <ModalOverlay className="modal-overlay" isOpen={isOpen} onOpenChange={(open) => (open ? undefined : onClose())}>
      <Modal className="modal">
        <AriaDialog role="alertdialog" className="dialog">
          <div className="dialog-body">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <p>{hint}</p>
            <div className="dialog-actions">
              <Button autoFocus onPress={onClose}>
                {t('common.cancel')}
              </Button>
              <Button look="leave" isPending={isPending} onPress={onConfirm}>
                {confirm}
              </Button>
            </div>
          </div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
