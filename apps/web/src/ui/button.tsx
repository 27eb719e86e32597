import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  Link as AriaLink,
  type LinkProps as AriaLinkProps,
  Tooltip,
  TooltipTrigger,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import './button.css';

type Look = 'primary' | 'secondary' | 'quiet' | 'danger' | 'leave';

interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className'> {
  readonly look?: Look;
  readonly icon?: ReactNode;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** A button with words. While pending it keeps its place and the focus, and does nothing when pressed. */
export function Button({ look = 'secondary', icon, wide = false, isPending, children, ...props }: ButtonProps) {
  const { t } = useTranslation();
  const className = `button button-${look}${wide ? ' button-wide' : ''}`;
  if (isPending) {
    // The component's own pending state leaves an announcement behind that points to nothing once the page changes.
    return (
      <AriaButton {...props} type="button" onPress={() => undefined} className={`${className} button-pending`}>
        <span role="progressbar" aria-label={t('common.loading')} className="spinner" />
        <span>{children}</span>
      </AriaButton>
    );
  }
  return (
    <AriaButton {...props} className={className}>
      {icon}
      <span>{children}</span>
    </AriaButton>
  );
}

interface ButtonLinkProps extends Omit<AriaLinkProps, 'children' | 'className'> {
  readonly look?: Look;
  readonly icon?: ReactNode;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** A link that looks like a button: it goes somewhere, it does not do something. */
export function ButtonLink({ look = 'secondary', icon, wide = false, children, ...props }: ButtonLinkProps) {
  return (
    <AriaLink {...props} className={`button button-${look}${wide ? ' button-wide' : ''}`}>
      {icon}
      <span>{children}</span>
    </AriaLink>
  );
}

interface IconButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'aria-label'> {
  readonly label: string;
  readonly icon: ReactNode;
  readonly className?: string;
}

/** A button with an icon only; its name is spoken, and shown on hover and focus. */
export function IconButton({ label, icon, className, ...props }: IconButtonProps) {
  return (
    <TooltipTrigger delay={500}>
      <AriaButton
        {...props}
        aria-label={label}
        className={`icon-button${className === undefined ? '' : ` ${className}`}`}
      >
        {icon}
      </AriaButton>
      <Tooltip className="tooltip" offset={6}>
        {label}
      </Tooltip>
    </TooltipTrigger>
  );
}
