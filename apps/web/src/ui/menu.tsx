import type { ReactNode } from 'react';
import {
  Header,
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuSection as AriaMenuSection,
  Popover,
  Separator,
  Text,
  type MenuTriggerProps,
  MenuTrigger,
} from 'react-aria-components';
import { Check } from 'lucide-react';
import './menu.css';

interface MenuProps extends Omit<MenuTriggerProps, 'children' | 'trigger'> {
  readonly label: string;
  /** The button that opens it. */
  readonly trigger: ReactNode;
  readonly children: ReactNode;
  readonly placement?: 'top' | 'bottom' | 'bottom end' | 'top end' | 'top start';
}

/** A menu that opens from a button. */
export function Menu({ label, trigger, children, placement = 'bottom end', ...props }: MenuProps) {
  return (
    <MenuTrigger {...props}>
      {trigger}
      <Popover className="popover" placement={placement} offset={6}>
        <AriaMenu className="menu" aria-label={label}>
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

interface MenuItemProps {
  readonly id?: string;
  readonly label: string;
  /** One line more; says why where the item is disabled. */
  readonly hint?: string | undefined;
  readonly icon?: ReactNode;
  readonly danger?: boolean;
  readonly isDisabled?: boolean;
  readonly onAction?: () => void;
  readonly href?: string;
}

export function MenuItem({ label, hint, icon, danger = false, ...props }: MenuItemProps) {
  return (
    <AriaMenuItem {...props} textValue={label} className={danger ? 'menu-item menu-item-danger' : 'menu-item'}>
      {({ isSelected, selectionMode }) => (
        <>
          {selectionMode === 'none' ? (
            icon
          ) : (
            <span className="menu-check">{isSelected ? <Check size={20} aria-hidden="true" /> : null}</span>
          )}
          <span className="menu-words">
            <Text slot="label">{label}</Text>
            {hint === undefined ? null : (
              <Text slot="description" className="field-hint">
                {hint}
              </Text>
            )}
          </span>
        </>
      )}
    </AriaMenuItem>
  );
}

interface ChoiceSectionProps {
  readonly title: string;
  readonly choices: ReadonlyArray<{
    readonly id: string;
    readonly label: string;
    readonly hint?: string | undefined;
    readonly isDisabled?: boolean;
  }>;
  readonly value: string;
  readonly onChange: (id: string) => void;
}

/** One of several within a menu. */
export function ChoiceSection({ title, choices, value, onChange }: ChoiceSectionProps) {
  return (
    <AriaMenuSection
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const [key] = keys === 'all' ? [] : [...keys];
        if (key !== undefined) onChange(String(key));
      }}
      className="menu-section"
    >
      <Header className="menu-header">{title}</Header>
      {choices.map(({ id, ...choice }) => (
        <MenuItem key={id} id={id} {...choice} />
      ))}
    </AriaMenuSection>
  );
}

export function MenuSeparator() {
  return <Separator className="menu-separator" />;
}
